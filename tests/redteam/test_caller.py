"""A caller who knows everything about the holder but cannot answer the number on file: the pattern of the well-known takeovers.

Each script goes on as a real one would: other agents, other deeds, softer targets. Nothing may change, and everything is recorded.
"""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.contact_rows import FormerContactRow
from sekisho.adapters.storage.rows import AuthenticatorRow, HolderRow, OutboxRow, TrailRow
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DEMANDS, DeskDeed
from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.core.desk.roles import Role
from sekisho.core.reasons import Reason
from sekisho.testing.desk import ask, at_desk, call_for
from sekisho.testing.people import DSC, Wanted, add_person
from sekisho.workflows.desk.outcomes import DeedDone, DeskRefusal
from sekisho.workflows.desk.record_evidence import record_evidence
from sekisho.workflows.desk.search_holders import search_holders
from sekisho.workflows.desk.show_holder import show_holder

CALL_BACK, WORD, DETAILS, QUESTION = EvidenceKind
IN_CALLS = [deed for deed in DeskDeed if DEMANDS[deed].needs_call]


@pytest.fixture
def holder(ports):
    return add_person(ports, Wanted(devices=(DSC,)))


def everything(holder):
    states = AuthenticatorRow.objects.filter(account_id=holder.account).values_list("id", "state", "passcode_hash")
    return sorted(states), FormerContactRow.objects.count(), OutboxRow.objects.count()


@pytest.mark.fact("A074", "A075", "A087")
@pytest.mark.parametrize("deed", IN_CALLS)
def test_who_knows_every_detail_and_every_answer_gets_nothing(ports, holder, deed):
    agent, before = at_desk(ports), everything(holder)
    call = call_for(ports, agent, holder, DETAILS, QUESTION)
    answer = ask(ports, agent, call, deed)
    assert isinstance(answer, DeskRefusal)
    assert TrailRow.objects.filter(reference=answer.refusal.reference, account=holder.account).exists()
    assert everything(holder) == before


def test_who_goes_from_agent_to_agent_closes_the_door_behind_every_detail(ports, holder):
    for role in (Role.AGENT, Role.SUPERVISOR, Role.AGENT):
        call_for(ports, at_desk(ports, role), holder, failed=(DETAILS,))
    agent = at_desk(ports)
    call = call_for(ports, agent, holder, DETAILS, QUESTION, WORD)
    assert call.weight == 0
    assert isinstance(ask(ports, agent, call, DeskDeed.REPORT_LOST), DeskRefusal)


def test_who_guesses_the_words_of_the_portal_is_done_in_this_call(ports, holder):
    agent = at_desk(ports)
    call = call_for(ports, agent, holder, CALL_BACK, DETAILS)
    for claimed in Outcome:  # what the agent claims does not matter
        guessed = record_evidence(ports, agent, call_id=call.id, kind=WORD, outcome=claimed, value="grape-100")
        assert guessed.evidence[-1].outcome is Outcome.FAILED
    answer = ask(ports, agent, call, DeskDeed.ISSUE_PASSCODE)
    assert answer.refusal.reason is Reason.VERIFICATION_REQUIRED
    assert answer.lacks == (Lack.CALL_SPOILED,)


def test_who_moved_the_number_a_day_ago_is_not_rung_there(ports, clock, holder):
    with ports.store.transaction() as tx:
        on_file = tx.contacts(holder.holder_id).phone.value
        assert tx.change_contact(
            holder.holder_id, ContactKind.PHONE, old=on_file, new="+81-90-6666-6666", now=clock.now()
        )
    clock.advance(timedelta(days=1))
    agent = at_desk(ports)
    answer = ask(ports, agent, call_for(ports, agent, holder, CALL_BACK, DETAILS), DeskDeed.ISSUE_PASSCODE)
    assert answer.refusal.reason is Reason.SECOND_AGENT_REQUIRED
    clock.advance(timedelta(days=13))  # by now it stood there for 14 days, and the former number was told all along
    clock.advance(timedelta(hours=1))
    agent = at_desk(ports)
    answer = ask(ports, agent, call_for(ports, agent, holder, CALL_BACK, DETAILS), DeskDeed.ISSUE_PASSCODE)
    assert isinstance(answer, DeedDone)


def test_the_number_that_is_shown_to_be_rung_is_never_the_new_one(ports, clock, holder):
    with ports.store.transaction() as tx:
        old = tx.contacts(holder.holder_id).phone.value
        tx.change_contact(holder.holder_id, ContactKind.PHONE, old=old, new="+81-90-6666-6666", now=clock.now())
    clock.advance(timedelta(days=1))
    agent = at_desk(ports)
    call_for(ports, agent, holder)
    phones = [
        one for one in show_holder(ports, agent, account=holder.account).contacts if one.kind is ContactKind.PHONE
    ]
    assert [(one.shown, one.is_settled) for one in phones] == [(old, True), ("••••••66", False)]
    clock.advance(timedelta(days=13))
    call_for(ports, agent, holder)
    phones = [
        one for one in show_holder(ports, agent, account=holder.account).contacts if one.kind is ContactKind.PHONE
    ]
    assert [(one.shown, one.is_settled) for one in phones] == [("+81-90-6666-6666", True)]


@pytest.mark.parametrize("query", ["+--", "+1-", "1  ", "...", "①--", "+ ()"])
def test_signs_that_a_search_does_not_go_by_make_no_query_long_enough(ports, holder, query):
    assert search_holders(ports, at_desk(ports), query=query).lines == ()


@pytest.mark.parametrize("query", ["関所", "せき", "セキ", "ｾｷ", "佐々", "関所 "])
def test_a_surname_of_two_japanese_characters_is_long_enough(ports, holder, query):
    with ports.store.transaction() as tx:
        on_file = tx.contacts(holder.holder_id).email.value
        HolderRow.objects.filter(id=holder.holder_id).update(name="関所太郎 せきしょ セキショ 佐々木")
        tx.change_contact(
            holder.holder_id, ContactKind.EMAIL, old=on_file, new="taro@example.com", now=ports.clock.now()
        )
    found = search_holders(ports, at_desk(ports), query=query)
    assert [line.account for line in found.lines] == [holder.account]
    assert TrailRow.objects.filter(happening="holders_searched").count() == 1


@pytest.mark.parametrize("query", ["関", "せ", "ｶﾞ", "ta", "関+", "1関", "taro"[:2] + "-"])
def test_two_characters_of_any_other_writing_are_not(ports, holder, query):
    with ports.store.transaction() as tx:
        on_file = tx.contacts(holder.holder_id).email.value
        HolderRow.objects.filter(id=holder.holder_id).update(name="関所 せき がも tao 関+ 1関")
        tx.change_contact(
            holder.holder_id, ContactKind.EMAIL, old=on_file, new="taro@example.com", now=ports.clock.now()
        )
    assert search_holders(ports, at_desk(ports), query=query).lines == ()


def test_one_call_never_renews_both_password_and_factor(ports, holder):
    agent = at_desk(ports)
    call = call_for(ports, agent, holder, CALL_BACK, DETAILS)
    assert isinstance(ask(ports, agent, call, DeskDeed.RESET_PASSWORD), DeedDone)
    assert ask(ports, agent, call, DeskDeed.ISSUE_PASSCODE).refusal.reason is Reason.CONFLICT
    next_call = call_for(ports, agent, holder, CALL_BACK, DETAILS)
    assert ask(ports, agent, next_call, DeskDeed.ISSUE_PASSCODE).refusal.reason is Reason.SCOPE_INSUFFICIENT
    other = at_desk(ports)
    other_call = call_for(ports, other, holder, CALL_BACK, DETAILS)
    assert ask(ports, other, other_call, DeskDeed.ISSUE_PASSCODE).refusal.reason is Reason.SECOND_AGENT_REQUIRED

"""An agent or a supervisor who was bought. Alone they get nowhere: not for themselves, not in numbers, not with both halves.

What they attest by name they can lie about; so no screen ever gives them a whole credential, and what they do is told at once.
"""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, HolderRow, TrailRow
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DEMANDS, DeskDeed, SecondAgent
from sekisho.core.desk.evidence import EvidenceKind
from sekisho.core.desk.roles import Role
from sekisho.core.reasons import Reason
from sekisho.testing.claimant import answer, attempt
from sekisho.testing.desk import ENOUGH, ask, at_desk, call_for, sent, settled
from sekisho.testing.people import DSC, Wanted, add_agent, add_person
from sekisho.workflows.desk.calls import open_call
from sekisho.workflows.desk.carry_out import carry_out
from sekisho.workflows.desk.outcomes import DeedDone, DeedRequest, DeskRefusal
from sekisho.workflows.desk.second_agent import approve_as_second, ask_second_agent, list_waiting_approvals
from sekisho.workflows.desk.show_holder import show_holder
from sekisho.workflows.outcomes import LoginState
from sekisho.workflows.sign_in import sign_in

PASSCODE = DeskDeed.ISSUE_PASSCODE
CONTACT = DeedRequest(deed=DeskDeed.REOPEN, reason="a good reason")


@pytest.fixture
def holder(ports):
    return add_person(ports, Wanted(devices=(DSC,)))


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_who_lies_about_the_evidence_has_half_a_passcode_and_no_password(ports, holder, role):
    agent = at_desk(ports, role)
    done = ask(ports, agent, call_for(ports, agent, holder, *ENOUGH), PASSCODE)
    assert isinstance(done, DeedDone)
    login = sign_in(ports, attempt(holder))
    guess = done.secret.reveal_text() + "22222"
    assert answer(ports, login, guess).state is not LoginState.GRANTED
    assert len(sent(ports, "passcode_issued")) == 2  # and the holder was told on both addresses


def test_who_adds_a_password_to_it_needs_somebody_else(ports, holder):
    agent = at_desk(ports, Role.SUPERVISOR)
    assert isinstance(ask(ports, agent, call_for(ports, agent, holder, *ENOUGH), PASSCODE), DeedDone)
    again = ask(ports, agent, call_for(ports, agent, holder, *ENOUGH), DeskDeed.RESET_PASSWORD)
    assert again.lacks[0] is Lack.SAME_HANDS


def test_the_sixth_passcode_in_an_hour_is_refused_and_raises_an_alarm(ports, clock):
    agent = at_desk(ports)
    for _ in range(5):
        victim = add_person(ports, Wanted(devices=(DSC,)))
        assert isinstance(ask(ports, agent, call_for(ports, agent, victim, *ENOUGH), PASSCODE), DeedDone)
    sixth = add_person(ports, Wanted(devices=(DSC,)))
    refused = ask(ports, agent, call_for(ports, agent, sixth, *ENOUGH), PASSCODE)
    assert refused.refusal.reason is Reason.THROTTLED
    assert TrailRow.objects.filter(happening="desk_rate_exceeded", account=sixth.account).count() == 1
    clock.advance(timedelta(hours=1))
    agent_again = at_desk(ports)
    assert isinstance(ask(ports, agent_again, call_for(ports, agent_again, sixth, *ENOUGH), PASSCODE), DeedDone)


@pytest.mark.parametrize("written", ["+81-90-1234-5678", "090-1234-5678", "81 90 1234 5678", "+81 (0)90 1234 5678"])
def test_an_account_with_the_agent_s_own_telephone_is_theirs_however_it_is_written(ports, holder, written):
    agent = at_desk(ports)
    HolderRow.objects.filter(id=agent.holder_id).update(phone="090-1234-5678")
    HolderRow.objects.filter(id=holder.holder_id).update(phone=written)
    assert open_call(ports, agent, account=holder.account).lacks == (Lack.OWN_ACCOUNT,)


def test_no_telephone_on_file_is_nobody_s_telephone(ports, holder):
    agent = at_desk(ports)
    HolderRow.objects.filter(id__in=[agent.holder_id, holder.holder_id]).update(phone="")
    assert not isinstance(open_call(ports, agent, account=holder.account), DeskRefusal)


def test_an_agent_does_not_serve_their_own_account(ports, holder):
    agent = at_desk(ports, own_account=holder.account)
    refused = open_call(ports, agent, account=holder.account)
    assert refused.lacks == (Lack.OWN_ACCOUNT,)


def test_an_account_with_the_agent_s_own_telephone_or_mail_is_an_own_one(ports, holder):
    from sekisho.adapters.storage.rows import HolderRow

    agent = at_desk(ports)
    for column in ("email", "phone"):
        mine = HolderRow.objects.values_list(column, flat=True).get(id=agent.holder_id)
        HolderRow.objects.filter(id=holder.holder_id).update(**{column: mine})
        assert open_call(ports, agent, account=holder.account).lacks == (Lack.OWN_ACCOUNT,)
        HolderRow.objects.filter(id=holder.holder_id).update(**{column: "+1-202-555-0188"})


@pytest.mark.parametrize("deed", [deed for deed in DeskDeed if DEMANDS[deed].second_agent is SecondAgent.ALWAYS])
@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_nobody_alone_does_what_demands_two(ports, holder, deed, role):
    alone = at_desk(ports, role)
    call = call_for(ports, alone, holder, *ENOUGH)
    assert Lack.SECOND_AGENT in ask(ports, alone, call, deed).lacks


def test_nobody_agrees_to_their_own_request(ports, holder):
    AuthenticatorRow.objects.update(state="active")
    boss = at_desk(ports, Role.SUPERVISOR)
    request = closed_and_asked(ports, holder, boss)
    call_id = request[0]
    assert list_waiting_approvals(ports, boss) == ()
    assert approve_as_second(ports, boss, call_id=call_id).lacks == (Lack.SECOND_UNFIT,)
    assert carry_out(ports, boss, call_id=call_id, request=CONTACT).lacks == (Lack.SECOND_AGENT,)


@pytest.mark.parametrize("role", [Role.TECHNICAL_ASSISTANCE, Role.REVIEWER])
def test_who_may_not_do_it_may_not_agree_to_it_either(ports, holder, role):
    call_id, _ = closed_and_asked(ports, holder, at_desk(ports))
    assert approve_as_second(ports, at_desk(ports, role), call_id=call_id).lacks == (Lack.SECOND_UNFIT,)


def test_an_agreement_serves_what_was_asked_and_nothing_else(ports, holder):
    agent, other = at_desk(ports), at_desk(ports)
    call_id, call = closed_and_asked(ports, holder, agent)
    assert not isinstance(approve_as_second(ports, other, call_id=call_id), DeskRefusal)
    changed = DeedRequest(deed=DeskDeed.CHANGE_CONTACT, reason="x")
    assert Lack.SECOND_AGENT in carry_out(ports, agent, call_id=call_id, request=changed).lacks
    assert isinstance(carry_out(ports, agent, call_id=call_id, request=CONTACT), DeedDone)
    assert carry_out(ports, agent, call_id=call_id, request=CONTACT).refusal.reason is Reason.CONFLICT
    del call


def test_a_second_agent_without_a_stake_decides_once(ports, holder):
    call_id, _ = closed_and_asked(ports, holder, at_desk(ports))
    stake = at_desk(ports, own_account=holder.account)
    assert approve_as_second(ports, stake, call_id=call_id).lacks == (Lack.SECOND_UNFIT,)
    assert not isinstance(approve_as_second(ports, at_desk(ports), call_id=call_id), DeskRefusal)
    assert isinstance(approve_as_second(ports, at_desk(ports), call_id=call_id), DeskRefusal)


def test_who_goes_through_the_account_numbers_is_stopped_and_an_own_call_is_not(ports, holder):
    agent = at_desk(ports)
    call = call_for(ports, agent, holder)
    for number in range(239):
        assert show_holder(ports, agent, account=f"U{7_000_000 + number}").refusal.reason is Reason.NOT_FOUND
    stopped = show_holder(ports, agent, account="U7999999")
    assert stopped.refusal.reason is Reason.THROTTLED
    assert open_call(ports, agent, account="U7999999").lacks == (Lack.RATE,)
    assert TrailRow.objects.get(reference=stopped.refusal.reference).happening == "desk_rate_exceeded"
    assert show_holder(ports, agent, account=holder.account).call.id == call.id


def test_looking_at_a_holder_is_recorded_and_shows_no_whole_address(ports, holder):
    agent = at_desk(ports)
    sheet = show_holder(ports, agent, account=holder.account)
    assert all("•" in line.shown for line in sheet.contacts)
    row = TrailRow.objects.filter(happening="holder_shown").latest("seq")
    assert (row.actor_id, row.account) == (agent.holder_id, holder.account)


def test_who_left_the_house_has_no_seat(ports, holder):
    from sekisho.adapters.storage.rows import StaffRow
    from sekisho.testing.desk import visitor_of

    person = add_agent(ports, Role.AGENT)
    agent = visitor_of(ports, person)
    call = call_for(ports, agent, holder, *ENOUGH)
    StaffRow.objects.filter(holder_id=person.holder_id).delete()
    assert ask(ports, agent, call, PASSCODE).refusal.reason is Reason.SCOPE_INSUFFICIENT


def closed_and_asked(ports, holder, agent):
    """Close the account, and ask a second agent to open it again; gives the call."""
    from sekisho.adapters.storage.rows import AccountRow

    AccountRow.objects.filter(number=holder.account).update(state="closed", closed_cause="by_holder")
    call = call_for(ports, agent, holder, EvidenceKind.CALL_BACK, EvidenceKind.ACCOUNT_DETAILS)
    settled(ask_second_agent(ports, agent, call_id=call.id, request=CONTACT))
    return call.id, call

"""A temporary passcode at the desk: issued to a verified caller, in halves, once; and everything that stands in its way."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow, TrailRow
from sekisho.core.access.decisions import Surface
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.core.desk.roles import Role
from sekisho.core.reasons import Reason
from sekisho.testing.claimant import answer, attempt, enter
from sekisho.testing.desk import ENOUGH, ask, at_desk, call_for, sent, settled
from sekisho.testing.people import DSC, IOS, Wanted, add_person
from sekisho.workflows.desk.calls import open_call
from sekisho.workflows.desk.carry_out import carry_out
from sekisho.workflows.desk.outcomes import CallView, DeedDone, DeedRequest, DeskRefusal
from sekisho.workflows.desk.record_evidence import record_evidence
from sekisho.workflows.desk.second_agent import approve_as_second, ask_second_agent, list_waiting_approvals
from sekisho.workflows.outcomes import LoginState
from sekisho.workflows.sign_in import sign_in

PASSCODE = DeskDeed.ISSUE_PASSCODE
CALL_BACK, WORD, DETAILS, QUESTION = EvidenceKind


@pytest.fixture
def holder(ports):
    return add_person(ports, Wanted(devices=(DSC,)))


def issued(ports, holder):
    agent = at_desk(ports)
    done = ask(ports, agent, call_for(ports, agent, holder, *ENOUGH), PASSCODE)
    assert isinstance(done, DeedDone)
    return done


def whole(ports, done):
    ((_, params),) = sent(ports, "passcode_half")[-1:]
    return done.secret.reveal_text() + params["secret"]


@pytest.mark.fact("A086", "A087", "A088", "A089", "A090", "A091", "A121", "A122")
@pytest.mark.parametrize("surface", list(Surface))
def test_a_verified_caller_is_given_a_passcode_that_stands_for_the_device(ports, holder, surface):
    code = whole(ports, issued(ports, holder))
    assert len(code) == 10
    for _ in range(2):  # static: it does not change between uses
        login = sign_in(ports, attempt(holder, surface=surface))
        assert login.challenge.factor.kind == "temporary_passcode"
        assert answer(ports, login, code.lower()).state is LoginState.GRANTED


def test_the_agent_has_one_half_and_an_address_on_file_has_the_other(ports, holder):
    done = issued(ports, holder)
    ((to, params),) = sent(ports, "passcode_half")
    assert done.is_half
    assert len(done.secret) == len(params["secret"]) == 5
    assert to.startswith("+81-90-")
    assert to not in done.sent_to


def test_the_halves_are_kept_nowhere_in_the_open(ports, holder):
    code = whole(ports, issued(ports, holder))
    rows = [*OutboxRow.objects.values_list(), *TrailRow.objects.values_list(), *AuthenticatorRow.objects.values_list()]
    assert code[:5] not in repr(rows)
    assert code[5:] not in repr(rows)


def test_the_device_that_is_missing_is_put_aside_until_it_is_back(ports, holder):
    issued(ports, holder)
    assert AuthenticatorRow.objects.get(id=holder.factor("dsc_plus")["id"]).state == "suspended"


def test_of_several_devices_the_named_one_is_put_aside(ports):
    holder, agent = add_person(ports, Wanted(devices=(DSC, IOS))), at_desk(ports)
    device = holder.factor("key_app")["id"]
    call = call_for(ports, agent, holder, *ENOUGH)
    assert isinstance(ask(ports, agent, call, PASSCODE, device=device), DeedDone)
    states = {row.kind: row.state for row in AuthenticatorRow.objects.filter(account_id=holder.account)}
    assert states == {"dsc_plus": "active", "key_app": "suspended", "temporary_passcode": "live"}


def test_the_holder_is_told_at_once_on_every_address_with_a_link_that_stops_it(ports, holder):
    done = issued(ports, holder)
    told = sent(ports, "passcode_issued")
    assert [to for to, _ in told] == [f"{holder.username}@example.com", "+81-90-0000-" + holder.username[-3:].zfill(4)]
    assert all(params["stop"].startswith("stop_") and params["reference"] == done.reference for _, params in told)


def test_the_deed_stands_in_the_trail_with_who_did_it_and_why(ports, holder):
    done = issued(ports, holder)
    row = TrailRow.objects.get(reference=done.reference)
    assert (row.happening, row.actor_kind, row.account) == ("passcode_issued", "agent", holder.account)
    assert "asked for" in row.detail


def refused(answer):
    assert isinstance(answer, DeskRefusal)
    assert TrailRow.objects.filter(reference=answer.refusal.reference).exists()
    return answer.refusal.reason


@pytest.mark.fact("A074", "A075")
@pytest.mark.parametrize("shown", [(), (DETAILS,), (QUESTION,), (DETAILS, QUESTION), (CALL_BACK,)])
def test_without_enough_evidence_nothing_is_issued(ports, holder, shown):
    agent = at_desk(ports)
    assert refused(ask(ports, agent, call_for(ports, agent, holder, *shown), PASSCODE)) is Reason.VERIFICATION_REQUIRED
    assert not AuthenticatorRow.objects.filter(kind="temporary_passcode").exists()


@pytest.mark.parametrize("role", [Role.TECHNICAL_ASSISTANCE, Role.REVIEWER])
def test_only_an_agent_issues_passcodes(ports, holder, role):
    other = at_desk(ports, role)
    opened = open_call(ports, other, account=holder.account)
    if isinstance(opened, CallView):
        for kind in ENOUGH:
            settled(record_evidence(ports, other, call_id=opened.id, kind=kind, outcome=Outcome.PASSED))
        opened = ask(ports, other, opened, PASSCODE)
    assert refused(opened) is Reason.SCOPE_INSUFFICIENT


def test_a_holder_s_session_reaches_nothing_of_the_desk(ports, holder):
    from sekisho.testing.desk import visitor_of

    assert refused(open_call(ports, visitor_of(ports, holder), account=holder.account)) is Reason.SCOPE_INSUFFICIENT


def test_a_call_serves_ten_minutes(ports, clock, holder):
    agent = at_desk(ports)
    call = call_for(ports, agent, holder, *ENOUGH)
    clock.advance(timedelta(minutes=10))
    assert refused(ask(ports, agent, call, PASSCODE)) is Reason.VERIFICATION_REQUIRED


def test_a_call_serves_one_deed(ports, holder):
    agent = at_desk(ports)
    call = call_for(ports, agent, holder, *ENOUGH)
    assert isinstance(ask(ports, agent, call, DeskDeed.UNLOCK), DeedDone)
    assert refused(ask(ports, agent, call, PASSCODE)) is Reason.CONFLICT
    assert refused(ask(ports, agent, call, DeskDeed.UNLOCK)) is Reason.CONFLICT


def test_a_call_serves_its_own_agent(ports, holder):
    call = call_for(ports, at_desk(ports), holder, *ENOUGH)
    assert refused(ask(ports, at_desk(ports), call, PASSCODE)) is Reason.NOT_FOUND
    assert refused(ask(ports, at_desk(ports, Role.SUPERVISOR), call, PASSCODE)) is Reason.NOT_FOUND


def test_an_account_that_does_not_exist_has_no_call(ports):
    assert refused(open_call(ports, at_desk(ports), account="U99999999")) is Reason.NOT_FOUND


def test_a_second_passcode_in_a_row_takes_a_second_agent_and_a_third_is_never_issued(ports, holder):
    issued(ports, holder)
    agent, other = at_desk(ports), at_desk(ports)
    call = call_for(ports, agent, holder, *ENOUGH)
    assert refused(ask(ports, agent, call, PASSCODE)) is Reason.SECOND_AGENT_REQUIRED
    request = DeedRequest(deed=PASSCODE, reason="the card was never printed")
    settled(ask_second_agent(ports, agent, call_id=call.id, request=request))
    (waiting,) = list_waiting_approvals(ports, other)
    assert (waiting.call_id, waiting.reason, waiting.deed) == (call.id, request.reason, PASSCODE)
    assert not isinstance(approve_as_second(ports, other, call_id=call.id), DeskRefusal)
    assert isinstance(carry_out(ports, agent, call_id=call.id, request=request), DeedDone)
    third = call_for(ports, agent, holder, *ENOUGH)
    assert refused(ask_second_agent(ports, agent, call_id=third.id, request=request)) is Reason.CONFLICT
    assert refused(ask(ports, agent, third, PASSCODE)) is Reason.CONFLICT


def test_a_device_used_in_between_makes_the_next_passcode_a_first_one(ports, clock, holder):
    issued(ports, holder)
    AuthenticatorRow.objects.filter(id=holder.factor("dsc_plus")["id"]).update(state="active")
    AuthenticatorRow.objects.filter(kind="temporary_passcode").update(state="ended")
    clock.advance(timedelta(days=1))
    assert enter(ports, holder).state is LoginState.GRANTED
    clock.advance(timedelta(days=1))
    assert issued(ports, holder).secret is not None


def test_failed_items_count_over_all_calls_and_agents(ports, holder):
    for _ in range(3):
        call_for(ports, at_desk(ports), holder, failed=(DETAILS,))
    agent = at_desk(ports)
    call = call_for(ports, agent, holder, CALL_BACK, DETAILS)
    answer = ask(ports, agent, call, PASSCODE)
    assert refused(answer) is Reason.SECOND_AGENT_REQUIRED
    assert answer.lacks == (Lack.SECOND_AGENT,)

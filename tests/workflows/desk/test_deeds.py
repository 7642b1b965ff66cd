"""Every deed of the desk, done once for a verified caller: what it changes, what it leaves, and whom it tells."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow, HolderRow, TriesRow
from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import CardState, DeviceState
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DEMANDS, DeskDeed
from sekisho.core.desk.evidence import EvidenceKind
from sekisho.core.desk.roles import Role
from sekisho.core.reasons import Reason
from sekisho.testing.claimant import attempt, enter
from sekisho.testing.desk import ENOUGH, ask, at_desk, call_for, sent, settled, visitor_of
from sekisho.testing.documents import accept_both
from sekisho.testing.people import DSC, IOS, Wanted, add_person
from sekisho.workflows.desk.calls import close_call, open_call, show_call_to_holder
from sekisho.workflows.desk.carry_out import carry_out, carry_out_for_account
from sekisho.workflows.desk.outcomes import CallShown, DeedDone, DeedRequest, DeskRefusal, NoCall
from sekisho.workflows.desk.record_evidence import record_evidence
from sekisho.workflows.desk.second_agent import approve_as_second, ask_second_agent, decline_as_second
from sekisho.workflows.desk.show_holder import show_holder
from sekisho.workflows.outcomes import LoginState
from sekisho.workflows.show_card import show_card
from sekisho.workflows.sign_in import sign_in

CALL_BACK, WORD, DETAILS, QUESTION = EvidenceKind
LOST, BLOCKED, SHIPPED = (
    (DSC[0], None, state) for state in (DeviceState.LOST, DeviceState.BLOCKED, DeviceState.SHIPPED)
)


def done(ports, holder, deed, *, role=Role.AGENT, shown=ENOUGH, **details):
    agent = at_desk(ports, role)
    answer = ask(ports, agent, call_for(ports, agent, holder, *shown), deed, **details)
    assert isinstance(answer, DeedDone), answer
    assert sent(ports, DEMANDS[deed].told_as.value)
    return answer


def done_by_two(ports, holder, request):
    agent, other = at_desk(ports), at_desk(ports, Role.SUPERVISOR)
    call = call_for(ports, agent, holder, *ENOUGH)
    settled(ask_second_agent(ports, agent, call_id=call.id, request=request))
    assert not isinstance(approve_as_second(ports, other, call_id=call.id), DeskRefusal)
    answer = carry_out(ports, agent, call_id=call.id, request=request)
    assert isinstance(answer, DeedDone), answer
    return answer


def state_of(device_id):
    return AuthenticatorRow.objects.get(id=device_id).state


def posted(ports, clock, **columns):
    """A holder with a device in the post."""
    from sekisho.adapters.storage.moments import to_stored

    holder = add_person(ports, Wanted(devices=(SHIPPED,)))
    now = clock.now()
    AuthenticatorRow.objects.filter(account_id=holder.account).update(
        ever_active=False,
        shipped_at=to_stored(now),
        promised_by=to_stored(now + timedelta(days=14)),
        activates_at=to_stored(now + timedelta(days=21)),
        **columns,
    )
    return holder


@pytest.mark.fact("A096", "A110")
def test_a_device_reported_lost_answers_nothing_any_more(ports):
    holder = add_person(ports, Wanted(devices=(DSC,)))
    done(ports, holder, DeskDeed.REPORT_LOST, role=Role.TECHNICAL_ASSISTANCE, shown=(CALL_BACK,))
    assert state_of(holder.factor("dsc_plus")["id"]) == "lost"
    assert sign_in(ports, attempt(holder)).state is LoginState.REFUSED


@pytest.mark.fact("A096", "A097", "A111")
def test_a_replacement_is_ordered_to_the_address_of_record_and_its_pin_is_not_for_the_agent(ports):
    holder = add_person(ports, Wanted(devices=(DSC,)))
    answer = done(ports, holder, DeskDeed.REPLACE_DEVICE)
    states = sorted(AuthenticatorRow.objects.filter(account_id=holder.account).values_list("state", flat=True))
    assert states == ["lost", "requested"]
    assert answer.secret is None
    ((to, params),) = sent(ports, "device_pin")
    assert to.startswith("+81")
    assert len(params["secret"]) == 4
    with ports.store.reading() as tx:
        (case,) = tx.device_cases(holder.account).values()
    assert case.address == HolderRow.objects.get(id=holder.holder_id).address


def test_a_device_is_ordered_once_at_a_time(ports):
    holder = add_person(ports, Wanted(devices=(LOST,)))
    done(ports, holder, DeskDeed.ORDER_DEVICE)
    agent = at_desk(ports)
    again = ask(ports, agent, call_for(ports, agent, holder, *ENOUGH), DeskDeed.ORDER_DEVICE)
    assert (again.lacks, again.refusal.reason) == ((Lack.STATE,), Reason.CONFLICT)


def test_a_stopped_device_answers_again(ports):
    holder = add_person(ports, Wanted(devices=(BLOCKED,)))
    AuthenticatorRow.objects.update(wrong_in_row=10)
    done(ports, holder, DeskDeed.UNBLOCK_DEVICE)
    assert enter(ports, holder).state is LoginState.GRANTED


def test_of_several_devices_the_one_that_is_meant_is_named(ports):
    holder, agent = add_person(ports, Wanted(devices=(DSC, IOS))), at_desk(ports)
    call = call_for(ports, agent, holder, *ENOUGH)
    assert ask(ports, agent, call, DeskDeed.REPORT_LOST).lacks == (Lack.DEVICE,)
    other = add_person(ports, Wanted(devices=(DSC,)))
    foreign = other.factor("dsc_plus")["id"]
    assert ask(ports, agent, call, DeskDeed.REPORT_LOST, device=foreign).lacks == (Lack.DEVICE,)
    phone = holder.factor("key_app")["id"]
    assert isinstance(ask(ports, agent, call, DeskDeed.REPORT_LOST, device=phone), DeedDone)
    assert (state_of(phone), state_of(foreign)) == ("lost", "active")


@pytest.mark.fact("A115", "A123")
def test_technical_assistance_holds_an_activation_and_lets_it_run_again(ports, clock):
    holder = posted(ports, clock)
    done(ports, holder, DeskDeed.HOLD_ACTIVATION, role=Role.TECHNICAL_ASSISTANCE, shown=(CALL_BACK,))
    assert AuthenticatorRow.objects.get(account_id=holder.account).is_held
    done(ports, holder, DeskDeed.RELEASE_ACTIVATION, role=Role.TECHNICAL_ASSISTANCE)
    assert not AuthenticatorRow.objects.get(account_id=holder.account).is_held


@pytest.mark.fact("A073", "A074")
def test_a_lock_is_ended_for_a_verified_caller(ports):
    holder = add_person(ports, Wanted(devices=(DSC,)))
    for _ in range(10):
        sign_in(ports, attempt(holder, password="wrong"))
    assert sign_in(ports, attempt(holder)).refusal.reason is Reason.LOCKED
    done(ports, holder, DeskDeed.UNLOCK, role=Role.TECHNICAL_ASSISTANCE, shown=(CALL_BACK,))
    assert sign_in(ports, attempt(holder)).state is LoginState.CHALLENGE


def test_a_lock_of_a_known_browser_is_ended_too(ports):
    from dataclasses import replace

    from sekisho.testing.claimant import DOOR

    holder = add_person(ports, Wanted(devices=(DSC,)))
    door = replace(DOOR, browser_mark=enter(ports, holder).grant.browser_mark)
    for _ in range(10):
        sign_in(ports, attempt(holder, password="wrong", door=door))
    assert sign_in(ports, attempt(holder, door=door)).refusal.reason is Reason.LOCKED
    done(ports, holder, DeskDeed.UNLOCK)
    assert sign_in(ports, attempt(holder, door=door)).state is LoginState.CHALLENGE
    assert TriesRow.objects.filter(kind="password:known").exists()


@pytest.mark.fact("A073", "A074")
def test_a_user_name_goes_to_one_address_on_file_and_not_through_the_agent(ports):
    holder = add_person(ports, Wanted(devices=(DSC,)))
    answer = done(ports, holder, DeskDeed.SEND_USERNAME)
    ((_, params),) = sent(ports, "username_told")
    assert params["secret"] == holder.username
    assert answer.secret is None


def test_a_new_address_takes_two_and_makes_the_next_fortnight_risky(ports):
    holder = add_person(ports, Wanted(devices=(DSC,)))
    request = DeedRequest(
        deed=DeskDeed.CHANGE_CONTACT, reason="moved", contact=ContactKind.EMAIL, value="new@example.com"
    )
    done_by_two(ports, holder, request)
    told = [to for to, _ in sent(ports, "contact_changed")]
    assert {"new@example.com", f"{holder.username}@example.com"} <= set(told)
    agent = at_desk(ports)
    answer = ask(ports, agent, call_for(ports, agent, holder, *ENOUGH), DeskDeed.ISSUE_PASSCODE)
    assert answer.refusal.reason is Reason.SECOND_AGENT_REQUIRED


def test_where_no_address_is_old_enough_nothing_secret_is_sent(ports, clock):
    holder = add_person(ports, Wanted(devices=(DSC,)))
    with ports.store.transaction() as tx:
        for kind, new in ((ContactKind.EMAIL, "new@example.com"), (ContactKind.PHONE, "+81-90-0000-7777")):
            old = tx.contacts(holder.holder_id).of(kind).value
            tx.change_contact(holder.holder_id, kind, old=old, new=new, now=clock.now())
    agent = at_desk(ports)
    answer = ask(ports, agent, call_for(ports, agent, holder, *ENOUGH), DeskDeed.ISSUE_PASSCODE)
    assert Lack.NO_SETTLED_ADDRESS in answer.lacks


@pytest.mark.fact("A062")
def test_an_account_is_closed_and_opened_again_with_its_devices(ports):
    holder = add_person(ports, Wanted(devices=(DSC,), card=CardState.ACTIVE))
    done(ports, holder, DeskDeed.CLOSE)
    assert AccountRow.objects.get(number=holder.account).state == "closed"
    done_by_two(ports, holder, DeedRequest(deed=DeskDeed.REOPEN, reason="changed their mind"))
    states = {row.kind: row.state for row in AuthenticatorRow.objects.filter(account_id=holder.account)}
    assert states == {"dsc_plus": "active", "code_card": "retired"}
    assert enter(ports, holder).state is LoginState.GRANTED


@pytest.mark.parametrize("deed", [DeskDeed.APPROVE, DeskDeed.REJECT])
def test_a_reviewer_decides_an_application_without_a_call(ports, deed):
    applicant, reviewer = add_person(ports, Wanted(state=AccountState.APPLIED)), at_desk(ports, Role.REVIEWER)
    accept_both(ports, applicant)
    request = DeedRequest(deed=deed, reason="documents")
    assert isinstance(carry_out_for_account(ports, reviewer, account=applicant.account, request=request), DeedDone)
    again = carry_out_for_account(ports, reviewer, account=applicant.account, request=request)
    assert again.refusal.reason is Reason.CONFLICT


@pytest.mark.fact("A109")
def test_one_more_card_in_a_row_is_shown_once_the_desk_allows_it(ports, clock):
    from sekisho.testing.claimant import DOOR
    from sekisho.workflows.card_records import CardShown

    holder = add_person(ports, Wanted(devices=(LOST,), card=CardState.ACTIVE))
    visitor = visitor_of(ports, holder)
    assert show_card(ports, visitor, door=DOOR).reason is Reason.VERIFICATION_REQUIRED
    clock.advance(timedelta(minutes=1))
    done(ports, holder, DeskDeed.REQUEST_CARD)
    assert isinstance(show_card(ports, visitor, door=DOOR), CardShown)


# ── The two-way check ────────────────────────────────────────────────────────────────────────────────────────


def test_the_portal_shows_the_words_while_a_call_is_open_and_the_agent_hears_them_back(ports):
    holder, agent = add_person(ports, Wanted(devices=(DSC,))), at_desk(ports)
    visitor = visitor_of(ports, holder)
    assert show_call_to_holder(ports, visitor) == NoCall()
    call = settled(open_call(ports, agent, account=holder.account))
    shown = show_call_to_holder(ports, visitor)
    assert isinstance(shown, CallShown)
    assert shown.pair not in repr(call)
    call = settled(record_evidence(ports, agent, call_id=call.id, kind=WORD, outcome="failed", value=shown.pair))
    assert (call.evidence[0].outcome.value, call.weight) == ("passed", 3)
    settled(close_call(ports, agent, call_id=call.id))
    assert show_call_to_holder(ports, visitor) == NoCall()


def test_a_declined_request_stays_declined(ports):
    holder, agent = add_person(ports, Wanted(devices=(DSC,))), at_desk(ports)
    done(ports, holder, DeskDeed.CLOSE)
    call = call_for(ports, agent, holder, *ENOUGH)
    request = DeedRequest(deed=DeskDeed.REOPEN, reason="please")
    settled(ask_second_agent(ports, agent, call_id=call.id, request=request))
    assert not isinstance(decline_as_second(ports, at_desk(ports), call_id=call.id), DeskRefusal)
    assert isinstance(approve_as_second(ports, at_desk(ports), call_id=call.id), DeskRefusal)
    assert carry_out(ports, agent, call_id=call.id, request=request).lacks == (Lack.SECOND_AGENT,)


def test_what_the_sheet_says_of_a_button_is_what_the_deed_answers(ports):
    holder, agent = add_person(ports, Wanted(devices=(DSC,))), at_desk(ports)
    call = call_for(ports, agent, holder, CALL_BACK)
    sheet = show_holder(ports, agent, account=holder.account)
    for line in sheet.deeds:
        if line.lacks and line.deed is not DeskDeed.CHANGE_CONTACT:  # whose address is not said yet
            answer = ask(ports, agent, call, line.deed)
            assert isinstance(answer, DeskRefusal)
            assert answer.lacks == line.lacks
    assert sheet.call == call

"""The link that stops a deed, and the code that sets a password: once, in time, without a login, and with everybody told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow, HolderRow, SessionRow, TrailRow
from sekisho.core.authenticators.kinds import DeviceState
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import EvidenceKind
from sekisho.core.passwords import Flaw, Rejected
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, answer, attempt, enter, right_answer
from sekisho.testing.desk import ENOUGH, ask, at_desk, call_for, sent, settled
from sekisho.testing.people import DSC, PASSWORD, Wanted, add_person
from sekisho.workflows.desk.carry_out import carry_out
from sekisho.workflows.desk.outcomes import DeedDone, DeedRequest, StopUnknown
from sekisho.workflows.desk.second_agent import approve_as_second, ask_second_agent
from sekisho.workflows.desk.set_password import CodeRefused, PasswordChanged, set_password_with
from sekisho.workflows.desk.stop_deed import show_stop, stop_deed
from sekisho.workflows.outcomes import LoginState
from sekisho.workflows.sign_in import sign_in

NEW = "lantern orchard whistle"
BLOCKED = (DSC[0], None, DeviceState.BLOCKED)


@pytest.fixture
def holder(ports):
    return add_person(ports, Wanted(devices=(DSC,)))


def done(ports, holder, deed, **details):
    agent = at_desk(ports)
    found = ask(ports, agent, call_for(ports, agent, holder, *ENOUGH), deed, **details)
    assert isinstance(found, DeedDone), found
    return found


def link(ports, message):
    (_, params), *_ = sent(ports, message)
    return Secret(params["stop"])


def stopped(ports, message):
    view = stop_deed(ports, link(ports, message), door=DOOR)
    assert view.stopped_at is not None
    assert sent(ports, "deed_stopped")
    return view


# ── Stopping ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stopped_passcode_opens_nothing_and_ends_what_it_opened(ports, holder):
    first = done(ports, holder, DeskDeed.ISSUE_PASSCODE).secret.reveal_text()
    ((_, params),) = sent(ports, "passcode_half")
    code = first + params["secret"]
    login = sign_in(ports, attempt(holder))
    assert answer(ports, login, code).state is LoginState.GRANTED
    stopped(ports, "passcode_issued")
    assert AuthenticatorRow.objects.get(kind="temporary_passcode").state == "ended"
    assert not SessionRow.objects.filter(holder_id=holder.holder_id, ended_at=None).exists()
    login = sign_in(ports, attempt(holder))
    assert login.challenge is None or login.challenge.factor.kind == "dsc_plus"


def test_a_login_begun_with_the_old_password_ends_with_it(ports, holder):
    code = (
        done(ports, holder, DeskDeed.RESET_PASSWORD).secret.reveal_text() + sent(ports, "password_half")[0][1]["secret"]
    )
    begun = sign_in(ports, attempt(holder))
    changed = set_password_with(ports, username=holder.username, code=code, new_password=NEW, context=(), door=DOOR)
    assert isinstance(changed, PasswordChanged)
    assert answer(ports, begun, right_answer(holder, begun)).state is not LoginState.GRANTED
    assert not SessionRow.objects.filter(holder_id=holder.holder_id, ended_at=None).exists()


def test_looking_changes_nothing_and_stopping_twice_changes_nothing_more(ports, clock, holder):
    done(ports, holder, DeskDeed.ISSUE_PASSCODE)
    token = link(ports, "passcode_issued")
    assert show_stop(ports, token).stopped_at is None
    assert AuthenticatorRow.objects.get(kind="temporary_passcode").state == "live"
    first = stop_deed(ports, token, door=DOOR)
    clock.advance(timedelta(days=30))
    assert stop_deed(ports, token, door=DOOR) == first == show_stop(ports, token)
    assert TrailRow.objects.filter(happening="deed_stopped").count() == 1


def test_a_link_is_good_for_fourteen_days_and_no_other_is(ports, clock, holder):
    done(ports, holder, DeskDeed.ISSUE_PASSCODE)
    token = link(ports, "passcode_issued")
    assert stop_deed(ports, Secret("stop_" + "A" * 43), door=DOOR) == StopUnknown()
    clock.advance(timedelta(days=14))
    assert stop_deed(ports, token, door=DOOR) == StopUnknown()


def test_a_stop_makes_what_is_asked_by_telephone_risky_for_fourteen_days(ports, clock, holder):
    done(ports, holder, DeskDeed.UNLOCK)
    stopped(ports, "login_unlocked")
    agent = at_desk(ports)
    refused = ask(ports, agent, call_for(ports, agent, holder, *ENOUGH), DeskDeed.ISSUE_PASSCODE)
    assert refused.refusal.reason is Reason.SECOND_AGENT_REQUIRED
    clock.advance(timedelta(days=14))
    assert isinstance(done(ports, holder, DeskDeed.ISSUE_PASSCODE), DeedDone)


@pytest.mark.parametrize(
    ("deed", "message", "state"),
    [
        (DeskDeed.REPLACE_DEVICE, "device_replaced", ["lost", "retired"]),
        (DeskDeed.REPORT_LOST, "device_lost", ["lost"]),
    ],
)
def test_what_was_ordered_is_retired_and_what_was_lost_stays_lost(ports, holder, deed, message, state):
    done(ports, holder, deed)
    stopped(ports, message)
    assert sorted(AuthenticatorRow.objects.values_list("state", flat=True).filter(account_id=holder.account)) == state


def test_what_was_ordered_and_came_into_use_is_blocked_and_the_desk_can_open_it_again(ports, clock, holder):
    done(ports, holder, DeskDeed.REPLACE_DEVICE)
    ordered = AuthenticatorRow.objects.get(account_id=holder.account, state="requested").id
    AuthenticatorRow.objects.filter(id=ordered).update(state="active", ever_active=True)
    clock.advance(timedelta(days=13))
    stopped(ports, "device_replaced")
    assert AuthenticatorRow.objects.get(id=ordered).state == "blocked"


def test_an_unblocked_device_is_blocked_again(ports):
    holder = add_person(ports, Wanted(devices=(BLOCKED,)))
    done(ports, holder, DeskDeed.UNBLOCK_DEVICE)
    stopped(ports, "device_unblocked")
    assert AuthenticatorRow.objects.get(account_id=holder.account).state == "blocked"


def test_a_changed_address_is_put_back(ports, holder):
    agent, other = at_desk(ports), at_desk(ports)
    request = DeedRequest(
        deed=DeskDeed.CHANGE_CONTACT, reason="moved", contact=ContactKind.PHONE, value="+81-90-0000-7777"
    )
    old = HolderRow.objects.get(id=holder.holder_id).phone
    call = call_for(ports, agent, holder, EvidenceKind.CALL_BACK, EvidenceKind.ACCOUNT_DETAILS)
    settled(ask_second_agent(ports, agent, call_id=call.id, request=request))
    approve_as_second(ports, other, call_id=call.id)
    assert isinstance(carry_out(ports, agent, call_id=call.id, request=request), DeedDone)
    assert HolderRow.objects.get(id=holder.holder_id).phone == "+81-90-0000-7777"
    stopped(ports, "contact_changed")
    assert HolderRow.objects.get(id=holder.holder_id).phone == old


def test_an_address_that_was_new_itself_does_not_put_itself_back(ports, clock, holder):
    with ports.store.transaction() as tx:
        old = tx.contacts(holder.holder_id).email.value
        tx.change_contact(holder.holder_id, ContactKind.EMAIL, old=old, new="thief@example.net", now=clock.now())
    clock.advance(timedelta(days=5))
    agent, other = at_desk(ports), at_desk(ports)
    request = DeedRequest(deed=DeskDeed.CHANGE_CONTACT, reason="it was not me", contact=ContactKind.EMAIL, value=old)
    call = call_for(ports, agent, holder, *ENOUGH)
    settled(ask_second_agent(ports, agent, call_id=call.id, request=request))
    approve_as_second(ports, other, call_id=call.id)
    assert isinstance(carry_out(ports, agent, call_id=call.id, request=request), DeedDone)
    assert "thief@example.net" in [to for to, _ in sent(ports, "contact_changed")]
    stopped(ports, "contact_changed")
    assert HolderRow.objects.get(id=holder.holder_id).email == old


def test_a_closing_is_not_undone_by_a_link_but_flagged(ports, holder):
    done(ports, holder, DeskDeed.CLOSE)
    stopped(ports, "account_closed")
    assert AccountRow.objects.get(number=holder.account).state == "closed"


# ── The code for a new password ──────────────────────────────────────────────────────────────────────────────


def code_of(ports, holder):
    first = done(ports, holder, DeskDeed.RESET_PASSWORD).secret.reveal_text()
    return first + sent(ports, "password_half")[-1][1]["secret"]


def set_with(ports, holder, code, new=NEW, door=DOOR):
    username = holder if isinstance(holder, str) else holder.username
    return set_password_with(ports, username=username, code=code, new_password=new, context=("関所証券",), door=door)


@pytest.mark.fact("A073", "A074", "A075")
def test_both_halves_set_a_password_once_and_end_every_session(ports, holder):
    enter(ports, holder)
    code = code_of(ports, holder)
    assert isinstance(set_with(ports, holder, f" {code[:8]} {code[8:].lower()}"), PasswordChanged)
    assert not SessionRow.objects.filter(holder_id=holder.holder_id, ended_at=None).exists()
    assert sign_in(ports, attempt(holder)).refusal.reason is Reason.BAD_CREDENTIALS
    assert sign_in(ports, attempt(holder, password=NEW)).state is LoginState.CHALLENGE  # the factor stays as it is
    assert isinstance(set_with(ports, holder, code, "another good passphrase"), CodeRefused)
    assert len(sent(ports, "password_changed")) == 2


def test_until_then_the_old_password_stays(ports, holder):
    code_of(ports, holder)
    assert sign_in(ports, attempt(holder, password=PASSWORD)).state is LoginState.CHALLENGE


def test_after_ten_wrong_codes_the_right_one_opens_nothing(ports, holder):
    code = code_of(ports, holder)
    for _ in range(10):
        assert isinstance(set_with(ports, holder, "2" * 16), CodeRefused)
    assert isinstance(set_with(ports, holder, code), CodeRefused)


def test_a_stranger_who_knows_the_name_does_not_use_up_the_holders_code(ports, holder):
    code = code_of(ports, holder)
    for _ in range(30):
        assert isinstance(set_with(ports, holder, "2" * 16, door=replace(DOOR, address="198.51.100.7")), CodeRefused)
    assert isinstance(set_with(ports, holder, code), PasswordChanged)


def test_a_code_that_cannot_be_read_is_a_wrong_one(ports, holder):
    code = code_of(ports, holder)
    for typed in ("", code[:8], code + "2", "!" * 16) * 3:
        assert isinstance(set_with(ports, holder, typed), CodeRefused)
    assert isinstance(set_with(ports, holder, code), CodeRefused)


def test_a_code_lasts_an_hour(ports, clock, holder):
    code = code_of(ports, holder)
    clock.advance(timedelta(hours=1))
    assert isinstance(set_with(ports, holder, code), CodeRefused)


def test_a_newer_code_ends_the_older_one(ports, holder):
    first = code_of(ports, holder)
    second = code_of(ports, holder)
    assert isinstance(set_with(ports, holder, first), CodeRefused)
    assert isinstance(set_with(ports, holder, second), PasswordChanged)


def test_a_code_serves_its_own_user_name(ports, holder):
    code = code_of(ports, holder)
    other = add_person(ports, Wanted(devices=(DSC,)))
    for name in (other, "nobody99", ""):
        assert isinstance(set_with(ports, name, code), CodeRefused)
    assert isinstance(set_with(ports, holder, code), PasswordChanged)


def test_a_weak_password_is_not_taken_and_costs_no_try(ports, holder):
    code = code_of(ports, holder)
    for _ in range(12):
        judged = set_with(ports, holder, code, "short")
        assert isinstance(judged, Rejected)
        assert judged.why is Flaw.TOO_SHORT
    assert isinstance(set_with(ports, holder, code), PasswordChanged)


def test_a_stopped_reset_sets_nothing(ports, holder):
    code = code_of(ports, holder)
    stopped(ports, "password_reset")
    assert isinstance(set_with(ports, holder, code), CodeRefused)
    assert sign_in(ports, attempt(holder)).state is LoginState.CHALLENGE


def test_a_password_that_a_thief_set_opens_nothing_after_the_stop(ports, holder):
    assert isinstance(set_with(ports, holder, code_of(ports, holder)), PasswordChanged)
    stopped(ports, "password_reset")
    for password in (NEW, PASSWORD):
        assert sign_in(ports, attempt(holder, password=password)).refusal.reason is Reason.BAD_CREDENTIALS


def test_neither_code_nor_password_is_kept_in_the_open(ports, holder):
    from sekisho.adapters.storage.desk_rows import PasswordResetRow
    from sekisho.adapters.storage.rows import OutboxRow

    code = code_of(ports, holder)
    set_with(ports, holder, code)
    kept = repr(
        [*PasswordResetRow.objects.values_list(), *OutboxRow.objects.values_list(), *TrailRow.objects.values_list()]
    )
    assert code[:8] not in kept
    assert code[8:] not in kept
    assert NEW not in kept

"""A passkey logs in after the password, verifies tasks, and is made by whoever has the strongest proof in use."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.passkey_rows import PasskeyRow
from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow, TrailRow
from sekisho.core.access.decisions import Scope
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.testing.claimant import DOOR, answer, attempt, enter, reason, right_answer
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS, PASSKEY, Wanted, add_person
from sekisho.testing.soft_devices import soft_device
from sekisho.testing.soft_passkey import PRESENT, SoftPasskey
from sekisho.testing.visiting import log_in
from sekisho.workflows.desk.stop_deed import stop_deed
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.devices.retire import begin_retirement
from sekisho.workflows.outcomes import LoginState, RefusalView
from sekisho.workflows.passkeys.bind import Presented, make_passkey
from sekisho.workflows.passkeys.invite import begin_passkey, finish_first_passkey_invitation, finish_passkey_invitation
from sekisho.workflows.passkeys.outcomes import PasskeyToMake
from sekisho.workflows.passkeys.show import show_passkey_to_make
from sekisho.workflows.phones.outcomes import CodeAsked
from sekisho.workflows.records import outbox_place
from sekisho.workflows.sign_in import sign_in


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


def told(message):
    return OutboxRow.objects.filter(message=message).count()


def secret_in(ports, message):
    row = OutboxRow.objects.filter(message=message).latest("id")
    return ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient))


def count_of(person):
    return PasskeyRow.objects.get(authenticator__account_id=person.account).counted


@pytest.fixture
def person(ports):
    return add_person(ports, Wanted(devices=(PASSKEY,)))


@pytest.fixture
def passkey(person):
    return soft_device(person.factors[0])


# ── Answering ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_passkey_opens_everything_after_the_password_and_its_answer_serves_once(ports, person, passkey):
    login = sign_in(ports, attempt(person))
    asked = login.challenge.passkey
    assert (login.challenge.code, login.challenge.indices) == (None, None)
    response = passkey.sign(asked.challenge)
    first = answer(ports, login, response)
    assert Scope.PORTAL_FULL in first.grant.scopes
    assert first.grant.factor is AuthenticatorKind.PASSKEY
    assert reason(answer(ports, login, response)) is Reason.RESPONSE_USED
    again = sign_in(ports, attempt(person))
    assert again.challenge.passkey.challenge != asked.challenge
    assert reason(answer(ports, again, response)) is Reason.WRONG_RESPONSE


@pytest.mark.parametrize(
    "lie", [{"origin": "https://login.example.net"}, {"site": "example.net"}, {"flags": PRESENT}, {"secret": 1}]
)
def test_an_answer_given_elsewhere_by_nobody_or_by_another_key_counts_as_a_wrong_one(ports, person, passkey, lie):
    login = sign_in(ports, attempt(person))
    view = answer(ports, login, passkey.sign(login.challenge.passkey.challenge, **lie))
    assert reason(view) is Reason.WRONG_RESPONSE
    assert AuthenticatorRow.objects.get(id=passkey.id).wrong_in_row == 1
    assert answer(ports, view, right_answer(person, view)).state is LoginState.GRANTED


def test_the_passkey_of_somebody_else_does_not_answer(ports, person):
    other = soft_device(add_person(ports, Wanted(devices=(PASSKEY,))).factors[0])
    login = sign_in(ports, attempt(person))
    assert reason(answer(ports, login, other.sign(login.challenge.passkey.challenge))) is Reason.WRONG_RESPONSE


def test_a_counter_that_goes_back_is_a_wrong_answer_and_told_on_every_address(ports, person, passkey):
    for count in (5, 6):
        login = sign_in(ports, attempt(person))
        view = answer(ports, login, passkey.sign(login.challenge.passkey.challenge, counted=count))
        assert view.state is LoginState.GRANTED
    login = sign_in(ports, attempt(person))
    view = answer(ports, login, passkey.sign(login.challenge.passkey.challenge, counted=6))
    assert reason(view) is Reason.WRONG_RESPONSE
    assert count_of(person) == 6
    assert told("passkey_copied") == 2
    event = TrailRow.objects.get(happening="passkey_copied")
    assert view.refusal.reference in event.detail


def test_ten_wrong_answers_stop_no_passkey_because_nothing_could_be_guessed(ports, person):
    for _ in range(12):
        login = sign_in(ports, attempt(person))
        answer(ports, login, "{}") if login.challenge else None
        ports.clock.advance(timedelta(hours=1))
    assert AuthenticatorRow.objects.get(id=person.factors[0]["id"]).state == "active"
    assert enter(ports, person).state is LoginState.GRANTED


# ── Making one ───────────────────────────────────────────────────────────────────────────────────────────────


NEW = SoftPasskey(secret=2026)


def invited(ports, here):
    asked = begin_passkey(ports, here.visitor, retyped=here.retyped, door=DOOR)
    if isinstance(asked, CodeAsked):
        return finish_first_passkey_invitation(
            ports, here.visitor, code=secret_in(ports, "own.passkey_code").reveal_text(), door=DOOR
        )
    return finish_passkey_invitation(ports, here.visitor, answered=here.answered(asked))


def make(ports, here, to_make, *, passkey=NEW, name="Notebook", **lies):
    response = passkey.make(to_make.challenge, **lies)
    return make_passkey(ports, here.visitor, Presented(response=response, name=name, door=DOOR))


def test_a_further_passkey_is_made_by_the_strongest_proof_in_use_and_can_be_stopped_by_a_link(ports):
    here = log_in(ports, devices=(IOS,), card=CardState.ACTIVE)
    to_make = invited(ports, here)
    assert isinstance(to_make, PasskeyToMake)
    done = make(ports, here, to_make)
    assert isinstance(done, DeviceDone)
    assert (done.device.name, done.device.state) == ("Notebook", "active")
    assert AuthenticatorRow.objects.get(id=here.device("code_card")).state == "retired"
    assert not here.is_out
    assert told("own.passkey_bound") == 2
    assert show_passkey_to_make(ports, here.visitor) is None
    stop_deed(ports, secret_in(ports, "own.passkey_bound"), door=DOOR)
    assert AuthenticatorRow.objects.get(id=done.device.id).state == "blocked"


def test_a_made_passkey_logs_in_and_verifies_the_next_deed(ports):
    here = log_in(ports, devices=(IOS,))
    done = make(ports, here, invited(ports, here))
    here.person.factors.insert(0, {"id": done.device.id, "kind": "passkey", "key_hex": f"{NEW.secret:x}"})
    inside = log_in(ports, person=here.person, with_kind="passkey")
    assert inside.visitor.factor is AuthenticatorKind.PASSKEY
    asked = begin_retirement(
        ports, inside.visitor, device_id=here.device("key_app"), retyped=inside.choosing("passkey"), door=DOOR
    )
    assert asked.challenge.factor.kind is AuthenticatorKind.PASSKEY
    second = invited(ports, inside)
    assert [handle.credential for handle in second.held] == [NEW.made().handle.credential]


def test_a_session_that_rested_on_a_card_is_over_with_the_card(ports):
    here = log_in(ports, card=CardState.ACTIVE)
    assert isinstance(make(ports, here, invited(ports, here)), DeviceDone)
    assert here.is_out


def test_a_first_passkey_is_made_with_a_mailed_code_and_ends_what_the_password_had_opened(ports):
    here = log_in(ports)
    beside = log_in(ports, person=here.person)
    ports.clock.advance(timedelta(seconds=1))
    done = make(ports, here, invited(ports, here))
    assert isinstance(done, DeviceDone)
    assert (here.is_out, beside.is_out) == (True, True)


@pytest.mark.parametrize(
    "wanted", [{"passcode": PasscodeState.LIVE}, {"devices": (DSC,), "passcode": PasscodeState.LIVE}]
)
def test_a_passcode_makes_no_passkey(ports, wanted):
    here = log_in(ports, **wanted, with_kind="temporary_passcode")
    if "devices" in wanted:
        AuthenticatorRow.objects.filter(id=here.device()).update(state="suspended")
    assert isinstance(begin_passkey(ports, here.visitor, retyped=here.retyped, door=DOOR), RefusalView)


@pytest.mark.parametrize("lie", [{"origin": "https://example.net"}, {"flags": PRESENT}, {"site": "example.net"}])
def test_what_was_made_elsewhere_or_by_nobody_is_not_bound_and_may_be_made_again(ports, lie):
    here = log_in(ports, devices=(IOS,))
    to_make = invited(ports, here)
    assert make(ports, here, to_make, **lie).reason is Reason.WRONG_RESPONSE
    assert isinstance(make(ports, here, to_make), DeviceDone)


def test_one_invitation_makes_one_passkey_in_its_own_session_within_ten_minutes(ports):
    here = log_in(ports, devices=(IOS,))
    other = log_in(ports, person=here.person)
    to_make = invited(ports, here)
    assert make(ports, other, to_make).reason is Reason.CHALLENGE_EXPIRED
    assert isinstance(make(ports, here, to_make), DeviceDone)
    assert make(ports, here, to_make, passkey=SoftPasskey(secret=1)).reason is Reason.CHALLENGE_EXPIRED
    late = invited(ports, here)
    ports.clock.advance(timedelta(minutes=10))
    assert make(ports, here, late, passkey=SoftPasskey(secret=1)).reason is Reason.CHALLENGE_EXPIRED


def test_a_credential_belongs_to_one_account(ports):
    for is_taken in (False, True):
        here = log_in(ports, devices=(IOS,))
        done = make(ports, here, invited(ports, here))
        assert (getattr(done, "reason", None) is Reason.CONFLICT) is is_taken


def test_a_proof_that_was_stopped_meanwhile_makes_no_passkey(ports):
    here = log_in(ports, devices=(IOS, DSC), with_kind="dsc_plus")
    beside = log_in(ports, person=here.person, with_kind="key_app")
    to_make = invited(ports, beside)
    AuthenticatorRow.objects.filter(id=here.device()).update(state="blocked")
    assert make(ports, beside, to_make).reason is Reason.STEP_UP_REQUIRED


def test_an_invitation_is_forgotten_once_it_is_over_and_not_before(ports):
    here = log_in(ports, devices=(IOS,))
    over_at = invited(ports, here).expires_at
    with ports.store.transaction() as tx:
        assert tx.forget_passkey_invitations(before=over_at - timedelta(seconds=1), most=9) == 0
        assert tx.forget_passkey_invitations(before=over_at, most=9) == 1

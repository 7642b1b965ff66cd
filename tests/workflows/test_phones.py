"""What a registration rests on is judged again with the first response: whatever changed meanwhile calls it off."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, HolderRow, OutboxRow
from sekisho.core.authenticators.device_cases import DeviceStatus
from sekisho.core.authenticators.kinds import Platform
from sekisho.core.contacts import ContactKind
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, enter
from sekisho.testing.invariants import violations
from sekisho.testing.people import ANDROID, DSC, IOS, PASSWORD, Wanted, add_person
from sekisho.testing.soft_devices import SoftOcraDevice, soft_device
from sekisho.testing.visiting import log_in
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.desk.stop_deed import stop_deed
from sekisho.workflows.devices.report_lost import report_lost
from sekisho.workflows.outcomes import LoginUnknown
from sekisho.workflows.phones.admit import admit_phone
from sekisho.workflows.phones.change_pin import PinResponses, begin_pin_change, finish_pin_change
from sekisho.workflows.phones.invite import begin_invitation, finish_invitation
from sekisho.workflows.phones.move import MoveResponse, begin_move, finish_move
from sekisho.workflows.phones.outcomes import PhoneRegistered
from sekisho.workflows.phones.prove_phone import FirstResponse, prove_phone
from sekisho.workflows.records import outbox_place

DAY = timedelta(hours=24)


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


def state_of(id_):
    return AuthenticatorRow.objects.get(id=id_).state


def sent(ports, message):
    row = OutboxRow.objects.filter(message=message).latest("id")
    return ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient))


def move(ports, person, response=None):
    begun = begin_move(ports, username=person.username, password=Secret(PASSWORD), platform=Platform.IOS, door=DOOR)
    typed = response or sent(ports, "own.move_code").reveal_text()
    return finish_move(ports, MoveResponse(move=begun.id, token=begun.token, response=typed, door=DOOR))


def first_response(ports, given):
    phone = SoftOcraDevice(id="", suite=given.suite, key=given.key.reveal())
    response = phone.respond_to(given.challenge)
    return prove_phone(ports, FirstResponse(registration=given.id, token=given.token, response=response, door=DOOR))


@pytest.fixture
def waiting(ports, clock):
    """Somebody whose move was proved by the code alone, and the phone that waits."""
    person = add_person(ports, Wanted(devices=(ANDROID,)))
    clock.advance(timedelta(minutes=1))
    return person, move(ports, person)


def stop(ports, person, clock):
    stop_deed(ports, sent(ports, "own.phone_move_asked"), door=DOOR)


def new_password(ports, person, clock):
    with ports.store.transaction() as tx:
        tx.replace_password(person.holder_id, new=ports.hasher.hash(Secret("another long password")))


def new_number(ports, person, clock):
    with ports.store.transaction() as tx:
        old = tx.contacts(person.holder_id).phone.value
        tx.change_contact(person.holder_id, ContactKind.PHONE, old=old, new="+81-90-9999-9999", now=clock.now())


def old_phone_used(ports, person, clock):
    clock.advance(timedelta(minutes=1))
    enter(ports, person)


def old_phone_lost(ports, person, clock):
    AuthenticatorRow.objects.filter(id=person.factors[0]["id"]).update(state="lost")


def another_move(ports, person, clock):
    clock.advance(timedelta(minutes=6))
    move(ports, person)


# B067
@pytest.mark.parametrize(
    "change",
    [stop, new_password, new_number, old_phone_used, old_phone_lost, another_move],
    ids=lambda one: one.__name__,
)
def test_whatever_happens_to_what_it_rests_on_calls_a_waiting_move_off(ports, clock, waiting, change):
    person, given = waiting
    change(ports, person, clock)
    clock.advance(DAY)
    assert not isinstance(first_response(ports, given), PhoneRegistered)
    assert AuthenticatorRow.objects.filter(account_id=person.account, state="active", platform="ios").count() == 0


# B067
def test_a_waiting_move_is_told_with_its_moment_and_can_be_ended_for_seven_days(ports, clock, waiting):
    person, given = waiting
    row = OutboxRow.objects.filter(message="own.phone_move_asked").latest("id")
    assert given.not_before.isoformat() in row.params
    clock.set(given.not_before - timedelta(seconds=1))
    assert first_response(ports, given).retry_at == given.not_before
    clock.set(given.expires_at - timedelta(seconds=1))
    assert first_response(ports, given).has_replaced
    assert state_of(person.factors[0]["id"]) == "retired"


def test_the_link_blocks_a_phone_that_was_moved_already(ports, clock, waiting):
    person, given = waiting
    clock.advance(DAY)
    done = first_response(ports, given)
    stop(ports, person, clock)
    assert state_of(done.device.id) == "blocked"


def test_a_wrong_code_is_counted_over_all_moves_and_the_tenth_is_the_last(ports, clock):
    person = add_person(ports, Wanted(devices=(ANDROID,)))
    refused = [move(ports, person, "000000") for _ in range(11)]
    assert [one.reason for one in refused[:10]] == [Reason.WRONG_RESPONSE] * 10
    assert refused[10].reason is Reason.CHALLENGE_EXPIRED
    assert move(ports, person).reason is Reason.CHALLENGE_EXPIRED
    assert OutboxRow.objects.filter(message="own.move_code").count() == 1


def test_an_invitation_is_void_where_the_device_that_answered_for_it_was_stopped(ports):
    here = log_in(ports, devices=(DSC, IOS), with_kind="dsc_plus")
    asked = begin_invitation(ports, here.visitor, retyped=here.retyped, door=DOOR)
    shown = finish_invitation(ports, here.visitor, answered=here.answered(asked))
    given = admit_phone(ports, session_id=shown.session_id.reveal_text(), platform=Platform.IOS, door=DOOR)
    report_lost(ports, here.visitor, device_id=here.device(), status=DeviceStatus.LOST, door=DOOR)
    assert first_response(ports, given).reason is Reason.STEP_UP_REQUIRED
    assert state_of(here.device("key_app")) == "active"


# B069
def test_the_tenth_wrong_pin_in_a_row_stops_the_phone_in_the_pin_change_as_at_the_login(ports, clock):
    person = add_person(ports, Wanted(devices=(ANDROID,)))
    device = person.factors[0]["id"]
    for _ in range(10):
        clock.advance(timedelta(hours=2))
        begun = begin_pin_change(ports, username=person.username, password=Secret(PASSWORD), device=device, door=DOOR)
        phone = soft_device(person.factors[0])
        wrong = phone.respond_to(begun.challenges[0], pin="0000")
        responses = PinResponses(
            change=begun.id, token=begun.token, present=wrong, new=wrong, pin=Secret("k4e!"), door=DOOR
        )
        finish_pin_change(ports, responses)
    assert state_of(device) == "blocked"


def test_an_errand_opens_no_login_and_serves_no_other_purpose(ports):
    person = add_person(ports, Wanted(devices=(ANDROID, DSC)))
    begun = begin_move(ports, username=person.username, password=Secret(PASSWORD), platform=Platform.IOS, door=DOOR)
    response = soft_device(person.factors[1]).respond_to(begun.asked.code)
    assert answer_challenge(ports, login_id=begun.token, response=response, door=DOOR) == LoginUnknown()
    as_pin = PinResponses(
        change=begun.id, token=begun.token, present=response, new=response, pin=Secret("k4e!"), door=DOOR
    )
    assert finish_pin_change(ports, as_pin) == LoginUnknown()
    other = MoveResponse(move="0" * 24, token=begun.token, response=response, door=DOOR)
    assert finish_move(ports, other) == LoginUnknown()


def test_no_key_no_code_and_no_session_id_is_in_the_open_in_the_store(ports, clock, waiting):
    person, given = waiting
    code = sent(ports, "own.move_code").reveal_text()
    rows = [*OutboxRow.objects.values(), *AuthenticatorRow.objects.values(), *HolderRow.objects.values()]
    with ports.store.reading() as tx:
        kept = tx.registration_of(person.account)
    seen = repr(rows) + repr(kept)
    assert code not in seen
    assert given.token.reveal_text() not in seen
    assert given.key.reveal().hex() not in kept.sealed_key.hex()

"""Request Physical Device: what is asked, who may, and what is ordered."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.device_rows import DeviceCaseRow, DeviceDraftRow
from sekisho.adapters.storage.rows import AuthenticatorRow
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.core.authenticators.soft_pin import PinAccepted, PinFlaw, PinRejected, read_new_pin
from sekisho.core.contacts import ContactKind
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS
from sekisho.testing.soft_devices import SoftOcraDevice
from sekisho.testing.visiting import log_in
from sekisho.workflows.devices.activate import begin_activation, finish_activation
from sekisho.workflows.devices.outcomes import DeviceDone, PinRefused
from sekisho.workflows.devices.post import key_for_the_card, ship
from sekisho.workflows.devices.proving import Answered
from sekisho.workflows.devices.request import OrderForm, begin_order, fill_in_order, finish_order, show_order


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


LOST_DSC = (AuthenticatorKind.DSC_PLUS, None, DeviceState.LOST)
PIN = Secret("8305")


def fill_in(ports, here, pin=PIN):
    return fill_in_order(ports, here.visitor, pin=pin, again=pin, deposit_account=here.person.account)


def order(ports, here):
    fill_in(ports, here)
    asked = begin_order(ports, here.visitor, retyped=here.retyped, door=DOOR)
    return finish_order(ports, here.visitor, answered=here.answered(asked))


# B043, B044, B045, B081
def test_an_order_keeps_the_deposit_and_its_own_key_and_pin(ports):
    here = log_in(ports, devices=(IOS,))
    done = order(ports, here)
    assert isinstance(done, DeviceDone)
    assert (done.device.kind, done.device.state) == (AuthenticatorKind.DSC_PLUS, DeviceState.REQUESTED)
    case = DeviceCaseRow.objects.get(device_id=done.device.id)
    assert (case.deposit, case.deposit_account) == ("held", here.person.account)
    assert DeviceDraftRow.objects.count() == 0
    suite, key = key_for_the_card(ports, device_id=done.device.id)
    ship(ports, device_id=done.device.id, door=DOOR)
    asked = begin_activation(ports, here.visitor, device_id=done.device.id, retyped=here.retyped, door=DOOR)
    card = SoftOcraDevice(id=done.device.id, suite=suite, key=key.reveal(), pin="8305")
    answered = Answered(proof_id=asked.id, response=card.respond_to(asked.challenge.code), door=DOOR)
    assert isinstance(finish_activation(ports, here.visitor, device_id=done.device.id, answered=answered), DeviceDone)


# B080
def test_the_code_card_orders_a_replacement_where_no_device_is_in_use(ports):
    here = log_in(ports, devices=(LOST_DSC,), card=CardState.ACTIVE)
    assert isinstance(order(ports, here), DeviceDone)


def test_a_passcode_orders_nothing(ports):
    here = log_in(ports, devices=(LOST_DSC,), passcode=PasscodeState.LIVE)
    assert show_order(ports, here.visitor).reason is Reason.STEP_UP_REQUIRED
    assert fill_in(ports, here).reason is Reason.STEP_UP_REQUIRED
    assert AuthenticatorRow.objects.filter(state="requested").count() == 0


def test_beside_a_device_in_use_the_card_orders_nothing(ports):
    here = log_in(ports, devices=(DSC,), card=CardState.ACTIVE, with_kind="code_card")
    fill_in(ports, here)
    assert (
        begin_order(ports, here.visitor, retyped=here.retyped, door=DOOR).challenge.factor.kind
        is AuthenticatorKind.DSC_PLUS
    )


def test_a_second_device_is_not_ordered_while_one_is_on_its_way(ports):
    here = log_in(ports, devices=(IOS,))
    order(ports, here)
    assert show_order(ports, here.visitor).reason is Reason.CONFLICT


def test_of_two_confirmations_of_one_order_one_counts(ports):
    here = log_in(ports, devices=(IOS,))
    fill_in(ports, here)
    first, second = (begin_order(ports, here.visitor, retyped=here.retyped, door=DOOR) for _ in range(2))
    answers = [here.answered(first), here.answered(second)]
    views = [finish_order(ports, here.visitor, answered=answered) for answered in answers]
    assert [isinstance(view, DeviceDone) for view in views] == [True, False]
    assert AuthenticatorRow.objects.filter(state="requested").count() == 1


def test_a_proof_for_one_order_is_none_for_another(ports):
    here = log_in(ports, devices=(IOS,))
    fill_in(ports, here)
    asked = begin_order(ports, here.visitor, retyped=here.retyped, door=DOOR)
    answered = here.answered(asked)
    fill_in(ports, here, Secret("9042"))
    assert finish_order(ports, here.visitor, answered=answered).reason is Reason.NOT_FOUND


def test_what_was_filled_in_is_forgotten_after_half_an_hour(ports, clock):
    here = log_in(ports, devices=(IOS,))
    assert fill_in(ports, here).is_filled_in
    clock.advance(timedelta(minutes=14))
    here.visitor  # noqa: B018 - looking in keeps the session open
    clock.advance(timedelta(minutes=14))
    here.visitor  # noqa: B018 - likewise
    clock.advance(timedelta(minutes=2))
    assert not show_order(ports, here.visitor).is_filled_in
    assert begin_order(ports, here.visitor, retyped=here.retyped, door=DOOR).reason is Reason.CHALLENGE_EXPIRED


# D11
@pytest.mark.fact("A098", "A112", "A113")
@pytest.mark.parametrize(("residence", "least", "most"), [("US", 2, 2), ("JP", 3, 14)])
def test_the_form_shows_how_long_shipping_takes(ports, residence, least, most):
    form = show_order(ports, log_in(ports, devices=(IOS,), residence=residence).visitor)
    assert isinstance(form, OrderForm)
    assert (form.least_days, form.most_days) == (least, most)


def test_the_deposit_lies_on_an_account_of_ones_own(ports):
    here = log_in(ports, devices=(IOS,))
    view = fill_in_order(ports, here.visitor, pin=PIN, again=PIN, deposit_account="U9999999")
    assert view.reason is Reason.NOT_FOUND


def test_an_obvious_pin_is_refused_without_a_try(ports):
    here = log_in(ports, devices=(IOS,))
    assert fill_in(ports, here, Secret("1234")) == PinRefused(why=PinFlaw.SEQUENCE)


# B046
@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("123", "shape"),
        ("12a4", "shape"),
        ("7777", "repeated"),
        ("1212", "repeated"),
        ("3456", "sequence"),
        ("8901", "sequence"),
        ("4321", "sequence"),
        ("0312", "on_file"),
        ("5678", "sequence"),
        ("1905", "on_file"),
    ],
)
def test_what_a_finder_would_try_first_is_no_pin(pin, why):
    judged = read_new_pin(Secret(pin), again=Secret(pin), on_file=("+81 3-0312-4456", "1-9-05 Chiyoda", ""))
    assert judged == PinRejected(PinFlaw(why))


def test_a_pin_may_be_typed_in_full_width_and_must_be_typed_twice_alike():
    judged = read_new_pin(Secret("８３０５"), again=PIN, on_file=())
    assert isinstance(judged, PinAccepted)
    assert judged.pin == PIN
    assert read_new_pin(PIN, again=Secret("8306"), on_file=()) == PinRejected(PinFlaw.DIFFERENT)


def change_address(ports, here, new):
    with ports.store.transaction() as tx:
        old = tx.contacts(here.person.holder_id).address.value
        assert tx.change_contact(here.person.holder_id, ContactKind.ADDRESS, old=old, new=new, now=ports.clock.now())


def test_no_device_is_sent_after_an_address_that_changed_in_the_last_14_days(ports, clock):
    here = log_in(ports, devices=(IOS,))
    change_address(ports, here, "somewhere else")
    assert show_order(ports, here.visitor).reason is Reason.VERIFICATION_REQUIRED
    clock.advance(timedelta(days=14))
    later = log_in(ports, person=here.person)
    assert isinstance(show_order(ports, later.visitor), OrderForm)


def test_an_address_that_changes_between_form_and_proof_stops_the_order(ports):
    here = log_in(ports, devices=(IOS,))
    fill_in(ports, here)
    answered = here.answered(begin_order(ports, here.visitor, retyped=here.retyped, door=DOOR))
    change_address(ports, here, "somewhere else")
    assert not isinstance(finish_order(ports, here.visitor, answered=answered), DeviceDone)
    assert AuthenticatorRow.objects.filter(state="requested").count() == 0

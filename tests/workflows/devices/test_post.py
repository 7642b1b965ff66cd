"""What the post does, and what the holder says of it: shipping, delivery, "it has not arrived", coming back."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.device_rows import DeviceCaseRow
from sekisho.adapters.storage.moments import from_stored
from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow
from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.device_cases import Deposit, DeviceCase, ReturnReason
from sekisho.core.authenticators.kinds import CardState, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.testing.claimant import DOOR
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS, Wanted, add_person
from sekisho.testing.posting import ORDERED, send
from sekisho.testing.visiting import log_in
from sekisho.workflows.devices.announce_return import announce_return
from sekisho.workflows.devices.confirm_delivery import report_received
from sekisho.workflows.devices.hold_activation import report_arriving, report_not_arrived
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.devices.post import NotPosted, key_for_the_card, list_posted, receive_back, ship
from sekisho.workflows.outcomes import RefusalView


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


DAY = timedelta(days=1)


def row_of(id_):
    return AuthenticatorRow.objects.get(id=id_)


# B086
@pytest.mark.fact("A098", "A111", "A112", "A113", "A119")
@pytest.mark.parametrize(("residence", "delivered", "activated"), [("US", 2, 14), ("JP", 14, 21), ("GB", 14, 21)])
def test_shipping_plans_delivery_and_automatic_activation_by_the_country(ports, clock, residence, delivered, activated):
    person = add_person(ports, Wanted(devices=(IOS, ORDERED), residence=residence))
    row = row_of(send(ports, person))
    assert from_stored(row.promised_by) - clock.now() == delivered * DAY
    assert from_stored(row.activates_at) - clock.now() == activated * DAY


def test_a_device_is_shipped_once_and_an_unknown_one_not_at_all(ports):
    person = add_person(ports, Wanted(devices=(IOS, ORDERED)))
    id_ = send(ports, person)
    assert ship(ports, device_id=id_, door=DOOR) == NotPosted(reason=Reason.CONFLICT)
    assert ship(ports, device_id="fac_nobody", door=DOOR) == NotPosted(reason=Reason.NOT_FOUND)


def test_the_operator_sees_what_is_under_way_and_the_key_only_before_it_is_shipped(ports):
    person = add_person(ports, Wanted(devices=(IOS, ORDERED)))
    id_ = person.factors[1]["id"]
    assert [one.id for one in list_posted(ports)] == [id_]
    suite, key = key_for_the_card(ports, device_id=id_)
    assert (suite, key.reveal().hex()) == (person.factors[1]["suite"], person.factors[1]["key_hex"])
    send(ports, person)
    assert key_for_the_card(ports, device_id=id_) == NotPosted(reason=Reason.CONFLICT)


@pytest.mark.fact("A115")
def test_the_holder_holds_the_activation_of_what_has_not_arrived_and_lets_it_run_again(ports):
    here = log_in(ports, devices=(IOS, ORDERED))
    id_ = send(ports, here.person)
    assert isinstance(report_not_arrived(ports, here.visitor, device_id=id_, door=DOOR), DeviceDone)
    assert row_of(id_).is_held
    assert DeviceCaseRow.objects.get(device_id=id_).status == "in_transit"
    assert isinstance(report_arriving(ports, here.visitor, device_id=id_, door=DOOR), DeviceDone)
    assert not row_of(id_).is_held


@pytest.mark.parametrize("wanted", [{"state": AccountState.APPLIED}, {}, {"passcode": PasscodeState.LIVE}])
def test_every_session_that_could_be_locked_out_by_it_may_hold_it(ports, clock, wanted):
    person = add_person(ports, Wanted(devices=(ORDERED,), **wanted))
    id_ = send(ports, person)
    if "passcode" in wanted:
        clock.advance(timedelta(hours=49))  # the card-only phase
    here = log_in(ports, person=person)
    assert isinstance(report_not_arrived(ports, here.visitor, device_id=id_, door=DOOR), DeviceDone)


def test_a_card_only_session_may_not_let_it_run_again(ports, clock):
    person = add_person(ports, Wanted(devices=(ORDERED,), passcode=PasscodeState.LIVE))
    id_ = send(ports, person)
    clock.advance(timedelta(hours=49))
    here = log_in(ports, person=person)
    report_not_arrived(ports, here.visitor, device_id=id_, door=DOOR)
    assert report_arriving(ports, here.visitor, device_id=id_, door=DOOR).reason is Reason.SCOPE_INSUFFICIENT
    assert row_of(id_).is_held


def test_nobody_holds_a_device_of_somebody_else(ports):
    other = add_person(ports, Wanted(devices=(IOS, ORDERED)))
    id_ = send(ports, other)
    here = log_in(ports, devices=(IOS,))
    assert report_not_arrived(ports, here.visitor, device_id=id_, door=DOOR).reason is Reason.NOT_FOUND
    assert not row_of(id_).is_held


def test_the_holder_confirms_the_delivery(ports):
    here = log_in(ports, devices=(IOS, ORDERED))
    id_ = send(ports, here.person)
    assert isinstance(report_received(ports, here.visitor, device_id=id_, door=DOOR), DeviceDone)
    assert row_of(id_).state == "delivered"


# B082, B083, B090
def test_a_returned_device_ends_and_its_deposit_is_released(ports):
    here = log_in(ports, devices=(DSC, IOS))
    id_ = here.device()
    with ports.store.transaction() as tx:
        tx.open_device_case(id_, DeviceCase(deposit=Deposit.HELD, deposit_account=here.person.account))
    done = announce_return(ports, here.visitor, device_id=id_, reason=ReturnReason.BATTERY, door=DOOR)
    assert isinstance(done, DeviceDone)
    case = DeviceCaseRow.objects.get(device_id=id_)
    assert (case.deposit, case.return_reason, bool(case.return_reference)) == ("held", "battery", True)
    assert row_of(id_).state == "active"  # nothing changes before it is here
    assert isinstance(receive_back(ports, device_id=id_, is_intact=True, door=DOOR), DeviceDone)
    assert (row_of(id_).state, DeviceCaseRow.objects.get(device_id=id_).deposit) == ("retired", "released")
    assert receive_back(ports, device_id=id_, is_intact=True, door=DOOR) == NotPosted(reason=Reason.CONFLICT)


# B082
def test_the_device_of_a_closed_account_comes_back_unannounced_because_the_password_alone_only_reads(ports):
    here = log_in(ports, devices=(DSC,), state=AccountState.CLOSED)
    no = announce_return(ports, here.visitor, device_id=here.device(), reason=ReturnReason.CLOSING, door=DOOR)
    assert isinstance(no, RefusalView)
    assert no.reason is Reason.SCOPE_INSUFFICIENT
    assert isinstance(receive_back(ports, device_id=here.device(), is_intact=True, door=DOOR), DeviceDone)
    assert row_of(here.device()).state == "retired"


def test_an_app_was_never_sent_and_cannot_be_sent_back(ports):
    here = log_in(ports, devices=(DSC, IOS))
    app = next(held["id"] for held in here.person.factors if held["kind"] == "key_app")
    no = announce_return(ports, here.visitor, device_id=app, reason=ReturnReason.CLOSING, door=DOOR)
    assert isinstance(no, RefusalView)
    assert no.reason is Reason.NOT_FOUND


def test_every_deed_is_told_to_the_holder(ports):
    here = log_in(ports, devices=(IOS, ORDERED))
    id_ = send(ports, here.person, is_delivered=True)
    report_not_arrived(ports, here.visitor, device_id=id_, door=DOOR)
    told = list(dict.fromkeys(OutboxRow.objects.order_by("id").values_list("message", flat=True)))
    assert told[-3:] == ["own.device_shipped", "own.device_delivered", "own.activation_paused"]


def test_the_session_of_a_card_holder_may_do_all_this_too(ports):
    here = log_in(ports, devices=(ORDERED,), card=CardState.ACTIVE)
    id_ = send(ports, here.person)
    assert isinstance(report_received(ports, here.visitor, device_id=id_, door=DOOR), DeviceDone)

"""Devices going out of use: reported, retired, and never by a weaker proof than their own."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.device_rows import DeviceCaseRow
from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow, TrailRow
from sekisho.core.access.decisions import Scope, Surface
from sekisho.core.authenticators.device_cases import Deposit, DeviceCase, DeviceStatus
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.testing.claimant import DOOR
from sekisho.testing.invariants import violations
from sekisho.testing.people import ANDROID, DSC, IOS, Wanted, add_person
from sekisho.testing.visiting import log_in
from sekisho.workflows.devices.opt_out import begin_opting_out
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.devices.report_lost import report_lost
from sekisho.workflows.devices.request import OrderForm, show_order
from sekisho.workflows.devices.retire import begin_retirement, finish_retirement
from sekisho.workflows.devices.show_devices import foresee_loss, show_devices


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


LOST_APP = (AuthenticatorKind.KEY_APP, None, DeviceState.LOST)
ENDING = [DeviceStatus.LOST, DeviceStatus.STOLEN, DeviceStatus.DAMAGED, DeviceStatus.BATTERY_EMPTY]


def state_of(id_):
    return AuthenticatorRow.objects.get(id=id_).state


# D39
@pytest.mark.fact("A096", "A110")
@pytest.mark.parametrize("status", ENDING)
def test_a_reported_device_is_out_of_use_at_once(ports, status):
    here = log_in(ports, devices=(DSC, IOS), with_kind="key_app")
    done = report_lost(ports, here.visitor, device_id=here.device(), status=status, door=DOOR)
    assert isinstance(done, DeviceDone)
    assert state_of(here.device()) == "blocked"
    assert DeviceCaseRow.objects.get(device_id=here.device()).status == status
    assert OutboxRow.objects.filter(message="own.device_reported_lost").exists()


REPORTED = [
    ("dsc_plus", DSC, "lost"),
    ("dsc_plus", IOS, "lost"),
    ("key_app", IOS, "lost"),
    ("key_app", DSC, "blocked"),
    ("code_card", IOS, "blocked"),
    ("code_card", DSC, "blocked"),
]


# B037, D39
@pytest.mark.parametrize(("opened_with", "reported", "state"), REPORTED)
def test_only_a_proof_as_strong_ends_a_device_for_good(ports, opened_with, reported, state):
    here = log_in(ports, devices=(DSC, IOS), card=CardState.ACTIVE, with_kind=opened_with)
    id_ = here.device(reported[0].value)
    report_lost(ports, here.visitor, device_id=id_, status=DeviceStatus.LOST, door=DOOR)
    assert state_of(id_) == state
    assert DeviceCaseRow.objects.get(device_id=id_).status == "lost"


def test_a_passcode_stops_a_suspended_device_and_ends_it_never(ports):
    suspended = (AuthenticatorKind.KEY_APP, None, DeviceState.SUSPENDED)
    here = log_in(ports, devices=(suspended,), passcode=PasscodeState.LIVE, with_kind="temporary_passcode")
    for _ in range(2):
        done = report_lost(ports, here.visitor, device_id=here.device("key_app"), status=ENDING[0], door=DOOR)
        assert isinstance(done, DeviceDone)
        assert state_of(here.device("key_app")) == "blocked"


def test_the_key_app_does_not_opt_out_by_stopping_the_card_that_guards_it(ports):
    here = log_in(ports, devices=(DSC, IOS), with_kind="key_app")
    report_lost(ports, here.visitor, device_id=here.device(), status=DeviceStatus.LOST, door=DOOR)
    assert begin_opting_out(ports, here.visitor, retyped=here.retyped, door=DOOR).reason is Reason.STEP_UP_REQUIRED


@pytest.mark.parametrize("opened_with", ["key_app", "code_card"])
def test_a_replacement_is_ordered_for_what_was_stopped(ports, opened_with):
    devices = (DSC, IOS) if opened_with == "key_app" else (DSC,)
    here = log_in(ports, devices=devices, card=CardState.ACTIVE, with_kind=opened_with)
    report_lost(ports, here.visitor, device_id=here.device(), status=DeviceStatus.LOST, door=DOOR)
    assert show_devices(ports, here.visitor).may_request
    assert isinstance(show_order(ports, here.visitor), OrderForm)


# D39
def test_a_device_that_is_only_away_is_noted_and_goes_on_answering(ports):
    here = log_in(ports, devices=(DSC,))
    done = report_lost(ports, here.visitor, device_id=here.device(), status=DeviceStatus.TEMPORARILY_AWAY, door=DOOR)
    assert isinstance(done, DeviceDone)
    assert state_of(here.device()) == "active"
    assert TrailRow.objects.filter(happening="device_status_noted").count() == 1


def test_the_session_that_rests_on_the_reported_device_is_over(ports):
    here = log_in(ports, devices=(DSC,))
    report_lost(ports, here.visitor, device_id=here.device(), status=DeviceStatus.STOLEN, door=DOOR)
    assert here.is_out


# B082
@pytest.mark.parametrize(("status", "deposit"), [(ENDING[0], "taken"), (ENDING[1], "taken"), (ENDING[3], "held")])
def test_the_deposit_is_taken_for_what_is_lost_or_stolen_and_not_for_an_empty_battery(ports, status, deposit):
    here = log_in(ports, devices=(DSC, IOS), with_kind="key_app")
    with ports.store.transaction() as tx:
        tx.open_device_case(here.device(), DeviceCase(deposit=Deposit.HELD, deposit_account=here.person.account))
    report_lost(ports, here.visitor, device_id=here.device(), status=status, door=DOOR)
    assert DeviceCaseRow.objects.get(device_id=here.device()).deposit == deposit


def test_what_would_work_is_shown_before_anything_is_reported(ports):
    here = log_in(ports, devices=(DSC, IOS))
    seen = foresee_loss(ports, here.visitor, device_id=here.device(), horizon=timedelta(days=30))
    assert seen.ends_session
    portal = [span for span in seen.spans if span.surface is Surface.PORTAL]
    assert [(span.factor, span.scopes) for span in portal] == [(AuthenticatorKind.KEY_APP, {Scope.PORTAL_FULL})]
    assert state_of(here.device()) == "active"


def test_nobody_reports_a_device_of_somebody_else(ports):
    other = add_person(ports, Wanted(devices=(DSC,)))
    here = log_in(ports, devices=(DSC,))
    id_ = other.factors[0]["id"]
    view = report_lost(ports, here.visitor, device_id=id_, status=DeviceStatus.LOST, door=DOOR)
    assert view.reason is Reason.NOT_FOUND
    assert state_of(id_) == "active"
    assert foresee_loss(ports, here.visitor, device_id=id_, horizon=timedelta(days=30)) is None


def retire(ports, here, id_):
    asked = begin_retirement(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    return finish_retirement(ports, here.visitor, device_id=id_, answered=here.answered(asked))


def test_a_device_is_retired_after_an_answer_as_strong_as_itself(ports):
    here = log_in(ports, devices=(DSC, IOS))
    assert isinstance(retire(ports, here, here.device("key_app")), DeviceDone)
    assert state_of(here.device("key_app")) == "retired"


# B037
def test_the_key_app_does_not_retire_the_digital_security_card(ports):
    here = log_in(ports, devices=(DSC, IOS), with_kind="key_app")
    asked = begin_retirement(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    assert asked.challenge.factor.kind is AuthenticatorKind.DSC_PLUS  # only the card itself may answer


@pytest.mark.parametrize("interim", [{"card": CardState.ACTIVE}, {"passcode": PasscodeState.LIVE}])
def test_neither_card_nor_passcode_retires_a_suspended_device(ports, interim):
    wished = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)
    here = log_in(ports, devices=(wished, (AuthenticatorKind.KEY_APP, None, DeviceState.SUSPENDED)), **interim)
    view = begin_retirement(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    assert view.reason is Reason.STEP_UP_REQUIRED
    assert state_of(here.device()) == "suspended"


def test_the_last_usable_device_is_not_retired(ports):
    here = log_in(ports, devices=(DSC, LOST_APP))
    view = begin_retirement(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    assert view.reason is Reason.CONFLICT
    assert show_devices(ports, here.visitor).find(here.device()).is_last_usable


def test_a_device_that_became_the_last_one_meanwhile_is_not_retired(ports):
    here = log_in(ports, devices=(DSC, IOS))
    asked = begin_retirement(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    answered = here.answered(asked)
    report_lost(ports, here.visitor, device_id=here.device("key_app"), status=DeviceStatus.LOST, door=DOOR)
    finish_retirement(ports, here.visitor, device_id=here.device(), answered=answered)
    assert state_of(here.device()) == "active"


def test_a_proof_for_one_device_retires_no_other(ports):
    here = log_in(ports, devices=(DSC, IOS, ANDROID))
    ids = [factor["id"] for factor in here.person.factors]
    asked = begin_retirement(ports, here.visitor, device_id=ids[1], retyped=here.retyped, door=DOOR)
    view = finish_retirement(ports, here.visitor, device_id=ids[2], answered=here.answered(asked))
    assert view.reason is Reason.NOT_FOUND
    assert state_of(ids[2]) == "active"


@pytest.mark.fact("A171")
def test_the_list_shows_every_authenticator_with_its_strength_and_limits(ports):
    here = log_in(ports, devices=(DSC, IOS), card=CardState.ACTIVE, passcode=PasscodeState.LIVE)
    lines = {line.authenticator.id: line for line in show_devices(ports, here.visitor).lines}
    assert len(lines) == 4
    dsc, card = lines[here.device()], lines[here.device("code_card")]
    assert (dsc.limits.per_day, dsc.may_step_up, card.limits.per_day, card.may_step_up) == (None, True, 200_000, True)
    passcode = lines[here.device("temporary_passcode")]
    assert (passcode.limits.per_day, passcode.may_step_up) == (50_000, False)
    assert dsc.moments.last_used_at is not None

"""The second factor for trading, out and in again; and a new PIN."""

import pytest

from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow
from sekisho.core.access.decisions import Scope, Surface
from sekisho.core.authenticators.device_cases import DeviceStatus
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState
from sekisho.core.authenticators.soft_pin import PinFlaw
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, answer, attempt, reason, right_answer
from sekisho.testing.invariants import violations
from sekisho.testing.people import ANDROID, DSC, IOS
from sekisho.testing.visiting import log_in
from sekisho.workflows.devices.change_pin import begin_pin_change, fill_in_pin, finish_pin_change
from sekisho.workflows.devices.opt_out import begin_opting_out, finish_opting_out, opt_back_in
from sekisho.workflows.devices.outcomes import DeviceDone, PinRefused
from sekisho.workflows.devices.report_lost import report_lost
from sekisho.workflows.sign_in import sign_in


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


def has_opted_out(here):
    return AccountRow.objects.get(number=here.person.account).has_opted_out


def opt_out(ports, here):
    asked = begin_opting_out(ports, here.visitor, retyped=here.retyped, door=DOOR)
    return finish_opting_out(ports, here.visitor, answered=here.answered(asked))


# B104
def test_opting_out_leaves_trading_to_the_password_and_the_portal_to_the_device(ports):
    here = log_in(ports, devices=(DSC,))
    assert isinstance(opt_out(ports, here), DeviceDone)
    trading = sign_in(ports, attempt(here.person, surface=Surface.TRADING))
    assert trading.grant.scopes == (Scope.TRADING_LIVE,)
    assert sign_in(ports, attempt(here.person)).challenge is not None


# B105, B106
def test_opting_back_in_asks_nothing_more_and_is_felt_at_once(ports):
    here = log_in(ports, devices=(DSC,))
    opt_out(ports, here)
    assert isinstance(opt_back_in(ports, here.visitor, door=DOOR), DeviceDone)
    assert sign_in(ports, attempt(here.person, surface=Surface.TRADING)).challenge is not None
    assert opt_back_in(ports, here.visitor, door=DOOR).reason is Reason.CONFLICT


# B108
@pytest.mark.parametrize("residence", ["HK", "IN"])
def test_residents_of_hong_kong_and_india_may_not_opt_out(ports, residence):
    here = log_in(ports, devices=(DSC,), residence=residence)
    assert begin_opting_out(ports, here.visitor, retyped=here.retyped, door=DOOR).reason is Reason.CONFLICT


def test_a_card_does_not_opt_out_and_the_weaker_device_does_not_either(ports):
    with_card = log_in(ports, devices=(DSC,), card=CardState.ACTIVE, with_kind="code_card")
    asked = begin_opting_out(ports, with_card.visitor, retyped=with_card.retyped, door=DOOR)
    assert asked.challenge.factor.kind is AuthenticatorKind.DSC_PLUS
    with_app = log_in(ports, devices=(DSC, IOS), with_kind="key_app")
    asked = begin_opting_out(ports, with_app.visitor, retyped=with_app.retyped, door=DOOR)
    assert asked.challenge.factor.kind is AuthenticatorKind.DSC_PLUS


def test_it_ends_as_soon_as_a_device_goes_out_of_use(ports):
    here = log_in(ports, devices=(DSC, IOS))
    opt_out(ports, here)
    report_lost(ports, here.visitor, device_id=here.device("key_app"), status=DeviceStatus.LOST, door=DOOR)
    assert not has_opted_out(here)


def test_it_ends_when_wrong_answers_put_a_device_out_of_use(ports):
    here = log_in(ports, devices=(DSC, IOS))
    opt_out(ports, here)
    login = sign_in(ports, attempt(here.person))
    AuthenticatorRow.objects.filter(id=login.challenge.factor.id).update(wrong_in_row=9)
    assert answer(ports, login, "00000000").refusal.reason is Reason.DEVICE_SUSPENDED
    assert not has_opted_out(here)


def fill_in(ports, here, pin="8305", again="8305", kind="dsc_plus"):
    id_ = here.device(kind)
    return fill_in_pin(ports, here.visitor, device_id=id_, pin=Secret(pin), again=Secret(again))


def begin_change(ports, here, *, is_filled_in=True):
    if is_filled_in:
        fill_in(ports, here)
    return begin_pin_change(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)


# B047, B048, B049
def test_the_new_pin_is_proved_by_a_response_computed_with_it(ports):
    here = log_in(ports, devices=(DSC,))
    asked = begin_change(ports, here)
    answered = here.answered(asked, pin="8305")
    assert isinstance(finish_pin_change(ports, here.visitor, device_id=here.device(), answered=answered), DeviceDone)
    login = sign_in(ports, attempt(here.person))
    assert reason(answer(ports, login, right_answer(here.person, login))) is Reason.WRONG_RESPONSE  # the old PIN
    here.person.factors[0]["pin"] = "8305"
    assert answer(ports, login, right_answer(here.person, login)).grant is not None


def test_a_response_under_the_old_pin_is_wrong_counted_and_changes_nothing(ports):
    here = log_in(ports, devices=(DSC,))
    before = AuthenticatorRow.objects.get(id=here.device()).sealed_key
    asked = begin_change(ports, here)
    view = finish_pin_change(ports, here.visitor, device_id=here.device(), answered=here.answered(asked))
    assert reason(view) is Reason.WRONG_RESPONSE
    row = AuthenticatorRow.objects.get(id=here.device())
    assert (bytes(row.sealed_key), row.wrong_in_row) == (bytes(before), 1)


def test_the_pin_is_changed_only_in_a_session_opened_with_that_card(ports):
    here = log_in(ports, devices=(DSC, ANDROID), with_kind="key_app")
    assert fill_in(ports, here).reason is Reason.STEP_UP_REQUIRED
    assert begin_change(ports, here).reason is Reason.STEP_UP_REQUIRED
    assert fill_in(ports, here, kind="key_app").reason is Reason.CONFLICT  # the app's PIN is changed in the app


def test_an_obvious_or_mistyped_new_pin_costs_no_try(ports):
    here = log_in(ports, devices=(DSC,))
    assert fill_in(ports, here, "2222", "2222") == PinRefused(why=PinFlaw.REPEATED)
    assert fill_in(ports, here, "8305", "8350") == PinRefused(why=PinFlaw.DIFFERENT)
    assert begin_change(ports, here, is_filled_in=False).reason is Reason.CHALLENGE_EXPIRED
    assert AuthenticatorRow.objects.get(id=here.device()).wrong_in_row == 0

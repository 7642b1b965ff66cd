"""A device that is back: it answers for itself, everything opens, and what stood in for it ends."""

import threading
from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow, TrailRow
from sekisho.core.access.decisions import Scope
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.testing.claimant import DOOR, reason
from sekisho.testing.clock import FixedClock
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, Wanted, add_person
from sekisho.testing.visiting import log_in
from sekisho.workflows.devices.activate import begin_activation, finish_activation
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.devices.reactivate import begin_reactivation, finish_reactivation
from sekisho.workflows.outcomes import LoginView, RefusalView
from sekisho.workflows.ports import Ports
from sekisho.workflows.sign_out import sign_out


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


SUSPENDED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)


def state_of(id_: str) -> str:
    return AuthenticatorRow.objects.get(id=id_).state


@pytest.mark.fact("A094", "A095")
@pytest.mark.parametrize("interim", [{"card": CardState.ACTIVE}, {"passcode": PasscodeState.LIVE}])
def test_a_device_is_reactivated_in_the_portal_by_its_own_response_while_an_interim_proof_is_in_use(ports, interim):
    here = log_in(ports, devices=(SUSPENDED,), **interim)
    asked = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    assert asked.challenge.factor.id == here.device()
    done = finish_reactivation(ports, here.visitor, device_id=here.device(), answered=here.answered(asked))
    assert isinstance(done, DeviceDone)
    assert state_of(here.device()) == "active"
    assert here.after(done).visitor.factor is AuthenticatorKind.DSC_PLUS  # the session goes on with the device
    assert here.after(done).visitor.scopes == {Scope.PORTAL_FULL}
    assert here.is_out  # under another token: the old one is dead


@pytest.mark.fact("A094", "A095")
def test_passcode_and_card_end_when_the_device_is_back(ports):
    here = log_in(ports, devices=(SUSPENDED,), card=CardState.ACTIVE)
    asked = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    finish_reactivation(ports, here.visitor, device_id=here.device(), answered=here.answered(asked))
    assert state_of(here.person.factor("code_card")["id"]) == "retired"


@pytest.mark.fact("A094")
def test_right_after_the_login_with_the_device_itself_one_click_is_enough(ports):
    here = log_in(ports, devices=(SUSPENDED,), passcode=PasscodeState.EXPIRED, with_kind="dsc_plus")
    assert here.visitor.scopes == {Scope.PORTAL_REACTIVATE}
    done = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    assert isinstance(done, DeviceDone)
    assert here.after(done).visitor.scopes == {Scope.PORTAL_FULL}
    assert here.is_out


def test_five_minutes_after_the_login_the_device_is_asked_again(ports: Ports, clock: FixedClock):
    here = log_in(ports, devices=(SUSPENDED,))
    clock.advance(timedelta(minutes=5))
    asked = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    assert isinstance(asked, LoginView)
    assert state_of(here.device()) == "suspended"
    done = finish_reactivation(ports, here.visitor, device_id=here.device(), answered=here.answered(asked))
    assert isinstance(done, DeviceDone)
    assert here.is_out
    assert here.after(done).visitor.scopes == {Scope.PORTAL_FULL}


def test_what_the_old_token_had_begun_dies_with_it(ports):
    here = log_in(
        ports, devices=(SUSPENDED, (AuthenticatorKind.DSC_PLUS, None, DeviceState.DELIVERED)), card=CardState.ACTIVE
    )
    begun = begin_activation(
        ports, here.visitor, device_id=here.person.factors[1]["id"], retyped=here.retyped, door=DOOR
    )
    asked = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    done = finish_reactivation(ports, here.visitor, device_id=here.device(), answered=here.answered(asked))
    id_ = here.person.factors[1]["id"]
    view = finish_activation(ports, here.after(done).visitor, device_id=id_, answered=here.answered(begun))
    assert (view.reason, state_of(id_)) == (Reason.NOT_FOUND, "delivered")


def test_a_session_that_was_ended_meanwhile_reactivates_nothing(ports):
    here = log_in(ports, devices=(SUSPENDED,), card=CardState.ACTIVE)
    visitor = here.visitor
    asked = begin_reactivation(ports, visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    sign_out(ports, here.token, door=DOOR)
    view = finish_reactivation(ports, visitor, device_id=here.device(), answered=here.answered(asked))
    assert not isinstance(view, DeviceDone)
    assert state_of(here.device()) == "suspended"


def test_a_wrong_response_is_counted_and_changes_nothing(ports):
    here = log_in(ports, devices=(SUSPENDED,), card=CardState.ACTIVE)
    asked = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    answered = here.answered(asked, wrongly=True)
    view = finish_reactivation(ports, here.visitor, device_id=here.device(), answered=answered)
    assert reason(view) is Reason.WRONG_RESPONSE
    assert state_of(here.device()) == "suspended"
    assert AuthenticatorRow.objects.get(id=here.device()).wrong_in_row == 1
    assert state_of(here.person.factor("code_card")["id"]) == "active"


def test_a_device_of_somebody_else_does_not_exist(ports):
    other = add_person(ports, Wanted(devices=(SUSPENDED,)))
    here = log_in(ports, devices=(SUSPENDED,), card=CardState.ACTIVE)
    view = begin_reactivation(ports, here.visitor, device_id=other.factors[0]["id"], retyped=here.retyped, door=DOOR)
    unknown = begin_reactivation(ports, here.visitor, device_id="fac_nobody", retyped=here.retyped, door=DOOR)
    assert isinstance(view, RefusalView)
    assert view.reason is unknown.reason is Reason.NOT_FOUND


def test_an_active_device_is_not_reactivated(ports):
    here = log_in(ports, devices=(DSC,))
    assert (
        begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR).reason
        is Reason.CONFLICT
    )


def test_a_session_that_may_only_print_a_card_cannot(ports, clock):
    person = add_person(ports, Wanted(devices=(SUSPENDED,), passcode=PasscodeState.LIVE))
    clock.advance(timedelta(hours=49))
    here = log_in(ports, person=person)
    view = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    assert view.reason is Reason.SCOPE_INSUFFICIENT
    assert state_of(here.device()) == "suspended"


def test_the_proof_of_one_session_is_none_in_another(ports):
    here = log_in(ports, devices=(SUSPENDED,), card=CardState.ACTIVE)
    there = log_in(ports, person=here.person)
    asked = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    view = finish_reactivation(ports, there.visitor, device_id=here.device(), answered=here.answered(asked))
    assert view.reason is Reason.NOT_FOUND


def test_of_two_reactivations_at_once_one_is_done_and_told(ports):
    here = log_in(ports, devices=(SUSPENDED,), card=CardState.ACTIVE)
    there = log_in(ports, person=here.person)
    asked = [
        begin_reactivation(ports, one.visitor, device_id=here.device(), retyped=one.retyped, door=DOOR)
        for one in (here, there)
    ]
    answers = [here.answered(view) for view in asked]
    visitors = [here.visitor, there.visitor]
    views: list[object] = []
    gate = threading.Barrier(2)

    def run(place: int) -> None:
        from django.db import connections

        gate.wait()
        views.append(finish_reactivation(ports, visitors[place], device_id=here.device(), answered=answers[place]))
        connections["default"].close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(view, DeviceDone) for view in views) == 1
    assert TrailRow.objects.filter(happening="device_reactivated").count() == 1
    assert state_of(here.device()) == "active"


def test_the_holder_is_told_and_the_trail_knows(ports):
    here = log_in(ports, devices=(SUSPENDED,), card=CardState.ACTIVE)
    asked = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    done = finish_reactivation(ports, here.visitor, device_id=here.device(), answered=here.answered(asked))
    assert OutboxRow.objects.filter(message="own.device_reactivated").exists()
    entry = TrailRow.objects.get(happening="device_reactivated")
    assert (entry.reference, entry.actor_kind, entry.holder_id) == (done.reference, "holder", here.person.holder_id)

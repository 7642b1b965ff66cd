"""A posted device comes into use by hand, after a test login with that very device."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow
from sekisho.core.access.decisions import Scope
from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.reasons import Manner, Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, reason
from sekisho.testing.desk import ENOUGH, ask, at_desk, call_for, sent
from sekisho.testing.invariants import violations
from sekisho.testing.people import IOS, Wanted, add_person
from sekisho.testing.posting import ORDERED, send
from sekisho.testing.visiting import log_in
from sekisho.workflows.desk.outcomes import DeedDone, DeskRefusal
from sekisho.workflows.desk.stop_deed import stop_deed
from sekisho.workflows.devices.activate import begin_activation, finish_activation
from sekisho.workflows.devices.mailed_code import MOST_TRIES, count_code
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.records import outbox_place


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


def state_of(id_):
    return AuthenticatorRow.objects.get(id=id_).state


def mailed(ports):
    row = OutboxRow.objects.filter(message="own.activation_code").latest("id")
    return ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()


# B088
@pytest.mark.fact("A114", "A118", "A120")
@pytest.mark.parametrize("is_delivered", [False, True])
def test_a_posted_device_is_activated_by_its_own_response_and_ends_the_card(ports, is_delivered):
    here = log_in(ports, devices=(ORDERED,), card=CardState.ACTIVE)
    id_ = send(ports, here.person, is_delivered=is_delivered)
    asked = begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    done = finish_activation(ports, here.visitor, device_id=id_, answered=here.answered(asked))
    assert isinstance(done, DeviceDone)
    assert state_of(id_) == "active"
    assert state_of(here.person.factor("code_card")["id"]) == "retired"
    assert here.is_out
    assert here.after(done).visitor.factor is AuthenticatorKind.DSC_PLUS


# B075
def test_another_device_stays_active_beside_it_and_the_session_stays_as_it_is(ports):
    here = log_in(ports, devices=(IOS, ORDERED))
    id_ = send(ports, here.person)
    asked = begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    done = finish_activation(ports, here.visitor, device_id=id_, answered=here.answered(asked))
    assert done.access_token is None
    assert (state_of(here.device("key_app")), state_of(id_)) == ("active", "active")
    assert here.visitor.factor is AuthenticatorKind.KEY_APP


def test_a_device_that_was_not_shipped_is_not_activated(ports):
    here = log_in(ports, devices=(IOS, ORDERED))
    view = begin_activation(ports, here.visitor, device_id=here.device(), retyped=here.retyped, door=DOOR)
    assert view.reason is Reason.CONFLICT


# B045, B049
def test_a_wrong_pin_gives_a_wrong_response_and_is_counted_on_the_device(ports):
    here = log_in(ports, devices=(IOS, ORDERED))
    id_ = send(ports, here.person)
    asked = begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    view = finish_activation(ports, here.visitor, device_id=id_, answered=here.answered(asked, pin="0000"))
    assert reason(view) is Reason.WRONG_RESPONSE
    assert AuthenticatorRow.objects.get(id=id_).wrong_in_row == 1
    assert state_of(id_) == "shipped"


def worn_out(ports, **wanted):
    here = log_in(ports, devices=(IOS, ORDERED), **wanted)
    id_ = send(ports, here.person)
    AuthenticatorRow.objects.filter(id=id_).update(wrong_in_row=9)
    asked = begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    wrong = here.answered(asked, wrongly=True)
    return here, id_, finish_activation(ports, here.visitor, device_id=id_, answered=wrong)


def unblocked(ports, person, id_):
    agent = at_desk(ports)
    return ask(ports, agent, call_for(ports, agent, person, *ENOUGH), DeskDeed.UNBLOCK_DEVICE, device=id_)


def test_after_ten_wrong_answers_a_posted_device_is_refused_until_the_desk_lets_it_answer_again(ports):
    here, id_, view = worn_out(ports)
    again = begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    for refusal in (view.refusal, again):
        assert (refusal.reason, refusal.manner) == (Reason.DEVICE_SUSPENDED, Manner.WRONG_ANSWERS_POSTED)
    assert isinstance(unblocked(ports, here.person, id_), DeedDone)
    assert state_of(id_) == "shipped"  # the call proved the caller, not the device
    assert isinstance(unblocked(ports, here.person, id_), DeskRefusal)  # there is nothing left to lift
    asked = begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    assert isinstance(finish_activation(ports, here.visitor, device_id=id_, answered=here.answered(asked)), DeviceDone)


def test_who_knows_nothing_of_that_call_stops_the_device_from_activating_itself(ports):
    here, id_, _ = worn_out(ports)
    unblocked(ports, here.person, id_)
    link = next(params["stop"] for _, params in sent(ports, "device_unblocked") if params["stop"])
    stop_deed(ports, Secret(link), door=DOOR)
    row = AuthenticatorRow.objects.get(id=id_)
    assert (row.state, row.is_held) == ("shipped", True)


@pytest.mark.parametrize("state", [AccountState.APPLIED, AccountState.OPEN])
def test_a_first_device_asks_the_mailed_code_as_well(ports, state):
    person = add_person(ports, Wanted(state=state, devices=(ORDERED,)))
    id_ = send(ports, person, is_delivered=True)
    here = log_in(ports, person=person)
    asked = begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    answered = here.answered(asked)
    wrong = "000000" if mailed(ports) != "000000" else "000001"
    refused = finish_activation(ports, here.visitor, device_id=id_, answered=answered, code=wrong)
    assert refused.reason is Reason.WRONG_RESPONSE
    assert state_of(id_) == "delivered"
    done = finish_activation(ports, here.visitor, device_id=id_, answered=answered, code=mailed(ports))
    assert isinstance(done, DeviceDone)
    full = Scope.PORTAL_FULL if state is AccountState.OPEN else Scope.PORTAL_APPLICATION
    assert here.is_out
    assert here.after(done).visitor.scopes == {full}


def test_the_code_is_dead_after_ten_wrong_tries(ports):
    person = add_person(ports, Wanted(devices=(ORDERED,)))
    id_ = send(ports, person)
    here = log_in(ports, person=person)
    asked = begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    answered = here.answered(asked)
    right = mailed(ports)
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(MOST_TRIES):
        finish_activation(ports, here.visitor, device_id=id_, answered=answered, code=wrong)
    refused = finish_activation(ports, here.visitor, device_id=id_, answered=answered, code=right)
    assert refused.reason is Reason.CHALLENGE_EXPIRED
    assert state_of(id_) == "shipped"


def test_asking_again_within_five_minutes_sends_no_second_code(ports):
    person = add_person(ports, Wanted(devices=(ORDERED,)))
    id_ = send(ports, person)
    here = log_in(ports, person=person)
    for _ in range(3):
        begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    assert OutboxRow.objects.filter(message="own.activation_code").count() == 1


def test_the_code_is_dead_after_an_hour(ports, clock):
    person = add_person(ports, Wanted(devices=(ORDERED,)))
    id_ = send(ports, person)
    here = log_in(ports, person=person)
    begin_activation(ports, here.visitor, device_id=id_, retyped=here.retyped, door=DOOR)
    right = mailed(ports)
    clock.advance(timedelta(hours=1))
    later = log_in(ports, person=person)
    assert count_code(ports, id_, right) is Reason.CHALLENGE_EXPIRED
    begin_activation(ports, later.visitor, device_id=id_, retyped=later.retyped, door=DOOR)
    assert mailed(ports) != right

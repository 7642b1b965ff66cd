"""An agent who shops for agreement: asks for one thing, gets a nod, does another. What the second person read is what is done."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow, TrailRow
from sekisho.adapters.storage.staffing import Farewell, dismiss
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.roles import Role
from sekisho.testing.desk import ENOUGH, ask, at_desk, call_for, settled, visitor_of
from sekisho.testing.people import DSC, Wanted, add_agent, add_person
from sekisho.workflows.desk.carry_out import carry_out
from sekisho.workflows.desk.outcomes import DeedDone, DeedRequest, DeskRefusal
from sekisho.workflows.desk.second_agent import (
    approve_as_second,
    ask_second_agent,
    decline_as_second,
    list_waiting_approvals,
)

HARMLESS = DeedRequest(deed=DeskDeed.REOPEN, reason="the holder asked for it in writing")
OTHER = DeedRequest(deed=DeskDeed.REOPEN, reason="never mind why")


@pytest.fixture
def holder(ports):
    person = add_person(ports, Wanted(devices=(DSC,)))
    AccountRow.objects.filter(number=person.account).update(state="closed", closed_cause="by_holder")
    return person


def asked(ports, holder, agent):
    call = call_for(ports, agent, holder, *ENOUGH)
    settled(ask_second_agent(ports, agent, call_id=call.id, request=HARMLESS))
    return call


def test_what_waits_for_a_second_person_is_not_changed_under_the_second_persons_eyes(ports, holder):
    agent, second = at_desk(ports), at_desk(ports)
    call = asked(ports, holder, agent)
    swapped = ask_second_agent(ports, agent, call_id=call.id, request=OTHER)
    assert isinstance(swapped, DeskRefusal)
    assert swapped.lacks == (Lack.CALL_USED,)
    (waiting,) = list_waiting_approvals(ports, second)
    assert waiting.reason == HARMLESS.reason


def test_asking_the_same_twice_is_asking_once(ports, holder):
    agent = at_desk(ports)
    call = asked(ports, holder, agent)
    again = settled(ask_second_agent(ports, agent, call_id=call.id, request=HARMLESS))
    assert again.asked.reason == HARMLESS.reason
    assert TrailRow.objects.filter(happening="second_agent_asked").count() == 1


def test_after_a_no_nobody_else_is_asked_in_the_same_call(ports, holder):
    agent = at_desk(ports)
    call = asked(ports, holder, agent)
    assert not isinstance(decline_as_second(ports, at_desk(ports), call_id=call.id), DeskRefusal)
    assert isinstance(ask_second_agent(ports, agent, call_id=call.id, request=HARMLESS), DeskRefusal)
    assert isinstance(ask_second_agent(ports, agent, call_id=call.id, request=OTHER), DeskRefusal)


def test_an_agreement_holds_for_the_reason_that_was_read_and_for_no_other(ports, holder):
    agent = at_desk(ports)
    call = asked(ports, holder, agent)
    assert not isinstance(approve_as_second(ports, at_desk(ports), call_id=call.id), DeskRefusal)
    assert Lack.SECOND_AGENT in carry_out(ports, agent, call_id=call.id, request=OTHER).lacks
    assert isinstance(carry_out(ports, agent, call_id=call.id, request=HARMLESS), DeedDone)


def test_the_agreement_of_somebody_who_was_let_go_since_is_none(ports, holder):
    agent, second = at_desk(ports), add_agent(ports, Role.AGENT)
    call = asked(ports, holder, agent)
    assert not isinstance(approve_as_second(ports, visitor_of(ports, second), call_id=call.id), DeskRefusal)
    assert dismiss(ports, second.username) is Farewell.DONE
    assert Lack.SECOND_AGENT in carry_out(ports, agent, call_id=call.id, request=HARMLESS).lacks


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ContactKind.EMAIL, "kaede@example.com\nBcc: somebody@example.net"),
        (ContactKind.EMAIL, "kaede@example.com, somebody@example.net"),
        (ContactKind.PHONE, "090-0000-0000;ext=1"),
        (ContactKind.PHONE, "＋８１-90-0000-0000"),
        (ContactKind.ADDRESS, "1-1 Gate\x1b[2J Street"),
    ],
)
def test_what_is_no_address_comes_on_file_through_no_door(ports, kind, value):
    holder, agent = add_person(ports, Wanted(devices=(DSC,))), at_desk(ports)
    call = call_for(ports, agent, holder, *ENOUGH)
    request = DeedRequest(deed=DeskDeed.CHANGE_CONTACT, reason="the holder moved", contact=kind, value=value)
    assert ask_second_agent(ports, agent, call_id=call.id, request=request).lacks == (Lack.ADDRESS,)
    assert Lack.ADDRESS in carry_out(ports, agent, call_id=call.id, request=request).lacks


def test_a_device_that_the_desk_unblocks_has_not_been_used(ports, clock):
    holder = add_person(ports, Wanted(devices=(DSC,)))
    first = at_desk(ports)
    assert isinstance(ask(ports, first, call_for(ports, first, holder, *ENOUGH), DeskDeed.ISSUE_PASSCODE), DeedDone)
    AuthenticatorRow.objects.filter(id=holder.factor("dsc_plus")["id"]).update(state="blocked", wrong_in_row=10)
    clock.advance(timedelta(minutes=20))
    assert isinstance(ask(ports, first, call_for(ports, first, holder, *ENOUGH), DeskDeed.UNBLOCK_DEVICE), DeedDone)
    assert AuthenticatorRow.objects.get(id=holder.factor("dsc_plus")["id"]).wrong_in_row == 0
    second = ask(ports, first, call_for(ports, first, holder, *ENOUGH), DeskDeed.ISSUE_PASSCODE)
    assert second.lacks == (Lack.SECOND_AGENT,)

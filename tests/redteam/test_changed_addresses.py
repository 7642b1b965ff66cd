"""A thief who had an address changed at the desk, and the links that go out meanwhile: none of them puts a thief's address on file."""

import json
from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import HolderRow, OutboxRow, SessionRow, TrailRow
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, enter
from sekisho.testing.desk import ENOUGH, at_desk, call_for, sent, settled
from sekisho.testing.people import DSC, Wanted, add_person
from sekisho.workflows.desk.carry_out import carry_out
from sekisho.workflows.desk.outcomes import DeedDone, DeedRequest, StopReach
from sekisho.workflows.desk.second_agent import approve_as_second, ask_second_agent
from sekisho.workflows.desk.stop_deed import show_stop, stop_deed

THIEF, OTHER_THIEF = "thief@example.net", "another@example.net"
DAY = timedelta(days=1)


@pytest.fixture
def holder(ports):
    return add_person(ports, Wanted(devices=(DSC,)))


@pytest.fixture
def own(holder):
    return on_file(holder)


def on_file(holder):
    return HolderRow.objects.get(id=holder.holder_id).email


def links(ports):
    """Give by address what every letter of a changed address holds, "" where it holds no link; oldest change first."""
    by_deed = {}
    for to, params in sent(ports, "contact_changed"):
        by_deed.setdefault(params["reference"], {})[to] = params["stop"]
    return list(by_deed.values())


def put_on_file(ports, holder, value):
    """Let two agents change the e-mail address, and give the links of that change."""
    agent, call = at_desk(ports), None
    request = DeedRequest(deed=DeskDeed.CHANGE_CONTACT, reason="asked", contact=ContactKind.EMAIL, value=value)
    call = call_for(ports, agent, holder, *ENOUGH)
    settled(ask_second_agent(ports, agent, call_id=call.id, request=request))
    approve_as_second(ports, at_desk(ports), call_id=call.id)
    done = carry_out(ports, agent, call_id=call.id, request=request)
    assert isinstance(done, DeedDone), done
    return links(ports)[-1]


def stop(ports, link):
    return stop_deed(ports, Secret(link), door=DOOR)


def test_the_owner_stops_a_thief_s_change_from_the_settled_former_address(ports, holder, own):
    told = put_on_file(ports, holder, THIEF)
    assert stop(ports, told[own]).reach is StopReach.UNDOES
    assert on_file(holder) == own


def test_a_thief_s_address_that_the_owner_had_replaced_is_told_and_gets_no_link(ports, clock, holder, own):
    put_on_file(ports, holder, THIEF)
    clock.advance(3 * DAY)
    told = put_on_file(ports, holder, own)
    assert told[THIEF] == ""
    assert told[own].startswith("stop_")


def test_no_link_of_the_owner_s_change_puts_the_thief_s_address_back(ports, clock, holder, own):
    put_on_file(ports, holder, THIEF)
    clock.advance(3 * DAY)
    told = put_on_file(ports, holder, own)
    enter(ports, holder)
    assert show_stop(ports, Secret(told[own])).reach is StopReach.FLAGS
    stop(ports, told[own])
    assert on_file(holder) == own
    assert not SessionRow.objects.filter(holder_id=holder.holder_id, ended_at=None).exists()


def test_a_thief_s_own_older_link_only_ever_puts_the_owner_s_address_back(ports, clock, holder, own):
    first = put_on_file(ports, holder, THIEF)
    clock.advance(3 * DAY)
    put_on_file(ports, holder, "owner.new@example.com")
    assert stop(ports, first[THIEF]).reach is StopReach.CHANGED_AGAIN
    assert on_file(holder) == "owner.new@example.com"


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 0), (1, 1)])
@pytest.mark.parametrize("to", ["own", "thief", "other"])
def test_after_two_changes_in_a_row_no_link_puts_either_of_the_thief_s_addresses_on_file(
    ports, clock, holder, own, order, to
):
    put_on_file(ports, holder, THIEF)
    clock.advance(DAY)
    put_on_file(ports, holder, OTHER_THIEF)
    whose = {"own": own, "thief": THIEF, "other": OTHER_THIEF}[to]
    before = on_file(holder)
    for at in order:
        if link := links(ports)[at].get(whose):
            stop(ports, link)
    assert on_file(holder) in {before, own}
    assert on_file(holder) == own or to != "own" or 1 not in order


def test_the_link_of_a_change_that_was_followed_by_another_says_so_and_is_not_used_up(ports, clock, holder, own):
    first = put_on_file(ports, holder, THIEF)[own]
    clock.advance(DAY)
    second = put_on_file(ports, holder, OTHER_THIEF)[own]
    enter(ports, holder)
    view = stop(ports, first)
    assert (view.reach, view.stopped_at) == (StopReach.CHANGED_AGAIN, None)
    assert not TrailRow.objects.filter(happening="deed_stopped").exists()
    put_on_file(ports, holder, THIEF)
    assert stop(ports, first).stopped_at is not None
    assert on_file(holder) == own
    assert stop(ports, second).reach is StopReach.CHANGED_AGAIN


def test_an_owner_whose_address_came_back_by_a_link_stops_the_thief_s_next_try_as_well(ports, clock, holder, own):
    stop(ports, put_on_file(ports, holder, THIEF)[own])
    clock.advance(13 * DAY)
    told = put_on_file(ports, holder, THIEF)
    clock.advance(2 * DAY)
    stop(ports, told[own])
    assert on_file(holder) == own


def test_a_dump_of_the_database_holds_no_link_that_works(ports, holder, own):
    token = put_on_file(ports, holder, THIEF)[own]
    rows = OutboxRow.objects.filter(message="contact_changed")
    assert len(rows) == 3
    assert all(json.loads(row.params)["stop"] == "" for row in rows)
    assert all(token.encode() not in bytes(row.sealed) for row in rows)
    assert len({bytes(row.sealed) for row in rows}) == 3

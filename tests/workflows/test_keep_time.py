"""What runs on a schedule: each thing told once, whoever runs it and however often, and nothing stale after a downtime."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sekisho.adapters.storage import seeding, trail
from sekisho.adapters.storage.announcement_rows import AnnouncementRow
from sekisho.adapters.storage.moments import from_stored
from sekisho.adapters.storage.rows import AccountRow, OutboxRow
from sekisho.core.authenticators.device_deeds import hold_activation, release_activation
from sekisho.core.authenticators.kinds import CardState, DeviceState, PasscodeState
from sekisho.core.authenticators.terms import Terms
from sekisho.core.events import Happening
from sekisho.testing.clock import FixedClock
from sekisho.testing.people import DSC, Person, Wanted, add_person
from sekisho.workflows.announce_coming import announce_coming
from sekisho.workflows.keep_time import BATCH, keep_time
from sekisho.workflows.ports import Ports

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
POSTED = (DSC[0], None, DeviceState.SHIPPED)
LOST = (DSC[0], None, DeviceState.LOST)


def awaiting(ports: Ports) -> tuple[Person, datetime]:
    person = add_person(ports, Wanted(devices=(POSTED,)))
    posting = Terms().posting(country="JP", shipped_at=ports.clock.now())
    with ports.store.reading() as tx:
        account = tx.account(person.account)
    seeding.save_account(account.holding(replace(account.authenticators[0], ever_active=False, posting=posting)))
    return person, posting.activates_at


def told(message: str, *, channel: str = "mail") -> list[datetime]:
    rows = OutboxRow.objects.filter(message=message, channel=channel).order_by("id")
    return [from_stored(row.at) for row in rows]


def test_an_activation_is_told_seven_three_and_one_days_ahead_and_then_happens(ports: Ports, clock: FixedClock) -> None:
    _, due_at = awaiting(ports)
    while clock.now() <= due_at + DAY:
        keep_time(ports)
        clock.advance(timedelta(hours=1))
    assert told("device_activates") == [due_at - days * DAY for days in (7, 3, 1)]
    assert told("device_activates", channel="text") == told("device_activates")
    assert told("device_activated") == [due_at]


@pytest.mark.parametrize("days", [7, 3, 1])
def test_it_is_told_at_the_second_and_not_a_second_before(ports: Ports, clock: FixedClock, days: int) -> None:
    _, due_at = awaiting(ports)
    clock.set(due_at - days * DAY - SECOND)
    keep_time(ports)
    before = len(told("device_activates"))
    clock.advance(SECOND)
    assert keep_time(ports).announced == 1
    assert keep_time(ports).announced == 0
    assert len(told("device_activates")) == before + 1


def test_after_a_downtime_only_the_newest_is_told(ports: Ports, clock: FixedClock) -> None:
    _, due_at = awaiting(ports)
    clock.set(due_at - 2 * DAY)
    assert keep_time(ports).announced == 1
    assert [timedelta(microseconds=row.ahead) for row in AnnouncementRow.objects.all()] == [3 * DAY]
    clock.set(due_at - DAY)
    assert keep_time(ports).announced == 1
    clock.set(due_at + 5 * DAY)
    done = keep_time(ports)
    assert (done.activated, done.announced) == (1, 0)
    assert len(told("device_activates")) == 2


def test_after_a_downtime_over_the_moment_itself_the_holder_is_told_once_that_it_happened(
    ports: Ports, clock: FixedClock
) -> None:
    _, due_at = awaiting(ports)
    clock.set(due_at + 100 * DAY)
    assert [keep_time(ports).activated for _ in range(2)] == [1, 0]
    assert told("device_activates") == []
    assert len(told("device_activated")) == 1


@pytest.mark.fact("A115")
def test_what_is_held_is_not_told_and_when_released_it_is_told_anew(ports: Ports, clock: FixedClock) -> None:
    person, due_at = awaiting(ports)
    clock.set(due_at - 7 * DAY)
    assert keep_time(ports).announced == 1
    change(ports, person, hold_activation)
    clock.set(due_at - 3 * DAY)
    assert keep_time(ports).announced == 0
    clock.set(due_at + 5 * DAY)
    assert keep_time(ports).activated == 0
    now = clock.now()
    change(ports, person, lambda account, device: release_activation(account, device, now=now, terms=Terms()))
    assert [keep_time(ports).announced for _ in range(2)] == [1, 0]
    clock.set(now + 7 * DAY)
    assert keep_time(ports).activated == 1


def change(ports: Ports, person: Person, deed) -> None:
    with ports.store.transaction() as tx:
        account = tx.account(person.account)
        assert tx.write_changes(account, deed(account, account.authenticators[0].id))


def test_the_ends_of_cards_and_passcodes_are_told(ports: Ports, clock: FixedClock) -> None:
    add_person(ports, Wanted(devices=(LOST,), card=CardState.ACTIVE))
    add_person(ports, Wanted(devices=(LOST,), passcode=PasscodeState.LIVE))
    begun = clock.now()
    while clock.now() <= begun + 22 * DAY:
        keep_time(ports)
        clock.advance(timedelta(hours=6))
    assert told("card_ends") == [begun + 18 * DAY, begun + 20 * DAY]
    assert told("passcode_narrows") == [begun + DAY]
    assert told("passcode_ends") == [begun + 11 * DAY]


def test_each_announcement_has_its_entry_in_the_trail_and_its_reference(ports: Ports, clock: FixedClock) -> None:
    _, due_at = awaiting(ports)
    clock.set(due_at - DAY)
    keep_time(ports)
    (event,) = [one for one in map(trail.read, trail.entries()) if one.happening is Happening.ANNOUNCED]
    assert event.detail["what"] == "device_activates"
    assert event.detail["due_at"] == due_at.isoformat()
    assert event.reference in OutboxRow.objects.filter(message="device_activates").first().params


def test_every_account_is_reached_however_many_there_are(ports: Ports, clock: FixedClock) -> None:
    _, due_at = awaiting(ports)
    for _ in range(BATCH):
        awaiting(ports)
    clock.set(due_at - DAY)
    assert keep_time(ports).announced == BATCH + 1


def test_one_account_that_cannot_be_kept_stops_no_other(ports: Ports, clock: FixedClock) -> None:
    people = [awaiting(ports) for _ in range(3)]
    broken = people[1][0]
    AccountRow.objects.filter(number=broken.account).update(state="nonsense")
    clock.set(people[0][1])
    done = keep_time(ports)
    assert done.activated == 2
    assert [number for number, _ in done.failed] == [broken.account]


def test_a_round_that_is_told_to_stop_ends_between_two_accounts(ports: Ports, clock: FixedClock) -> None:
    _, due_at = awaiting(ports)
    awaiting(ports)
    clock.set(due_at)
    answers = iter([False, True])
    assert keep_time(ports, is_stopping=lambda: next(answers)).activated == 1
    assert keep_time(ports).activated == 1


def test_an_announcement_is_judged_again_in_the_unit_of_work_that_tells_it(ports: Ports, clock: FixedClock) -> None:
    person, due_at = awaiting(ports)
    clock.set(due_at - DAY)
    assert [announce_coming(ports, person.account, now=clock.now()) for _ in range(3)] == [1, 0, 0]
    assert Counter(AnnouncementRow.objects.values_list("subject", flat=True)) == {"device_activates": 1}

"""Workers at once on one database: everything that is due is done and told exactly once, by whichever comes first."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from django.db import connections

from sekisho.adapters.storage import seeding, trail
from sekisho.adapters.storage.announcement_rows import AnnouncementRow
from sekisho.adapters.storage.rows import OutboxRow
from sekisho.core.authenticators.kinds import DeviceState
from sekisho.core.authenticators.terms import Terms
from sekisho.core.events import Happening
from sekisho.testing.clock import FixedClock
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, Wanted, add_person
from sekisho.workflows.keep_time import Round, keep_time
from sekisho.workflows.ports import Ports

WORKERS, PEOPLE = 4, 25


def race(ports: Ports) -> list[Round]:
    """Several workers begin a round at the same moment."""
    gate, rounds = threading.Barrier(WORKERS), []

    def work() -> None:
        gate.wait()
        try:
            rounds.append(keep_time(ports))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rounds) == WORKERS
    assert all(one.failed == () for one in rounds)
    return rounds


def test_everything_is_told_and_written_down_exactly_once(ports_on: Ports, clock: FixedClock) -> None:
    ports, posting = ports_on, Terms().posting(country="JP", shipped_at=clock.now())
    for _ in range(PEOPLE):
        person = add_person(ports, Wanted(devices=((DSC[0], None, DeviceState.SHIPPED),)))
        with ports.store.reading() as tx:
            account = tx.account(person.account)
        seeding.save_account(account.holding(replace(account.authenticators[0], ever_active=False, posting=posting)))
    for days in (7, 3, 1):
        clock.set(posting.activates_at - timedelta(days=days))
        assert sum(one.announced for one in race(ports)) == PEOPLE
    clock.set(posting.activates_at)
    assert sum(one.activated for one in race(ports)) == PEOPLE
    assert AnnouncementRow.objects.count() == 3 * PEOPLE
    mails = Counter(OutboxRow.objects.filter(channel="mail").values_list("holder_id", "message"))
    assert set(Counter(message for _, message in mails).values()) == {PEOPLE}
    assert all(count == (3 if message == "device_activates" else 1) for (_, message), count in mails.items())
    happened = Counter(one.happening for one in map(trail.read, trail.entries()))
    assert (happened[Happening.AUTO_ACTIVATED], happened[Happening.ANNOUNCED]) == (PEOPLE, 3 * PEOPLE)
    assert violations(ports) == ()

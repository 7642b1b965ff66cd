"""The audit trail on both databases: what the triggers refuse, what `verify` finds although they were bypassed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from time import monotonic

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sekisho.adapters.databases import LOCK_SECONDS
from sekisho.adapters.keyring import Keyring
from sekisho.adapters.storage import trail
from sekisho.adapters.storage.driver import connected
from sekisho.adapters.storage.store import TOLERANCE, DjangoStore
from sekisho.adapters.storage.trail import Broken, Intact
from sekisho.adapters.storage.transaction import DjangoTransaction
from sekisho.adapters.vault import FileVault
from sekisho.core.errors import ClockWentBackError
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import attempt, enter
from sekisho.testing.clock import START, FixedClock
from sekisho.testing.people import DSC, Wanted, add_person
from sekisho.workflows.door import Door
from sekisho.workflows.list_sign_ins import list_sign_ins
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.sign_in import sign_in

ENTRIES = 12
TEXTS = "happening actor_kind actor_id holder_id account reference reason surface detail digest".split()
ROUGH = '\r\n\x1b[31m\u2028\u2029\x85\0\ud800\U0001f600<script>&"'
EXAMPLES = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(ports: Ports, count: int = ENTRIES, *, first: int = 1) -> None:
    for number in range(first, first + count):
        event = Event(
            happening=Happening.SIGN_IN_REFUSED,
            at=START + timedelta(seconds=number),
            actor=Actor(kind="claimant", id=f"holder_{number}"),
            holder=f"holder_{number}" if number % 3 else "",
            account=f"U{number:07}",
            reference=f"ABC-DEF-{number:03}" if number % 4 else "",
            reason=Reason.BAD_CREDENTIALS if number % 2 else None,
            surface="portal",
            detail={"channel": "test", "browser": f"関所 {number}"},
        )
        with ports.store.transaction() as tx:
            tx.record(event)


def run(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@pytest.fixture
def written(ports_on: Ports) -> Ports:
    """A trail of twelve entries whose triggers are gone, as an attacker with the database would have it."""
    write(ports_on)
    if connection.vendor == "sqlite":
        for name in ("trail_no_update", "trail_no_delete", "trail_no_replace"):
            run(f"DROP TRIGGER {name}")
    else:
        run("ALTER TABLE trail DISABLE TRIGGER ALL")
    assert trail.verify(ports_on.vault) == Intact(entries=ENTRIES)
    return ports_on


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever the block does to the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def first_bad(ports: Ports, *statements: str, values: tuple[object, ...] = (), **names: object) -> Broken:
    """Tamper, verify, and take it back. `names` are put into the statements' braces, `values` are their parameters."""
    with undone():
        for statement in statements:
            assert run(statement.format(**names), *values) > 0
        found = trail.verify(ports.vault)
    assert isinstance(found, Broken)
    return found


COPY = """
    INSERT INTO trail (seq, at, happening, actor_kind, actor_id, holder_id, account, reference, reason, surface, detail, digest)
    SELECT {to}, at, happening, actor_kind, actor_id, holder_id, account, NULL, reason, surface, detail, digest
    FROM trail WHERE seq = {seq}
"""
RENUMBER = "UPDATE trail SET seq = {new} WHERE seq = {old}"
REPLACE = """
    INSERT OR REPLACE INTO trail SELECT {to}, at, happening, actor_kind, actor_id, holder_id, 'U0000000', reference, reason,
    surface, detail, digest FROM trail WHERE seq = 1
"""


# ── The triggers ─────────────────────────────────────────────────────────────────────────────────────────────


EVERYWHERE = (
    "UPDATE trail SET account = 'U0000000' WHERE seq = 1",
    "UPDATE trail SET seq = seq + 100",
    "DELETE FROM trail WHERE seq = 12",
    "DELETE FROM trail",
)
POSTGRESQL_ONLY = ("TRUNCATE trail", "TRUNCATE trail, trail_head CASCADE")
SQLITE_ONLY = (REPLACE.format(to=1), REPLACE.format(to=99), "UPDATE OR REPLACE trail SET seq = 2 WHERE seq = 1")


def test_nothing_but_adding_is_allowed(ports_on: Ports) -> None:
    write(ports_on)
    foreign = SQLITE_ONLY if connection.vendor == "sqlite" else POSTGRESQL_ONLY
    for statement in (*EVERYWHERE, *foreign):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(statement)
    assert trail.verify(ports_on.vault) == Intact(entries=ENTRIES)


# ── What verify finds ────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_trail_is_intact_and_one_that_was_emptied_is_not(ports_on: Ports) -> None:
    assert trail.verify(ports_on.vault) == Intact(entries=0)
    assert first_bad(ports_on, "UPDATE trail_head SET seq = 1") == Broken(seq=1, why="cut")


@EXAMPLES
@given(seq=st.integers(1, ENTRIES), column=st.sampled_from(TEXTS), data=st.data())
def test_one_flipped_bit_in_any_text_is_found_where_it_is(
    written: Ports, seq: int, column: str, data: st.DataObject
) -> None:
    entry = list(trail.entries())[seq - 1]
    old = entry[2 + TEXTS.index(column)]
    if old:
        at, bit = data.draw(st.integers(0, len(old) - 1)), data.draw(st.integers(0, 6))
        new = old[:at] + chr(ord(old[at]) ^ (1 << bit)) + old[at + 1 :]
        assume("\0" not in new)
        assume(
            column != "reference" or new not in {other[7] for other in trail.entries()}
        )  # the database refuses that itself
    else:
        new = "\x01" if old is None else " "
    found = first_bad(
        written, "UPDATE trail SET {column} = %s WHERE seq = {seq}", values=(new,), column=column, seq=seq
    )
    assert found == Broken(seq=seq, why="altered")


@EXAMPLES
@given(seq=st.integers(1, ENTRIES), bit=st.integers(0, 61))
def test_one_flipped_bit_in_the_moment_is_found_where_it_is(written: Ports, seq: int, bit: int) -> None:
    at = list(trail.entries())[seq - 1][1] ^ (1 << bit)
    found = first_bad(written, "UPDATE trail SET at = {at} WHERE seq = {seq}", at=at, seq=seq)
    assert found == Broken(seq=seq, why="altered")


@EXAMPLES
@given(seq=st.integers(1, ENTRIES), bit=st.integers(0, 62))
def test_one_flipped_bit_in_the_number_is_found_where_it_is_missing(written: Ports, seq: int, bit: int) -> None:
    new = seq ^ (1 << bit)
    assume(not 1 <= new <= ENTRIES)
    found = first_bad(written, "UPDATE trail SET seq = {new} WHERE seq = {seq}", new=new, seq=seq)
    assert found.seq == (seq if new > 0 else 1)


@EXAMPLES
@given(gone=st.sets(st.integers(1, ENTRIES), min_size=1))
def test_deleted_entries_are_missed_from_the_first_on(written: Ports, gone: set[int]) -> None:
    left = set(range(1, ENTRIES + 1)) - gone
    why = "missing" if any(seq > min(gone) for seq in left) else "cut"
    places = ", ".join(str(seq) for seq in gone)
    found = first_bad(written, "DELETE FROM trail WHERE seq IN ({places})", places=places)
    assert found == Broken(seq=min(gone), why=why)


@EXAMPLES
@given(pair=st.lists(st.integers(1, ENTRIES), min_size=2, max_size=2, unique=True).map(sorted))
def test_entries_in_another_order_are_found_at_the_first_that_moved(written: Ports, pair: list[int]) -> None:
    one, other = pair
    swap = [RENUMBER.format(old=old, new=new) for old, new in ((one, 1000), (other, one), (1000, other))]
    assert first_bad(written, *swap) == Broken(seq=one, why="altered")


def test_an_inserted_entry_is_found_wherever_it_is_put(written: Ports) -> None:
    for seq in (-(1 << 62), -1, 0):
        assert first_bad(written, COPY, to=seq, seq=ENTRIES).seq == 1
    for seq in (ENTRIES + 1, ENTRIES + 2, 1 << 62):
        assert first_bad(written, COPY, to=seq, seq=ENTRIES).seq == ENTRIES + 1


def test_an_entry_squeezed_in_between_is_found_where_it_stands(written: Ports) -> None:
    longer = "UPDATE trail_head SET seq = seq + 1"
    for place in (1, 6, ENTRIES - 1):  # entries with a reference, which the copy does not have
        moved = [RENUMBER.format(old=seq, new=seq + 1) for seq in range(ENTRIES, place - 1, -1)]
        assert first_bad(written, *moved, COPY, longer, to=place, seq=place + 1) == Broken(seq=place, why="altered")


def test_a_tail_that_was_cut_off_is_missed_although_the_head_was_moved_back(written: Ports) -> None:
    delete = "DELETE FROM trail WHERE seq > {left}"
    head = "UPDATE trail_head SET seq = t.seq, digest = t.digest, at = t.at FROM trail t WHERE t.seq = {left}"
    for left in (ENTRIES - 1, ENTRIES - 5, 1):
        assert first_bad(written, delete, left=left) == Broken(seq=left + 1, why="cut")
        assert first_bad(written, delete, head, left=left) == Broken(seq=left + 1, why="cut")
    assert first_bad(written, delete, left=0) == Broken(seq=1, why="cut")


def test_a_cut_is_still_found_after_the_trail_went_on(written: Ports) -> None:
    run("DELETE FROM trail WHERE seq > 9")
    run("UPDATE trail_head SET seq = 9, digest = (SELECT digest FROM trail WHERE seq = 9)")
    write(written, 3, first=20)
    assert trail.verify(written.vault) == Broken(seq=10, why="altered")


def test_a_head_that_was_moved_or_deleted_is_found(written: Ports) -> None:
    flipped = "digest = substr(digest, 2, 63) || substr(digest, 1, 1)"
    for change in (
        "seq = seq + 1",
        "seq = seq - 1",
        "seq = 0",
        "digest = ''",
        flipped,
        "at = at + 1",
        "at = 0",
        "id = 2",
    ):
        assert first_bad(written, "UPDATE trail_head SET {change}", change=change).why == "cut"
    assert first_bad(written, "DELETE FROM trail_head").why == "cut"


def test_another_key_verifies_nothing(written: Ports, tmp_path: Path) -> None:
    Keyring.create(tmp_path / "other.json")
    assert trail.verify(FileVault(Keyring(tmp_path / "other.json"))) == Broken(seq=1, why="altered")


def test_sqlite_lets_any_type_in_and_it_is_found_all_the_same(written: Ports) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps its columns' types
    for change in ("detail = x'00ff'", "account = 7.5"):
        found = first_bad(written, "UPDATE trail SET {change} WHERE seq = 5", change=change)
        assert found == Broken(seq=5, why="altered")
    assert first_bad(written, "UPDATE trail SET seq = 'five' WHERE seq = 5") == Broken(seq=5, why="missing")
    assert first_bad(written, "UPDATE trail SET seq = 'last' WHERE seq = 12") == Broken(seq=12, why="altered")


def test_the_trail_can_be_verified_while_deeds_go_on(ports_on: Ports) -> None:
    is_over = Signal()

    def record() -> None:
        number = 1
        while not is_over.is_set() and number < 800:
            write(ports_on, 1, first=number)
            number += 1
        connection.close()

    writer = Thread(target=record)
    writer.start()
    found = [trail.verify(ports_on.vault) for _ in range(40)]
    is_over.set()
    writer.join()
    assert [one for one in found if isinstance(one, Broken)] == []
    assert isinstance(trail.verify(ports_on.vault), Intact)


# ── What is written ──────────────────────────────────────────────────────────────────────────────────────────


def test_rough_signs_in_a_name_and_a_browser_give_one_escaped_entry(ports_on: Ports) -> None:
    door = Door(channel="test" + ROUGH, address="192.0.2.1" + ROUGH, browser="Mozilla" + ROUGH)
    sign_in(ports_on, attempt("nobody" + ROUGH, door=door))
    ((seq, *cells),) = trail.entries()
    assert seq == 1
    text = "".join(str(cell) for cell in cells)
    assert text.isascii()
    assert text.isprintable()
    assert "nobody" not in text
    assert trail.read((seq, *cells)).detail["browser"] == "Mozilla" + ROUGH
    assert trail.verify(ports_on.vault) == Intact(entries=1)


@EXAMPLES
@given(name=st.text(max_size=80), browser=st.text(st.characters(), max_size=80))
def test_whatever_stands_in_a_name_or_a_browser_gives_exactly_one_entry(ports: Ports, name: str, browser: str) -> None:
    before = sum(1 for _ in trail.entries())
    sign_in(ports, attempt(name, door=Door(channel="test", browser=browser)))
    entries = list(trail.entries())
    assert len(entries) == before + 1
    assert trail.read(entries[-1]).detail["browser"] == browser
    assert "".join(str(cell) for cell in entries[-1]).isascii()


def test_a_holder_reads_the_own_history_newest_first_and_nobody_elses(ports_on: Ports, clock: FixedClock) -> None:
    person, other = (add_person(ports_on, Wanted(devices=(DSC,))) for _ in range(2))
    enter(ports_on, other)
    sign_in(ports_on, attempt(person, password="wrong"))
    clock.advance(timedelta(seconds=1))
    view = enter(ports_on, person)
    assert view.grant is not None
    assert view.grant.access_token is not None
    visitor = recognise(ports_on, Secret(view.grant.access_token.reveal()))
    assert isinstance(visitor, Visitor)
    told = [(entry.happening, entry.reason) for entry in list_sign_ins(ports_on, visitor)]
    assert told == [("signed_in", None), ("password_proved", None), ("sign_in_refused", Reason.BAD_CREDENTIALS)]


def test_a_deed_more_than_two_seconds_before_the_newest_entry_is_refused(ports_on: Ports) -> None:
    write(ports_on)
    newest = START + timedelta(seconds=ENTRIES)
    for behind in (timedelta(hours=1), timedelta(seconds=2, microseconds=1)):
        event = Event(happening=Happening.SIGNED_OUT, at=newest - behind, actor=Actor(kind="system"))
        with pytest.raises(ClockWentBackError), ports_on.store.transaction() as tx:
            tx.record(event)
        with pytest.raises(ClockWentBackError), ports_on.store.transaction() as tx:
            tx.verify_time(event.at)
    for behind in (timedelta(seconds=2), timedelta(0)):
        event = Event(happening=Happening.SIGNED_OUT, at=newest - behind, actor=Actor(kind="system"))
        with ports_on.store.transaction() as tx:
            tx.verify_time(event.at)
            tx.record(event)
        assert trail.newest_at() == newest
    assert trail.verify(ports_on.vault) == Intact(entries=ENTRIES + 2)


def test_a_deed_that_waited_for_its_turn_is_not_taken_for_a_clock_that_went_back(ports_on: Ports) -> None:
    write(ports_on)
    newest = START + timedelta(seconds=ENTRIES)
    with ports_on.store.transaction():
        driver = connected(connections["default"])
        waited = DjangoTransaction(
            driver, vault=ports_on.vault, tolerance=TOLERANCE, asked_for_at=monotonic() - LOCK_SECONDS
        )
        in_time = newest - TOLERANCE - timedelta(seconds=LOCK_SECONDS)
        waited.verify_time(in_time)
        waited.record(Event(happening=Happening.SIGNED_OUT, at=in_time, actor=Actor(kind="system")))
        with pytest.raises(ClockWentBackError):
            waited.verify_time(in_time - timedelta(minutes=1))
    assert trail.newest_at() == newest


def test_a_mark_of_time_that_lies_in_the_future_is_set_right_by_one_more_entry_and_by_nothing_else(
    ports_on: Ports,
) -> None:
    write(ports_on)
    ahead = Event(happening=Happening.SIGNED_OUT, at=START + timedelta(days=3650), actor=Actor(kind="system"))
    with ports_on.store.transaction() as tx:
        tx.record(ahead)
    with pytest.raises(ClockWentBackError):
        write(ports_on, 1, first=100)
    with DjangoStore(vault=ports_on.vault, tolerance=None).transaction() as tx:
        tx.record(Event(happening=Happening.SIGNED_OUT, at=START + timedelta(hours=1), actor=Actor(kind="operator")))
    assert trail.newest_at() == START + timedelta(hours=1)
    with ports_on.store.transaction() as tx:
        tx.verify_time(START + timedelta(hours=1))
    write(ports_on, 1, first=3601)
    assert trail.verify(ports_on.vault) == Intact(entries=ENTRIES + 3)

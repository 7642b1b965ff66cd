"""`sekisho audit`: the trail verifies, or its first bad entry is named; its export says all that it is chained over."""

import json
import sqlite3
from contextlib import closing

import pytest

HARM = {
    "altered": ("UPDATE trail SET account = 'U9999999' WHERE seq = 3", "Entry 3 of the audit trail was altered."),
    "deleted": ("DELETE FROM trail WHERE seq = 2", "Entry 2 of the audit trail is missing."),
    "cut off": ("DELETE FROM trail WHERE seq > 3", "The audit trail was cut off before entry 4."),
}


def harm(data, statement):
    """Do what somebody with the database file can do, whatever guards the file holds itself."""
    with closing(sqlite3.connect(data / "sekisho.sqlite3")) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(statement)
        database.commit()


def test_an_untouched_trail_is_intact(trailed, sekisho):
    ended = sekisho("audit", "verify")
    assert (ended.returncode, ended.stdout) == (0, "The audit trail is intact; entries: 5.\n")


@pytest.mark.parametrize("deed", HARM)
def test_the_first_bad_entry_is_named(trailed, sekisho, deed):
    statement, said = HARM[deed]
    harm(trailed, statement)
    ended = sekisho("audit", "verify")
    assert (ended.returncode, ended.stderr) == (1, f"{said}\n")


def test_the_export_is_one_object_a_line_oldest_first(trailed, sekisho):
    ended = sekisho("audit", "export")
    assert ended.returncode == 0
    entries = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [entry["seq"] for entry in entries] == [1, 2, 3, 4, 5]
    assert ended.stdout.isascii()
    assert len({entry["digest"] for entry in entries}) == 5


def test_without_an_installation_there_is_no_trail(sekisho):
    assert sekisho("audit", "verify").returncode == 1

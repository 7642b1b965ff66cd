"""`sekisho agent`: who may work at the desk, brought in with a device of their own, and let go at once."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from sekisho.adapters.storage import staffing
from sekisho.core.access.decisions import Scope
from sekisho.core.accounts import Credentials
from sekisho.core.authenticators import dsc_plus
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.desk.roles import Role
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing import claimant
from sekisho.testing.people import PASSWORD as HOLDERS_PASSWORD
from sekisho.testing.people import Person
from sekisho.workflows.outcomes import SessionOver, Visitor
from sekisho.workflows.recognise import recognise
from sekisho.workflows.records import HolderRecord, StaffRecord
from sekisho.workflows.staff_records import Farewell, NewStaff

PASSWORD = "autumn leaves over the gate"
HANA = ("agent", "add", "--username", "madobe01", "--name", "窓辺 はな", "--role", "agent")
SETUP = re.compile(r"suite +(\S+)\n +key +([0-9a-f]{64})\n +PIN +([0-9]{4})\n")


@pytest.fixture
def typed(installed, tmp_path):
    """Runs the program with a line on its standard input."""

    def run(*arguments, line=PASSWORD):
        from_tests = {"SEKISHO_DATA_DIR": str(installed), "LANG": "en_GB.UTF-8"}
        return subprocess.run(
            [sys.executable, "-m", "sekisho.entrypoints.cli", *arguments],
            env=from_tests | {"PATH": "", "PYTHONPATH": ":".join(filter(None, sys.path))},
            cwd=tmp_path,
            input=f"{line}\n",
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


def test_an_agent_is_added_listed_and_dismissed(typed):
    added = typed(*HANA)
    assert added.returncode == 0, added.stderr
    assert "Client Services" in added.stdout
    assert SETUP.search(added.stdout)[1] == dsc_plus.SUITE
    assert typed("agent", "list").stdout == "madobe01\t窓辺 はな\tClient Services\n"
    assert typed("agent", "disable", "madobe01").returncode == 0
    assert typed("agent", "list").stdout == "madobe01\t窓辺 はな\tClient Services\tdismissed\n"
    trail = [json.loads(line) for line in typed("audit", "export").stdout.splitlines()]
    assert [(one["happening"], one["actor"]["kind"]) for one in trail] == [
        ("staff_added", "operator"),
        ("staff_dismissed", "operator"),
    ]


def test_key_pin_and_password_are_printed_at_most_once_and_stored_sealed(typed, installed):
    _, key, _ = SETUP.search(typed(*HANA).stdout).groups()
    stored = b"".join(path.read_bytes() for path in installed.iterdir())
    assert key.encode() not in stored
    assert bytes.fromhex(key) not in stored
    assert PASSWORD.encode() not in stored
    assert key not in typed("audit", "export").stdout


@pytest.mark.parametrize(
    ("arguments", "line", "said"),
    [
        (("--username", "Madobe!"), PASSWORD, "user name"),
        (("--email", "nobody"), PASSWORD, "e-mail"),
        (("--phone", "03-0000"), PASSWORD, "telephone"),
        (("--own-account", "X1"), PASSWORD, "account number"),
        (("--name", ""), PASSWORD, "name"),
        ((), "short", "too short"),
        ((), "madobe01", "user name"),
    ],
)
def test_what_is_not_sound_adds_nobody(typed, installed, arguments, line, said):
    ended = typed(*HANA, *arguments, line=line)
    assert ended.returncode == 1
    assert said in ended.stderr
    with closing(sqlite3.connect(installed / "sekisho.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM staff").fetchone() == (0,)


def test_an_unknown_role_is_a_wrong_call(typed):
    assert typed(*HANA[:-1], "boss").returncode == 2


def test_a_taken_name_is_not_taken_twice(typed):
    typed(*HANA)
    ended = typed(*HANA)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "taken" in ended.stderr


def test_nobody_is_dismissed_twice_or_who_is_not_there(typed):
    assert "Nobody" in typed("agent", "disable", "madobe01").stderr
    typed(*HANA)
    typed("agent", "disable", "madobe01")
    again = typed("agent", "disable", "madobe01")
    assert again.returncode == 1
    assert "before" in again.stderr


def newcomer(ports):
    holder = HolderRecord(
        id="hld_madobe",
        username="madobe01",
        password_hash=ports.hasher.hash(Secret(HOLDERS_PASSWORD)),
        credentials=Credentials.STAFF,
        account_number="A1234567",
        own_number="A1234567",
        language="ja",
        residence="JP",
        email="",
        phone="",
    )
    return NewStaff(
        holder=holder,
        staff=StaffRecord(holder_id=holder.id, role=Role.AGENT, name="窓辺 はな"),
        device_id=AuthenticatorId("fac_madobe"),
        key=Secret(bytes(range(32))),
        pin=Secret("4711"),
    )


def carried(new):
    factor = {"id": new.device_id, "kind": "dsc_plus", "suite": dsc_plus.SUITE, "pin": "4711"}
    key_hex = new.key.reveal().hex()
    return Person(
        username=new.holder.username,
        account=new.holder.account_number,
        holder_id=new.holder.id,
        factors=[factor | {"key_hex": key_hex}],
    )


def test_a_new_agent_comes_in_with_the_printed_card_and_nowhere_else_than_the_desk(ports):
    new = newcomer(ports)
    assert staffing.bring_in(ports, new)
    grant = claimant.enter(ports, carried(new)).grant
    assert set(grant.scopes) == {Scope.DESK}


def test_a_dismissed_agent_is_out_at_once_and_does_not_come_back(ports):
    new = newcomer(ports)
    staffing.bring_in(ports, new)
    session = claimant.enter(ports, carried(new)).grant.access_token
    assert isinstance(recognise(ports, session), Visitor)
    assert staffing.dismiss(ports, "madobe01") is Farewell.DONE
    assert isinstance(recognise(ports, session), SessionOver)
    assert claimant.reason(claimant.enter(ports, carried(new))) is Reason.ACCOUNT_CLOSED


def test_a_holder_is_not_dismissed_as_staff(ports):
    from sekisho.testing.people import DSC, Wanted, add_person

    holder = add_person(ports, Wanted(devices=(DSC,)))
    assert staffing.dismiss(ports, holder.username) is Farewell.UNKNOWN
    assert claimant.enter(ports, holder).grant

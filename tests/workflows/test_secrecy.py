"""What a database, its files and the logs hold after people have signed in with everything there is: no secret."""

import hashlib
import logging
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from sekisho.core.authenticators.kinds import CardState, PasscodeState
from sekisho.core.secret import Secret
from sekisho.testing.claimant import answer, attempt, right_answer, wrong_answer
from sekisho.testing.people import ANDROID, DSC, IOS, PASSWORD, PIN, Wanted, add_person
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.door import Door
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.sign_in import sign_in
from sekisho.workflows.sign_out import sign_out

EVERYTHING = [
    Wanted(devices=(DSC,)),
    Wanted(devices=(IOS,)),
    Wanted(devices=(ANDROID,)),
    Wanted(card=CardState.ACTIVE),
    Wanted(passcode=PasscodeState.LIVE),
]
MISTYPED = "correct horse battery stable"


def whole_database() -> bytes:
    """Every value of every row, and of SQLite the files themselves."""
    found = bytearray()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT * FROM " + connection.ops.quote_name(table))
            for row in cursor.fetchall():
                for cell in row:
                    found += bytes(cell) if isinstance(cell, bytes | memoryview) else repr(cell).encode()
                    found += b"\n"
    if connection.vendor == "sqlite":
        file = Path(urlsplit(connection.settings_dict["NAME"]).path)
        found += b"".join(kept.read_bytes() for kept in file.parent.glob(f"{file.name}*"))
    return bytes(found)


def sign_in_with_everything(ports: Ports) -> list[str]:
    """Sign in with every kind, stumbling once at each step. Gives every value that nobody may find afterwards."""
    secrets = [PASSWORD, MISTYPED]
    for wanted in EVERYTHING:
        person = add_person(ports, wanted)
        sign_in(ports, attempt(person, password=MISTYPED))
        login = sign_in(ports, attempt(person))
        assert login.id is not None
        choose_factor(ports, login_id=login.id, factor="fac_unknown", door=Door(channel="test"))
        for response in (wrong_answer(person, login), right_answer(person, login)):
            view = answer(ports, login, response)
            secrets.append(response)
        assert view.grant is not None
        assert view.grant.access_token is not None
        assert view.grant.browser_mark is not None
        token, mark = view.grant.access_token, view.grant.browser_mark
        secrets += [one.reveal_text() for one in (login.id, token, mark)]
        home = Door(channel="test", browser_mark=mark)
        sign_in(ports, attempt(person, door=home))
        recognise(ports, token)
        sign_out(ports, Secret(token.reveal()), door=home)
        secrets += [factor[name] for factor in person.factors for name in ("key_hex", "passcode") if name in factor]
    return secrets


def spellings(secret: str) -> set[bytes]:
    """A secret as it was typed, without its prefix, as the bytes it stands for, and hashed without a key."""
    spelt = {secret.encode(), secret.partition("_")[2].encode() or secret.encode()}
    if len(secret) == 64:
        spelt.add(bytes.fromhex(secret))
    hashed = {hashlib.sha256(one) for one in spelt}
    return spelt | {one.digest() for one in hashed} | {one.hexdigest().encode() for one in hashed}


def test_no_secret_is_in_any_row_or_file_or_log(
    ports_on: Ports, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        secrets = sign_in_with_everything(ports_on)
    said = capfd.readouterr()
    written = whole_database() + caplog.text.encode() + said.out.encode() + said.err.encode()
    assert [secret for secret in secrets for spelt in spellings(secret) if spelt in written] == []
    pin = hashlib.sha256(PIN.encode())
    assert pin.digest() not in written
    assert pin.hexdigest().encode() not in written
    assert b"signed_in" in written

"""The bare loop: what one second-factor verification does to the database and to the keys, and nothing else.

The same statements, by the product's own texts and in its own order, in the same two transactions; the same HMACs, the same
opening of the sealed key, the same random draws, the same chained entry of the trail. No framework, no types, no policy, no
views: what a program of a hundred lines with the driver alone would do. `second_factor` holds the two lists of statements
side by side, and the trail that both write verifies as one.
"""

import hmac
import json
import secrets
from time import time_ns
from typing import Any, Final

from bench import plain
from bench.houses import House
from bench.prepared import Prepared
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sekisho.adapters.storage import statements as sql
from sekisho.adapters.storage.readers import WIDTH
from sekisho.core.authenticators.dsc_plus import MOST_WRONG, SUITE
from sekisho.core.authenticators.entry import CLEAR

HOURS: Final = 3_600 * 1_000_000
DAYS: Final = 24 * HOURS
SEALED_AT: Final = WIDTH + 1
ASKED: Final = 14
"""Where the columns of the challenge begin in `sql.LOGIN`."""
NOTHING: Final = (0, "", None)
DETAIL: Final = json.dumps(
    {"address": "192.0.2.1", "browser": "bench", "channel": "api", "factor": "dsc_plus", "mode": "live"},
    separators=(",", ":"),
)
to_json = json.JSONEncoder(separators=(",", ":")).encode


class Lost(Exception):
    """A statement that must hit a row hit none."""


class Bare:
    """The loop's body and what it needs: one connection, and the keys, derived once."""

    def __init__(self, house: House) -> None:
        self._plain = plain.Plain(house)
        self._run = self._plain.run
        keyring = house.keyring()
        self._keys = {
            name: keyring.lookup(f"fingerprint:{name}")
            for name in ("login", "session", "browser", "username", "browser of a holder", "trail", "trail link")
        }
        self._seal = keyring.of_version("seal", 1)

    @property
    def connection(self) -> Any:
        """The driver's connection, for whoever wants to watch it."""
        return self._plain.connection

    def close(self) -> None:
        self._plain.close()

    def verify(self, login: Prepared) -> None:
        """Verify one right answer and open the session."""
        now = time_ns() // 1_000
        printed = self._print("login", login.bearer.reveal_text())
        mark = self._print("browser", login.browser_mark)
        begun = self._must(sql.LOGIN, (printed,))
        holder, question, device = begun[1], begun[ASKED + 2], begun[ASKED + 1]
        client = self._print("browser of a holder", f"{holder} {mark}")
        kept = self._reserve(begun, mark, client, now)
        sealed = bytes(kept[SEALED_AT])
        place = f"authenticator/{device}/key".encode()
        packed = AESGCM(self._seal).decrypt(sealed[5:17], sealed[17:], sealed[:5] + place)
        if not hmac.compare_digest(_response(packed, question), login.response):
            raise Lost
        self._spend(begun, mark, client, now)

    def _reserve(self, begun: Any, mark: str, client: str, now: int) -> Any:
        """Transaction 1: the try is counted before anything is compared."""
        printed, holder, challenge, device = begun[0], begun[1], begun[ASKED], begun[ASKED + 1]
        self._plain.begin()
        self._must(sql.HEAD, ())
        self._must(sql.RESERVE_CHALLENGE, (challenge, printed, now, False, now))
        self._count(holder, "second_factor", lambda row: (row[0] + 1, "", None))
        self._must(sql.KNOWN_BROWSER, (holder, mark, now - 180 * DAYS))
        self._count(client, "second_factor:month", lambda row: (0, _with(row[1], now), None))
        kept = self._must(sql.SECRETS, (device,))
        self._must(sql.RESERVE_AUTHENTICATOR, (device, MOST_WRONG))
        self._plain.commit()
        return kept

    def _spend(self, begun: Any, mark: str, client: str, now: int) -> None:
        """Transaction 2: the challenge is spent, the counters are given back, the session opens, the trail grows."""
        printed, holder_id, challenge, device = begun[0], begun[1], begun[ASKED], begun[ASKED + 1]
        self._plain.begin()
        self._must(sql.SPEND_CHALLENGE, (now, challenge, now))
        self._count(holder_id, "second_factor", lambda _: NOTHING)
        self._count(client, "second_factor:month", lambda row: (0, _without(row[1], str(now)), None))
        self._run(sql.CLEAR_WRONG, (now, device))
        self._count(device, "challenges", lambda row: (0, _without(row[1], row[1].rpartition(" ")[2]), None))
        holder = self._must(sql.HOLDER_BY_ID, (holder_id,))
        self._run(sql.ACCOUNT, (holder[4],)).fetchall()
        self._must(sql.SETTLE_LOGIN, (True, "granted", "", "", printed, False))
        self._must(sql.KNOWN_BROWSER, (holder_id, mark, now - 180 * DAYS))
        self._open_session(holder, device, now)
        self._plain.commit()

    def _open_session(self, holder: Any, device: str, now: int) -> None:
        run = self._run
        token = "sat_" + secrets.token_urlsafe(32)
        reference = "-".join("".join(secrets.choice(CLEAR) for _ in range(3)) for _ in range(3))
        run(sql.TRIES, (self._print("username", holder[1]), "password:unknown")).fetchone()
        session = (self._print("session", token), holder[0], "portal", "live", "live", device, reference, now, now)
        run(sql.OPEN_SESSION, (*session, now + 12 * HOURS))
        seq, link, _ = self._must(sql.TAKE_HEAD, ())
        entry = (seq, now, "signed_in", "claimant", holder[0], holder[0], holder[4], reference, "", "portal", DETAIL)
        digest = self._print("trail", to_json([link, *entry]))
        run(sql.APPEND, (*entry, digest))
        run(sql.MOVE_HEAD, (self._print("trail link", digest), now))

    def _count(self, subject: str, kind: str, change: Any) -> None:
        row = self._must(sql.TRIES, (subject, kind))
        self._must(sql.REPLACE_TRIES, (*change(row), subject, kind, row[3]))

    def _must(self, statement: str, values: tuple[object, ...]) -> Any:
        row = self._run(statement, values).fetchone()
        if row is None:
            raise Lost(statement)
        return row

    def _print(self, purpose: str, value: str) -> str:
        return hmac.digest(self._keys[purpose], value.encode(), "sha256").hex()


def _response(packed: bytes, question: str) -> str:
    padded = bytes.fromhex(f"{int(question):x}".ljust(256, "0"))
    mac = hmac.digest(packed[:32], SUITE.encode() + b"\0" + padded + packed[32:], "sha256")
    offset = mac[-1] & 15
    return f"{(int.from_bytes(mac[offset : offset + 4], 'big') & 0x7FFF_FFFF) % 10**8:08d}"


def _with(moments: str, now: int) -> str:
    return f"{moments} {now}".strip()


def _without(moments: str, moment: str) -> str:
    return " ".join(each for each in moments.split() if each != moment)

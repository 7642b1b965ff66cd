"""A house to measure: a real installation in a folder of its own, with holders who have all signed in before.

`sekisho init` makes it, and written SQL fills it: one account, one user name, one Digital Security Card+, one known browser and
three counters for each holder. The password's hash is made once. A device's key is sealed when the device is first used;
until then a blob of the same length keeps its place, so that sealing moves nothing.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, time_ns
from typing import Final

from bench import plain, processes
from bench.cluster import durable_cluster

from sekisho.adapters.hashing import Argon2Hasher
from sekisho.adapters.keyring import Keyring
from sekisho.adapters.vault import FileVault
from sekisho.core.authenticators.device_key import pack
from sekisho.core.authenticators.dsc_plus import SUITE
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.secret import Secret
from sekisho.testing.databases import Cluster
from sekisho.workflows.verifying import key_place

PASSWORD: Final = "correct horse battery staple"
DEVICE_KEY: Final = bytes(range(32))
PIN: Final = "4711"

NUMBERS: Final = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s) "
SEED: Final = (
    "INSERT INTO account (number, state, trades_from, closed_cause, has_opted_out, paper_number) "
    + NUMBERS
    + "SELECT 'U' || (1000000 + n), 'open', %s, '', %s, NULL FROM numbers",
    "INSERT INTO holder (id, username, password_hash, credentials, account_number, own_number, language, residence, name, "
    "email, phone, address, created_at) "
    + NUMBERS
    + "SELECT 'holder_' || n, 'bench' || n, %s, 'live', 'U' || (1000000 + n), 'U' || (1000000 + n), 'ja', 'JP', 'Holder ' || n, "
    "'bench' || n || '@example.com', '', '', %s FROM numbers",
    "INSERT INTO authenticator (id, account_number, kind, platform, name, serial, state, ever_active, suite, sealed_key, "
    "passcode_hash, created_at, is_held, cells, cells_left, pair_tries, wrong_in_row) "
    + NUMBERS
    + "SELECT 'fac_' || n, 'U' || (1000000 + n), 'dsc_plus', '', '', '', 'active', %s, %s, %s, '', %s, %s, 0, 0, 0, 0 "
    "FROM numbers",
    "INSERT INTO tries (subject, kind, in_row, moments, closed_until, version) "
    + NUMBERS
    + "SELECT 'holder_' || n, 'second_factor', 0, '', CAST(NULL AS bigint), 1 FROM numbers UNION ALL "
    "SELECT 'fac_' || n, 'challenges', 0, '', CAST(NULL AS bigint), 1 FROM numbers",
)
LAST_LOGINS: Final = (
    "INSERT INTO login (id_hash, holder_id, surface, mode, credentials, created_at, expires_at, is_over, outcome, reason, "
    "reference, challenge_id, purpose, session, subject) "
    + NUMBERS
    + "SELECT 'past login ' || n, 'holder_' || n, 'portal', 'live', 'live', 0, 0, %s, 'granted', '', '', n, 'sign_in', '', '' "
    "FROM numbers",
    "INSERT INTO challenge (login_hash, authenticator_id, question, tries, most_tries, expires_at, used_at) "
    + NUMBERS
    + "SELECT 'past login ' || n, 'fac_' || n, '100000', 1, 5, 0, 0 FROM numbers",
    "INSERT INTO session (id_hash, holder_id, surface, mode, credentials, answered, reference, created_at, last_seen_at, "
    "expires_at, ended_at) "
    + NUMBERS
    + "SELECT 'past session ' || n, 'holder_' || n, 'portal', 'live', 'live', 'fac_' || n, '', 0, 0, 0, 0 FROM numbers",
)
MOST_LAST_LOGINS: Final = 20_000
"""Enough that PostgreSQL has seen no table empty; plans made for an empty table are not worth measuring."""
SEAL: Final = "UPDATE authenticator SET sealed_key = %s WHERE id = %s"


@dataclass(frozen=True, kw_only=True)
class House:
    """One installation; `database_url` None means SQLite in the folder."""

    folder: Path
    accounts: int
    database_url: str | None = None

    @property
    def database(self) -> str:
        return "PostgreSQL" if self.database_url else "SQLite"

    @property
    def name(self) -> str:
        return f"{self.database}, {self.accounts:,} accounts"

    def environment(self, **more: str) -> dict[str, str]:
        """The variables under which the program finds this house."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SEKISHO_", "DATABASE_"))}
        chosen = {"SEKISHO_DATA_DIR": str(self.folder), "SEKISHO_SECURE_COOKIES": "false"}
        url = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return kept | chosen | url | more

    def database_seconds(self) -> float:
        """Processor time that the database's own processes have used; SQLite has none."""
        if self.database_url is None:
            return 0.0
        socket = Path(self.database_url.partition("host=")[2])
        return processes.processor_seconds(int((socket / "data" / "postmaster.pid").read_text("ascii").split()[0]))

    def keyring(self) -> Keyring:
        return Keyring(self.folder / "keys.json")


def holder_of(number: int) -> str:
    return f"holder_{number}"


def browser_mark(number: int) -> str:
    """What the cookie of a holder's browser says."""
    return f"browser_{number:043}"


@contextmanager
def houses(wanted: list[tuple[str, int]]) -> Iterator[list[House]]:
    """Build a house for each database with so many accounts, and remove them all."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever stops a bench wants its gigabytes back
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="sekisho-bench-")))
        cluster = stack.enter_context(durable_cluster()) if "postgresql" in dict(wanted) else None
        yield [
            build(folder / f"{database}-{size}", size, cluster=cluster if database == "postgresql" else None)
            for database, size in wanted
        ]


def build(folder: Path, accounts: int, *, cluster: Cluster | None) -> House:
    """Make one installation and fill it."""
    begun = perf_counter()
    url = None
    if cluster is not None:
        name = f"bench_{accounts}"
        cluster.run(f"CREATE DATABASE {name}")
        url = cluster.url(name)
    house = House(folder=folder, accounts=accounts, database_url=url)
    subprocess.run(
        [sys.executable, "-m", "bench.sekisho_program", "init"],
        env=house.environment(),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    _fill(house)
    print(f"  built {house.name} in {perf_counter() - begun:.0f} s", flush=True)
    return house


def _fill(house: House) -> None:
    keyring = house.keyring()
    vault, now = FileVault(keyring), time_ns() // 1_000
    hashed = Argon2Hasher(keyring).hash(Secret(PASSWORD))
    sealed = sealed_key(vault, "fac_0")
    values = ((0, False), (hashed, now), (True, SUITE, sealed, now, False), ())
    filler = plain.Filler(house)
    with filler.without_indexes():
        for statement, rest in zip(SEED, values, strict=True):
            filler.run(statement, (house.accounts, *rest))
        for statement, rest in zip(LAST_LOGINS, ((True,), (), ()), strict=True):
            filler.run(statement, (min(house.accounts, MOST_LAST_LOGINS), *rest))
        filler.rows("browser", ("holder_id", "mark", "known_since"), _browsers(vault, house.accounts, now=now))
        filler.rows("tries", ("subject", "kind", "in_row", "moments", "version"), _months(vault, house.accounts))
    filler.close()


def _browsers(vault: FileVault, accounts: int, *, now: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, accounts + 1):
        yield holder_of(number), vault.fingerprint(browser_mark(number), purpose="browser"), now


def _months(vault: FileVault, accounts: int) -> Iterator[tuple[object, ...]]:
    """The counters of known browsers, in the order of the index, as years of use would not have left them: only so it is quick."""
    for client in sorted(client_print(vault, number) for number in range(1, accounts + 1)):
        yield client, "second_factor:month", 0, "", 1


def client_print(vault: FileVault, number: int) -> str:
    """The name under which the wrong answers of a holder's own browser are counted."""
    mark = vault.fingerprint(browser_mark(number), purpose="browser")
    return vault.fingerprint(f"{holder_of(number)} {mark}", purpose="browser of a holder")


def sealed_key(vault: FileVault, device: str) -> bytes:
    """The key that every holder's device has here, sealed for this one."""
    return vault.seal(pack(Secret(DEVICE_KEY), pin=Secret(PIN)), place=key_place(AuthenticatorId(device)))

"""What all tests share: Django configured once, a fresh real database for each test, and the ports on top of it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from sekisho.settings import Settings
from sekisho.testing.clock import FixedClock
from sekisho.testing.hasher import QuickHasher

if TYPE_CHECKING:
    from sekisho.testing.databases import Cluster
    from sekisho.workflows.ports import Ports

FOLDER = Path(tempfile.mkdtemp(prefix="sekisho-tests-"))


hypothesis_settings.register_profile("house", deadline=None)  # a busy machine is slow, not wrong
hypothesis_settings.load_profile("house")


def pytest_configure() -> None:
    """Make the template database and configure Django with it, before any test module imports a row."""
    from sekisho import wiring

    settings = Settings(data_dir=FOLDER)
    wiring.prepare(settings)
    from django.db import connections

    connections["default"].close()


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def installation_folder() -> Path:
    """Where the keyring of this test process is, for a second process that works on the same store."""
    return FOLDER


@pytest.fixture(scope="session")
def cluster() -> Iterator["Cluster"]:
    """A private PostgreSQL cluster for this test process, started when the first test asks for it."""
    from sekisho.testing.databases import postgresql_cluster

    with postgresql_cluster() as started:
        started.make_template()
        yield started


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[None]:
    """A fresh SQLite file with all tables."""
    from sekisho.testing import databases

    databases.use(databases.fresh_sqlite(tmp_path, FOLDER / "sekisho.sqlite3"))
    yield
    databases.connections["default"].close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Each database in turn, fresh, with all tables; gives its name."""
    from sekisho.adapters.databases import postgresql
    from sekisho.testing import databases

    if request.param == "sqlite":
        databases.use(databases.fresh_sqlite(tmp_path, FOLDER / "sekisho.sqlite3"))
    else:
        databases.use(postgresql(request.getfixturevalue("cluster").fresh()))
    yield request.param
    databases.connections["default"].close()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still until a test moves it."""
    return FixedClock()


def build_ports(clock: FixedClock) -> "Ports":
    """Build the ports on the current database: everything real but the clock and the cost of a password hash."""
    from sekisho.adapters.common_passwords import load_common
    from sekisho.adapters.keyring import Keyring
    from sekisho.adapters.objects import SealedFolder
    from sekisho.adapters.storage.store import DjangoStore
    from sekisho.adapters.system import SystemDice
    from sekisho.adapters.vault import FileVault
    from sekisho.adapters.web_authentication import WebAuthenticationJudge
    from sekisho.testing.imaging import FakeImaging
    from sekisho.wiring import COMMON_PASSWORDS
    from sekisho.workflows.ports import Ports

    vault = FileVault(Keyring(FOLDER / "keys.json"))
    return Ports(
        store=DjangoStore(vault=vault),
        clock=clock,
        dice=SystemDice(),
        hasher=QuickHasher(),
        vault=vault,
        common_passwords=load_common(COMMON_PASSWORDS),
        objects=SealedFolder(FOLDER / "objects", vault=vault),
        passkeys=WebAuthenticationJudge("http://localhost:8000"),
        imaging=FakeImaging(),
    )


@pytest.fixture
def ports(sqlite_database: None, clock: FixedClock) -> "Ports":
    """The ports on a fresh SQLite database."""
    return build_ports(clock)


@pytest.fixture
def ports_on(database: str, clock: FixedClock) -> "Ports":
    """The ports on each database in turn."""
    return build_ports(clock)

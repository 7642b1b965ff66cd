"""Two more processes, started once, pointed at each test's own database."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sekisho.testing.clock import FixedClock

if TYPE_CHECKING:
    from sekisho.workflows.ports import Ports

    from .companions import Companion, Crowd


@pytest.fixture(scope="session")
def companions(installation_folder: Path) -> Iterator[tuple["Companion", ...]]:
    """Two more processes, for all tests of this one."""
    from .companions import Companion

    started = (Companion(installation_folder), Companion(installation_folder))
    yield started
    for companion in started:
        companion.end()


@pytest.fixture
def crowd(companions: tuple["Companion", ...], ports_on: "Ports", clock: FixedClock) -> "Crowd":
    """The crowd at the database of this test."""
    from .companions import Crowd

    return Crowd(companions=companions, clock=clock)

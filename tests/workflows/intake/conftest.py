"""A house with a folder of its own, and a phone that sends to it."""

from dataclasses import replace

import pytest

from sekisho.adapters.objects import SealedFolder
from sekisho.core.accounts import AccountState
from sekisho.testing.mailing import Phone


@pytest.fixture
def house(ports, tmp_path):
    """The ports, with a folder of their own."""
    return replace(ports, objects=SealedFolder(tmp_path / "objects", vault=ports.vault))


@pytest.fixture
def applicant(house):
    """Somebody in Japan who applied for an account."""
    from sekisho.testing.people import Wanted, add_person  # its rows need a configured Django

    return add_person(house, Wanted(state=AccountState.APPLIED))


@pytest.fixture
def phone(house):
    """A phone that sends to this house."""
    return Phone(house)

"""`sekisho device`: the operator says what the post did."""

import re
import subprocess
import sys

import pytest

from .conftest import environment

MAKE = """
from sekisho import wiring
from sekisho.settings import read_settings
house = wiring.start(read_settings())
from sekisho.adapters.storage.rows import AuthenticatorRow
from sekisho.testing.people import IOS, Wanted, add_person
from sekisho.testing.posting import ORDERED
person = add_person(house.ports, Wanted(devices=(IOS, ORDERED)))
AuthenticatorRow.objects.filter(id=person.factors[1]["id"]).update(ever_active=False)
print(person.factors[1]["id"], person.factors[1]["key_hex"])
"""


@pytest.fixture
def ordered(installed):
    """A device that somebody has requested: its id, and the key that its card is to get."""
    made = subprocess.run(
        [sys.executable, "-c", MAKE],
        env=environment(SEKISHO_DATA_DIR=str(installed), PYTHONPATH=":".join(filter(None, sys.path))),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return made.stdout.split()


@pytest.mark.fact("A111", "A113")
def test_a_device_is_listed_shipped_and_delivered(sekisho, ordered, installed):
    id_, key = ordered
    run = lambda *call: sekisho(*call, SEKISHO_DATA_DIR=str(installed))  # noqa: E731 - the same folder each time
    assert id_ in run("device", "list").stdout
    shipped = run("device", "ship", id_)
    assert (shipped.returncode, key in shipped.stdout) == (0, True)
    assert re.search(r"Arrives by .*activates itself on", shipped.stdout)
    again = run("device", "ship", id_)
    assert (again.returncode, key in again.stdout) == (1, False)
    assert run("device", "deliver", id_).returncode == 0
    assert "Delivered" in run("device", "list").stdout
    assert run("device", "receive", id_).returncode == 0
    assert id_ not in run("device", "list").stdout


def test_a_device_that_nobody_has_is_told_in_one_sentence(sekisho, installed):
    ended = sekisho("device", "deliver", "fac_nobody", SEKISHO_DATA_DIR=str(installed))
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", "There is no device fac_nobody.\n")

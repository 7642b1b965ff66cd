"""Logins whose password is proved and whose question is put, made by the hundred: what a verification begins with.

Each belongs to another holder, drawn at random from all of the house, as a morning's holders come: nobody after nobody.
"""

import random
from dataclasses import dataclass
from time import time_ns
from typing import Final

from bench import plain
from bench.houses import DEVICE_KEY, PIN, SEAL, House, browser_mark, holder_of, sealed_key

from sekisho.adapters.storage import statements
from sekisho.adapters.system import SystemDice
from sekisho.adapters.vault import FileVault
from sekisho.core.authenticators.device_key import HIGHEST_CHALLENGE, LOWEST_CHALLENGE
from sekisho.core.authenticators.dsc_plus import SUITE
from sekisho.core.ocra import Suite, respond
from sekisho.core.secret import Secret
from sekisho.workflows.claim import login_print
from sekisho.workflows.posing import MOST_TRIES
from sekisho.workflows.records import SIGN_IN

MINUTES: Final = 60 * 1_000_000
COUNT_QUESTION: Final = (
    "UPDATE tries SET moments = %s, version = version + 1 WHERE subject = %s AND kind = 'challenges'"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """One login that waits for its answer."""

    bearer: Secret
    response: str
    browser_mark: str


class Preparer:
    """Makes them over a connection of its own, so that the one that is measured does nothing else."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._plain = plain.Plain(house)
        self._vault = FileVault(house.keyring())
        self._dice = SystemDice()
        self._chance = random.Random()

    def prepare(self, count: int) -> list[Prepared]:
        numbers = self._chance.sample(range(1, self._house.accounts + 1), count)
        self._plain.begin()
        made = [self._pose(number, now=time_ns() // 1_000) for number in numbers]
        self._plain.commit()
        return made

    def seal(self, numbers: list[int]) -> None:
        """Seal the keys of holders who will log in by themselves."""
        self._plain.begin()
        for number in numbers:
            self._plain.run(SEAL, (sealed_key(self._vault, f"fac_{number}"), f"fac_{number}"))
        self._plain.commit()

    def close(self) -> None:
        self._plain.close()

    def _pose(self, number: int, *, now: int) -> Prepared:
        run, device, holder = self._plain.run, f"fac_{number}", holder_of(number)
        bearer = self._dice.token(prefix="login_")
        printed = login_print(self._vault, bearer.reveal_text())
        question = answer_to(str(self._chance.randint(LOWEST_CHALLENGE, HIGHEST_CHALLENGE)))
        until = now + 5 * MINUTES
        login = (printed, holder, "portal", "live", "live", now, until, False, "", "", "", SIGN_IN, "", "")
        run(SEAL, (sealed_key(self._vault, device), device))
        run(COUNT_QUESTION, (str(now), device))
        run(statements.OPEN_LOGIN, login)
        (challenge,) = run(statements.POSE_CHALLENGE, (printed, device, question[0], MOST_TRIES, until)).fetchone()
        run(statements.ATTACH_CHALLENGE, (challenge, printed, False)).fetchone()
        return Prepared(bearer=bearer, response=question[1], browser_mark=browser_mark(number))


def answer_to(code: str) -> tuple[str, str]:
    """Give the question with the response of the device that everybody has here."""
    return code, respond(Suite.parse(SUITE), DEVICE_KEY, question=code, pin=PIN)

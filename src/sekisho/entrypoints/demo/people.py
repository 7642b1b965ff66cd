"""The people of the demo as they stand now: what the demo remembers of them, joined with what the database says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sekisho.core.access import Span
from sekisho.core.accounts import Account
from sekisho.core.authenticators.proofs import proof_of
from sekisho.entrypoints.demo.movable_clock import MovableClock
from sekisho.entrypoints.demo.obtained import obtained_factor
from sekisho.entrypoints.demo.registry import Person, Registry
from sekisho.entrypoints.site.installation import Installation, installation
from sekisho.workflows.accounts import AccountInTime, account_in_time
from sekisho.workflows.ports import Ports, Transaction


@cache
def registry() -> Registry:
    """Give this process's view of the registry, which lies beside the clock."""
    return Registry(movable_clock().folder)


def movable_clock() -> MovableClock:
    """Give the clock of this demo."""
    clock = installation().ports.clock
    if not isinstance(clock, MovableClock):
        message = "the demo runs on the movable clock"
        raise TypeError(message)
    return clock


@dataclass(frozen=True, kw_only=True)
class Standee:
    """One person with the account as it is now."""

    person: Person
    account: Account
    in_time: AccountInTime
    obtained: tuple[dict[str, Any], ...] = ()  # what the registry does not know, as `people.json` writes it

    def json(self, now: datetime) -> dict[str, Any]:
        """Write the person as `people.json` does."""
        held = {one.id: one for one in self.account.authenticators}
        factors = [
            factor | {"state": held[factor["id"]].state.value, "proof": proof_of(held[factor["id"]], now).value}
            for factor in (*self.person["factors"], *self.obtained)
            if factor["id"] in held
        ]
        return {**self.person, "state": self.account.standing(now).value, "factors": factors}

    def paper_json(self, now: datetime) -> dict[str, Any]:
        """Write the paper login as an entry of its own: the password alone opens it."""
        paper = self.person["paper"]
        kept = {name: self.person[name] for name in ("role", "name", "language", "residence", "situation")}
        live = {"state": self.account.standing(now).value, "live_username": self.person["username"]}
        return {**paper, **kept, **live, "credentials": "paper", "factors": []}


def standees(ports: Ports) -> tuple[Standee, ...]:
    """Give everybody."""
    return standees_of(ports, registry().people())


def standees_of(ports: Ports, people: Iterable[Person]) -> tuple[Standee, ...]:
    """Join these people with their accounts."""
    with ports.store.reading() as tx:
        return tuple(_standee(ports, tx, person) for person in people)


def standee(ports: Ports, username: str) -> Standee | None:
    """Find one."""
    person = registry().person(username)
    if person is None:
        return None
    with ports.store.reading() as tx:
        return _standee(ports, tx, person)


def _standee(ports: Ports, tx: Transaction, person: Person) -> Standee:
    in_time = account_in_time(ports, tx, person["account"])
    account = in_time.as_of(ports.clock.now())
    known = {factor["id"] for factor in person["factors"]}
    found = (obtained_factor(ports, tx, held) for held in account.authenticators if held.id not in known)
    return Standee(person=person, account=account, in_time=in_time, obtained=tuple(one for one in found if one))


def people_json(ports: Ports) -> list[dict[str, Any]]:
    """Write everybody; paper logins stand at the end."""
    now, everybody = ports.clock.now(), standees(ports)
    live = [one.json(now) for one in everybody]
    return live + [one.paper_json(now) for one in everybody if "paper" in one.person]


def spans_of(house: Installation, one: Standee, *, now: datetime) -> tuple[Span, ...]:
    """Forecast the best way into each surface from `now` on."""
    return one.in_time.outlook(now=now, horizon=house.forecast_horizon)


def next_boundary(house: Installation, one: Standee, *, now: datetime) -> datetime | None:
    """Give the first moment after `now` at which something changes for this person by itself."""
    ends = [span.ends_at for span in spans_of(house, one, now=now) if span.ends_at is not None and span.ends_at > now]
    return min(ends, default=None)

"""Fills an empty demo with the whole cast, and makes further people on request."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, Final

from sekisho.core.accounts import ClosedCause, Standing
from sekisho.core.authenticators.kinds import (
    AuthenticatorKind,
    CardState,
    DeviceState,
    PasscodeState,
    Platform,
)
from sekisho.core.secret import Secret
from sekisho.entrypoints.demo.cast import CAST, PASSWORD, Holding, Role, Situation
from sekisho.entrypoints.demo.enrolment import Newcomer, enrol, prepare
from sekisho.entrypoints.demo.registry import Person, Registry
from sekisho.entrypoints.demo.staff import STAFF
from sekisho.workflows.ports import Dice, Ports

CONSONANTS: Final = "bdfghjkmnprstwyz"
VOWELS: Final = "aeiou"
GIVEN: Final = {
    "ja": ("花子", "太郎", "美咲", "大輔", "さくら", "翔太"),
    "en": ("Robin", "Jordan", "Casey", "Morgan", "Riley", "Taylor"),
}
FAMILY: Final = {"ja": ("見本", "例", "試野", "仮屋"), "en": ("Sample", "Example", "Specimen", "Demo")}
IN_USE: Final[dict[AuthenticatorKind, DeviceState | CardState | PasscodeState]] = {
    AuthenticatorKind.KEY_APP: DeviceState.ACTIVE,
    AuthenticatorKind.DSC_PLUS: DeviceState.ACTIVE,
    AuthenticatorKind.CODE_CARD: CardState.ACTIVE,
    AuthenticatorKind.TEMPORARY_PASSCODE: PasscodeState.LIVE,
}


def seed(ports: Ports, registry: Registry) -> None:
    """Bring everybody of the cast in, in one transaction; what is slow is done beforehand, side by side.

    The cast shares one password and its hash, which keeps the first page within its five seconds.
    """
    hashed = ports.hasher.hash(Secret(PASSWORD))
    with ThreadPoolExecutor() as pool:
        newcomers = list(pool.map(lambda role: _newcomer(ports, role, hashed), (*CAST, *STAFF)))
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        people = [enrol(ports, tx, newcomer, now=now) for newcomer in newcomers]
    registry.add(people)


def make_person(
    ports: Ports,
    registry: Registry,
    *,
    standing: Standing,
    language: str,
    residence: str,
    has_paper: bool,
    proofs: tuple[tuple[AuthenticatorKind, Platform | None], ...],
) -> Person:
    """Bring one more person in: every proof in use from now."""
    role = new_role(
        ports,
        registry,
        standing=standing,
        language=language,
        residence=residence,
        has_paper=has_paper,
        holdings=tuple(_in_use(kind, platform) for kind, platform in proofs),
    )
    (person,) = add_roles(ports, registry, {role.username: role}).values()
    return person


def new_role(
    ports: Ports,
    registry: Registry,
    *,
    standing: Standing,
    language: str,
    residence: str,
    has_paper: bool,
    holdings: tuple[Holding, ...],
    closed_cause: ClosedCause | None = None,
) -> Role:
    """Invent somebody who holds what is asked for."""
    return Role(
        username=_new_username(ports, registry),
        name=_new_name(ports.dice, language),
        language=language,
        residence=residence,
        situation=Situation.CREATED,
        standing=standing,
        closed_cause=closed_cause,
        holdings=holdings,
        paper_username=_new_username(ports, registry) if has_paper else None,
    )


def add_roles(
    ports: Ports, registry: Registry, roles: Mapping[str, Role], *, remembered: Mapping[str, Any] | None = None
) -> dict[str, Person]:
    """Bring people in together, by whatever names `roles` has for them; `remembered` and that name are kept in the registry."""
    hashed = ports.hasher.hash(Secret(PASSWORD))
    newcomers = {name: _newcomer(ports, role, hashed) for name, role in roles.items()}
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        made = {name: enrol(ports, tx, newcomer, now=now) for name, newcomer in newcomers.items()}
    people = {name: {**person, **({**remembered, "part": name} if remembered else {})} for name, person in made.items()}
    registry.add(list(people.values()))
    return people


def _newcomer(ports: Ports, role: Role, hashed: str) -> Newcomer:
    return prepare(ports, role, password=PASSWORD, password_hash=hashed)


def _in_use(kind: AuthenticatorKind, platform: Platform | None) -> Holding:
    is_app = kind is AuthenticatorKind.KEY_APP
    return Holding(
        kind=kind, state=IN_USE[kind], platform=(platform or Platform.ANDROID) if is_app else None, age=timedelta(0)
    )


def _new_username(ports: Ports, registry: Registry) -> str:
    """Five letters that can be said, three digits (B012)."""
    taken = {person["username"] for person in registry.people()}
    while True:
        name = _drawn(ports.dice, CONSONANTS, VOWELS, CONSONANTS, VOWELS, CONSONANTS)
        username = name + _drawn(ports.dice, *("0123456789",) * 3)
        if username not in taken:
            return username


def _new_name(dice: Dice, language: str) -> str:
    family, given = (dice.sample(range(len(names)), count=1)[0] for names in (FAMILY[language], GIVEN[language]))
    parts = (FAMILY[language][family], GIVEN[language][given])
    return " ".join(parts if language == "ja" else reversed(parts))


def _drawn(dice: Dice, *alphabets: str) -> str:
    return "".join(dice.text(alphabet=alphabet, length=1) for alphabet in alphabets)

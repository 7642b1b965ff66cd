"""Brings one person into the demo: draws the secrets, writes the rows, and gives back what `people.json` says of him.

Everything slow is done in `prepare`, before the transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sekisho.adapters.storage import seeding
from sekisho.core.accounts import Account, AccountNumber, Credentials
from sekisho.core.authenticators import code_card, dsc_plus, key_app, temporary_passcode
from sekisho.core.authenticators.entry import CLEAR
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    CodeCard,
    PermanentDevice,
    Platform,
    TemporaryPasscode,
)
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.intake.reading import Particulars
from sekisho.core.secret import Secret
from sekisho.core.sharing import Person as Client
from sekisho.entrypoints.demo.cast import Holding, Role
from sekisho.entrypoints.demo.lives import live
from sekisho.entrypoints.demo.registry import Person
from sekisho.workflows.ports import Dice, Ports, Transaction
from sekisho.workflows.records import HolderRecord, StaffRecord

KEY_BYTES: Final = 32
PHONES: Final = {"JP": ("+81-90-0000-", 0, 9999), "US": ("+1-202-555-", 100, 199), "GB": ("+44-20-7946-", 0, 999)}
PHONES_ELSEWHERE: Final = ("+1-310-555-", 100, 199)
ADDRESSES: Final = {
    "JP": "〒000-0000 東京都架空区見本町1-2-3",
    "US": "123 Sample Street, Anytown, NY 00000, USA",
    "GB": "1 Example Road, Sampleton AA1 1AA, United Kingdom",
}
ADDRESS_ELSEWHERE: Final = "1 Example Street, Sampletown"
PARTICULARS: Final = {
    "shino201": Particulars(kana="ナカムラ シノ", latin="NAKAMURA SHINO", birth_date=date(1988, 5, 14)),
    "tessa201": Particulars(latin="TESSA TURNER", birth_date=date(1991, 9, 3)),
    "kazue202": Particulars(kana="ニシダ カズエ", latin="NISHIDA KAZUE", birth_date=date(1975, 12, 1)),
    "wendy202": Particulars(latin="WENDY WALSH", birth_date=date(1969, 2, 27)),
}
"""What is known of those who sent an application, for whoever compares their documents with it."""

MAIL_DOMAIN: Final = "example.com"


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """One authenticator with its secret in the open."""

    id: AuthenticatorId
    holding: Holding
    key: Secret
    pin: str | None = None
    passcode: str = ""
    passcode_hash: str = ""
    serial: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Newcomer:
    """A role, ready to be played: secrets drawn and hashed."""

    role: Role
    password: str
    password_hash: str
    factors: tuple[Drawn, ...]


class _Ready:
    """A `ports.Hasher` that gives the hash which was made beforehand."""

    def __init__(self, encoded: str) -> None:
        self._encoded = encoded

    def hash(self, secret: Secret) -> str:
        del secret
        return self._encoded

    def matches(self, stored: str | None, secret: Secret) -> bool:
        raise NotImplementedError

    def is_outdated(self, stored: str) -> bool:
        raise NotImplementedError


def prepare(ports: Ports, role: Role, *, password: str, password_hash: str) -> Newcomer:
    """Draw the secrets of one role."""
    factors = tuple(_draw(ports, holding) for holding in role.holdings)
    return Newcomer(role=role, password=password, password_hash=password_hash, factors=factors)


def enrol(ports: Ports, tx: Transaction, newcomer: Newcomer, *, now: datetime) -> Person:
    """Write the rows of one person in the transaction `tx`."""
    role, dice, factors = newcomer.role, ports.dice, newcomer.factors
    paper_number = AccountNumber(f"DU{dice.number(low=1_000_000, high=9_999_999)}") if role.paper_username else None
    letter = "A" if role.desk else "U"  # staff have no brokerage account, only what the policy knows them by
    account = live(
        AccountNumber(f"{letter}{dice.number(low=1_000_000, high=9_999_999)}"),
        paper_number=paper_number,
        standing=role.standing,
        closed_cause=role.closed_cause,
        held=tuple((factor.id, factor.holding) for factor in factors),
        residence=role.residence,
        serials={factor.id: factor.serial for factor in factors},
        now=now,
    )
    seeding.add_account(account)
    if role.client:
        seeding.add_identity(account, Client(entity=role.client))
    _add_names(ports, account, newcomer, now=now)
    for factor in factors:
        _add_factor(ports, account, factor, now=now)
    _record(tx, account, role, now=now)
    return _person(account, newcomer)


def _draw(ports: Ports, holding: Holding) -> Drawn:
    dice = ports.dice
    needs_pin = holding.kind is AuthenticatorKind.DSC_PLUS or holding.platform is Platform.ANDROID
    is_passcode = holding.kind is AuthenticatorKind.TEMPORARY_PASSCODE
    is_card = holding.kind is AuthenticatorKind.CODE_CARD
    passcode = dice.text(alphabet=temporary_passcode.ALPHABET, length=temporary_passcode.LENGTH) if is_passcode else ""
    return Drawn(
        id=AuthenticatorId(f"fac_{dice.text(alphabet=CLEAR, length=10).lower()}"),
        holding=holding,
        key=Secret(bytes(dice.number(low=0, high=255) for _ in range(KEY_BYTES))),
        pin=_pin(dice) if needs_pin else None,
        passcode=passcode,
        passcode_hash=ports.hasher.hash(Secret(passcode)) if passcode else "",
        serial=f"{dice.text(alphabet=CLEAR, length=4)}-{dice.text(alphabet=CLEAR, length=4)}" if is_card else "",
    )


def _add_names(ports: Ports, account: Account, newcomer: Newcomer, *, now: datetime) -> None:
    role = newcomer.role
    credentials = Credentials.STAFF if role.desk else Credentials.LIVE
    holder = _holder(
        ports.dice, account, role, username=role.username, hashed=newcomer.password_hash, credentials=credentials
    )
    seeding.add_holder(holder, name=role.name, at=now)
    if role.username in PARTICULARS:
        seeding.add_particulars(ports.vault, holder.id, PARTICULARS[role.username])
    if role.desk:
        seeding.add_staff(StaffRecord(holder_id=holder.id, role=role.desk, name=role.name))
    if role.paper_username and account.paper_number:
        seeding.add_holder(
            _holder(
                ports.dice,
                account,
                role,
                username=role.paper_username,
                hashed=newcomer.password_hash,
                credentials=Credentials.PAPER,
            ),
            name=role.name,
            at=now,
        )


def _holder(
    dice: Dice,
    account: Account,
    role: Role,
    *,
    username: str,
    hashed: str,
    credentials: Credentials,
) -> HolderRecord:
    is_paper = credentials is Credentials.PAPER
    return HolderRecord(
        id=f"hol_{dice.text(alphabet=CLEAR, length=12).lower()}",
        username=username,
        password_hash=hashed,
        credentials=credentials,
        account_number=account.number,
        own_number=account.paper_number or "" if is_paper else account.number,
        language=role.language,
        residence=role.residence,
        email=f"{role.username}@{MAIL_DOMAIN}",
        phone="" if role.desk else _phone(dice, role.residence),  # nobody shares a number with the staff by chance
        address=ADDRESSES.get(role.residence, ADDRESS_ELSEWHERE),
    )


def _phone(dice: Dice, residence: str) -> str:
    """Draw a number that nobody has: from the ranges kept for drama, or one that cannot be assigned."""
    prefix, low, high = PHONES.get(residence, PHONES_ELSEWHERE)
    return f"{prefix}{dice.number(low=low, high=high):04}"


def _add_factor(ports: Ports, account: Account, factor: Drawn, *, now: datetime) -> None:
    match account.find(factor.id):
        case PermanentDevice() as device:
            pin = Secret(factor.pin) if factor.pin else None
            suite = _suite(factor.holding)
            seeding.add_device(ports.vault, account, device, suite=suite, key=factor.key, pin=pin, at=now)
        case CodeCard() as card:
            seeding.add_card(ports.vault, account, card, key=factor.key, cells=code_card.CELLS, at=now)
        case TemporaryPasscode() as passcode:
            seeding.add_passcode(_Ready(factor.passcode_hash), account, passcode, code=Secret(factor.passcode))
        case None:
            message = "an authenticator of the role is not on the account"
            raise LookupError(message)


def _suite(holding: Holding) -> str:
    if holding.kind is AuthenticatorKind.DSC_PLUS:
        return dsc_plus.SUITE
    return key_app.SUITES[holding.platform or Platform.ANDROID]


def _record(tx: Transaction, account: Account, role: Role, *, now: datetime) -> None:
    actor = Actor(kind="system", id="demo")
    kinds = (Happening.ACCOUNT_CREATED, *(Happening.AUTHENTICATOR_BOUND for _ in role.holdings))
    for happening in kinds:
        tx.record(Event(happening=happening, at=now, actor=actor, account=account.number))


def _person(account: Account, newcomer: Newcomer) -> Person:
    role = newcomer.role
    person: Person = {
        "username": role.username,
        "password": newcomer.password,
        "account": account.number,
        "role": role.desk.value if role.desk else "holder",
        "name": role.name,
        "language": role.language,
        "residence": role.residence,
        "situation": role.situation.value,
        "factors": [_factor_json(factor) for factor in newcomer.factors],
    }
    if role.paper_username:
        person["paper"] = {
            "username": role.paper_username,
            "password": newcomer.password,
            "account": account.paper_number,
        }
    return person


def _factor_json(factor: Drawn) -> dict[str, Any]:
    body: dict[str, Any] = {"id": factor.id, "kind": factor.holding.kind.value}
    match factor.holding.kind:
        case AuthenticatorKind.KEY_APP | AuthenticatorKind.DSC_PLUS:
            platform = {"platform": factor.holding.platform.value} if factor.holding.platform else {}
            pin = {"pin": factor.pin} if factor.pin else {}
            return body | platform | {"suite": _suite(factor.holding), "key_hex": factor.key.reveal().hex()} | pin
        case AuthenticatorKind.PASSKEY:  # made in a browser, which alone has its key
            return body
        case AuthenticatorKind.CODE_CARD:
            cells = {str(index): code_card.cell(factor.key, index) for index in range(1, code_card.CELLS + 1)}
            return body | {"serial": factor.serial, "cells": cells}
        case AuthenticatorKind.TEMPORARY_PASSCODE:
            return body | {"passcode": factor.passcode}


def _pin(dice: Dice) -> str:
    """Draw four different digits: nothing that a list of usual PINs holds twice."""
    return "".join(str(digit) for digit in dice.sample(range(10), count=dsc_plus.PIN_LENGTH))

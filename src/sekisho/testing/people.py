"""People for tests: an account with a holder and things to prove with, as rows in the real store.

A person carries the same JSON shape as the demo's `people.json`, so that `soft_devices` answers for them.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

from django.db import transaction

from sekisho.adapters.storage import seeding
from sekisho.core.accounts import Account, AccountNumber, AccountState, Credentials
from sekisho.core.authenticators import code_card, dsc_plus, key_app
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    Platform,
    TemporaryPasscode,
)
from sekisho.core.desk.roles import Role
from sekisho.core.secret import Secret
from sekisho.core.sharing import Person as Client
from sekisho.testing.soft_passkey import SoftPasskey
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import HolderRecord, StaffRecord

PASSWORD: Final = "correct horse battery staple"
PIN: Final = "4711"
_numbers = count(1)


@dataclass(kw_only=True)
class Person:
    """A holder with everything that they carry."""

    username: str
    account: str
    holder_id: str
    factors: list[dict[str, Any]] = field(default_factory=list)

    def factor(self, kind: str) -> dict[str, Any]:
        """Give the first factor of a kind."""
        return next(factor for factor in self.factors if factor["kind"] == kind)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a person should hold; states are those in use unless said otherwise."""

    state: AccountState = AccountState.OPEN
    devices: tuple[tuple[AuthenticatorKind, Platform | None, DeviceState], ...] = ()
    card: CardState | None = None
    cells_left: int = code_card.CELLS
    passcode: PasscodeState | None = None
    paper: bool = False
    residence: str = "JP"
    language: str = "ja"
    behind: Client | None = None  # who stands behind the account


DSC: Final = (AuthenticatorKind.DSC_PLUS, None, DeviceState.ACTIVE)
IOS: Final = (AuthenticatorKind.KEY_APP, Platform.IOS, DeviceState.ACTIVE)
PASSKEY: Final = (AuthenticatorKind.PASSKEY, None, DeviceState.ACTIVE)
ANDROID: Final = (AuthenticatorKind.KEY_APP, Platform.ANDROID, DeviceState.ACTIVE)


def add_person(ports: Ports, wanted: Wanted) -> Person:
    """Put a person into the store, now."""
    number = next(_numbers)
    now = ports.clock.now()
    made = [_device(number, index, wish) for index, wish in enumerate(wanted.devices)]
    made += [_card(number, wanted, now)] if wanted.card else []
    made += [_passcode(number, wanted.passcode, now)] if wanted.passcode else []
    account = Account(
        number=AccountNumber(f"U{1_000_000 + number}"),
        state=wanted.state,
        trades_from=now - timedelta(days=30) if wanted.state is AccountState.OPEN else None,
        paper_number=AccountNumber(f"DU{1_000_000 + number}") if wanted.paper else None,
        authenticators=tuple(authenticator for authenticator, _ in made),
    )
    holder = _holder(ports, number, account, wanted)
    with transaction.atomic():
        seeding.add_account(account)
        seeding.add_holder(holder, name=f"Person {number}", at=now)
        if wanted.behind:
            seeding.add_identity(account, wanted.behind)
        for authenticator, factor in made:
            _add(ports, account, authenticator, factor, now=now)
    factors = [factor for _, factor in made]
    return Person(username=holder.username, account=account.number, holder_id=holder.id, factors=factors)


def _holder(ports: Ports, number: int, account: Account, wanted: Wanted) -> HolderRecord:
    return HolderRecord(
        id=f"holder_{number}",
        username=f"testy{number:03}",
        password_hash=ports.hasher.hash(Secret(PASSWORD)),
        credentials=Credentials.LIVE,
        account_number=account.number,
        own_number=account.number,
        language=wanted.language,
        residence=wanted.residence,
        email=f"testy{number:03}@example.com",
        phone=f"+81-90-0000-{number:04}",
        name=f"Person {number}",
        address="〒000-0000 東京都架空区見本町1-2-3",
    )


def add_agent(ports: Ports, role: Role, *, own_account: str = "") -> Person:
    """Put one of the desk's own people into the store, with a Digital Security Card+ in use."""
    number = next(_numbers)
    now = ports.clock.now()
    device, factor = _device(number, 0, DSC)
    account = Account(
        number=AccountNumber(f"A{1_000_000 + number}"),
        state=AccountState.OPEN,
        trades_from=now - timedelta(days=30),
        authenticators=(device,),
    )
    holder = replace(_holder(ports, number, account, Wanted()), credentials=Credentials.STAFF)
    with transaction.atomic():
        seeding.add_account(account)
        seeding.add_holder(holder, name=f"Agent {number}", at=now)
        seeding.add_staff(StaffRecord(holder_id=holder.id, role=role, name=f"Agent {number}", own_account=own_account))
        _add(ports, account, device, factor, now=now)
    return Person(username=holder.username, account=account.number, holder_id=holder.id, factors=[factor])


def _add(
    ports: Ports, account: Account, authenticator: Authenticator, factor: dict[str, Any], *, now: datetime
) -> None:
    match authenticator:
        case PermanentDevice(kind=AuthenticatorKind.PASSKEY):
            made = SoftPasskey(secret=int(factor["key_hex"], 16)).made()
            seeding.add_passkey(ports.vault, account, authenticator, made=made, at=now)
        case PermanentDevice():
            pin = Secret(factor["pin"]) if "pin" in factor else None
            key = Secret(bytes.fromhex(factor["key_hex"]))
            suite = factor["suite"]
            seeding.add_device(ports.vault, account, authenticator, suite=suite, key=key, pin=pin, at=now)
        case CodeCard():
            key = Secret(factor["key_hex"])
            seeding.add_card(ports.vault, account, authenticator, key=key, cells=code_card.CELLS, at=now)
        case TemporaryPasscode():
            seeding.add_passcode(ports.hasher, account, authenticator, code=Secret(factor["passcode"]))


def _device(
    number: int, index: int, wish: tuple[AuthenticatorKind, Platform | None, DeviceState]
) -> tuple[Authenticator, dict[str, Any]]:
    kind, platform, state = wish
    if kind is AuthenticatorKind.PASSKEY:
        passkey = PermanentDevice(id=AuthenticatorId(f"fac_{number}_{index}"), kind=kind, state=state, name="")
        return passkey, {"id": passkey.id, "kind": kind.value, "key_hex": _key_hex(f"{number}/{index}")}
    suite = key_app.SUITES[platform] if platform else dsc_plus.SUITE
    device = PermanentDevice(
        id=AuthenticatorId(f"fac_{number}_{index}"), kind=kind, platform=platform, state=state, name=kind.value
    )
    factor = {"id": device.id, "kind": kind.value, "suite": suite, "key_hex": _key_hex(f"{number}/{index}")}
    return device, factor if platform is Platform.IOS else factor | {"pin": PIN}


def _card(number: int, wanted: Wanted, now: datetime) -> tuple[Authenticator, dict[str, Any]]:
    is_active = wanted.card is not CardState.SHOWN
    card = CodeCard(
        id=AuthenticatorId(f"fac_{number}_card"),
        state=wanted.card or CardState.ACTIVE,
        activated_at=now if is_active else None,
        expires_at=now + timedelta(days=21) if is_active else None,
        cells_left=wanted.cells_left,
        serial=f"SC-{number:06}",
    )
    key_hex = _key_hex(f"{number}/card")
    cells = {index: code_card.cell(Secret(key_hex), index) for index in range(1, code_card.CELLS + 1)}
    return card, {"id": card.id, "kind": "code_card", "key_hex": key_hex, "cells": cells}


def _key_hex(name: str) -> str:
    """Give 32 bytes that look like a key, so that a search for them finds nothing else."""
    return hashlib.sha256(name.encode()).hexdigest()


def _passcode(number: int, state: PasscodeState, now: datetime) -> tuple[Authenticator, dict[str, Any]]:
    passcode = TemporaryPasscode(
        id=AuthenticatorId(f"fac_{number}_passcode"),
        state=state,
        issued_at=now,
        full_until=now + timedelta(hours=48),
        expires_at=now + timedelta(hours=288),
    )
    return passcode, {"id": passcode.id, "kind": "temporary_passcode", "passcode": "K7M2PQ9XRT"}

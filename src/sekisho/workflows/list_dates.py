"""The dates that matter to one visitor: what begins, ends or happens by itself from now on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

from sekisho.core.accounts import Standing
from sekisho.core.authenticators.announcements import Subject
from sekisho.workflows.accounts import AccountInTime, account_in_time
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Vault

KEY_LENGTH: Final = 32


@unique
class Occasion(StrEnum):
    """What a date is about."""

    TRADING_OPENS = "trading_opens"
    DEVICE_ACTIVATES = "device_activates"
    CARD_ENDS = "card_ends"
    PASSCODE_NARROWS = "passcode_narrows"
    PASSCODE_ENDS = "passcode_ends"


@dataclass(frozen=True, kw_only=True, slots=True)
class DateAhead:
    """One date. `key` names it for ever, tells nothing about the account, and stays when its moment moves."""

    occasion: Occasion
    at: datetime
    key: str


def list_dates(ports: Ports, visitor: Visitor) -> tuple[DateAhead, ...]:
    """Give the dates, earliest first."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        in_time = account_in_time(ports, tx, tx.holder(visitor.holder_id).account_number)
    found = [
        _date(ports.vault, in_time, _OCCASIONS[one.subject], one.at, about=one.authenticator)
        for one in in_time.coming(now)
    ]
    opens_at = in_time.stored.trades_from
    if opens_at is not None and in_time.stored.standing(now) is Standing.APPROVED_TODAY:
        found.append(_date(ports.vault, in_time, Occasion.TRADING_OPENS, opens_at))
    return tuple(sorted(found, key=lambda date: date.at))


_OCCASIONS: Final = {subject: Occasion(subject.value) for subject in Subject}


def _date(vault: Vault, in_time: AccountInTime, occasion: Occasion, at: datetime, *, about: str = "") -> DateAhead:
    name = f"{in_time.stored.number}/{occasion}/{about}"
    return DateAhead(occasion=occasion, at=at, key=vault.fingerprint(name, purpose="date")[:KEY_LENGTH])

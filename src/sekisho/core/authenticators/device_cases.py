"""What is on file about a permanent device beside its state: the holder's word on where it is, its deposit, its way back.

None of it opens or closes anything; access is the business of `lifecycle` and the policy. Source: D39, B081 to B092.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

DEPOSIT_USD: Final = 20
"""Frozen on the account when a device is ordered; trading is untouched, only withdrawals see it (B081, B084)."""


@unique
class DeviceStatus(StrEnum):
    """Where the device is, in the holder's words (D39)."""

    TEMPORARILY_AWAY = "temporarily_away"
    LOST = "lost"
    STOLEN = "stolen"
    DAMAGED = "damaged"
    BATTERY_EMPTY = "battery_empty"
    IN_TRANSIT = "in_transit"
    RECEIVED_NOT_ACTIVATED = "received_not_activated"


ENDS_USE: Final = frozenset({DeviceStatus.LOST, DeviceStatus.STOLEN, DeviceStatus.DAMAGED, DeviceStatus.BATTERY_EMPTY})
"""What takes a device out of use; the others are noted and change nothing."""

FORFEITS: Final = frozenset({DeviceStatus.LOST, DeviceStatus.STOLEN})
"""What takes the deposit at once; damage is judged when the device has come back, an empty battery is free (B082, B083)."""


@unique
class Deposit(StrEnum):
    """The deposit of one device."""

    NONE = "none"  # given without one
    HELD = "held"
    TAKEN = "taken"
    RELEASED = "released"


@unique
class ReturnReason(StrEnum):
    """Why a device is sent back (B091)."""

    DAMAGE = "damage"
    BATTERY = "battery"
    REPLACED = "replaced"
    CONSOLIDATION = "consolidation"
    CLOSING = "closing"
    NOT_WANTED = "not_wanted"


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceCase:
    """One device's file; everything is empty for a device that was never ordered, reported or returned here."""

    deposit: Deposit = Deposit.NONE
    deposit_account: str = ""
    address: str = ""  # of record, as it was when the device was ordered
    ordered_at: datetime | None = None
    status: DeviceStatus | None = None
    status_at: datetime | None = None
    return_reason: ReturnReason | None = None
    return_reference: str = ""
    return_at: datetime | None = None
    received_at: datetime | None = None

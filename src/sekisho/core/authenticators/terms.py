"""The spans and places that the house sets: every number of product.md section 2 and facts.md part E, with its default.

Spans are counted in hours from a stored moment, never in calendar dates (D01, D02, D04).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sekisho.core.authenticators.kinds import AuthenticatorId, PasscodeState, Posting, TemporaryPasscode

CHALLENGE_FOR: Final = timedelta(minutes=5)
"""How long a challenge can be answered; no house sets it."""

_DELIVERY: Final = MappingProxyType({"US": timedelta(days=2)})
_ACTIVATION: Final = MappingProxyType({"US": timedelta(days=14)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a house may set. Countries are ISO 3166 alpha-2, of the address of record (D12)."""

    passcode_full_for: timedelta = timedelta(hours=48)  # A091
    passcode_card_only_for: timedelta = timedelta(hours=240)  # A103
    card_valid_for: timedelta = timedelta(hours=21 * 24)  # A107
    address_settled_after: timedelta = timedelta(days=14)
    delivered_within: Mapping[str, timedelta] = field(default_factory=lambda: _DELIVERY)  # A112
    delivered_elsewhere_within: timedelta = timedelta(days=14)  # A113
    activated_after: Mapping[str, timedelta] = field(default_factory=lambda: _ACTIVATION)  # A119, D13
    activated_elsewhere_after: timedelta = timedelta(days=21)
    announced_before: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=3), timedelta(days=1))
    card_end_told_before: tuple[timedelta, ...] = (timedelta(days=3), timedelta(days=1))
    passcode_end_told_before: tuple[timedelta, ...] = (timedelta(days=1),)
    phone_waits_for: timedelta = timedelta(hours=24)  # moved by a code to the telephone alone (B067)
    no_opt_out: frozenset[str] = frozenset({"HK", "IN"})  # B108

    def new_passcode(self, passcode_id: AuthenticatorId, *, now: datetime, name: str = "") -> TemporaryPasscode:
        """Give a passcode issued at `now`; both of its ends are fixed from this moment on."""
        full_until = now + self.passcode_full_for
        return TemporaryPasscode(
            id=passcode_id,
            state=PasscodeState.LIVE,
            issued_at=now,
            full_until=full_until,
            expires_at=full_until + self.passcode_card_only_for,
            name=name,
        )

    def posting(self, *, country: str, shipped_at: datetime) -> Posting:
        """Plan a posted device: activated by itself after its span, but never before it was promised to arrive (D14)."""
        promised_by = shipped_at + self.delivered_within.get(country, self.delivered_elsewhere_within)
        planned_at = shipped_at + self.activated_after.get(country, self.activated_elsewhere_after)
        return Posting(shipped_at=shipped_at, promised_by=promised_by, activates_at=max(planned_at, promised_by))

    def activation_of(self, posting: Posting, *, address_changed_at: datetime | None) -> datetime | None:
        """Give the moment from which a posted device is active by itself; None while that is held (D13, D14, REC-21).

        An address that changed before that moment has to settle first; one that changed after it comes too late to matter.
        """
        if posting.is_held:
            return None
        planned_at = max(posting.activates_at, posting.promised_by)
        if address_changed_at is None or planned_at < address_changed_at:
            return planned_at
        return max(planned_at, address_changed_at + self.address_settled_after)

    def released(self, posting: Posting, *, now: datetime) -> Posting:
        """Let a held activation run again, late enough for it to be announced anew."""
        announced_from = now + max(self.announced_before, default=timedelta())
        return replace(posting, is_held=False, activates_at=max(posting.activates_at, announced_from))

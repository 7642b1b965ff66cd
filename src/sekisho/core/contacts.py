"""Where a holder can be reached, and since when: every address on file, with the ones that were replaced lately.

An address that changed a short while ago proves nothing about the caller, and the one it replaced is told of every deed as well
(product.md section 4.1, ASVS 6.3.7). It may also stop a deed, and come back by that, if it was settled when it was replaced: an
address that stood for less than 14 days may be a thief's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

SETTLED_AFTER: Final = timedelta(days=14)
"""How old an address must be before anything rests on it."""


@unique
class ContactKind(StrEnum):
    """The kinds of addresses on file."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"  # of residence and of record; devices are posted to it (A111)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """One address on file; `changed_at` None: as at the account's opening."""

    kind: ContactKind
    value: str
    changed_at: datetime | None = None

    def is_settled(self, now: datetime, *, after: timedelta = SETTLED_AFTER) -> bool:
        """Tell whether there is such an address and it is old enough to rest on; at exactly 14 days it is."""
        return bool(self.value) and (self.changed_at is None or now - self.changed_at >= after)


@dataclass(frozen=True, kw_only=True, slots=True)
class FormerContact:
    """An address that was on file until `replaced_at`."""

    kind: ContactKind
    value: str
    replaced_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Contacts:
    """Everything on file for one holder."""

    email: Contact
    phone: Contact
    address: Contact
    former: tuple[FormerContact, ...] = ()  # newest first

    def of(self, kind: ContactKind) -> Contact:
        """Give the address of a kind."""
        return {ContactKind.EMAIL: self.email, ContactKind.PHONE: self.phone, ContactKind.ADDRESS: self.address}[kind]

    def last_change(self) -> datetime | None:
        """Give the moment of the newest change of any address."""
        return max((former.replaced_at for former in self.former), default=None)

    def told(self, now: datetime, *, after: timedelta = SETTLED_AFTER) -> tuple[tuple[ContactKind, str], ...]:
        """Give every e-mail address and telephone that is told of a deed now: those on file, then those replaced lately."""
        present: list[tuple[ContactKind, str]] = [
            (contact.kind, contact.value) for contact in (self.email, self.phone) if contact.value
        ]
        lately: list[tuple[ContactKind, str]] = [
            (former.kind, former.value)
            for former in self.former
            if former.kind is not ContactKind.ADDRESS and former.value and now - former.replaced_at < after
        ]
        return tuple(dict.fromkeys(present + lately))

    def may_stop(self, kind: ContactKind, value: str, now: datetime) -> bool:
        """Tell whether an address that is told of a deed may stop it: it is on file, or was settled when it was replaced."""
        return value == self.of(kind).value or value in self._settled_lately(kind, now)

    def to_restore(self, kind: ContactKind, now: datetime) -> str | None:
        """Give what stopping a change that is made now puts back: never a value that has only just been put on file itself.

        The present value where it is settled, else the settled one that was replaced last; None: there is neither.
        """
        present = self.of(kind)
        history = (*self._history(kind), FormerContact(kind=kind, value=present.value, replaced_at=now))
        return next((one.value for one in reversed(_settled(history)) if now - one.replaced_at < SETTLED_AFTER), None)

    def _settled_lately(self, kind: ContactKind, now: datetime) -> frozenset[str]:
        settled = _settled(self._history(kind))
        return frozenset(one.value for one in settled if now - one.replaced_at < SETTLED_AFTER)

    def _history(self, kind: ContactKind) -> tuple[FormerContact, ...]:
        return tuple(one for one in reversed(self.former) if one.kind is kind)


def _settled(history: tuple[FormerContact, ...]) -> list[FormerContact]:
    """Keep what was settled when it was replaced, oldest first; what came back within 14 days had never ceased to be."""
    settled: list[FormerContact] = []
    since: datetime | None = None
    for one in history:
        is_old = since is None or one.replaced_at - since >= SETTLED_AFTER
        is_back = since is not None and any(
            before.value == one.value and since - before.replaced_at < SETTLED_AFTER for before in settled
        )
        if is_old or is_back:
            settled.append(one)
        since = one.replaced_at
    return settled

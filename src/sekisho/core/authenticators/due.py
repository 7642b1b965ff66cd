"""What has come due: posted devices that are active by themselves from a stored moment on, seen whenever somebody asks.

Nothing waits for a timer to run. Whoever loads an account to decide asks for it as of now; activations apply in the order of
their moments, each as of its own moment, so that it makes no difference when anybody looks (A114, A119, D13, D14).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sekisho.core.accounts import Account, AccountState
from sekisho.core.authenticators.device_deeds import ON_ITS_WAY, auto_activate
from sekisho.core.authenticators.kinds import AuthenticatorId, PermanentDevice
from sekisho.core.authenticators.terms import Terms
from sekisho.core.transitions import NotAllowed

OVER: Final = frozenset({AccountState.CLOSED, AccountState.REJECTED})
"""States in which no device is asked for any more, so that none comes into use."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Activation:
    """A device that is active by itself from `at` on, unless something is done before."""

    device: AuthenticatorId
    at: datetime


def awaits_activation(account: Account) -> bool:
    """Tell whether any device of the account may activate itself, now or later; if not, its address does not matter."""
    return any(
        isinstance(held, PermanentDevice) and held.state in ON_ITS_WAY and held.posting is not None
        for held in account.authenticators
    )


def activations(account: Account, *, address_changed_at: datetime | None, terms: Terms) -> tuple[Activation, ...]:
    """Give every automatic activation, past or to come, that nothing stands in the way of; earliest first."""
    if account.state in OVER:
        return ()
    found = [
        Activation(device=held.id, at=at)
        for held in account.authenticators
        if isinstance(held, PermanentDevice) and held.state in ON_ITS_WAY and held.posting is not None
        if (at := terms.activation_of(held.posting, address_changed_at=address_changed_at)) is not None
    ]
    return tuple(sorted(found, key=lambda activation: activation.at))


def as_of(account: Account, now: datetime, *, address_changed_at: datetime | None, terms: Terms) -> Account:
    """Give the account with every activation that is due at `now`; the very same account if none is."""
    for activation in activations(account, address_changed_at=address_changed_at, terms=terms):
        if activation.at <= now:
            account = _activated(account, activation, address_changed_at=address_changed_at, terms=terms)
    return account


def _activated(
    account: Account, activation: Activation, *, address_changed_at: datetime | None, terms: Terms
) -> Account:
    """Apply one activation as of its moment; an address that changed later did not stand in its way."""
    has_changed = address_changed_at is not None and address_changed_at <= activation.at
    done = auto_activate(
        account,
        activation.device,
        now=activation.at,
        address_changed_at=address_changed_at if has_changed else None,
        terms=terms,
    )
    return account if isinstance(done, NotAllowed) else done

"""Authenticators as their holder sees them: the choice *Select Second Factor Device*."""

from collections.abc import Iterable

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    CodeCard,
    DeviceState,
    PermanentDevice,
    TemporaryPasscode,
    kind_of,
)
from sekisho.workflows.outcomes import FactorView


def factor_view(authenticator: Authenticator) -> FactorView:
    """Show one authenticator."""
    match authenticator:
        case PermanentDevice():
            return FactorView(
                id=authenticator.id,
                kind=authenticator.kind,
                name=authenticator.name,
                platform=authenticator.platform,
                is_suspended=authenticator.state is DeviceState.SUSPENDED,
            )
        case CodeCard():
            return FactorView(
                id=authenticator.id, kind=kind_of(authenticator), name=authenticator.name, serial=authenticator.serial
            )
        case TemporaryPasscode():
            return FactorView(id=authenticator.id, kind=kind_of(authenticator), name=authenticator.name)


def factor_views(account: Account, offered: Iterable[AuthenticatorId]) -> tuple[FactorView, ...]:
    """Show the offered authenticators, in the order in which the policy offers them."""
    known = {authenticator.id: authenticator for authenticator in account.authenticators}
    return tuple(factor_view(known[id_]) for id_ in offered)

"""How a demo person came to stand where he stands: the deeds of the core, one after the other, at moments before now.

No state is written by hand. A cast that the lifecycles do not allow fails here, at seeding, and not on somebody's screen.
"""

from datetime import datetime
from typing import Final, TypeVar

from sekisho.core.accounts import (
    Account,
    AccountNumber,
    AccountState,
    ClosedCause,
    Cutoff,
    Standing,
    approve,
    close,
    reject,
)
from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.device_deeds import (
    activate_device,
    bind_device,
    block_device,
    confirm_delivery,
    report_lost,
    request_device,
    ship_device,
    suspend_device,
)
from sekisho.core.authenticators.interim_deeds import (
    activate_card,
    issue_passcode,
    kill_passcode,
    show_card,
    spend_cells,
)
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
)
from sekisho.core.authenticators.terms import Terms
from sekisho.core.errors import SekishoError
from sekisho.core.transitions import NotAllowed
from sekisho.entrypoints.demo.cast import DAY, HOUR, Holding

TERMS: Final = Terms()
CUTOFF: Final = Cutoff()
APPROVED_AGO: Final = 200 * DAY
BOUND_AGO: Final = 100 * DAY
ORDERED_AGO: Final = 10 * DAY
SHIPPED_AGO: Final = 6 * DAY

Held = tuple[AuthenticatorId, Holding]
Deed = TypeVar("Deed")


class ImpossibleLifeError(SekishoError):
    """The core does not allow what the cast asks for."""


def live(
    number: AccountNumber,
    *,
    paper_number: AccountNumber | None,
    standing: Standing,
    closed_cause: ClosedCause | None,
    held: tuple[Held, ...],
    residence: str,
    serials: dict[AuthenticatorId, str],
    now: datetime,
) -> Account:
    """Give the account as it stands at `now`. Devices come first, then cards, then passcodes, whatever the order of `held`."""
    account = Account(number=number, state=AccountState.APPLIED, paper_number=paper_number)
    if standing not in (Standing.APPLIED, Standing.REJECTED):
        account = _done(approve(account, now=_approved_at(standing, now), cutoff=CUTOFF))
    for id_, holding in sorted(held, key=lambda one: _order(one[1])):
        account = _take(account, id_, holding, residence=residence, serial=serials.get(id_, ""), now=now)
    match standing:
        case Standing.CLOSED:
            return _done(close(account, cause=closed_cause or ClosedCause.BY_HOLDER))
        case Standing.REJECTED:
            return _done(reject(account))
        case Standing.APPLIED | Standing.APPROVED_TODAY | Standing.OPEN:
            return account


def _approved_at(standing: Standing, now: datetime) -> datetime:
    """Long ago; or, for somebody whom the trading platform awaits tomorrow, the first hour from now after a cut-off."""
    if standing is not Standing.APPROVED_TODAY:
        return now - APPROVED_AGO
    hours = (now + ahead * HOUR for ahead in range(48))
    return next(moment for moment in hours if CUTOFF.trades_from(moment) > moment)


def _order(holding: Holding) -> int:
    match holding.kind:
        case AuthenticatorKind.KEY_APP | AuthenticatorKind.DSC_PLUS | AuthenticatorKind.PASSKEY:
            return 0
        case AuthenticatorKind.CODE_CARD:
            return 1
        case AuthenticatorKind.TEMPORARY_PASSCODE:
            return 2


def _take(
    account: Account, id_: AuthenticatorId, holding: Holding, *, residence: str, serial: str, now: datetime
) -> Account:
    match holding.state:
        case DeviceState():
            return _take_device(account, id_, holding, residence=residence, now=now)
        case CardState():
            return _take_card(account, id_, holding, serial=serial, now=now)
        case PasscodeState():
            return _take_passcode(account, id_, holding, now=now)


def _take_device(account: Account, id_: AuthenticatorId, holding: Holding, *, residence: str, now: datetime) -> Account:
    device = PermanentDevice(
        id=id_, kind=holding.kind, state=DeviceState.REQUESTED, ever_active=False, platform=holding.platform
    )
    if holding.was_active:
        return _put_aside(_in_use(account, device, residence=residence, now=now - BOUND_AGO), id_, holding)
    account = _done(request_device(account, device))
    if holding.state is not DeviceState.REQUESTED:
        posting = TERMS.posting(country=residence, shipped_at=now - SHIPPED_AGO)
        account = _done(ship_device(account, id_, posting=posting))
    return _done(confirm_delivery(account, id_)) if holding.state is DeviceState.DELIVERED else account


def _in_use(account: Account, device: PermanentDevice, *, residence: str, now: datetime) -> Account:
    if device.kind is AuthenticatorKind.KEY_APP:
        return _done(bind_device(account, device, now=now))
    posting = TERMS.posting(country=residence, shipped_at=now - ORDERED_AGO)
    account = _done(request_device(account, device))
    account = _done(ship_device(account, device.id, posting=posting))
    account = _done(confirm_delivery(account, device.id))
    return _done(activate_device(account, device.id, now=now))


def _put_aside(account: Account, id_: AuthenticatorId, holding: Holding) -> Account:
    match holding.state:
        case DeviceState.SUSPENDED:
            return _done(suspend_device(account, id_))
        case DeviceState.LOST:
            return _done(report_lost(account, id_))
        case DeviceState.BLOCKED:
            return _done(block_device(account, id_))
        case _:
            return account


def _take_card(account: Account, id_: AuthenticatorId, holding: Holding, *, serial: str, now: datetime) -> Account:
    card = CodeCard(
        id=id_,
        state=CardState.SHOWN,
        activated_at=None,
        expires_at=None,
        cells_left=code_card.CELLS,
        serial=serial,
    )
    account = _done(show_card(account, card, is_desk_asking=True))
    account = _done(activate_card(account, id_, now=now - holding.age, terms=TERMS))
    return (
        account if holding.unused_cells is None else _done(spend_cells(account, id_, cells_left=holding.unused_cells))
    )


def _take_passcode(account: Account, id_: AuthenticatorId, holding: Holding, *, now: datetime) -> Account:
    passcode = TERMS.new_passcode(id_, now=now - holding.age)
    missing = tuple(held.id for held in account.authenticators if isinstance(held, PermanentDevice))
    account = _done(issue_passcode(account, passcode, missing=missing, has_second_agent=True))
    return _done(kill_passcode(account, id_)) if holding.state is PasscodeState.DEAD else account


def _done(outcome: Deed | NotAllowed) -> Deed:
    if isinstance(outcome, NotAllowed):
        message = f"{outcome.event} is not allowed: {outcome.because}"
        raise ImpossibleLifeError(message)
    return outcome

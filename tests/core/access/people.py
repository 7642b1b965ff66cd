"""Accounts and what they hold, as the tests of the policy need them; every moment hangs on `NOW`."""

from datetime import UTC, datetime, timedelta

from sekisho.core.access import Decision, Evidence, FactorRequired, Granted, Mode, Refused, Scope, Surface, decide
from sekisho.core.accounts import Account, AccountNumber, AccountState, Credentials
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    Posting,
    TemporaryPasscode,
)
from sekisho.core.authenticators.terms import Terms
from sekisho.core.reasons import Reason
from sekisho.core.transitions import NotAllowed

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
TERMS = Terms()
PAPER = AccountNumber("DU7654321")


def id_(name: str) -> AuthenticatorId:
    return AuthenticatorId(name)


def account(state: AccountState, *held: Authenticator, **more) -> Account:
    number = AccountNumber("U1234567")
    return Account(number=number, state=state, authenticators=held, **more)


def applied(*held: Authenticator, **more) -> Account:
    return account(AccountState.APPLIED, *held, **more)


def opened(*held: Authenticator, **more) -> Account:
    return account(AccountState.OPEN, *held, **({"trades_from": NOW - 100 * DAY} | more))


def approved_today(*held: Authenticator, **more) -> Account:
    return account(AccountState.OPEN, *held, **({"trades_from": NOW + 7 * HOUR} | more))


def phone(state: DeviceState = DeviceState.ACTIVE, name: str = "phone", **more) -> PermanentDevice:
    return PermanentDevice(id=id_(name), kind=AuthenticatorKind.KEY_APP, state=state, **more)


def dsc(state: DeviceState = DeviceState.ACTIVE, name: str = "dsc", **more) -> PermanentDevice:
    return PermanentDevice(id=id_(name), kind=AuthenticatorKind.DSC_PLUS, state=state, **more)


def parcel(state: DeviceState = DeviceState.SHIPPED, *, country: str = "JP", ago: timedelta = DAY) -> PermanentDevice:
    posting: Posting = TERMS.posting(country=country, shipped_at=NOW - ago)
    return dsc(state, ever_active=False, posting=posting)


def passcode(ago: timedelta, state: PasscodeState = PasscodeState.LIVE, name: str = "passcode") -> TemporaryPasscode:
    issued = TERMS.new_passcode(id_(name), now=NOW - ago)
    return TemporaryPasscode(
        id=issued.id,
        state=state,
        issued_at=issued.issued_at,
        full_until=issued.full_until,
        expires_at=issued.expires_at,
    )


def card(ago: timedelta, state: CardState = CardState.ACTIVE, name: str = "card", *, cells_left: int = 200) -> CodeCard:
    activated_at = NOW - ago
    return CodeCard(
        id=id_(name),
        state=state,
        activated_at=activated_at,
        expires_at=activated_at + TERMS.card_valid_for,
        cells_left=cells_left,
    )


def shown_card(name: str = "shown") -> CodeCard:
    return CodeCard(id=id_(name), state=CardState.SHOWN, activated_at=None, expires_at=None, cells_left=224)


def enter(
    who: Account,
    answered: str | None = None,
    *,
    surface: Surface = Surface.PORTAL,
    mode: Mode = Mode.LIVE,
    credentials: Credentials = Credentials.LIVE,
    now: datetime = NOW,
) -> Decision:
    evidence = Evidence(credentials=credentials, answered=None if answered is None else id_(answered))
    return decide(who, evidence, surface=surface, mode=mode, now=now)


def scopes(decision: Decision) -> set[Scope]:
    assert isinstance(decision, Granted), decision
    return {*decision.scopes}


def reason(decision: Decision) -> Reason:
    assert isinstance(decision, Refused), decision
    return decision.reason


def offered(decision: Decision) -> tuple[str, ...]:
    assert isinstance(decision, FactorRequired), decision
    return decision.offered


def done(outcome: Account | NotAllowed) -> Account:
    assert isinstance(outcome, Account), outcome
    return outcome


def refused(outcome: object) -> NotAllowed:
    assert isinstance(outcome, NotAllowed), outcome
    return outcome

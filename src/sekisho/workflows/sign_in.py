"""Signing in, first half: user name and password.

The try is counted and committed before the password is compared. Whoever has not proved the password gets one answer, at one
cost, whether the name exists or not; whoever has, gets what the policy decides: in, a question, or the exact reason.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sekisho.core.access import decide
from sekisho.core.access.decisions import Evidence, FactorRequired, Granted, Mode, Refused, Surface
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.throttle import Admitted, Throttled, Verdict
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.claim import Claim, browser_print, login_print, name_print
from sekisho.workflows.counting import refund_try, reserve_try
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, LoginView
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import (
    HolderRecord,
    LoginRecord,
    OutgoingMessage,
    TryKind,
)
from sekisho.workflows.refusing import record_refusal
from sekisho.workflows.step import Step, ask, let_in, turn_away

LOGIN_PREFIX: Final = "login_"
MOST_USERNAME: Final = 256
"""Longer names belong to nobody; doors that refuse them in words say the same number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInAttempt:
    """What the claimant typed and chose."""

    username: str
    password: Secret
    surface: Surface
    mode: Mode
    door: Door


@dataclass(frozen=True, kw_only=True, slots=True)
class _Counted:
    """The try after it was counted: who it may be, and against which counter."""

    holder: HolderRecord | None
    subject: str
    kind: TryKind
    verdict: Verdict


def sign_in(ports: Ports, attempt: SignInAttempt) -> LoginView:
    """Prove the password and decide what follows. Raises `StorageUnavailableError`: nothing is decided then."""
    tried_at = ports.clock.now()
    username = canonical_username(attempt.username)
    counted = _count(ports, attempt.door, username, now=tried_at)
    claim = Claim(holder=counted.holder, surface=attempt.surface, mode=attempt.mode, door=attempt.door, now=tried_at)
    if isinstance(counted.verdict, Throttled):
        return _refuse_unproved(ports, claim, counted, Reason.LOCKED, retry_at=counted.verdict.until)
    stored = counted.holder.password_hash if counted.holder else None
    is_right = ports.hasher.matches(stored, attempt.password)
    claim = replace(
        claim, now=ports.clock.now()
    )  # hashing waits its turn; the trail would take an old moment for a clock set back
    if not is_right or counted.holder is None:
        return _refuse_unproved(ports, claim, counted, Reason.BAD_CREDENTIALS)
    _renew_hash(ports, counted.holder, attempt.password)
    activate_due(ports, counted.holder.account_number, now=claim.now)
    with ports.store.transaction() as tx:
        refund_try(tx, counted.subject, counted.kind, tried_at=tried_at)
        return _proceed(ports, tx, claim, counted.holder)


def canonical_username(typed: str) -> str:
    """Give the stored form of a user name: printable ASCII in lower case. Other signs never map onto somebody: they are unknown.

    They are escaped, so that no database chokes on them (NUL, half a surrogate pair) and tells a name apart by failing; so are
    names longer than any of ours, of which the database never sees more than the beginning.
    """
    name = typed.strip(" \t\r\n\u3000")
    could_be_ours = len(name) <= MOST_USERNAME and name.isascii() and name.isprintable()
    return name.lower() if could_be_ours else f"\ufffd{name[:64]!a}"


def _count(ports: Ports, door: Door, username: str, *, now: datetime) -> _Counted:
    printed = name_print(ports.vault, username)
    mark = browser_print(ports.vault, door)
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        holder = tx.holder_named(username)
        is_known = tx.is_known_browser(holder.id if holder else "", mark, now=now)
        kind = TryKind.PASSWORD_KNOWN_BROWSER if is_known else TryKind.PASSWORD_UNKNOWN_BROWSER
        subject = ports.vault.fingerprint(printed + mark, purpose="browser of a name") if is_known else printed
        verdict = reserve_try(tx, subject, kind, now=now)
    return _Counted(holder=holder, subject=subject, kind=kind, verdict=verdict)


def _refuse_unproved(
    ports: Ports, claim: Claim, counted: _Counted, reason: Reason, *, retry_at: datetime | None = None
) -> LoginView:
    closes = isinstance(counted.verdict, Admitted) and counted.verdict.closes
    with ports.store.transaction() as tx:
        refusal = record_refusal(
            ports,
            tx,
            claim=claim,
            reason=reason,
            retry_at=retry_at,
            name_print=counted.subject[:16],
            is_proved=False,
        )
        if closes:  # to nobody where the name is unknown, by the same statement
            holder_id = counted.holder.id if counted.holder else ""
            params = {"reference": refusal.reference}
            tx.send(OutgoingMessage(holder_id=holder_id, message="sign_in_door_closed", at=claim.now, params=params))
    return LoginView(id=None, state=LoginState.REFUSED, surface=claim.surface, mode=claim.mode, refusal=refusal)


def _renew_hash(ports: Ports, holder: HolderRecord, password: Secret) -> None:
    if ports.hasher.is_outdated(holder.password_hash):
        renewed = ports.hasher.hash(password)
        with ports.store.transaction() as tx:
            tx.rehash_password(holder.id, old=holder.password_hash, new=renewed)


def _proceed(ports: Ports, tx: Transaction, claim: Claim, holder: HolderRecord) -> LoginView:
    bearer = ports.dice.token(prefix=LOGIN_PREFIX)
    login = LoginRecord(
        id_hash=login_print(ports.vault, bearer.reveal_text()),
        holder_id=holder.id,
        surface=claim.surface,
        mode=claim.mode,
        credentials=holder.credentials,
        created_at=claim.now,
        expires_at=claim.now + ports.spans.login,
    )
    tx.open_login(login)
    account = account_as_of(ports, tx, holder.account_number, now=claim.now)
    step = Step(ports=ports, tx=tx, claim=claim, holder=holder, account=account, login=login, bearer=bearer)
    evidence = Evidence(credentials=holder.credentials)
    decision = decide(account, evidence, surface=claim.surface, mode=claim.mode, now=claim.now)
    match decision:
        case Granted():
            tx.settle_login(login.id_hash, outcome="granted", is_over=True)
            return let_in(step, decision, answered=None)
        case FactorRequired(offered=offered):
            return ask(step, offered, first=offered[0], happening=Happening.PASSWORD_PROVED)
        case Refused():
            return turn_away(step, decision)

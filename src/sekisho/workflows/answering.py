"""The answer to a challenge, whatever it is for: counted, verified, spent, in this order.

The try is counted and committed; an answer that cannot be evaluated takes back all that it counted. The answer is verified
outside any transaction. Then one transaction spends the challenge (and both cells of a card) and does what the answer was asked
for; whoever loses that race gets nothing. An answer whose commit is in doubt counts as used.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.kinds import Authenticator, CodeCard, PermanentDevice, TemporaryPasscode
from sekisho.core.authenticators.passkey import Signed
from sekisho.core.errors import SekishoError
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.throttle import Admitted, Throttled
from sekisho.workflows.counting import client_of, refund_newest, refund_try, reserve_try
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginView
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import (
    ChallengeRecord,
    LoginRecord,
    TryKind,
)
from sekisho.workflows.step import Step, note, resume, stop
from sekisho.workflows.verifying import Opened, Right, most_wrong, open_secrets, verify
from sekisho.workflows.wrong_answer import refuse_wrong, shut_out

Conclude = Callable[[Step, Authenticator], LoginView]
"""What a right answer leads to, in the transaction that spends it; raises `LostRaceError` to take all of it back."""


Rekeyed = Callable[[Opened], Opened]
"""What the answer is verified with instead of what is stored: the same key under the PIN that is to be set."""


class LostRaceError(SekishoError):
    """Somebody else was faster; leaving the transaction this way rolls back what it had begun."""


class _NotEvaluatedError(SekishoError):
    """Nothing can be verified; leaving the transaction this way takes back what was counted against the holder."""

    def __init__(
        self,
        reason: Reason,
        *,
        retry_at: datetime | None = None,
        worn_out: PermanentDevice | TemporaryPasscode | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_at = retry_at
        self.worn_out = worn_out  # an authenticator that had its last wrong answer, and was not yet ended


@dataclass(frozen=True, kw_only=True, slots=True)
class _Counted:
    """A try that may be verified: which counts it stands at."""

    challenge: ChallengeRecord
    opened: Opened  # before the try is committed: a key that is gone costs nobody a try
    verdict: Admitted
    wrong_in_row: int
    client: str  # whose monthly cap the try counts against


@dataclass(frozen=True, kw_only=True, slots=True)
class _At:
    """One answer: at which login, through which door, when, and what it is for."""

    bearer: Secret
    door: Door
    now: datetime
    conclude: Conclude
    rekeyed: Rekeyed | None = None
    client: str = ""


def answer(
    ports: Ports,
    login: LoginRecord,
    *,
    bearer: Secret,
    response: str,
    door: Door,
    conclude: Conclude,
    rekeyed: Rekeyed | None = None,
    client: str = "",
) -> LoginView:
    """Verify `response` against the live challenge of `login`; the right one, once, leads to `conclude`.

    `client` is whose monthly cap the try counts against, where that is not who stands at `door`.
    """
    at = _At(bearer=bearer, door=door, now=ports.clock.now(), conclude=conclude, rekeyed=rekeyed, client=client)
    try:
        with ports.store.transaction() as tx:
            counted = _count(ports, tx, login, at=at)
    except _NotEvaluatedError as nothing:
        return _refuse_unevaluated(ports, login, nothing, at=at)
    verdict = verify(ports, counted.opened, question=counted.challenge.question, typed=response)
    if isinstance(verdict, Right):
        with suppress(LostRaceError), ports.store.transaction() as tx:
            return _spend(ports, tx, login, counted, signed=verdict.signed, at=at)
    with ports.store.transaction() as tx:
        if isinstance(verdict, Right):
            _give_back(tx, login, counted, tried_at=at.now)
            return note(_step(ports, tx, login, at=at), Reason.RESPONSE_USED, happening=Happening.RESPONSE_REFUSED)
        return refuse_wrong(
            _step(ports, tx, login, at=at),
            authenticator=counted.opened.authenticator,
            wrong_in_row=counted.wrong_in_row,
            verdict=counted.verdict,
            is_copied=verdict.is_copied,
        )


def _count(ports: Ports, tx: Transaction, login: LoginRecord, *, at: _At) -> _Counted:
    now, holder_id = at.now, login.holder_id
    tx.verify_time(now)
    challenge = login.challenge
    if challenge is None or challenge.is_used:
        raise _NotEvaluatedError(Reason.CONFLICT if challenge is None else Reason.RESPONSE_USED)
    if tx.reserve_challenge(login.id_hash, challenge.id, now=now) is None:
        latest = tx.login(login.id_hash)
        is_used = latest is not None and latest.challenge is not None and latest.challenge.is_used
        raise _NotEvaluatedError(Reason.RESPONSE_USED if is_used else Reason.CHALLENGE_EXPIRED)
    verdict = _count_for(tx, holder_id, TryKind.SECOND_FACTOR, now=now)
    client = at.client or client_of(ports, tx, holder_id, door=at.door, now=now)
    _count_for(tx, client, TryKind.SECOND_FACTOR_MONTH, now=now)
    secrets = tx.secrets(challenge.authenticator_id)
    wrong_in_row = _count_against(tx, secrets.authenticator, question=challenge.question)
    opened = open_secrets(ports.vault, secrets)
    if at.rekeyed is not None:
        opened = at.rekeyed(opened)
    return _Counted(challenge=challenge, opened=opened, verdict=verdict, wrong_in_row=wrong_in_row, client=client)


def _count_for(tx: Transaction, subject: str, kind: TryKind, *, now: datetime) -> Admitted:
    verdict = reserve_try(tx, subject, kind, now=now)
    match verdict:
        case Admitted():
            return verdict
        case Throttled(until=until):
            raise _NotEvaluatedError(Reason.THROTTLED, retry_at=until)
    assert_never(verdict)


def _count_against(tx: Transaction, authenticator: Authenticator, *, question: str) -> int:
    if isinstance(authenticator, CodeCard):
        tries = tx.reserve_pair(authenticator.id, code_card.indices(question), most=code_card.MOST_TRIES)
        if tries is None:
            raise _NotEvaluatedError(Reason.CHALLENGE_EXPIRED)
        return tries
    wrong_in_row = tx.reserve_authenticator(authenticator.id, most=most_wrong(authenticator))
    if wrong_in_row is None:
        raise _NotEvaluatedError(Reason.DEVICE_SUSPENDED, worn_out=authenticator)
    return wrong_in_row


def _step(ports: Ports, tx: Transaction, login: LoginRecord, *, at: _At) -> Step:
    return resume(ports, tx, login, bearer=at.bearer, door=at.door, now=at.now)


def _refuse_unevaluated(ports: Ports, login: LoginRecord, nothing: _NotEvaluatedError, *, at: _At) -> LoginView:
    """Refuse without settling the login while another answer to it may be about to win."""
    with ports.store.transaction() as tx:
        step = _step(ports, tx, login, at=at)
        reason, manner = (nothing.reason, None) if nothing.worn_out is None else shut_out(step, nothing.worn_out)
        if login.expires_at <= at.now:  # seen too late once: a clock set back does not revive it
            return stop(step, reason, happening=Happening.RESPONSE_REFUSED, manner=manner)
        return note(step, reason, happening=Happening.RESPONSE_REFUSED, retry_at=nothing.retry_at, manner=manner)


def _spend(
    ports: Ports, tx: Transaction, login: LoginRecord, counted: _Counted, *, signed: Signed | None, at: _At
) -> LoginView:
    """Use the challenge and do what it was for; all of it or nothing."""
    authenticator = counted.opened.authenticator
    if not tx.spend_challenge(counted.challenge.id, now=at.now):
        raise LostRaceError
    _give_back(tx, login, counted, tried_at=at.now)
    pair = code_card.indices(counted.challenge.question) if isinstance(authenticator, CodeCard) else None
    if pair is not None and not tx.spend_cells(authenticator.id, pair, now=at.now):
        raise LostRaceError
    if signed is not None and not tx.count_passkey(
        authenticator.id, counted=signed.counted, is_synced=signed.is_synced
    ):
        raise LostRaceError
    tx.clear_wrong(authenticator.id, now=at.now)
    refund_newest(tx, authenticator.id, TryKind.CHALLENGES)
    return at.conclude(_step(ports, tx, login, at=at), authenticator)


def _give_back(tx: Transaction, login: LoginRecord, counted: _Counted, *, tried_at: datetime) -> None:
    """The answer was right: the try does not stay counted. Only whoever spends the challenge takes the question back, too."""
    refund_try(tx, login.holder_id, TryKind.SECOND_FACTOR, tried_at=tried_at)
    refund_try(tx, counted.client, TryKind.SECOND_FACTOR_MONTH, tried_at=tried_at)

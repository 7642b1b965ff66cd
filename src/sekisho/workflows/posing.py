"""Putting a question: six digits to a device, 32 bytes to a passkey, two cells to a card, nothing to a passcode.

Unanswered questions are counted for each device and card, so that nobody who has only the password can fish for a question
whose answer was once seen. A card keeps asking the same two cells until they are answered, failed three times, or expired.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.device_key import HIGHEST_CHALLENGE, LOWEST_CHALLENGE
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    PermanentDevice,
    TemporaryPasscode,
)
from sekisho.core.errors import StorageUnavailableError
from sekisho.core.reasons import Reason
from sekisho.core.throttle import Throttled
from sekisho.workflows.counting import reserve_try
from sekisho.workflows.drawing import draw_passkey_challenge
from sekisho.workflows.factors import factor_view
from sekisho.workflows.outcomes import ChallengeView, PasskeyAsked
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import ChallengeRecord, LoginRecord, TryKind

MOST_TRIES: Final = 5
DRAWS: Final = 50
"""How often a six-digit question is drawn anew because this device was asked it before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotPosed:
    """No question can be put now."""

    reason: Reason
    retry_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Posed:
    """A question is put. `unanswered`: how many of the last day have no right answer, this one included."""

    challenge_id: int
    view: ChallengeView
    unanswered: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drawn:
    """What is asked; `unanswered` is 0 where nothing new was drawn."""

    question: str
    unanswered: int = 0


def pose(
    ports: Ports, tx: Transaction, *, login: LoginRecord, authenticator: Authenticator, now: datetime
) -> Posed | NotPosed:
    """Put a question to `authenticator` in this login and show it; earlier questions of the login are void."""
    expires_at = min(now + ports.spans.challenge, login.expires_at)
    match authenticator:
        case PermanentDevice():
            drawn = _pose_to_device(ports, tx, authenticator, now=now)
        case CodeCard():
            drawn = _pose_cells(ports, tx, authenticator.id, now=now)
        case TemporaryPasscode():
            drawn = _Drawn(question="")
        case _:
            assert_never(authenticator)
    if isinstance(drawn, NotPosed):
        return drawn
    most = code_card.MOST_TRIES if isinstance(authenticator, CodeCard) else MOST_TRIES
    wanted = ChallengeRecord(
        id=0,
        authenticator_id=authenticator.id,
        question=drawn.question,
        tries=0,
        most_tries=most,
        expires_at=expires_at,
        is_used=False,
    )
    challenge = tx.pose_challenge(login.id_hash, wanted)
    if challenge is None:
        return NotPosed(reason=Reason.CHALLENGE_EXPIRED)
    return Posed(challenge_id=challenge.id, view=challenge_view(challenge, authenticator), unanswered=drawn.unanswered)


def challenge_view(challenge: ChallengeRecord, authenticator: Authenticator) -> ChallengeView:
    """Show a challenge to the one who must answer it."""
    is_card = isinstance(authenticator, CodeCard)
    handle = authenticator.passkey if isinstance(authenticator, PermanentDevice) else None
    has_digits = isinstance(authenticator, PermanentDevice) and handle is None
    return ChallengeView(
        factor=factor_view(authenticator),
        code=challenge.question if has_digits else None,
        indices=code_card.indices(challenge.question) if is_card else None,
        passkey=PasskeyAsked(challenge=challenge.question, handle=handle) if handle else None,
        expires_at=challenge.expires_at,
        attempts_left=max(0, challenge.most_tries - challenge.tries),
        cells_left=authenticator.cells_left if isinstance(authenticator, CodeCard) else None,
    )


def _pose_to_device(ports: Ports, tx: Transaction, device: PermanentDevice, *, now: datetime) -> _Drawn | NotPosed:
    verdict = reserve_try(tx, device.id, TryKind.CHALLENGES, now=now)
    if isinstance(verdict, Throttled):
        return NotPosed(reason=Reason.THROTTLED, retry_at=verdict.until)
    is_passkey = device.kind is AuthenticatorKind.PASSKEY
    question = draw_passkey_challenge(ports.dice) if is_passkey else draw_question(ports, tx, device.id)
    return _Drawn(question=question, unanswered=len(verdict.tries.moments))


def draw_question(ports: Ports, tx: Transaction, device: AuthenticatorId) -> str:
    """Draw six digits that this device was never asked."""
    for _ in range(DRAWS):
        question = str(ports.dice.number(low=LOWEST_CHALLENGE, high=HIGHEST_CHALLENGE))
        if tx.pose_question(device, question):
            return question
    message = "no question is left that this device was not asked"
    raise StorageUnavailableError(message)


def _pose_cells(ports: Ports, tx: Transaction, card: AuthenticatorId, *, now: datetime) -> _Drawn | NotPosed:
    tx.hold_authenticator(card)  # before the counter, as everywhere: an answer that spends locks in this order, too
    kept = tx.secrets(card)
    expires_at = now + ports.spans.challenge
    is_live = kept.pair_expires_at is not None and now < kept.pair_expires_at and kept.pair_tries < code_card.MOST_TRIES
    if kept.pair and is_live and tx.prolong_pair(card, kept.pair, expires_at=expires_at):
        return _Drawn(question=code_card.question(kept.pair))
    if kept.pair:
        tx.spend_cells(card, kept.pair, now=now)
    verdict = reserve_try(tx, card, TryKind.CHALLENGES, now=now)
    if isinstance(verdict, Throttled):
        return NotPosed(reason=Reason.THROTTLED, retry_at=verdict.until)
    left = code_card.unspent(tx.spent_cells(card), cells=kept.cells)
    if len(left) < 2:  # noqa: PLR2004 - a pair is two cells
        tx.set_authenticator_state(card, old=CardState.ACTIVE, new=CardState.EXHAUSTED)
        return NotPosed(reason=Reason.CARD_EXHAUSTED)
    first, second = ports.dice.sample(left, count=2)
    if not tx.pose_pair(card, (first, second), expires_at=expires_at):
        message = "a card that is held drew two pairs at once"
        raise StorageUnavailableError(message)
    return _Drawn(question=code_card.question((first, second)), unanswered=len(verdict.tries.moments))

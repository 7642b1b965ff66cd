"""Which row of the access table an account is in: its standing, and what can be proved.

Without an answer the row is that of the best proof on offer; with one it is that of the authenticator that answered, as it is
now. Nothing is granted here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final, assert_never

from sekisho.core.access.decisions import Evidence
from sekisho.core.accounts import Account, Standing
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    CodeCard,
    PermanentDevice,
    TemporaryPasscode,
    kind_of,
)
from sekisho.core.authenticators.proofs import ANSWERABLE, RUN_OUT, Proof, proof_of


@unique
class Situation(StrEnum):
    """The rows of the access table: `<standing>_<proof>`, and those where no proof matters."""

    APPLIED_DEVICE = "applied_device"
    APPLIED_CARD = "applied_card"
    APPLIED_PASSCODE_FULL = "applied_passcode_full"
    APPLIED_PASSCODE_CARD_ONLY = "applied_passcode_card_only"
    APPLIED_SUSPENDED_DEVICE = "applied_suspended_device"
    APPLIED_PASSCODE_EXPIRED = "applied_passcode_expired"
    APPLIED_PASSCODE_DEAD = "applied_passcode_dead"
    APPLIED_CARD_EXPIRED = "applied_card_expired"
    APPLIED_CARD_EXHAUSTED = "applied_card_exhausted"
    APPLIED_NOTHING_YET = "applied_nothing_yet"
    APPLIED_NOTHING_USABLE = "applied_nothing_usable"
    APPROVED_TODAY_DEVICE = "approved_today_device"
    APPROVED_TODAY_CARD = "approved_today_card"
    APPROVED_TODAY_PASSCODE_FULL = "approved_today_passcode_full"
    APPROVED_TODAY_PASSCODE_CARD_ONLY = "approved_today_passcode_card_only"
    APPROVED_TODAY_SUSPENDED_DEVICE = "approved_today_suspended_device"
    APPROVED_TODAY_PASSCODE_EXPIRED = "approved_today_passcode_expired"
    APPROVED_TODAY_PASSCODE_DEAD = "approved_today_passcode_dead"
    APPROVED_TODAY_CARD_EXPIRED = "approved_today_card_expired"
    APPROVED_TODAY_CARD_EXHAUSTED = "approved_today_card_exhausted"
    APPROVED_TODAY_NOTHING_YET = "approved_today_nothing_yet"
    APPROVED_TODAY_NOTHING_USABLE = "approved_today_nothing_usable"
    OPEN_DEVICE = "open_device"
    OPEN_OPTED_OUT = "open_opted_out"
    OPEN_CARD = "open_card"
    OPEN_PASSCODE_FULL = "open_passcode_full"
    OPEN_PASSCODE_CARD_ONLY = "open_passcode_card_only"
    OPEN_SUSPENDED_DEVICE = "open_suspended_device"
    OPEN_PASSCODE_EXPIRED = "open_passcode_expired"
    OPEN_PASSCODE_DEAD = "open_passcode_dead"
    OPEN_CARD_EXPIRED = "open_card_expired"
    OPEN_CARD_EXHAUSTED = "open_card_exhausted"
    OPEN_NOTHING_YET = "open_nothing_yet"
    OPEN_NOTHING_USABLE = "open_nothing_usable"
    CLOSED = "closed"
    REJECTED = "rejected"
    PAPER_LOGIN = "paper_login"
    PAPER_LOGIN_LIVE_CHOSEN = "paper_login_live_chosen"
    NO_PAPER_ACCOUNT = "no_paper_account"
    STAFF = "staff"
    STAFF_WITHOUT_DEVICE = "staff_without_device"
    STAFF_LEFT = "staff_left"


PROVABLE: Final = (Standing.APPLIED, Standing.APPROVED_TODAY, Standing.OPEN)
"""The standings in which it matters what can be proved."""

PARTS: Final = MappingProxyType(
    {Situation(f"{standing}_{proof}"): (standing, proof) for standing in PROVABLE for proof in Proof}
)
"""The standing and the proof that make a situation, where two make it."""

_PLACE: Final = MappingProxyType({proof: place for place, proof in enumerate(Proof)})
_BY_PARTS: Final = MappingProxyType({parts: situation for situation, parts in PARTS.items()})


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """What `decide` sees: the row, and either whose answer counts or what may be answered now."""

    situation: Situation
    offered: tuple[AuthenticatorId, ...]  # empty once an answer counts
    answered: Authenticator | None = None  # whose answer counts
    spent: Proof | None = None  # an answer was given that counts no more, and why


def situation_of(account: Account, evidence: Evidence, now: datetime) -> Situation:
    """Name the row that applies to the live account behind `evidence` at `now`."""
    return look(account, evidence, now).situation


def look(account: Account, evidence: Evidence, now: datetime) -> Sight:
    """Take in account, answer and time at once."""
    standing = account.standing(now)
    if standing not in PROVABLE:
        return Sight(situation=Situation(standing.value), offered=())
    spent = None
    if evidence.answered is not None:
        answered = account.find(evidence.answered)
        proof = Proof.NOTHING_USABLE if answered is None else _proof_of_answer(answered, now)
        if proof in ANSWERABLE:
            return Sight(situation=_BY_PARTS[standing, proof], offered=(), answered=answered)
        spent = proof
    proofs = {held.id: proof_of(held, now) for held in account.authenticators}
    offered = _offered(account, proofs)
    situation = _unaided(account, proofs, standing=standing, best=proofs[offered[0]] if offered else None)
    return Sight(situation=situation, offered=offered, spent=spent)


def offered_by(account: Account, now: datetime) -> tuple[AuthenticatorId, ...]:
    """Give what may be answered at `now`: devices (DSC+, then passkeys), card, passcode, then suspended devices."""
    return _offered(account, {held.id: proof_of(held, now) for held in account.authenticators})


def _offered(account: Account, proofs: Mapping[AuthenticatorId, Proof]) -> tuple[AuthenticatorId, ...]:
    answerable = [held for held in account.authenticators if proofs[held.id] in ANSWERABLE]
    return tuple(held.id for held in sorted(answerable, key=lambda held: (_PLACE[proofs[held.id]], _turn(held))))


def _turn(authenticator: Authenticator) -> int:
    """Among devices: the strongest, then what no fake site can use, then the app. A holder may choose any other."""
    first = (AuthenticatorKind.DSC_PLUS, AuthenticatorKind.PASSKEY)
    kind = kind_of(authenticator)
    return first.index(kind) if kind in first else len(first)


def _proof_of_answer(authenticator: Authenticator, now: datetime) -> Proof:
    """A card whose last two cells were this very answer still counts for it, until the card's end."""
    proof = proof_of(authenticator, now)
    return Proof.CARD if proof is Proof.CARD_EXHAUSTED else proof


def _unaided(
    account: Account, proofs: Mapping[AuthenticatorId, Proof], *, standing: Standing, best: Proof | None
) -> Situation:
    if best is Proof.DEVICE and standing is Standing.OPEN and account.has_opted_out:
        return Situation.OPEN_OPTED_OUT
    if best is not None and best is not Proof.SUSPENDED_DEVICE:
        return _BY_PARTS[standing, best]
    run_out = [held for held in account.authenticators if proofs[held.id] in RUN_OUT]
    if run_out:
        return _BY_PARTS[standing, proofs[max(run_out, key=_began_at).id]]
    if all(proof is Proof.NOTHING_YET for proof in proofs.values()):
        return _BY_PARTS[standing, Proof.NOTHING_YET]
    return _BY_PARTS[standing, Proof.NOTHING_USABLE if best is None else best]


def _began_at(authenticator: Authenticator) -> float:
    match authenticator:
        case TemporaryPasscode(issued_at=began_at):
            return began_at.timestamp()
        case CodeCard(activated_at=began_at) if began_at is not None:
            return began_at.timestamp()
        case PermanentDevice() | CodeCard():
            return float("-inf")
        case never:
            assert_never(never)

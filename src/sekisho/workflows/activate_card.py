"""Activating a shown card: two of its cells are asked and answered, and it takes the place of passcode and earlier cards.

The question is that of a login, bound to this session and this card: the same two cells until they are answered, failed three
times or expired. A wrong answer does not say which of the two values was wrong, because each alone is only 15 bits. The session
goes on with the card as its evidence, since the passcode that opened it has ended (A182).
"""

from datetime import datetime

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators import interim_deeds
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    CardState,
    CodeCard,
    TemporaryPasscode,
)
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.answering import Conclude, LostRaceError, answer
from sekisho.workflows.card_records import CardActivated
from sekisho.workflows.changing import write_changes
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ChallengeView, LoginState, LoginUnknown, LoginView, RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.posing import challenge_view
from sekisho.workflows.prove import Purpose, ask_proof, done, not_done, once
from sekisho.workflows.records import LoginRecord, OutgoingMessage
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.renewing import renew
from sekisho.workflows.show_card import card_event
from sekisho.workflows.step import Step

ACTIVATE = HolderDeed.ACTIVATE_CARD


def ask_cells(ports: Ports, visitor: Visitor, *, door: Door) -> ChallengeView | RefusalView:
    """Ask two cells of the card that was shown last; while they can be answered, asking again asks the same two."""
    card = _card_to_activate(ports, visitor)
    if isinstance(card, Reason):
        return refuse_access(ports, visitor, reason=card, deed=ACTIVATE)
    asked = cells_asked(ports, visitor)
    if asked is not None:
        return asked
    purpose = Purpose(deed=ACTIVATE, subject=card.id)
    view = ask_proof(ports, visitor, purpose=purpose, offered=(card.id,), first=card.id, door=door)
    if isinstance(view, LoginUnknown):
        return refuse_access(ports, visitor, reason=Reason.CONFLICT, deed=ACTIVATE)
    if view.challenge is None:
        return view.refusal or refuse_access(ports, visitor, reason=Reason.CONFLICT, deed=ACTIVATE)
    return view.challenge


def cells_asked(ports: Ports, visitor: Visitor) -> ChallengeView | None:
    """Give the question that this session may answer now, if there is one."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        card = _shown_card(tx.account(tx.holder(visitor.holder_id).account_number))
        proof = _open_proof(tx, visitor, card, now=now) if card else None
    if card is None or proof is None or proof.challenge is None:
        return None
    view = challenge_view(proof.challenge, card)
    return view if view.attempts_left else None


def card_to_activate(ports: Ports, visitor: Visitor) -> CodeCard | None:
    """Give the card that was shown and is not in use yet, if there is one."""
    card = _card_to_activate(ports, visitor)
    return None if isinstance(card, Reason) else card


def active_card(ports: Ports, visitor: Visitor) -> CardActivated | None:
    """Give the card that is in use, if there is one."""
    with ports.store.reading() as tx:
        account = tx.account(tx.holder(visitor.holder_id).account_number)
    found = [held for held in account.authenticators if isinstance(held, CodeCard) and held.state is CardState.ACTIVE]
    if not found or found[-1].expires_at is None:
        return None
    return CardActivated(serial=found[-1].serial, expires_at=found[-1].expires_at, cells_left=found[-1].cells_left)


def activate_card(
    ports: Ports, visitor: Visitor, *, values: str, door: Door
) -> CardActivated | LoginView | RefusalView:
    """Verify both values and put the card to use. A `LoginView` holds the refusal and, while tries are left, the question."""
    card = _card_to_activate(ports, visitor)
    if isinstance(card, Reason):
        return refuse_access(ports, visitor, reason=card, deed=ACTIVATE)
    with ports.store.reading() as tx:
        proof = tx.newest_proof(visitor.session_id, purpose=ACTIVATE, subject=card.id)
    if proof is None:
        return refuse_access(ports, visitor, reason=Reason.CHALLENGE_EXPIRED, deed=ACTIVATE)
    activated: list[CardActivated] = []
    conclude = once(_conclusion(visitor, door=door, activated=activated))
    bearer = Secret("")  # the session is the bearer: its proof is found by it
    view = answer(ports, proof, bearer=bearer, response=values, door=door, conclude=conclude)
    return activated[-1] if view.state is LoginState.GRANTED and activated else view


# ── What it is made of ───────────────────────────────────────────────────────────────────────────────────────


def _card_to_activate(ports: Ports, visitor: Visitor) -> CodeCard | Reason:
    if not may(ACTIVATE, visitor.scopes):
        return Reason.SCOPE_INSUFFICIENT
    with ports.store.reading() as tx:
        card = _shown_card(tx.account(tx.holder(visitor.holder_id).account_number))
    return card or Reason.NOT_FOUND


def _shown_card(account: Account) -> CodeCard | None:
    cards = [held for held in account.authenticators if isinstance(held, CodeCard) and held.state is CardState.SHOWN]
    return cards[-1] if cards else None


def _open_proof(tx: Transaction, visitor: Visitor, card: CodeCard, *, now: datetime) -> LoginRecord | None:
    proof = tx.newest_proof(visitor.session_id, purpose=ACTIVATE, subject=card.id)
    if proof is None or proof.is_over or proof.expires_at <= now or proof.challenge is None:
        return None
    return None if proof.challenge.is_used or proof.challenge.expires_at <= now else proof


def _conclusion(visitor: Visitor, *, door: Door, activated: list[CardActivated]) -> Conclude:
    def conclude(step: Step, answered: Authenticator) -> LoginView:
        now = step.claim.now
        after = interim_deeds.activate_card(step.account, answered.id, now=now, terms=step.ports.terms)
        card = None if isinstance(after, NotAllowed) else after.find(answered.id)
        if isinstance(after, NotAllowed) or not isinstance(card, CodeCard) or card.expires_at is None:
            return not_done(step)
        if not write_changes(step.tx, step.account, after):
            raise LostRaceError
        token = _go_on(step, visitor, card, after=after, door=door)
        activated.append(
            CardActivated(
                serial=card.serial, expires_at=card.expires_at, cells_left=card.cells_left, access_token=token
            )
        )
        return done(step)

    return conclude


def _go_on(step: Step, visitor: Visitor, card: CodeCard, *, after: Account, door: Door) -> Secret | None:
    """Go on with the card, under a new token, where the old proof has ended; tell the holder on every address, and the trail."""
    now = step.claim.now
    ended = _ended(step.account, after)
    session = step.tx.session(visitor.session_id)
    if session is None:
        raise LostRaceError
    instead_of = session.answered if session.answered in ended else None
    token = renew(step.ports, step.tx, session, answered=card.id) if instead_of else None
    params = {"browser": door.browser, "address": door.address, "serial": card.serial}
    step.tx.announce(OutgoingMessage(holder_id=step.holder.id, message="card_activated", at=now, params=params))
    more = {
        "ended": " ".join(sorted(ended)),
        "instead_of": instead_of or "",
        "opened_under": session.reference,
    }
    step.tx.record(card_event(Happening.CARD_ACTIVATED, step.holder, card, door=door, now=now, **more))
    return token


def _ended(before: Account, after: Account) -> frozenset[AuthenticatorId]:
    held = {one.id: one for one in before.authenticators}
    return frozenset(
        one.id
        for one in after.authenticators
        if isinstance(one, CodeCard | TemporaryPasscode)
        and one.id in held
        and one.state is not held[one.id].state
        and not (isinstance(one, CodeCard) and one.state is CardState.ACTIVE)
    )

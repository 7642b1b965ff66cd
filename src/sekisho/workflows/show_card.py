"""Requesting an Online Security Code Card: a key is drawn and sealed, and its card shown to this session for ten minutes.

Asking again within that time shows the same card. A second card in a row is the desk's to arrange (B019, D10). What the card
shows is `read_card`'s; it proves nothing until `activate_card`.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators import code_card, interim_deeds
from sekisho.core.authenticators.entry import CLEAR
from sekisho.core.authenticators.kinds import AuthenticatorId, CardState, CodeCard
from sekisho.core.errors import SekishoError
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.throttle import Throttled
from sekisho.core.transitions import Hindrance, NotAllowed
from sekisho.workflows.card_records import CardShown, ShowingRecord
from sekisho.workflows.changing import write_changes
from sekisho.workflows.counting import reserve_try
from sekisho.workflows.door import Door
from sekisho.workflows.drawing import draw_authenticator_id
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Dice, Ports, Transaction, Vault
from sekisho.workflows.records import HolderRecord, OutgoingMessage, TryKind
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.verifying import key_place

SERIAL_GROUP: Final = 4
GRANT_LASTS: Final = timedelta(days=14)
"""How long the desk's permission for a card in a row stands; it ends with the card that it was for."""


class _NotShownError(SekishoError):
    """No card is drawn; leaving the transaction this way takes back what it had begun."""

    def __init__(self, reason: Reason, *, retry_at: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_at = retry_at


def show_card(ports: Ports, visitor: Visitor, *, door: Door) -> CardShown | RefusalView:
    """Draw a card for the visitor and show it, or show again the one that this session is looking at."""
    if not may(HolderDeed.SHOW_CARD, visitor.scopes):
        return refuse_access(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=HolderDeed.SHOW_CARD)
    try:
        with ports.store.transaction() as tx:
            return _show(ports, tx, visitor, door=door, now=ports.clock.now())
    except _NotShownError as nothing:
        view = refuse_access(ports, visitor, reason=nothing.reason, deed=HolderDeed.SHOW_CARD)
        return replace(view, retry_at=nothing.retry_at)


def address_of(vault: Vault, *, card_id: AuthenticatorId, session: str) -> Secret:
    """Give the address under which one session sees one card: 256 bits that nobody without the keys can guess."""
    return Secret(vault.fingerprint(f"{card_id} {session}", purpose="address of a card"))


def shown_view(vault: Vault, card: CodeCard, showing: ShowingRecord, *, residence: str) -> CardShown:
    """Show where the card is shown, and until when."""
    return CardShown(
        card_id=card.id,
        serial=card.serial,
        address=address_of(vault, card_id=card.id, session=showing.session),
        shown_at=showing.shown_at,
        shown_until=showing.shown_until,
        is_kept=showing.is_kept,
        residence=residence,
    )


def _show(ports: Ports, tx: Transaction, visitor: Visitor, *, door: Door, now: datetime) -> CardShown:
    tx.verify_time(now)
    holder = tx.holder(visitor.holder_id)
    tx.lock_account(holder.account_number)
    account = tx.account(holder.account_number)
    seen = _still_shown(tx, account, visitor, now=now)
    if seen is not None:
        return shown_view(ports.vault, *seen, residence=holder.residence)
    is_granted = is_card_granted(tx, account, now=now)
    card = _draw(ports, tx, account, is_granted=is_granted, now=now)
    showing = ShowingRecord(
        card_id=card.id, session=visitor.session_id, shown_at=now, shown_until=now + code_card.SHOWN_FOR, is_kept=False
    )
    tx.open_showing(showing)
    _tell(tx, holder, card, door=door, now=now)
    return shown_view(ports.vault, card, showing, residence=holder.residence)


def _still_shown(
    tx: Transaction, account: Account, visitor: Visitor, *, now: datetime
) -> tuple[CodeCard, ShowingRecord] | None:
    showing = tx.showing_to(visitor.session_id)
    if showing is None or now >= showing.shown_until:
        return None
    card = account.find(showing.card_id)
    return (card, showing) if isinstance(card, CodeCard) and card.state is CardState.SHOWN else None


def is_card_granted(tx: Transaction, account: Account, *, now: datetime) -> bool:
    """Tell whether the desk allowed one more card in a row, lately, and no card came into use since."""
    granted_at = tx.card_granted_at(account.number)
    if granted_at is None or now - granted_at >= GRANT_LASTS:
        return False
    cards = (held for held in account.authenticators if isinstance(held, CodeCard))
    return all(card.activated_at is None or card.activated_at < granted_at for card in cards)


def _draw(ports: Ports, tx: Transaction, account: Account, *, is_granted: bool, now: datetime) -> CodeCard:
    card = _new_card(ports.dice)
    after = interim_deeds.show_card(account, card, is_desk_asking=is_granted)
    if isinstance(after, NotAllowed):
        is_second = after.because is Hindrance.TWICE_IN_A_ROW
        raise _NotShownError(Reason.VERIFICATION_REQUIRED if is_second else Reason.CONFLICT)
    verdict = reserve_try(tx, f"cards {account.number}", TryKind.CHALLENGES, now=now)
    if isinstance(verdict, Throttled):
        raise _NotShownError(Reason.THROTTLED, retry_at=verdict.until)
    if not write_changes(tx, account, after):
        raise _NotShownError(Reason.CONFLICT)
    key = ports.dice.token(prefix="")
    sealed = ports.vault.seal(key, place=key_place(card.id))
    tx.add_card(account, card, sealed_key=sealed, cells=code_card.CELLS, at=now)
    return card


def _new_card(dice: Dice) -> CodeCard:
    serial = "-".join(dice.text(alphabet=CLEAR, length=SERIAL_GROUP) for _ in range(2))
    return CodeCard(
        id=draw_authenticator_id(dice),
        state=CardState.SHOWN,
        activated_at=None,
        expires_at=None,
        cells_left=code_card.CELLS,
        serial=serial,
    )


def _tell(tx: Transaction, holder: HolderRecord, card: CodeCard, *, door: Door, now: datetime) -> None:
    params = {"browser": door.browser, "address": door.address, "serial": card.serial}
    tx.announce(OutgoingMessage(holder_id=holder.id, message="card_shown", at=now, params=params))
    tx.record(card_event(Happening.CARD_SHOWN, holder, card, door=door, now=now))


def card_event(
    happening: Happening, holder: HolderRecord, card: CodeCard, *, door: Door, now: datetime, **more: str
) -> Event:
    """Describe what happened to a card inside a session, for the trail."""
    place = {"channel": door.channel, "address": door.address, "browser": door.browser}
    return Event(
        happening=happening,
        at=now,
        actor=Actor(kind="holder", id=holder.id),
        holder=holder.id,
        account=holder.account_number,
        surface="portal",
        detail={**place, "authenticator": card.id, "serial": card.serial, **more},
    )

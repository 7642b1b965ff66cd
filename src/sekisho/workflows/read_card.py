"""Looking at the card: by the session to which it was shown, under its own address, within ten minutes, before it is in use.

Whoever comes with another session, another address or later finds nothing, and the trail says who asked.
"""

from datetime import datetime
from hmac import compare_digest

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.kinds import CardState, CodeCard
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.workflows.card_records import CardSheet, CardShown, Keeping, ShowingRecord
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.show_card import card_event, shown_view
from sekisho.workflows.verifying import key_place

Found = tuple[CodeCard, ShowingRecord]


def read_card(ports: Ports, visitor: Visitor, *, address: str) -> CardSheet | RefusalView:
    """Give the card that this session is looking at, with its values. Raises `SealBrokenError` or `KeyUnavailableError`."""
    with ports.store.reading() as tx:
        found = _find(ports, tx, visitor, address=address, now=ports.clock.now())
        sealed = tx.secrets(found[0].id) if found else None
    if found is None or sealed is None:
        return refuse_access(ports, visitor, reason=Reason.NOT_FOUND, deed=HolderDeed.SHOW_CARD)
    key = ports.vault.open(sealed.sealed_key, place=key_place(found[0].id))
    cells = tuple(code_card.cell(key, index) for index in range(1, sealed.cells + 1))
    return CardSheet(shown=shown_view(ports.vault, *found, residence=visitor.residence), cells=cells)


def keep_card(ports: Ports, visitor: Visitor, *, address: str, keeping: Keeping, door: Door) -> CardShown | RefusalView:
    """Note that the card was printed or saved."""
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        found = _find(ports, tx, visitor, address=address, now=now)
        if found and tx.note_kept(found[0].id, keeping, now=now):
            holder = tx.holder(visitor.holder_id)
            tx.record(card_event(Happening.CARD_KEPT, holder, found[0], door=door, now=now, how=keeping.value))
    if found is None:
        return refuse_access(ports, visitor, reason=Reason.NOT_FOUND, deed=HolderDeed.SHOW_CARD)
    return shown_view(ports.vault, *found, residence=visitor.residence)


def card_on_screen(ports: Ports, visitor: Visitor) -> CardShown | None:
    """Give the card that this session may look at now, if there is one."""
    with ports.store.reading() as tx:
        found = _shown(tx, visitor, now=ports.clock.now())
    return shown_view(ports.vault, *found, residence=visitor.residence) if found else None


def _find(ports: Ports, tx: Transaction, visitor: Visitor, *, address: str, now: datetime) -> Found | None:
    found = _shown(tx, visitor, now=now)
    if found is None:
        return None
    expected = shown_view(ports.vault, *found, residence=visitor.residence).address
    return found if compare_digest(expected.reveal(), address.encode()) else None


def _shown(tx: Transaction, visitor: Visitor, *, now: datetime) -> Found | None:
    showing = tx.showing_to(visitor.session_id)
    if showing is None or now >= showing.shown_until or not may(HolderDeed.SHOW_CARD, visitor.scopes):
        return None
    card = tx.account(tx.holder(visitor.holder_id).account_number).find(showing.card_id)
    return (card, showing) if isinstance(card, CodeCard) and card.state is CardState.SHOWN else None

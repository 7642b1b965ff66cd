"""A holder's own sign-in history: what happened, when, from where, under which reference."""

from typing import Final

from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.events import Event, Happening
from sekisho.core.help.leads import read_lead
from sekisho.workflows.outcomes import SignInEntry, Visitor
from sekisho.workflows.ports import Ports, Transaction

SHOWN: Final = frozenset(
    {
        Happening.SIGNED_IN,
        Happening.SIGN_IN_REFUSED,
        Happening.RESPONSE_REFUSED,
        Happening.PASSWORD_PROVED,
        Happening.SIGNED_OUT,
        Happening.SESSION_ENDED,
        Happening.QUESTIONS_UNANSWERED,
        Happening.APPROVAL_GIVEN,
        Happening.APPROVAL_CANCELLED,
        Happening.APPROVAL_DENIED,
        Happening.APPROVAL_MISMATCHED,
    }
)
MOST: Final = 100


def list_sign_ins(ports: Ports, visitor: Visitor) -> list[SignInEntry]:
    """Give the newest entries first, among the last hundred of this holder's trail."""
    with ports.store.reading() as tx:
        return sign_in_entries(tx, visitor.holder_id, most=MOST)


def sign_in_entries(tx: Transaction, holder_id: str, *, most: int) -> list[SignInEntry]:
    """Give the sign-ins among the newest entries of a holder's trail, newest first."""
    return [_entry(event) for event in tx.sign_ins(holder_id, most=most) if event.happening in SHOWN]


def _entry(event: Event) -> SignInEntry:
    factor = event.detail.get("factor")
    return SignInEntry(
        at=event.at,
        happening=event.happening.value,
        reference=event.reference,
        reason=event.reason,
        surface=event.surface,
        factor=AuthenticatorKind(factor) if isinstance(factor, str) else None,
        browser=str(event.detail.get("browser", "")),
        address=str(event.detail.get("address", "")),
        lead=read_lead(str(event.detail.get("advice", ""))),
    )

"""What a session may know of its invitation: the Session ID while it can be used, then what became of it.

Where the phone that was registered ended the session's own proof, the session is over; its dead token still tells this one thing.
"""

from dataclasses import dataclass, replace

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.authenticators.device_deeds import has_never_proved
from sekisho.core.authenticators.entry import CLEAR
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.authenticators.phones import SESSION_ID_LENGTH, phones_in_use
from sekisho.core.secret import Secret
from sekisho.workflows.accounts import account_as_of, own_account
from sekisho.workflows.claim import session_print
from sekisho.workflows.devices.deed import own_device
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.phones.outcomes import InvitationView, Stage
from sekisho.workflows.ports import Ports, Vault

ANY = AuthenticatorId("")


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationTerms:
    """What an invitation would ask and do, before anything is begun."""

    is_first: bool  # a code sent to the address on file is asked, and nothing else can be
    moves: bool  # a phone is in use, which the new one replaces
    is_possible: bool  # a proof that may answer is at hand, in this session's reach


def terms_of_invitation(ports: Ports, visitor: Visitor) -> InvitationTerms:
    """Tell what inviting a phone would ask of this visitor."""
    now, account = ports.clock.now(), own_account(ports, visitor)
    is_first = has_never_proved(account, now)
    deed = HolderDeed.BIND_FIRST_DEVICE if is_first else HolderDeed.BIND_DEVICE
    is_able = is_first or bool(answerers(account, deed, subject=ANY, now=now))
    return InvitationTerms(
        is_first=is_first, moves=bool(phones_in_use(account)), is_possible=is_able and may(deed, visitor.scopes)
    )


def show_invitation(ports: Ports, visitor: Visitor) -> InvitationView | None:
    """Show this session's newest invitation and what became of it; None: it made none, or another one took its place."""
    with ports.store.reading() as tx:
        number = tx.holder(visitor.holder_id).account_number
    return _view(ports, number, session=visitor.session_id)


def what_became(ports: Ports, token: Secret) -> InvitationView | None:
    """Tell the browser of a session that is over that its phone is in use; None: there is nothing to tell."""
    printed = session_print(ports.vault, token.reveal_text())
    with ports.store.reading() as tx:
        number = tx.account_invited_by(printed)
    view = None if number is None else _view(ports, number, session=printed)
    return view if view is not None and view.stage is Stage.DONE else None


def invitation_print(vault: Vault, session_id: Secret) -> str:
    """Give the hash under which an invitation is kept."""
    return vault.fingerprint(session_id, purpose="phone invitation")


def session_id_of(vault: Vault, session: str, *, nonce: str) -> Secret:
    """Derive the Session ID that one session shows for one invitation."""
    bits = int(vault.fingerprint(f"{session} {nonce}", purpose="session id for a phone"), 16)
    return Secret("".join(CLEAR[(bits >> (5 * place)) & 31] for place in range(SESSION_ID_LENGTH)))


def _view(ports: Ports, number: str, *, session: str) -> InvitationView | None:
    now = ports.clock.now()
    with ports.store.reading() as tx:
        account = account_as_of(ports, tx, number, now=now)
        kept = tx.registration_of(number)
    if kept is None or kept.session != session:
        return None
    view = InvitationView(stage=Stage.OVER, expires_at=kept.expires_at, moves=bool(phones_in_use(account)))
    device = own_device(account, kept.device_id)
    if kept.done_at is not None:
        return view if device is None else replace(view, stage=Stage.DONE, device=device)
    if kept.expires_at <= now:
        return view
    if kept.admitted_at is not None:
        return replace(view, stage=Stage.ADMITTED)
    return replace(view, stage=Stage.INVITED, session_id=session_id_of(ports.vault, session, nonce=kept.challenge))

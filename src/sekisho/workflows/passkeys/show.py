"""What a session may know of the passkey that it is to make: what it would ask, and then what its browser needs."""

import base64

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.authenticators.device_deeds import has_never_proved, without_interims
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.authenticators.passkey import MOST_HELD, passkeys_held
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.passkeys.outcomes import PasskeyTerms, PasskeyToMake
from sekisho.workflows.ports import Ports, Vault

ANY = AuthenticatorId("")


def terms_of_passkey(ports: Ports, visitor: Visitor) -> PasskeyTerms:
    """Tell what making a passkey would ask of this visitor."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        account = account_as_of(ports, tx, tx.holder(visitor.holder_id).account_number, now=now)
    is_first = has_never_proved(account, now)
    deed = HolderDeed.BIND_FIRST_DEVICE if is_first else HolderDeed.BIND_DEVICE
    is_able = is_first or bool(answerers(account, deed, subject=ANY, now=now))
    held = passkeys_held(account)
    return PasskeyTerms(
        is_first=is_first,
        is_possible=is_able and may(deed, visitor.scopes),
        ends_interim=without_interims(account) != account,
        has_one=bool(held),
        is_full=len(held) >= MOST_HELD,
    )


def show_passkey_to_make(ports: Ports, visitor: Visitor) -> PasskeyToMake | None:
    """Give what this session's browser needs; None: it was not invited, or not any more."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        invited = tx.passkey_invitation(visitor.session_id)
        account = account_as_of(ports, tx, tx.holder(visitor.holder_id).account_number, now=now)
    if invited is None or invited.expires_at <= now:
        return None
    handles = (held.passkey for held in passkeys_held(account))
    return PasskeyToMake(
        challenge=invited.challenge,
        user=user_handle(ports.vault, account.number),
        username=visitor.username,
        held=tuple(handle for handle in handles if handle is not None),
        expires_at=invited.expires_at,
    )


def user_handle(vault: Vault, account: str) -> str:
    """Give the account's name towards authenticators: 32 bytes under a key outside the database, the same at every passkey.

    The same, because an authenticator that keeps passkeys keeps one for each of these names: one made again replaces the one
    before it. Never the key app's, which draws its own.
    """
    drawn = bytes.fromhex(vault.fingerprint(account, purpose="user of a passkey"))
    return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()

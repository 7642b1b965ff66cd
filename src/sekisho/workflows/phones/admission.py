"""What a phone is given when it is admitted: an id, a key of 256 bits, its first challenge, and a token for its first response.

Nothing of it is in use before the phone has answered. The key is sealed at once, under the place where it will stay.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sekisho.core.accounts import Account
from sekisho.core.authenticators import key_app
from sekisho.core.authenticators.device_key import HIGHEST_CHALLENGE, KEY_BYTES, LOWEST_CHALLENGE, pack
from sekisho.core.authenticators.kinds import Platform
from sekisho.core.authenticators.phones import phones_in_use
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.claim import new_reference
from sekisho.workflows.door import Door
from sekisho.workflows.drawing import draw_authenticator_id
from sekisho.workflows.outcomes import RefusalView
from sekisho.workflows.phones.outcomes import PhoneAdmitted
from sekisho.workflows.ports import Ports, Transaction, Vault
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.verifying import key_place
from sekisho.workflows.work.phones import RegistrationRecord

BEARER_PREFIX: Final = "phone_"
ID_PREFIX: Final = "reg_"
ID_LENGTH: Final = 24
MOVE: Final = "move_phone"
"""The name of a registration that no session invited."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A phone as it was drawn; the key in the open, for the one answer that gives it away."""

    token: Secret
    key: Secret
    registration: RegistrationRecord


def draw_phone(ports: Ports, registration: RegistrationRecord, platform: Platform) -> Drawn:
    """Draw everything that is new about a phone, before any transaction."""
    dice, token = ports.dice, ports.dice.token(prefix=BEARER_PREFIX)
    device = draw_authenticator_id(dice)
    key = Secret(bytes(dice.number(low=0, high=255) for _ in range(KEY_BYTES)))
    described = replace(
        registration,
        token_print=token_print(ports.vault, token),
        device_id=device,
        platform=platform,
        suite=key_app.SUITES[platform],
        sealed_key=ports.vault.seal(pack(key, pin=None), place=key_place(device)),
        challenge=str(dice.number(low=LOWEST_CHALLENGE, high=HIGHEST_CHALLENGE)),
    )
    return Drawn(token=token, key=key, registration=described)


def admitted(drawn: Drawn, kept: RegistrationRecord, *, holder: HolderRecord, account: Account) -> PhoneAdmitted:
    """Give the phone what it needs, this once."""
    described = drawn.registration
    return PhoneAdmitted(
        id=id_of(described.token_print),
        token=drawn.token,
        username=holder.username,
        platform=described.platform or Platform.ANDROID,
        suite=described.suite,
        key=drawn.key,
        challenge=described.challenge,
        expires_at=kept.expires_at,
        moves=bool(phones_in_use(account)),
        not_before=kept.not_before,
    )


def token_print(vault: Vault, token: Secret) -> str:
    """Give the hash under which a phone's token is kept."""
    return vault.fingerprint(token, purpose="phone")


def password_print(vault: Vault, holder: HolderRecord) -> str:
    """Give the mark of the present password: what was begun by another one is not ended."""
    return vault.fingerprint(holder.password_hash, purpose="password of a move")


def id_of(printed: str) -> str:
    """Give the public id of a registration: a part of a print, which is no secret and opens nothing."""
    return ID_PREFIX + printed[:ID_LENGTH]


def event_of(
    happening: Happening,
    *,
    door: Door,
    now: datetime,
    holder: HolderRecord | None,
    reason: Reason | None = None,
    reference: str = "",
    **detail: str | int | bool | None,
) -> Event:
    """Describe what a phone did that has no session; `holder` None: nobody knows whose it is."""
    return Event(
        happening=happening,
        at=now,
        actor=Actor(kind="claimant", id=holder.id if holder else ""),
        holder=holder.id if holder else "",
        account=holder.account_number if holder else "",
        reference=reference,
        reason=reason,
        detail={"channel": door.channel, "address": door.address, "browser": door.browser, **detail},
    )


def turn_away(
    ports: Ports,
    tx: Transaction,
    *,
    reason: Reason,
    door: Door,
    now: datetime,
    holder: HolderRecord | None = None,
    retry_at: datetime | None = None,
    attempts_left: int | None = None,
) -> RefusalView:
    """Record the refusal of a phone and give what is told: nothing of the holder before the token is known."""
    reference = new_reference(ports.dice)
    tx.record(event_of(Happening.PHONE_REFUSED, door=door, now=now, holder=holder, reason=reason, reference=reference))
    return RefusalView(
        reason=reason,
        reference=reference,
        retry_at=retry_at,
        residence=holder.residence if holder else "",
        attempts_left=attempts_left,
    )

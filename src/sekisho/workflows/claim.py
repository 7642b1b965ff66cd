"""What one login carries from step to step: who claims to be whom, at which door, wanting what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.authenticators.entry import CLEAR
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Reason
from sekisho.workflows.door import Door
from sekisho.workflows.ports import Dice, Vault
from sekisho.workflows.records import SIGN_IN, HolderRecord

REFERENCE_GROUPS: Final = 3
REFERENCE_GROUP_LENGTH: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A login whose password is proved, or the record of one that is not (`holder` None: unknown name)."""

    holder: HolderRecord | None
    surface: Surface
    mode: Mode
    door: Door
    now: datetime
    purpose: str = SIGN_IN

    def event(
        self,
        happening: Happening,
        *,
        reference: str = "",
        reason: Reason | None = None,
        factor: str = "",
        name_print: str = "",
        approval: str = "",
        advice: str = "",
    ) -> Event:
        """Describe what happened in this login, for the trail."""
        detail: dict[str, str | int | bool | None] = {
            "channel": self.door.channel,
            "address": self.door.address,
            "browser": self.door.browser,
            "mode": self.mode.value,
        }
        if self.purpose != SIGN_IN:
            detail["purpose"] = self.purpose
        if factor:
            detail["factor"] = factor
        if advice:
            detail["advice"] = advice
        if name_print:
            detail["name_print"] = name_print
        if approval:
            detail["approval"] = approval
        return Event(
            happening=happening,
            at=self.now,
            actor=Actor(kind="claimant", id=self.holder.id if self.holder else ""),
            holder=self.holder.id if self.holder else "",
            account=self.holder.account_number if self.holder else "",
            reference=reference,
            reason=reason,
            surface=self.surface.value,
            detail=detail,
        )


def new_reference(dice: Dice) -> str:
    """Draw a reference number that can be read aloud: 45 bits in three groups."""
    return "-".join(dice.text(alphabet=CLEAR, length=REFERENCE_GROUP_LENGTH) for _ in range(REFERENCE_GROUPS))


def login_print(vault: Vault, login_id: str) -> str:
    """Give the hash under which a login is kept."""
    return vault.fingerprint(login_id, purpose="login")


def proof_print(vault: Vault, proof_id: str) -> str:
    """Give the hash under which a proof inside a session is kept; it is never found as a login's."""
    return vault.fingerprint(proof_id, purpose="proof")


def session_print(vault: Vault, token: str) -> str:
    """Give the hash under which a session is kept."""
    return vault.fingerprint(token, purpose="session")


def name_print(vault: Vault, username: str) -> str:
    """Give the hash under which a user name's tries are counted, whether it exists or not."""
    return vault.fingerprint(username, purpose="username")


def browser_print(vault: Vault, door: Door) -> str:
    """Give the hash of the browser's mark; of a fixed text where it sent none, at the same cost."""
    mark = door.browser_mark.reveal_text() if door.browser_mark else "none"
    return vault.fingerprint(mark, purpose="browser")


def grouped_reference(code: str) -> str:
    """Write the characters of a reference in its groups."""
    size = REFERENCE_GROUP_LENGTH
    return "-".join(code[at : at + size] for at in range(0, len(code), size))

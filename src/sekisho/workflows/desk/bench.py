"""What a deed of the desk works with inside its transaction, and what it leaves behind for the stop link and the agent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.halves import address_for_half
from sekisho.core.secret import Secret
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.changing import write_changes
from sekisho.workflows.desk.matter import Matter, device_meant
from sekisho.workflows.desk.outcomes import DeedRequest
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import OutgoingMessage


class NotDoneError(Exception):
    """The deed cannot go on: leaving by this exception undoes everything that its transaction wrote."""

    def __init__(self, lack: Lack) -> None:
        """Remember what stood in the way."""
        super().__init__()
        self.lack = lack


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """What was drawn and hashed before the transaction began, because hashing is slow."""

    code: str = ""
    code_hash: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """What a deed left: `subject` for the stop link, the rest for the agent's screen."""

    subject: Mapping[str, str] = field(default_factory=dict)
    secret: Secret | None = None
    is_half: bool = False
    sent_to: str = ""
    until: datetime | None = None
    touched: tuple[AuthenticatorId, ...] = ()  # devices: whoever shares one is told
    noted: Mapping[str, str] = field(default_factory=dict)  # for the trail alone
    also: tuple[str, ...] = ()  # accounts that are told although they do not use it


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """One deed at work."""

    ports: Ports
    tx: Transaction
    matter: Matter
    request: DeedRequest
    drawn: Drawn
    reference: str

    @property
    def now(self) -> datetime:
        """Give the deed's instant."""
        return self.matter.now

    @property
    def device(self) -> AuthenticatorId:
        """Give the device that is meant."""
        found = device_meant(self.matter, self.request)
        if found is None:
            raise NotDoneError(Lack.DEVICE)
        return found

    def become(self, after: Account | NotAllowed) -> Account:
        """Write the account as it becomes; whoever was faster undoes this deed."""
        if isinstance(after, NotAllowed) or not write_changes(self.tx, self.matter.account, after):
            raise NotDoneError(Lack.STATE)
        return after

    def send_secret(self, message: str, secret: Secret) -> str:
        """Send something secret to the one settled address, and give it."""
        address = address_for_half(self.matter.contacts, self.now)
        if not address:
            raise NotDoneError(Lack.NO_SETTLED_ADDRESS)
        params = {"reference": self.reference}
        outgoing = OutgoingMessage(holder_id=self.matter.holder.id, message=message, at=self.now, params=params)
        self.tx.send_secret(outgoing, to=address, secret=secret)
        return address

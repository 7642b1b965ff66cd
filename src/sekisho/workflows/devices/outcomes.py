"""What the doors get back from a deed upon a device."""

from dataclasses import dataclass
from datetime import datetime

from sekisho.core.access import Span
from sekisho.core.accounts import Standing
from sekisho.core.authenticators.device_cases import DeviceCase
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId, PermanentDevice
from sekisho.core.authenticators.soft_pin import PinFlaw
from sekisho.core.events import Happening
from sekisho.core.secret import Secret
from sekisho.core.sharing import ShareFlaw
from sekisho.workflows.outcomes import LoginView, ProofAsked, RefusalView, WithdrawalLimits
from sekisho.workflows.work.devices import Moments
from sekisho.workflows.work.sharing import Share


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceDone:
    """A deed is done: which, when, under which reference. `device` is as it is now; None for a setting of the account."""

    happening: Happening
    at: datetime
    reference: str
    device: PermanentDevice | None = None
    access_token: Secret | None = None  # the session goes on with new evidence: its old token is dead


@dataclass(frozen=True, kw_only=True, slots=True)
class PinRefused:
    """The new PIN is not taken; no try was counted."""

    why: PinFlaw


@dataclass(frozen=True, kw_only=True, slots=True)
class SharingRefused:
    """The owner's password was right, and the device is not shared all the same."""

    why: ShareFlaw
    refusal: RefusalView


DeviceAnswer = DeviceDone | LoginView | RefusalView
"""A deed done, a question that goes with it (or a wrong answer to it), or a refusal before any question."""

DeviceBegun = DeviceDone | ProofAsked
"""A deed that is begun: done at once where nothing is to be proved, else its question, or why there is none."""


SharingAnswer = DeviceAnswer | SharingRefused
"""Likewise, of a sharing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SharingLine:
    """One sharing on the list: with which other user name, and whose device it is."""

    share: Share
    username: str
    is_owner: bool
    is_missed: bool  # the borrower could not come in without it


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceLine:
    """One authenticator on the list of devices."""

    authenticator: Authenticator
    moments: Moments
    limits: WithdrawalLimits
    may_step_up: bool
    is_last_usable: bool
    case: DeviceCase
    sharings: tuple[SharingLine, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceList:
    """Everything on the list, and what may be done with the account as a whole."""

    lines: tuple[DeviceLine, ...]
    standing: Standing
    has_opted_out: bool
    may_opt_out: bool  # neither barred by the residence (B108) nor without a device
    is_barred: bool  # by the residence
    may_request: bool  # a proof that may answer for an order is at hand
    may_share: bool  # a device of another user name
    pending: tuple[SharingLine, ...]  # asked for, and Compliance looks
    answered: AuthenticatorId | None  # what this session was opened with

    def find(self, device_id: str) -> DeviceLine | None:
        """Give one line; None: the account has none of that id."""
        return next((line for line in self.lines if line.authenticator.id == device_id), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """What would work until when, if a device were reported now."""

    spans: tuple[Span, ...]
    ends_session: bool  # this very session rests on that device

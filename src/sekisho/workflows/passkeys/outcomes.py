"""What the doors get back from a deed upon a passkey."""

from dataclasses import dataclass
from datetime import datetime

from sekisho.core.authenticators.kinds import PasskeyHandle


@dataclass(frozen=True, kw_only=True, slots=True)
class PasskeyToMake:
    """What a browser needs to make a passkey, and until when it may."""

    challenge: str  # base64url
    user: str  # the account under a name that says nothing to anybody else, base64url
    username: str
    held: tuple[PasskeyHandle, ...]  # of the account: where one of them lies, no second one is made
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PasskeyTerms:
    """What making a passkey would ask and do, before anything is begun."""

    is_first: bool  # a code sent to the address on file is asked, and nothing else can be
    is_possible: bool  # a proof that may answer is at hand, in this session's reach
    ends_interim: bool  # a passcode or a card stands in for a device, and ends with this
    has_one: bool  # in use, set aside or stopped
    is_full: bool  # as many as may be are there

"""Why Sekisho says no: the closed list of the public contract.

Codes are stable for ever; words live in `sekisho.wording`. Before the password is proved only the codes of `UNIFORM` are ever
told; after it, the exact reason.
"""

from enum import StrEnum, unique
from typing import Final


@unique
class Reason(StrEnum):
    """One stable code for each way to be refused."""

    BAD_CREDENTIALS = "bad_credentials"
    THROTTLED = "throttled"
    LOCKED = "locked"
    ACCOUNT_NOT_APPROVED = "account_not_approved"
    ACCOUNT_OPENS_TOMORROW = "account_opens_tomorrow"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_REJECTED = "account_rejected"
    PAPER_CREDENTIALS = "paper_credentials"
    NO_PAPER_ACCOUNT = "no_paper_account"
    WRONG_RESPONSE = "wrong_response"
    CHALLENGE_EXPIRED = "challenge_expired"
    RESPONSE_USED = "response_used"
    PASSCODE_NO_LONGER_TRADES = "passcode_no_longer_trades"
    PASSCODE_EXPIRED = "passcode_expired"
    PASSCODE_DEAD = "passcode_dead"
    CARD_EXPIRED = "card_expired"
    CARD_EXHAUSTED = "card_exhausted"
    DEVICE_SUSPENDED = "device_suspended"
    DEVICE_NOT_ACTIVE = "device_not_active"
    NO_SECOND_FACTOR = "no_second_factor"
    STEP_UP_REQUIRED = "step_up_required"
    SCOPE_INSUFFICIENT = "scope_insufficient"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    VERIFICATION_REQUIRED = "verification_required"
    SECOND_AGENT_REQUIRED = "second_agent_required"


@unique
class Manner(StrEnum):
    """How it came to a refusal, where one code covers several ways: each has its own words and its own next step."""

    WRONG_ANSWERS = "wrong_answers"  # `device_suspended`: stopped by its last wrong answer
    WRONG_ANSWERS_POSTED = "wrong_answers_posted"  # the same, before it was ever active
    BLOCKED = "blocked"  # `device_not_active`: stopped, and the desk can bring it back
    LOST = "lost"  # reported lost, stolen or damaged
    ENDED = "ended"  # removed, or something else took its place
    PASSKEY = "passkey"  # `wrong_response`: what a passkey gave, which nobody typed
    TURNED_AWAY = "turned_away"  # `conflict`: in the app, as not the holder's login


UNIFORM: Final = frozenset({Reason.BAD_CREDENTIALS, Reason.THROTTLED, Reason.LOCKED})
"""The only reasons told to somebody who has not proved the password; each looks the same for known and unknown names."""

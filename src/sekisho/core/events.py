"""What the audit trail records: one name for each thing that happened, in the past tense, and who did it.

An event is written in the same transaction as its deed. It never holds a secret; `reason` is the true one, also where the
claimant was told less.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique

from sekisho.core.reasons import Reason


@unique
class Happening(StrEnum):
    """The kinds of events. Names are stored: never rename one."""

    SIGN_IN_REFUSED = "sign_in_refused"
    PASSWORD_PROVED = "password_proved"  # noqa: S105 - the name of an event, not a password
    FACTOR_CHOSEN = "factor_chosen"
    RESPONSE_REFUSED = "response_refused"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    AUTHENTICATOR_BLOCKED = "authenticator_blocked"
    PASSCODE_KILLED = "passcode_killed"
    AUTHENTICATOR_EXPIRED = "authenticator_expired"
    CARD_EXHAUSTED = "card_exhausted"
    ACCESS_REFUSED = "access_refused"
    ACCOUNT_CREATED = "account_created"
    AUTHENTICATOR_BOUND = "authenticator_bound"
    PROOF_ASKED = "proof_asked"
    QUESTIONS_UNANSWERED = "questions_unanswered"  # an alarm
    APPROVAL_GIVEN = "approval_given"
    APPROVAL_CANCELLED = "approval_cancelled"
    APPROVAL_DENIED = "approval_denied"  # an alarm: somebody knows the password
    APPROVAL_MISMATCHED = "approval_mismatched"
    STAFF_ADDED = "staff_added"
    STAFF_DISMISSED = "staff_dismissed"
    AUTO_ACTIVATED = "auto_activated"
    ANNOUNCED = "announced"
    DEVICE_REQUESTED = "device_requested"
    DEVICE_SHIPPED = "device_shipped"
    DEVICE_DELIVERED = "device_delivered"
    DEVICE_ACTIVATED = "device_activated"
    DEVICE_REACTIVATED = "device_reactivated"
    DEVICE_STATUS_NOTED = "device_status_noted"
    DEVICE_REPORTED_LOST = "device_reported_lost"
    DEVICE_RETIRED = "device_retired"
    DEVICE_RETURN_ANNOUNCED = "device_return_announced"
    DEVICE_RETURNED = "device_returned"
    ACTIVATION_PAUSED = "activation_paused"
    ACTIVATION_RESUMED = "activation_resumed"
    ACTIVATION_CODE_SENT = "activation_code_sent"
    PIN_CHANGED = "pin_changed"
    DEVICE_RENAMED = "device_renamed"
    PHONE_CODE_SENT = "phone_code_sent"
    PHONE_INVITED = "phone_invited"
    PHONE_ADMITTED = "phone_admitted"  # given its key, not yet in use
    PHONE_REGISTERED = "phone_registered"
    PHONE_MOVED = "phone_moved"  # likewise, in the place of another one
    PHONE_MOVE_ASKED = "phone_move_asked"  # proved by a code alone: it waits
    PHONE_PIN_CHANGED = "phone_pin_changed"
    PHONE_REFUSED = "phone_refused"
    PASSKEY_CODE_SENT = "passkey_code_sent"
    PASSKEY_INVITED = "passkey_invited"
    PASSKEY_BOUND = "passkey_bound"
    PASSKEY_COPIED = "passkey_copied"  # an alarm: an answer counted fewer uses than one before it
    PROOF_ANSWERED = "proof_answered"
    DEVICE_SHARED = "device_shared"
    SHARING_ASKED = "sharing_asked"
    SHARING_STOPPED = "sharing_stopped"
    SHARED_DEVICE_TOUCHED = "shared_device_touched"  # by another user name; `what` says how
    TRADING_OPTED_OUT = "trading_opted_out"
    TRADING_OPTED_IN = "trading_opted_in"
    CARD_SHOWN = "card_shown"
    CARD_KEPT = "card_kept"
    CARD_ACTIVATED = "card_activated"
    IDENTITY_VERIFIED = "identity_verified"  # for one task, by a program
    WITHDRAWAL_REQUESTED = "withdrawal_requested"
    BANK_INSTRUCTED = "bank_instructed"

    # documents
    DOCUMENT_RECEIVED = "document_received"
    DOCUMENT_UNCLEAR = "document_unclear"  # whose it is, or what for, only a person can tell
    DOCUMENT_JUDGED = "document_judged"  # handed on to a person
    DOCUMENT_REPEATED = "document_repeated"  # the machine asked for another picture
    DOCUMENT_SET_ASIDE = "document_set_aside"  # an alarm: the machine failed at it
    DOCUMENT_SHOWN = "document_shown"
    DOCUMENT_FILED = "document_filed"
    DOCUMENT_DISMISSED = "document_dismissed"
    DOCUMENT_ACCEPTED = "document_accepted"
    DOCUMENT_ASKED_AGAIN = "document_asked_again"
    DOCUMENT_REFUSED = "document_refused"

    # messages
    MESSAGE_RETURNED = "message_returned"  # an alarm: it did not reach the holder, and is not sent any more

    # at the desk
    HOLDERS_SEARCHED = "holders_searched"
    HOLDER_SHOWN = "holder_shown"
    REFERENCE_LOOKED_UP = "reference_looked_up"
    CALL_OPENED = "call_opened"
    CALL_CLOSED = "call_closed"
    EVIDENCE_RECORDED = "evidence_recorded"
    SECOND_AGENT_ASKED = "second_agent_asked"
    SECOND_AGENT_AGREED = "second_agent_agreed"
    SECOND_AGENT_DECLINED = "second_agent_declined"
    DESK_REFUSED = "desk_refused"
    DESK_RATE_EXCEEDED = "desk_rate_exceeded"  # an alarm
    DEED_STOPPED = "deed_stopped"

    # done by the desk: `told as` in the table of its deeds
    PASSCODE_ISSUED = "passcode_issued"
    CARD_GRANTED = "card_granted"
    DEVICE_UNBLOCKED = "device_unblocked"
    DEVICE_ORDERED = "device_ordered"
    DEVICE_REPLACED = "device_replaced"
    DEVICE_LOST = "device_lost"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an event
    PASSWORD_RESET_REFUSED = "password_reset_refused"  # noqa: S105 - the name of an event
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    USERNAME_SENT = "username_sent"
    LOGIN_UNLOCKED = "login_unlocked"
    ACTIVATION_HELD = "activation_held"
    ACTIVATION_RELEASED = "activation_released"
    CONTACT_CHANGED = "contact_changed"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_REOPENED = "account_reopened"
    ACCOUNT_APPROVED = "account_approved"
    ACCOUNT_REJECTED = "account_rejected"
    SHARING_APPROVED = "sharing_approved"
    SHARING_DECLINED = "sharing_declined"


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who did it: a kind (`claimant`, `holder`, `agent`, `operator`, `system`) and an id where one is known."""

    kind: str
    id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One entry of the trail. `reference` is the short number that a refusal shows and the desk looks up."""

    happening: Happening
    at: datetime
    actor: Actor
    holder: str = ""  # holder id, where known
    account: str = ""  # account number, where known
    reference: str = ""
    reason: Reason | None = None
    surface: str = ""
    detail: dict[str, str | int | bool | None] = field(default_factory=dict)

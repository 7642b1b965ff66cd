"""What the link in a message can stop: a deed of the desk, or one of the holder's own that somebody else may have done.

Each is told under one name: the event in the trail, and the words of the message.
"""

from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.desk.demands import DEMANDS, DeskDeed
from sekisho.core.events import Happening


@unique
class OwnDeed(StrEnum):
    """Deeds of the holder that a link stops. Names are stored, and differ from those of the desk's: never rename one."""

    REGISTER_PHONE = "register_phone"
    BIND_PASSKEY = "bind_passkey"
    MOVE_PHONE = "move_phone"
    ASK_MOVE = "ask_move"  # proved by a code alone, and not in force yet
    CHANGE_PHONE_PIN = "change_phone_pin"
    WITHDRAW = "withdraw"
    INSTRUCT_BANK = "instruct_bank"
    CHANGE_OWN_CONTACT = "change_own_contact"


Stoppable = DeskDeed | OwnDeed

TOLD_AS: Final = MappingProxyType(
    {
        OwnDeed.REGISTER_PHONE: Happening.PHONE_REGISTERED,
        OwnDeed.BIND_PASSKEY: Happening.PASSKEY_BOUND,
        OwnDeed.MOVE_PHONE: Happening.PHONE_MOVED,
        OwnDeed.ASK_MOVE: Happening.PHONE_MOVE_ASKED,
        OwnDeed.CHANGE_PHONE_PIN: Happening.PHONE_PIN_CHANGED,
        OwnDeed.WITHDRAW: Happening.WITHDRAWAL_REQUESTED,
        OwnDeed.INSTRUCT_BANK: Happening.BANK_INSTRUCTED,
        OwnDeed.CHANGE_OWN_CONTACT: Happening.CONTACT_CHANGED,
    }
)


def read_stoppable(name: str) -> Stoppable:
    """Read a stored name."""
    return OwnDeed(name) if name in set(OwnDeed) else DeskDeed(name)


def message_of(deed: Stoppable) -> str:
    """Name the message that tells of a deed."""
    return f"own.{TOLD_AS[deed]}" if isinstance(deed, OwnDeed) else DEMANDS[deed].told_as.value

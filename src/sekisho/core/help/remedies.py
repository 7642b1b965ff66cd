"""What can be done about a plight: a closed list, each with what to have ready before one telephones.

No words here (`wording/texts/remedy.toml` has them), and no secret is ever among the things to have ready.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.tables import TableError, read_rows


@unique
class Remedy(StrEnum):
    """One way out. Its words say the cause, the steps with their links, and when it changes by itself."""

    RETYPE = "retype"
    WAIT = "wait"
    WAIT_FOR_LOCK = "wait_for_lock"
    AWAIT_APPROVAL = "await_approval"
    OPENS_NEXT_DAY = "opens_next_day"
    READ_STATEMENTS = "read_statements"
    ASK_DECISION = "ask_decision"
    CHOOSE_PAPER = "choose_paper"
    CHOOSE_LIVE = "choose_live"
    TYPE_PASSCODE = "type_passcode"
    TYPE_CARD_VALUES = "type_card_values"
    TYPE_RESPONSE = "type_response"
    USE_PASSKEY = "use_passkey"
    ANSWER_IN_TIME = "answer_in_time"
    ANSWER_ANEW = "answer_anew"
    USE_CURRENT = "use_current"
    TELEPHONE_STOPPED = "telephone_stopped"
    TELEPHONE_CREDENTIALS = "telephone_credentials"
    ASK_PROVIDER = "ask_provider"
    OPEN_PUBLIC = "open_public"
    OPEN_FIREWALL = "open_firewall"
    OPEN_ROUTER = "open_router"
    REQUEST_PASSCODE = "request_passcode"
    PASSCODE_THEN_CARD = "passcode_then_card"
    REACTIVATE = "reactivate"
    REPLACE_DEVICE = "replace_device"
    PRINT_CARD = "print_card"
    TELEPHONE_STATUS = "telephone_status"
    REPORT_PARCEL = "report_parcel"
    ACTIVATE_DEVICE = "activate_device"
    ACTIVATES_ITSELF = "activates_itself"
    TELEPHONE_ACTIVATION = "telephone_activation"
    BIND_FIRST = "bind_first"


@unique
class Ready(StrEnum):
    """What to have at hand when telephoning. What nobody may ever ask for (passwords, codes) is not sayable here."""

    REFERENCE = "reference"
    ACCOUNT = "account"  # the number, or the user name
    TELEPHONE = "telephone"  # the one on file: the desk rings back
    DETAILS = "details"  # what stands on the account's statements, for the questions
    STATUS = "status"  # what became of the permanent device (A110)
    SERIAL = "serial"  # of the device or the card
    REPORT = "report"  # the number of the connection report


_READY: Final = MappingProxyType(
    {
        "caller": (Ready.REFERENCE, Ready.ACCOUNT, Ready.TELEPHONE, Ready.DETAILS),
        "device": (Ready.REFERENCE, Ready.ACCOUNT, Ready.TELEPHONE, Ready.DETAILS, Ready.STATUS),
        "serial": (Ready.REFERENCE, Ready.ACCOUNT, Ready.TELEPHONE, Ready.DETAILS, Ready.STATUS, Ready.SERIAL),
        "application": (Ready.REFERENCE, Ready.ACCOUNT),
        "connection": (Ready.REFERENCE, Ready.REPORT),
    }
)

TEXT: Final = """
    remedy                 ready
    retype                 caller
    wait                   caller
    wait_for_lock          caller
    await_approval         application
    opens_next_day         application
    read_statements        caller
    ask_decision           application
    choose_paper           application
    choose_live            application
    type_passcode          caller
    type_card_values       serial
    type_response          serial
    use_passkey            caller
    answer_in_time         caller
    answer_anew            caller
    use_current            device
    telephone_stopped      serial
    telephone_credentials  caller
    ask_provider           connection
    open_public            connection
    open_firewall          connection
    open_router            connection
    request_passcode       device
    passcode_then_card     device
    reactivate             device
    replace_device         device
    print_card             caller
    telephone_status       device
    report_parcel          device
    activate_device        serial
    activates_itself       serial
    telephone_activation   serial
    bind_first             caller
"""


def _read(text: str) -> Mapping[Remedy, tuple[Ready, ...]]:
    rows = {Remedy(name): _READY[ready] for name, ready in read_rows(text, columns=("remedy", "ready"))}
    if set(rows) != set(Remedy):
        raise TableError(f"no row for {sorted(set(Remedy) - set(rows))}")
    return MappingProxyType(rows)


READY: Final = _read(TEXT)
"""What to have at hand, by remedy."""

"""What a holder's session may change or lose: each deed, the scopes that reach it, and the proof it asks of its own.

Entering is one thing, changing the locks or moving money another: no deed here gives a proof more power unless that very
proof, or a stronger one, answered for the deed itself (REC-01, REC-02, REC-06). The search in `search` holds the policy to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.access.decisions import Scope
from sekisho.core.tables import TableError, read_rows

TEXT: Final = """
    deed                   proof of its own  scopes
    bind_first_device      device and mail   portal:application, portal:enrol
    activate_first_device  device and mail   portal:application, portal:enrol
    bind_device            step-up           portal:full
    order_device           step-up           portal:full
    activate_device        device            portal:full
    reactivate_device      device            portal:full, portal:reactivate
    show_card              none              portal:full, portal:card_only
    activate_card          two cells         portal:full, portal:card_only
    confirm_delivery       none              portal:full
    hold_activation        none              portal:full, portal:application, portal:enrol, portal:card_only
    report_lost            none              portal:full
    retire_device          step-up           portal:full
    return_device          none              portal:full
    change_pin             device            portal:full
    rename_device          none              portal:full
    share_first_device     device and mail   portal:application, portal:enrol
    share_device           step-up           portal:full
    stop_sharing           step-up           portal:full
    opt_out                step-up           portal:full
    opt_in                 none              portal:full
    withdraw               step-up           portal:full
    instruct_bank          step-up           portal:full
    change_contact         step-up           portal:full
    send_document          none              portal:full, portal:application
"""


@unique
class HolderDeed(StrEnum):
    """What a holder may do to the proofs of an account, and to what they protect."""

    BIND_FIRST_DEVICE = "bind_first_device"
    ACTIVATE_FIRST_DEVICE = "activate_first_device"
    BIND_DEVICE = "bind_device"
    ORDER_DEVICE = "order_device"
    ACTIVATE_DEVICE = "activate_device"
    REACTIVATE_DEVICE = "reactivate_device"
    SHOW_CARD = "show_card"
    ACTIVATE_CARD = "activate_card"
    CONFIRM_DELIVERY = "confirm_delivery"
    HOLD_ACTIVATION = "hold_activation"
    REPORT_LOST = "report_lost"
    RETIRE_DEVICE = "retire_device"
    RETURN_DEVICE = "return_device"
    CHANGE_PIN = "change_pin"
    RENAME_DEVICE = "rename_device"
    SHARE_FIRST_DEVICE = (
        "share_first_device"  # the device of another user name; itself answers as well, as for the next
    )
    SHARE_DEVICE = "share_device"
    STOP_SHARING = "stop_sharing"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    WITHDRAW = "withdraw"
    INSTRUCT_BANK = "instruct_bank"
    CHANGE_CONTACT = "change_contact"
    SEND_DOCUMENT = "send_document"


@unique
class OwnProof(StrEnum):
    """What a deed asks beyond the session that reaches it."""

    NONE = "none"
    DEVICE = "device"  # a response of the very device that comes into use
    DEVICE_AND_MAIL = "device and mail"  # likewise, and a code sent to the address on file
    TWO_CELLS = "two cells"  # of the very card that comes into use
    STEP_UP = "step-up"  # user name, password and a factor that may step up, for exactly this task


@dataclass(frozen=True, kw_only=True, slots=True)
class Permit:
    """One line of the table."""

    own_proof: OwnProof
    scopes: frozenset[Scope]


def may(deed: HolderDeed, scopes: frozenset[Scope]) -> bool:
    """Tell whether a session with `scopes` reaches `deed`; the deed's own proof is asked all the same."""
    return bool(PERMITS[deed].scopes & scopes)


def read_permits(text: str) -> Mapping[HolderDeed, Permit]:
    """Read the table; total over the deeds."""
    permits: dict[HolderDeed, Permit] = {}
    for name, own_proof, scopes in read_rows(text, columns=("deed", "proof of its own", "scopes")):
        deed = HolderDeed(name)
        if deed in permits:
            raise TableError(f"{name!r} is there twice")
        reached = frozenset(Scope(scope) for scope in scopes.split(", "))
        permits[deed] = Permit(own_proof=OwnProof(own_proof), scopes=reached)
    if missing := {*HolderDeed} - {*permits}:
        raise TableError(f"these deeds have no line: {sorted(missing)}")
    return MappingProxyType(permits)


PERMITS: Final = read_permits(TEXT)

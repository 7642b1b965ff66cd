"""What each deed of the desk demands: whose it is, what the call must have shown, and when a second person agrees.

A passcode is a matter for agents (product.md section 4.1; technical assistance never issues one). A deed of weight 0 rests on
documents or books, not on a caller, and needs no call. There is no deed that switches the second factor off (REC-15).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.desk.evidence import EvidenceKind
from sekisho.core.desk.roles import Role
from sekisho.core.events import Happening
from sekisho.core.tables import TableError, read_rows

TEXT: Final = """
    deed                   by                                       weight  must include  second agent  family    told as
    issue_passcode         agent, supervisor                        5       call_back     when risky    factor    passcode_issued
    request_card           agent, supervisor                        5       call_back     when risky    factor    card_granted
    unblock_device         agent, supervisor                        5       call_back     when risky    factor    device_unblocked
    order_device           agent, supervisor                        5       call_back     when risky    factor    device_ordered
    replace_device         agent, supervisor                        5       call_back     when risky    factor    device_replaced
    reset_password         agent, supervisor                        5       call_back     when risky    password  password_reset
    send_username          agent, supervisor                        4       -             when risky    none      username_sent
    unlock                 agent, technical_assistance, supervisor  4       -             when risky    none      login_unlocked
    report_lost            agent, technical_assistance, supervisor  3       -             never         none      device_lost
    hold_activation        agent, technical_assistance, supervisor  3       -             never         timer     activation_held
    release_activation     agent, technical_assistance, supervisor  5       call_back     when risky    timer     activation_released
    change_contact         agent, supervisor                        5       call_back     always        contact   contact_changed
    close                  agent, supervisor                        5       call_back     when risky    account   account_closed
    reopen                 agent, supervisor                        5       call_back     always        account   account_reopened
    approve                reviewer                                 0       -             never         account   account_approved
    reject                 reviewer                                 0       -             never         account   account_rejected
    close_without_balance  reviewer                                 0       -             never         account   account_closed
    approve_sharing        reviewer, supervisor                     0       -             never         account   sharing_approved
    decline_sharing        reviewer, supervisor                     0       -             never         none      sharing_declined
"""  # noqa: E501 - one line of the table is one deed, read across
COLUMNS: Final = ("deed", "by", "weight", "must include", "second agent", "family", "told as")

ON_THE_TELEPHONE: Final = frozenset({Role.AGENT, Role.TECHNICAL_ASSISTANCE, Role.SUPERVISOR})
"""Who speaks with callers, and so may open a call."""

MAY_SECOND: Final = frozenset({Role.AGENT, Role.SUPERVISOR})
"""Who may agree, as the second person, to what another does."""


@unique
class DeskDeed(StrEnum):
    """Everything that the desk may do for a holder. Names are the contract's: never rename one."""

    ISSUE_PASSCODE = "issue_passcode"
    REQUEST_CARD = "request_card"  # a second code card in a row: lets the holder show a new one
    UNBLOCK_DEVICE = "unblock_device"
    ORDER_DEVICE = "order_device"
    REPLACE_DEVICE = "replace_device"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of a deed
    SEND_USERNAME = "send_username"
    UNLOCK = "unlock"
    REPORT_LOST = "report_lost"
    HOLD_ACTIVATION = "hold_activation"
    RELEASE_ACTIVATION = "release_activation"
    CHANGE_CONTACT = "change_contact"
    CLOSE = "close"
    REOPEN = "reopen"
    APPROVE = "approve"
    REJECT = "reject"
    CLOSE_WITHOUT_BALANCE = "close_without_balance"
    APPROVE_SHARING = "approve_sharing"  # the request to use another user name's device that has waited longest (B100)
    DECLINE_SHARING = "decline_sharing"


@unique
class SecondAgent(StrEnum):
    """When a second person must agree."""

    NEVER = "never"
    WHEN_RISKY = "when risky"
    ALWAYS = "always"


@unique
class Family(StrEnum):
    """What a deed is about; a password and a second factor are never renewed by the same hands within a day."""

    PASSWORD = "password"  # noqa: S105 - the name of a family
    FACTOR = "factor"
    CONTACT = "contact"
    ACCOUNT = "account"
    TIMER = "timer"
    NONE = "none"


OPPOSITE: Final = MappingProxyType({Family.PASSWORD: Family.FACTOR, Family.FACTOR: Family.PASSWORD})


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """One line of the table."""

    roles: frozenset[Role]
    weight: int
    must_include: frozenset[EvidenceKind]
    second_agent: SecondAgent
    family: Family
    told_as: Happening  # what the trail records, and the name of the message to the holder

    @property
    def needs_call(self) -> bool:
        """Tell whether it is done for a caller, in a call."""
        return self.weight > 0


def read_demands(text: str) -> Mapping[DeskDeed, Demand]:
    """Read the table; total over the deeds."""
    found: dict[DeskDeed, Demand] = {}
    for name, by, weight, must, second, family, told_as in read_rows(text, columns=COLUMNS):
        deed = DeskDeed(name)
        if deed in found:
            raise TableError(f"{name!r} is there twice")
        found[deed] = Demand(
            roles=frozenset(Role(role) for role in by.split(", ")),
            weight=int(weight),
            must_include=frozenset() if must == "-" else frozenset(EvidenceKind(kind) for kind in must.split(", ")),
            second_agent=SecondAgent(second),
            family=Family(family),
            told_as=Happening(told_as),
        )
    if missing := {*DeskDeed} - {*found}:
        raise TableError(f"these deeds have no line: {sorted(missing)}")
    return MappingProxyType(found)


DEMANDS: Final = read_demands(TEXT)

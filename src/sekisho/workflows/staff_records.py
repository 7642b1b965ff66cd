"""The desk's own people, as an operator's commands see them: who is to come, who is there, and how somebody's leaving ended."""

from dataclasses import dataclass
from enum import StrEnum, unique

from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.desk.roles import Role
from sekisho.core.secret import Secret
from sekisho.workflows.records import HolderRecord, StaffRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class NewStaff:
    """One new colleague with their first device, secrets drawn and the password hashed."""

    holder: HolderRecord
    staff: StaffRecord
    device_id: AuthenticatorId
    key: Secret
    pin: Secret


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffLine:
    """One of the desk's people, as a list shows them."""

    username: str
    name: str
    role: Role
    is_in: bool  # False: has left


@unique
class Farewell(StrEnum):
    """How a dismissal ended."""

    DONE = "done"
    UNKNOWN = "unknown"
    GONE_BEFORE = "gone_before"

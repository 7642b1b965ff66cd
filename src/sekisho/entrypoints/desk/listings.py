"""What the console lists straight from the rows: who a colleague is, and which calls somebody has open. Nothing is written."""

from dataclasses import dataclass
from datetime import datetime

from sekisho.adapters.storage.desk_rows import CallRow
from sekisho.adapters.storage.document_rows import DocumentRow
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.rows import StaffRow
from sekisho.core.desk.roles import Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Colleague:
    """One of the staff as the console names them."""

    name: str
    role: Role


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenCall:
    """A call that is open."""

    account: str
    name: str
    ends_at: datetime


def colleague(holder_id: str) -> Colleague | None:
    """Find one of the staff; None: not one of them."""
    row = StaffRow.objects.select_related("holder").filter(holder_id=holder_id).first()
    return Colleague(name=row.holder.name, role=Role(row.role)) if row else None


def documents_waiting() -> int:
    """Count the documents that wait for a person."""
    return DocumentRow.objects.filter(state__in=("waiting", "unfiled")).count()


def open_calls(agent_id: str, *, now: datetime) -> tuple[OpenCall, ...]:
    """Give somebody's own open calls, the newest first."""
    rows = (
        CallRow.objects.select_related("holder")
        .filter(agent_id=agent_id, ends_at__gt=to_stored(now), closed_at=None)
        .order_by("-opened_at")
    )
    return tuple(OpenCall(account=row.account, name=row.holder.name, ends_at=from_stored(row.ends_at)) for row in rows)

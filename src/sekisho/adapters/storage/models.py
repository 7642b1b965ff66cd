"""Where Django looks for models; they live in `rows` and its neighbours."""

from sekisho.adapters.storage.announcement_rows import AnnouncementRow
from sekisho.adapters.storage.card_rows import ShowingRow
from sekisho.adapters.storage.device_rows import DeviceCaseRow, DeviceDraftRow, MailedCodeRow
from sekisho.adapters.storage.rows import (
    AccountRow,
    AuthenticatorRow,
    BrowserRow,
    ChallengeRow,
    FormerContactRow,
    HolderRow,
    LoginRow,
    OutboxRow,
    QuestionRow,
    SessionRow,
    SpentCellRow,
    StaffRow,
    TrailHeadRow,
    TrailRow,
    TriesRow,
)

__all__ = [
    "AccountRow",
    "AnnouncementRow",
    "AuthenticatorRow",
    "BrowserRow",
    "ChallengeRow",
    "DeviceCaseRow",
    "DeviceDraftRow",
    "FormerContactRow",
    "HolderRow",
    "LoginRow",
    "MailedCodeRow",
    "OutboxRow",
    "QuestionRow",
    "SessionRow",
    "ShowingRow",
    "SpentCellRow",
    "StaffRow",
    "TrailHeadRow",
    "TrailRow",
    "TriesRow",
]

"""Where Django looks for models; they live in `rows` and its neighbours."""

from sekisho.adapters.storage.announcement_rows import AnnouncementRow
from sekisho.adapters.storage.approval_rows import ApprovalRow
from sekisho.adapters.storage.card_rows import ShowingRow
from sekisho.adapters.storage.contact_rows import FormerContactRow
from sekisho.adapters.storage.desk_rows import (
    CallEvidenceRow,
    CallRow,
    HolderTermRow,
    PasswordResetRow,
    StopRow,
)
from sekisho.adapters.storage.device_rows import DeviceCaseRow, DeviceDraftRow, MailedCodeRow
from sekisho.adapters.storage.document_rows import (
    AnswerRow,
    CaseRow,
    DocumentRow,
    PageRow,
    ParticularsRow,
    PictureRow,
)
from sekisho.adapters.storage.intake_rows import MailRow
from sekisho.adapters.storage.passkey_rows import PasskeyInvitationRow, PasskeyRow
from sekisho.adapters.storage.phone_rows import PhoneRegistrationRow
from sekisho.adapters.storage.rows import (
    AccountRow,
    AuthenticatorRow,
    BrowserRow,
    ChallengeRow,
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
from sekisho.adapters.storage.share_rows import DeviceShareRow, PersonRow
from sekisho.adapters.storage.task_rows import BankInstructionRow, TaskDraftRow, TaskProofRow, WithdrawalRow

__all__ = [
    "AccountRow",
    "AnnouncementRow",
    "AnswerRow",
    "ApprovalRow",
    "AuthenticatorRow",
    "BankInstructionRow",
    "BrowserRow",
    "CallEvidenceRow",
    "CallRow",
    "CaseRow",
    "ChallengeRow",
    "DeviceCaseRow",
    "DeviceDraftRow",
    "DeviceShareRow",
    "DocumentRow",
    "FormerContactRow",
    "HolderRow",
    "HolderTermRow",
    "LoginRow",
    "MailRow",
    "MailedCodeRow",
    "OutboxRow",
    "PageRow",
    "ParticularsRow",
    "PasskeyInvitationRow",
    "PasskeyRow",
    "PasswordResetRow",
    "PersonRow",
    "PhoneRegistrationRow",
    "PictureRow",
    "QuestionRow",
    "SessionRow",
    "ShowingRow",
    "SpentCellRow",
    "StaffRow",
    "StopRow",
    "TaskDraftRow",
    "TaskProofRow",
    "TrailHeadRow",
    "TrailRow",
    "TriesRow",
    "WithdrawalRow",
]

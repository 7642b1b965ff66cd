"""The unit of work: ports.Transaction, put together from its parts."""

from sekisho.adapters.storage.announcement_work import AnnouncementWork
from sekisho.adapters.storage.approval_work import ApprovalWork
from sekisho.adapters.storage.card_work import CardWork
from sekisho.adapters.storage.change_work import ChangeWork
from sekisho.adapters.storage.desk_work import DeskWork
from sekisho.adapters.storage.device_work import DeviceWork
from sekisho.adapters.storage.document_work import DocumentWork
from sekisho.adapters.storage.intake_work import IntakeWork
from sekisho.adapters.storage.passkey_work import PasskeyWork
from sekisho.adapters.storage.phone_work import PhoneWork
from sekisho.adapters.storage.post_work import PostWork
from sekisho.adapters.storage.share_work import SharingWork
from sekisho.adapters.storage.sign_in_work import SignInWork
from sekisho.adapters.storage.sweep_work import SweepWork
from sekisho.adapters.storage.task_work import TaskWork


class DjangoTransaction(
    SignInWork,
    ChangeWork,
    AnnouncementWork,
    DeviceWork,
    PhoneWork,
    ApprovalWork,
    PasskeyWork,
    SharingWork,
    CardWork,
    DeskWork,
    TaskWork,
    IntakeWork,
    DocumentWork,
    PostWork,
    SweepWork,
):
    """One unit of work on Django's default connection; `DjangoStore` begins and ends it."""

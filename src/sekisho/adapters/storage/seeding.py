"""Putting people in: accounts, user names and authenticators, as an import, the demo and the tests need them.

Secrets come in open and are sealed or hashed here, for the row they belong to. Each function runs in the transaction of its
caller; states are made by `sekisho.core`, never here.
"""

from collections.abc import Sequence
from datetime import datetime

from sekisho.adapters.storage import particulars
from sekisho.adapters.storage.columns import account_columns, new_columns, state_columns
from sekisho.adapters.storage.desk_rows import HolderTermRow
from sekisho.adapters.storage.desk_terms import terms_of
from sekisho.adapters.storage.document_rows import ParticularsRow
from sekisho.adapters.storage.moments import to_stored
from sekisho.adapters.storage.passkey_rows import PasskeyRow
from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow, HolderRow, SpentCellRow, StaffRow
from sekisho.adapters.storage.share_rows import PersonRow
from sekisho.core.accounts import Account
from sekisho.core.authenticators import passkey
from sekisho.core.authenticators.device_key import pack
from sekisho.core.authenticators.kinds import (
    Authenticator,
    CodeCard,
    PermanentDevice,
    TemporaryPasscode,
)
from sekisho.core.authenticators.passkey import MadePasskey
from sekisho.core.intake.reading import Particulars
from sekisho.core.secret import Secret
from sekisho.core.sharing import Person
from sekisho.workflows.ports import Hasher, Vault
from sekisho.workflows.records import HolderRecord, StaffRecord
from sekisho.workflows.verifying import key_place


def add_account(account: Account) -> None:
    """Insert an account without its authenticators."""
    AccountRow.objects.create(number=account.number, **account_columns(account))


def add_holder(holder: HolderRecord, *, name: str, at: datetime) -> None:
    """Insert a user name; `holder.password_hash` is already hashed."""
    HolderRow.objects.create(
        id=holder.id,
        username=holder.username,
        password_hash=holder.password_hash,
        credentials=holder.credentials.value,
        account_id=holder.account_number,
        own_number=holder.own_number,
        language=holder.language,
        residence=holder.residence,
        name=name or holder.name,
        address=holder.address,
        email=holder.email,
        phone=holder.phone,
        created_at=to_stored(at),
    )
    add_terms((holder,), names=(name or holder.name,))


def add_particulars(vault: Vault, holder_id: str, known: Particulars) -> None:
    """Write how a holder's name is read and spelled, and the birth date; name and address stand with the holder."""
    ParticularsRow.objects.create(holder_id=holder_id, sealed=particulars.sealed(vault, known, holder_id=holder_id))


def add_terms(holders: Sequence[HolderRecord], *, names: Sequence[str]) -> None:
    """Write what the desk finds these holders by."""
    HolderTermRow.objects.bulk_create(
        HolderTermRow(holder_id=holder.id, term=term)
        for holder, name in zip(holders, names, strict=True)
        for term in terms_of(
            username=holder.username,
            numbers=(holder.account_number, holder.own_number),
            name=name,
            email=holder.email,
            phone=holder.phone,
        )
    )


def add_identity(account: Account, person: Person) -> None:
    """Keep who stands behind an account, as far as it is known."""
    PersonRow.objects.create(account_id=account.number, entity=person.entity, identification=person.identification)


def add_staff(staff: StaffRecord) -> None:
    """Make a user name one of the desk's own people."""
    StaffRow.objects.create(holder_id=staff.holder_id, role=staff.role.value, own_account=staff.own_account)


def add_device(
    vault: Vault,
    account: Account,
    device: PermanentDevice,
    *,
    suite: str,
    key: Secret,
    pin: Secret | None,
    at: datetime,
) -> None:
    """Insert a key app or a Digital Security Card+ with its key, sealed for this row."""
    row = _authenticator_row(account, device, at)
    row.suite = suite
    row.sealed_key = vault.seal(pack(key, pin=pin), place=key_place(device.id))
    row.save(force_insert=True)


def add_passkey(vault: Vault, account: Account, device: PermanentDevice, *, made: MadePasskey, at: datetime) -> None:
    """Insert a passkey with its public key, sealed for this row."""
    row = _authenticator_row(account, device, at)
    row.sealed_key = vault.seal(passkey.pack(made.key), place=key_place(device.id))
    row.save(force_insert=True)
    PasskeyRow.objects.create(
        authenticator=row,
        credential=made.handle.credential,
        transports=" ".join(made.handle.transports),
        counted=made.counted,
        is_synced=made.is_synced,
    )


def add_card(vault: Vault, account: Account, card: CodeCard, *, key: Secret, cells: int, at: datetime) -> None:
    """Insert a code card with its key; cells beyond `card.cells_left` count as spent, the highest ones."""
    row = _authenticator_row(account, card, at)
    row.cells = cells
    row.sealed_key = vault.seal(key, place=key_place(card.id))
    row.save(force_insert=True)
    SpentCellRow.objects.bulk_create(
        SpentCellRow(authenticator=row, cell=index, spent_at=to_stored(at))
        for index in range(card.cells_left + 1, cells + 1)
    )


def add_passcode(hasher: Hasher, account: Account, passcode: TemporaryPasscode, *, code: Secret) -> None:
    """Insert a temporary passcode, hashed."""
    row = _authenticator_row(account, passcode, passcode.issued_at)
    row.passcode_hash = hasher.hash(code)
    row.save(force_insert=True)


def save_account(account: Account) -> None:
    """Write an account's state and the states of its authenticators, which are all in the database already."""
    AccountRow.objects.filter(number=account.number).update(**account_columns(account))
    for authenticator in account.authenticators:
        AuthenticatorRow.objects.filter(id=authenticator.id).update(**state_columns(authenticator))


def _authenticator_row(account: Account, authenticator: Authenticator, at: datetime) -> AuthenticatorRow:
    columns = new_columns(account, authenticator, at)
    del columns["account_number"]
    return AuthenticatorRow(account_id=account.number, **columns)

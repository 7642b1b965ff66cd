"""`work.changes` over one database connection: rows change only if they still are as the deed saw them."""

from datetime import datetime
from typing import Final

from sekisho.adapters.storage import statements
from sekisho.adapters.storage.columns import account_columns, new_columns, state_columns
from sekisho.adapters.storage.desk_terms import renew_terms
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work, surely, written
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId, CodeCard, PermanentDevice, TemporaryPasscode
from sekisho.core.contacts import Contact, ContactKind, Contacts, FormerContact
from sekisho.core.desk.roles import Role
from sekisho.core.secret import Secret
from sekisho.workflows.post_records import Channel
from sekisho.workflows.records import OutgoingMessage, StaffRecord, outbox_place

CHANNELS: Final = {ContactKind.EMAIL: Channel.MAIL, ContactKind.PHONE: Channel.TEXT}
COMPARED: Final = ("state", "is_held", "activates_at", "activated_at")
"""The columns that no deed overlooks: if one of them moved meanwhile, the deed was computed from the past."""


class ChangeWork(Work):
    """Accounts and authenticators as they become; contacts, staff, evidence of sessions."""

    def write_changes(self, before: Account, after: Account) -> bool:
        """See `work.changes`."""
        old, new = account_columns(before), account_columns(after)
        if old != new and not self._update("account", "number", before.number, old=old, new=new):
            return False
        held = {one.id: one for one in before.authenticators}
        changed = [(held[one.id], one) for one in after.authenticators if one.id in held and one != held[one.id]]
        return all(
            self._update("authenticator", "id", was.id, old=state_columns(was), new=state_columns(becomes))
            for was, becomes in changed
        )

    def add_device(
        self, account: Account, device: PermanentDevice, *, suite: str, sealed_key: bytes, at: datetime
    ) -> None:
        """See `work.changes`."""
        self._insert(new_columns(account, device, at) | {"suite": suite, "sealed_key": sealed_key})

    def add_card(self, account: Account, card: CodeCard, *, sealed_key: bytes, cells: int, at: datetime) -> None:
        """See `work.changes`."""
        self._insert(new_columns(account, card, at) | {"cells": cells, "sealed_key": sealed_key})

    def add_passcode(self, account: Account, passcode: TemporaryPasscode, *, passcode_hash: str) -> None:
        """See `work.changes`."""
        self._insert(new_columns(account, passcode, passcode.issued_at) | {"passcode_hash": passcode_hash})

    def replace_key(self, device_id: AuthenticatorId, *, sealed_key: bytes, old: bytes) -> bool:
        """See `work.changes`."""
        return self._driver.one(statements.REPLACE_KEY, (sealed_key, device_id, old)) is not None

    def renew_session(self, session_hash: str, *, renewed: str, answered: AuthenticatorId) -> bool:
        """See `work.changes`."""
        return self._driver.one(statements.RENEW_SESSION, (renewed, answered, session_hash)) is not None

    def end_sessions(self, holder_id: str, *, now: datetime, but: str = "") -> int:
        """See `work.changes`."""
        self._driver.run(statements.END_LOGINS, (True, holder_id, False, but))
        return len(self._driver.all(statements.END_SESSIONS, (to_stored(now), holder_id, but)))

    def replace_password(self, holder_id: str, *, new: str) -> None:
        """See `work.changes`."""
        self._driver.run(statements.REPLACE_PASSWORD, (new, holder_id))

    def contacts(self, holder_id: str) -> Contacts:
        """See `work.changes`."""
        email, phone, address = surely(self._driver.one(statements.CONTACTS, (holder_id,)))
        former = tuple(
            FormerContact(kind=ContactKind(kind), value=value, replaced_at=from_stored(replaced_at))
            for kind, value, replaced_at in self._driver.all(statements.FORMER_CONTACTS, (holder_id,))
        )
        changed = {one.kind: one.replaced_at for one in reversed(former)}
        on_file = {ContactKind.EMAIL: email, ContactKind.PHONE: phone, ContactKind.ADDRESS: address}
        found = {kind: Contact(kind=kind, value=on_file[kind], changed_at=changed.get(kind)) for kind in ContactKind}
        return Contacts(
            email=found[ContactKind.EMAIL],
            phone=found[ContactKind.PHONE],
            address=found[ContactKind.ADDRESS],
            former=former,
        )

    def change_contact(self, holder_id: str, kind: ContactKind, *, old: str, new: str, now: datetime) -> bool:
        """See `work.changes`."""
        if self._driver.one(statements.CHANGE_CONTACT[kind], (new, holder_id, old)) is None:
            return False
        self._driver.run(statements.KEEP_FORMER_CONTACT, (holder_id, kind.value, old, to_stored(now)))
        renew_terms(self._driver, holder_id)
        return True

    def announce(self, message: OutgoingMessage, *, stop: Secret | None = None) -> tuple[str, ...]:
        """See `work.changes`."""
        contacts = self.contacts(message.holder_id)
        told, params = contacts.told(message.at), message.params if stop is None else {**message.params, "stop": ""}
        for kind, value in told:
            is_linked = stop is not None and contacts.may_stop(kind, value, message.at)
            sealed = self._vault.seal(stop, place=outbox_place(value)) if stop and is_linked else b""
            values = (message.message, written(params), to_stored(message.at), CHANNELS[kind].value, value, sealed)
            self._driver.run(statements.SEND, (*values, message.holder_id))
        return tuple(value for _, value in told)

    def send_secret(self, message: OutgoingMessage, *, to: str, secret: Secret) -> None:
        """See `work.changes`."""
        channel = Channel.MAIL if "@" in to else Channel.TEXT
        sealed = self._vault.seal(secret, place=outbox_place(to))
        values = (message.message, written(message.params), to_stored(message.at), channel.value, to, sealed)
        self._driver.run(statements.SEND, (*values, message.holder_id))

    def holders_of(self, account_number: str) -> list[str]:
        """See `work.changes`."""
        return [row[0] for row in self._driver.all(statements.HOLDERS_OF, (account_number,))]

    def staff(self, holder_id: str) -> StaffRecord | None:
        """See `work.changes`."""
        row = self._driver.one(statements.STAFF, (holder_id,))
        if row is None:
            return None
        role, name, own_account = row
        return StaffRecord(holder_id=holder_id, role=Role(role), name=name, own_account=own_account)

    def _update(self, table: str, key: str, id_: str, *, old: dict[str, object], new: dict[str, object]) -> bool:
        changed = {name: value for name, value in new.items() if value != old[name]}
        seen = {name: value for name, value in old.items() if name in COMPARED or name in changed}
        changed = changed or seen  # nothing of the row changes, and yet it must still be as it was seen
        statement = statements.changing(table, key=key, columns=tuple(changed), seen=tuple(seen))
        return self._driver.one(statement, (*changed.values(), id_, *seen.values())) is not None

    def _insert(self, columns: dict[str, object]) -> None:
        self._driver.run(statements.inserting("authenticator", tuple(columns)), tuple(columns.values()))

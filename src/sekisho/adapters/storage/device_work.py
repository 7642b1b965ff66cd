"""`work.devices` over one database connection."""

from datetime import datetime

from sekisho.adapters.storage import device_statements as statements
from sekisho.adapters.storage.driver import Row
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.core.authenticators.device_cases import Deposit, DeviceCase, DeviceStatus, ReturnReason
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind, DeviceState
from sekisho.workflows.work.devices import Draft, MailedCode, Moments, PostedDevice

NO_CASE = DeviceCase()


class DeviceWork(Work):
    """Files of devices, and the codes sent for them."""

    def moments_of(self, account_number: str) -> dict[AuthenticatorId, Moments]:
        """See `work.devices`."""
        return {
            AuthenticatorId(id_): Moments(since=from_stored(since), last_used_at=from_stored(used))
            for id_, since, used in self._driver.all(statements.MOMENTS, (account_number, account_number))
        }

    def device_cases(self, account_number: str) -> dict[AuthenticatorId, DeviceCase]:
        """See `work.devices`."""
        rows = self._driver.all(statements.CASES, (account_number,))
        return {AuthenticatorId(row[0]): _case(row[1:]) for row in rows}

    def open_device_case(self, device_id: AuthenticatorId, case: DeviceCase) -> None:
        """See `work.devices`."""
        self._driver.run(statements.OPEN_CASE, (device_id, *_columns(case)))

    def note_device_status(self, device_id: AuthenticatorId, status: DeviceStatus, *, at: datetime) -> None:
        """See `work.devices`."""
        self.open_device_case(device_id, NO_CASE)
        self._driver.run(statements.NOTE_STATUS, (status.value, to_stored(at), device_id))

    def note_device_return(
        self, device_id: AuthenticatorId, reason: ReturnReason, *, reference: str, at: datetime
    ) -> None:
        """See `work.devices`."""
        self.open_device_case(device_id, NO_CASE)
        self._driver.run(statements.NOTE_RETURN, (reason.value, reference, to_stored(at), device_id))

    def note_device_received(self, device_id: AuthenticatorId, *, at: datetime) -> bool:
        """See `work.devices`."""
        self.open_device_case(device_id, NO_CASE)
        return self._driver.one(statements.NOTE_RECEIVED, (to_stored(at), device_id)) is not None

    def settle_deposit(self, device_id: AuthenticatorId, *, to: Deposit) -> bool:
        """See `work.devices`."""
        return self._driver.one(statements.SETTLE_DEPOSIT, (to.value, device_id)) is not None

    def keep_draft(self, draft: Draft) -> None:
        """See `work.devices`."""
        told = (draft.id, draft.session, draft.deed, draft.device_id, draft.deposit_account, draft.address)
        self._driver.run(statements.KEEP_DRAFT, (*told, draft.sealed_pin, to_stored(draft.at)))

    def forget_draft(self, session: str, deed: str) -> None:
        """See `work.devices`."""
        self._driver.run(statements.FORGET_DRAFT, (session, deed))

    def draft(self, session: str, deed: str) -> Draft | None:
        """See `work.devices`."""
        row = self._driver.one(statements.DRAFT, (session, deed))
        if row is None:
            return None
        id_, session, deed, sealed_pin, at, device_id, deposit_account, address = row
        return Draft(
            id=id_,
            session=session,
            deed=deed,
            sealed_pin=bytes(sealed_pin),
            at=from_stored(at),
            device_id=device_id,
            deposit_account=deposit_account,
            address=address,
        )

    def spend_draft(self, draft_id: str) -> bool:
        """See `work.devices`."""
        return self._driver.one(statements.SPEND_DRAFT, (draft_id,)) is not None

    def posted_devices(self) -> list[PostedDevice]:
        """See `work.devices`."""
        return [
            PostedDevice(
                id=AuthenticatorId(id_),
                account=account,
                kind=AuthenticatorKind(kind),
                state=DeviceState(state),
                since=from_stored(since),
            )
            for id_, account, kind, state, since in self._driver.all(statements.POSTED)
        ]

    def account_of_device(self, device_id: str) -> str | None:
        """See `work.devices`."""
        row = self._driver.one(statements.ACCOUNT_OF_DEVICE, (device_id,))
        return None if row is None else str(row[0])

    def mailed_code(self, subject: str) -> MailedCode | None:
        """See `work.devices`."""
        row = self._driver.one(statements.MAILED_CODE, (subject,))
        return None if row is None else _code(row)

    def replace_mailed_code(self, code: MailedCode, *, old: MailedCode | None) -> bool:
        """See `work.devices`."""
        moments = (to_stored(code.sent_at), to_stored(code.expires_at))
        counts = (code.tries, code.sends, to_stored(code.window_at or code.sent_at), code.is_used)
        values = (code.code_print, *moments, *counts, code.subject)
        if old is None:
            return self._driver.one(statements.FIRST_MAILED_CODE, values) is not None
        seen = (old.code_print, old.tries)
        return self._driver.one(statements.REPLACE_MAILED_CODE, (*values, *seen)) is not None

    def reserve_mailed_code(self, subject: str, *, most: int, now: datetime) -> MailedCode | None:
        """See `work.devices`."""
        row = self._driver.one(statements.RESERVE_MAILED_CODE, (subject, most, to_stored(now), False))
        return None if row is None else _code(row)

    def spend_mailed_code(self, subject: str, *, code_print: str) -> bool:
        """See `work.devices`."""
        return self._driver.one(statements.SPEND_MAILED_CODE, (True, subject, code_print, False)) is not None


def _columns(case: DeviceCase) -> tuple[object, ...]:
    return (
        case.deposit.value,
        case.deposit_account,
        case.address,
        to_stored(case.ordered_at),
        case.status.value if case.status else "",
        to_stored(case.status_at),
        case.return_reason.value if case.return_reason else "",
        case.return_reference,
        to_stored(case.return_at),
        to_stored(case.received_at),
    )


def _case(cells: Row) -> DeviceCase:
    deposit, account, address, ordered_at, status, status_at, reason, reference, return_at, received_at = cells
    return DeviceCase(
        deposit=Deposit(deposit),
        deposit_account=account,
        address=address,
        ordered_at=from_stored(ordered_at),
        status=DeviceStatus(status) if status else None,
        status_at=from_stored(status_at),
        return_reason=ReturnReason(reason) if reason else None,
        return_reference=reference,
        return_at=from_stored(return_at),
        received_at=from_stored(received_at),
    )


def _code(cells: Row) -> MailedCode:
    subject, code_print, sent_at, expires_at, tries, sends, window_at, is_used = cells
    return MailedCode(
        subject=subject,
        code_print=code_print,
        sent_at=from_stored(sent_at),
        expires_at=from_stored(expires_at),
        tries=tries,
        sends=sends,
        window_at=from_stored(window_at),
        is_used=bool(is_used),
    )

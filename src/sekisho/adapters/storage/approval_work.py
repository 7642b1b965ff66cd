"""`work.approvals` over one database connection."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sekisho.adapters.storage import approval_statements as statements
from sekisho.adapters.storage.driver import Row
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.authenticators.approvals import (
    MOST_MISMATCHED,
    MOST_PENDING,
    QUIET_FOR,
    ApprovalState,
    Standing,
)
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.workflows.work.approvals import ApprovalRecord, NewApproval


class ApprovalWork(Work):
    """Requests to approve a login in the app."""

    def ask_approval(self, approval: NewApproval) -> bool:
        """See `work.approvals`."""
        asked_at = to_stored(approval.asked_at)
        quiet_since = to_stored(approval.asked_at - QUIET_FOR)
        account = approval.account
        kept = (approval.id, approval.login_hash, approval.challenge_id, approval.device_id, account, approval.number)
        seen = (" ".join(approval.numbers), approval.client, approval.browser, approval.address)
        life = (asked_at, to_stored(approval.expires_at), ApprovalState.PENDING.value)
        pending = (account, asked_at, False, MOST_PENDING)
        quiet = (account, quiet_since, account, quiet_since, MOST_MISMATCHED)
        return self._driver.one(statements.ASK, (*kept, *seen, *life, *pending, *quiet)) is not None

    def approval(self, approval_id: str, *, device: AuthenticatorId) -> ApprovalRecord | None:
        """See `work.approvals`."""
        row = self._driver.one(statements.BY_ID, (approval_id, device))
        return None if row is None else _approval(row)

    def approval_of_login(self, id_hash: str) -> ApprovalRecord | None:
        """See `work.approvals`."""
        row = self._driver.one(statements.of_logins(1), (id_hash,))
        return None if row is None else _approval(row)

    def approvals_for(self, devices: Collection[str], *, now: datetime) -> Sequence[ApprovalRecord]:
        """See `work.approvals`."""
        if not devices:
            return ()
        found = self._driver.all(statements.pending_for(len(devices)), (*devices, to_stored(now)))
        return [_approval(row) for row in found]

    def approvals_of(self, logins: Collection[str]) -> Sequence[ApprovalRecord]:
        """See `work.approvals`."""
        return (
            [_approval(row) for row in self._driver.all(statements.of_logins(len(logins)), (*logins,))]
            if logins
            else ()
        )

    def move_approval(
        self, approval_id: str, *, old: ApprovalState, new: ApprovalState, now: datetime, until: datetime | None = None
    ) -> bool:
        """See `work.approvals`."""
        at = to_stored(now)
        values = (new.value, at, to_stored(until or now), approval_id, old.value, at)
        return self._driver.one(statements.MOVE, values) is not None

    def may_listen(self, device: AuthenticatorId) -> bool:
        """See `work.approvals`."""
        return self._driver.one(statements.MAY_LISTEN, (device,)) is not None


def _approval(row: Row) -> ApprovalRecord:
    id_, login_hash, challenge_id, device_id, holder_id, username, surface, mode, question = row[:9]
    number, numbers, client, browser, address, asked_at, state, expires_at = row[9:17]
    is_over, asked_now, used_at, tries, most_tries = row[17:]
    return ApprovalRecord(
        id=id_,
        login_hash=login_hash,
        challenge_id=challenge_id,
        device_id=AuthenticatorId(device_id),
        holder_id=holder_id,
        username=username,
        surface=Surface(surface),
        mode=Mode(mode),
        question=question,
        number=number,
        numbers=tuple(numbers.split()),
        client=client,
        browser=browser,
        address=address,
        asked_at=from_stored(asked_at),
        standing=Standing(
            state=ApprovalState(state),
            expires_at=from_stored(expires_at),
            is_current=not is_over and asked_now == challenge_id,
            is_answerable=used_at is None and tries < most_tries,
        ),
    )

"""`work.phones` over one database connection."""

from datetime import datetime

from sekisho.adapters.storage import phone_statements as statements
from sekisho.adapters.storage.driver import Row
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.core.authenticators.kinds import AuthenticatorId, Platform
from sekisho.workflows.work.phones import RegistrationRecord


class PhoneWork(Work):
    """Registrations of phones, and the names of devices."""

    def begin_registration(self, registration: RegistrationRecord) -> None:
        """See `work.phones`."""
        self._driver.run(statements.BEGIN, _columns(registration))

    def admit_phone(self, registration: RegistrationRecord, *, now: datetime) -> RegistrationRecord | None:
        """See `work.phones`."""
        phone = (registration.device_id, _platform(registration), registration.suite, registration.sealed_key)
        moments = (to_stored(now), to_stored(registration.expires_at))
        which = (registration.invitation_print, to_stored(now))
        values = (registration.token_print, *phone, registration.challenge, *moments, *which)
        row = self._driver.one(statements.ADMIT, values)
        return None if row is None else _registration(row)

    def registration(self, token_print: str) -> RegistrationRecord | None:
        """See `work.phones`."""
        row = self._driver.one(statements.UNDER_TOKEN, (token_print,))
        return None if row is None else _registration(row)

    def registration_of(self, account: str) -> RegistrationRecord | None:
        """See `work.phones`."""
        row = self._driver.one(statements.OF_ACCOUNT, (account,))
        return None if row is None else _registration(row)

    def account_invited_by(self, session: str) -> str | None:
        """See `work.phones`."""
        row = self._driver.one(statements.INVITED_BY, (session,))
        return None if row is None else str(row[0])

    def reserve_registration(self, token_print: str, *, most: int, now: datetime) -> int | None:
        """See `work.phones`."""
        return self._number(statements.RESERVE, (token_print, to_stored(now), most))

    def finish_registration(self, token_print: str, *, now: datetime) -> bool:
        """See `work.phones`."""
        at = to_stored(now)
        return self._driver.one(statements.FINISH, (at, b"", token_print, at)) is not None

    def forget_registrations(self, *, before: datetime, most: int) -> int:
        """See `work.phones`."""
        at = to_stored(before)
        old = self._driver.all(statements.OLD, (at, most))
        return sum(self._driver.one(statements.FORGET, (account, at)) is not None for (account,) in old)

    def rename_device(self, device_id: AuthenticatorId, name: str) -> None:
        """See `work.phones`."""
        self._driver.run(statements.RENAME, (name, device_id))


def _platform(registration: RegistrationRecord) -> str:
    return registration.platform.value if registration.platform else ""


def _columns(registration: RegistrationRecord) -> tuple[object, ...]:
    return (
        registration.account,
        registration.holder_id,
        registration.deed,
        to_stored(registration.made_at),
        to_stored(registration.expires_at),
        registration.invitation_print,
        registration.session,
        registration.proved_by,
        registration.replaces,
        registration.password_print,
        to_stored(registration.not_before),
        registration.token_print,
        registration.device_id,
        _platform(registration),
        registration.suite,
        registration.sealed_key,
        registration.challenge,
        registration.tries,
        to_stored(registration.admitted_at),
        to_stored(registration.done_at),
    )


def _registration(cells: Row) -> RegistrationRecord:
    account, holder_id, deed, made_at, expires_at, invitation_print, session, proved_by, replaces = cells[:9]
    password_print, not_before, token_print, device_id, platform, suite, sealed_key, challenge = cells[9:17]
    tries, admitted_at, done_at = cells[17:]
    return RegistrationRecord(
        account=account,
        holder_id=holder_id,
        deed=deed,
        made_at=from_stored(made_at),
        expires_at=from_stored(expires_at),
        invitation_print=invitation_print,
        session=session,
        proved_by=proved_by,
        replaces=replaces,
        password_print=password_print,
        not_before=from_stored(not_before),
        token_print=token_print,
        device_id=AuthenticatorId(device_id),
        platform=Platform(platform) if platform else None,
        suite=suite,
        sealed_key=bytes(sealed_key),
        challenge=challenge,
        tries=tries,
        admitted_at=from_stored(admitted_at),
        done_at=from_stored(done_at),
    )

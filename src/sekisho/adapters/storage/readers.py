"""From a row of the database to a value of the core, and nothing else.

An unknown state or kind in the database raises: an account state like `" closed "` is never taken for something else.
"""

from typing import Any, Final

from sekisho.adapters.storage.moments import from_stored
from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.accounts import Account, AccountNumber, AccountState, ClosedCause, Credentials
from sekisho.core.authenticators import dsc_plus
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PasskeyHandle,
    PermanentDevice,
    Platform,
    Posting,
    TemporaryPasscode,
)
from sekisho.core.desk.possible import POSTED
from sekisho.core.reasons import Reason
from sekisho.core.sharing import ShareState, seen_by_borrower
from sekisho.workflows.records import (
    AuthenticatorSecrets,
    ChallengeRecord,
    HolderRecord,
    LoginRecord,
    SessionRecord,
)

Cells = tuple[Any, ...]


WIDTH: Final = 20
"""How many columns `statements.AUTHENTICATOR` names."""


def authenticator(cells: Cells) -> Authenticator:
    """Read the columns that `statements.AUTHENTICATOR` names."""
    id_, kind, _, name, serial, state, _, created, activated, full_until, expires, cells_left = cells[:12]
    match AuthenticatorKind(kind):
        case AuthenticatorKind.CODE_CARD:
            return CodeCard(
                id=AuthenticatorId(id_),
                state=CardState(state),
                activated_at=from_stored(activated),
                expires_at=from_stored(expires),
                cells_left=cells_left,
                serial=serial,
                name=name,
            )
        case AuthenticatorKind.TEMPORARY_PASSCODE:
            return TemporaryPasscode(
                id=AuthenticatorId(id_),
                state=PasscodeState(state),
                issued_at=from_stored(created),
                full_until=from_stored(full_until),
                expires_at=from_stored(expires),
                name=name,
            )
        case AuthenticatorKind.KEY_APP | AuthenticatorKind.DSC_PLUS | AuthenticatorKind.PASSKEY as device:
            return _device(cells, device)


def _device(cells: Cells, kind: AuthenticatorKind) -> PermanentDevice:
    id_, _, platform, name, _, state, ever_active = cells[:7]
    last_used, shipped, promised, activates, is_held, wrong_in_row, credential, transports = cells[12:WIDTH]
    posting = None
    if shipped is not None:
        posting = Posting(
            shipped_at=from_stored(shipped),
            promised_by=from_stored(promised),
            activates_at=from_stored(activates),
            is_held=bool(is_held),
        )
    return PermanentDevice(
        id=AuthenticatorId(id_),
        kind=kind,
        state=DeviceState(state),
        ever_active=bool(ever_active),
        platform=Platform(platform) if platform else None,
        name=name,
        posting=posting,
        last_answered_at=from_stored(last_used),
        is_worn_out=state in POSTED and wrong_in_row >= dsc_plus.MOST_WRONG,
        passkey=None if credential is None else PasskeyHandle(credential, tuple(transports.split())),
    )


def account(rows: list[Cells]) -> Account:
    """Read one account from its joined rows, one for each authenticator."""
    number, state, trades_from, closed_cause, has_opted_out, paper_number = rows[0][:6]
    return Account(
        number=AccountNumber(number),
        state=AccountState(state),
        trades_from=from_stored(trades_from),
        closed_cause=ClosedCause(closed_cause) if closed_cause else None,
        paper_number=AccountNumber(paper_number) if paper_number else None,
        has_opted_out=bool(has_opted_out),
        authenticators=tuple(_held(row[6:]) for row in rows if row[6] is not None),
    )


def _held(cells: Cells) -> Authenticator:
    """Read an own authenticator, or one that `owner` lends."""
    held, (owner, state) = authenticator(cells[:WIDTH]), cells[WIDTH:]
    if not owner or not isinstance(held, PermanentDevice):
        return held
    return seen_by_borrower(held, owner=owner, state=ShareState(state))


def secrets(cells: Cells) -> AuthenticatorSecrets:
    """Read an authenticator with what verifies it."""
    suite, sealed_key, passcode_hash, first, second, pair_tries, pair_expires_at, printed, counted = cells[WIDTH:]
    return AuthenticatorSecrets(
        authenticator=authenticator(cells[:WIDTH]),
        suite=suite,
        sealed_key=bytes(sealed_key),
        passcode_hash=passcode_hash,
        wrong_in_row=cells[17],
        pair=None if first is None else (first, second),
        pair_tries=pair_tries,
        pair_expires_at=from_stored(pair_expires_at),
        cells=printed,
        counted=counted or 0,
    )


def holder(cells: Cells) -> HolderRecord:
    """Read a holder."""
    id_, username, password_hash, credentials, account_number, own_number, language, residence = cells[:8]
    email, phone, name, address = cells[8:]
    return HolderRecord(
        id=id_,
        username=username,
        password_hash=password_hash,
        credentials=Credentials(credentials),
        account_number=account_number,
        own_number=own_number,
        language=language,
        residence=residence,
        email=email,
        phone=phone,
        name=name,
        address=address,
    )


def login(cells: Cells) -> LoginRecord:
    """Read a login with its current challenge, if one was posed."""
    id_hash, holder_id, surface, mode, credentials, created_at, expires_at, is_over = cells[:8]
    outcome, reason, reference, purpose, subject, session_hash = cells[8:14]
    return LoginRecord(
        id_hash=id_hash,
        holder_id=holder_id,
        surface=Surface(surface),
        mode=Mode(mode),
        credentials=Credentials(credentials),
        created_at=from_stored(created_at),
        expires_at=from_stored(expires_at),
        purpose=purpose,
        subject=subject,
        session=session_hash,
        is_over=bool(is_over),
        outcome=outcome,
        reason=Reason(reason) if reason else None,
        reference=reference,
        challenge=None if cells[14] is None else _challenge(cells[14:]),
    )


def _challenge(cells: Cells) -> ChallengeRecord:
    id_, authenticator_id, question, tries, most_tries, expires_at, used_at = cells
    return ChallengeRecord(
        id=id_,
        authenticator_id=AuthenticatorId(authenticator_id),
        question=question,
        tries=tries,
        most_tries=most_tries,
        expires_at=from_stored(expires_at),
        is_used=used_at is not None,
    )


def session(cells: Cells) -> SessionRecord:
    """Read an open session."""
    id_hash, holder_id, surface, mode, credentials, answered, reference, created_at, last_seen_at, expires_at = cells
    return SessionRecord(
        id_hash=id_hash,
        holder_id=holder_id,
        surface=Surface(surface),
        mode=Mode(mode),
        credentials=Credentials(credentials),
        answered=AuthenticatorId(answered) if answered else None,
        reference=reference,
        created_at=from_stored(created_at),
        last_seen_at=from_stored(last_seen_at),
        expires_at=from_stored(expires_at),
    )

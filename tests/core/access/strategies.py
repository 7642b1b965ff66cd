"""Accounts of every shape, also of shapes that no deed leads to: the policy must have an answer to all of them."""

from datetime import timedelta

from hypothesis import strategies as st

from sekisho.core.access import Evidence
from sekisho.core.accounts import Account, AccountNumber, AccountState, ClosedCause, Credentials
from sekisho.core.authenticators.kinds import (
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    Posting,
    TemporaryPasscode,
)

from .people import DAY, HOUR, NOW, PAPER, SECOND, id_

# Whole hours around NOW, and now and then a second or a microsecond beside them: boundaries are hit, not only passed.
EDGES = st.sampled_from(
    [timedelta(), timedelta(), SECOND, -SECOND, timedelta(microseconds=1), -timedelta(microseconds=1)]
)
SPANS = st.builds(
    lambda hours, edge: hours * HOUR + edge, st.sampled_from([0, 1, 47, 48, 49, 240, 287, 288, 289, 504, 505]), EDGES
)
MOMENTS = st.builds(lambda sign, span: NOW + sign * span, st.sampled_from([-1, 1]), SPANS)
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])

POSTINGS = st.builds(
    Posting, shipped_at=st.just(NOW - 30 * DAY), promised_by=MOMENTS, activates_at=MOMENTS, is_held=st.booleans()
)
DEVICES = st.builds(
    PermanentDevice,
    id=NAMES.map(id_),
    kind=st.sampled_from([AuthenticatorKind.KEY_APP, AuthenticatorKind.DSC_PLUS]),
    state=st.sampled_from(DeviceState),
    ever_active=st.booleans(),
    posting=st.none() | POSTINGS,
)
CARDS = st.builds(
    CodeCard,
    id=NAMES.map(id_),
    state=st.sampled_from(CardState),
    activated_at=st.none() | MOMENTS,
    expires_at=st.none() | MOMENTS,
    cells_left=st.integers(min_value=0, max_value=4),
)
PASSCODES = st.builds(
    TemporaryPasscode,
    id=NAMES.map(id_),
    state=st.sampled_from(PasscodeState),
    issued_at=MOMENTS,
    full_until=MOMENTS,
    expires_at=MOMENTS,
)
ADDRESS_CHANGES = st.none() | MOMENTS
HELD = st.lists(DEVICES | CARDS | PASSCODES, max_size=5, unique_by=lambda held: held.id).map(tuple)
ACCOUNTS = st.builds(
    Account,
    number=st.just(AccountNumber("U1234567")),
    state=st.sampled_from(AccountState),
    trades_from=st.none() | MOMENTS,
    closed_cause=st.none() | st.sampled_from(ClosedCause),
    paper_number=st.sampled_from([None, PAPER]),
    authenticators=HELD,
    has_opted_out=st.booleans(),
)
OPEN_ACCOUNTS = ACCOUNTS.map(lambda account: account).filter(lambda account: account.state is AccountState.OPEN)
EVIDENCE = st.builds(
    Evidence, credentials=st.sampled_from([Credentials.LIVE, Credentials.PAPER]), answered=st.none() | NAMES.map(id_)
)

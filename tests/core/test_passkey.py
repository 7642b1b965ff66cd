"""What the house keeps of a passkey, what it holds against it, and what else ends when one comes into use."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.access.ceilings import ceiling_of, may_step_up
from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account, AccountNumber, AccountState
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PermanentDevice,
)
from sekisho.core.authenticators.passkey import MOST_HELD, PasskeyKey, bind_passkey, is_copied, pack, unpack
from sekisho.core.transitions import Hindrance, NotAllowed

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
CARD = CodeCard(
    id=AuthenticatorId("card"), state=CardState.ACTIVE, activated_at=NOW, expires_at=NOW + timedelta(21), cells_left=9
)


def passkey(name="new", state=DeviceState.ACTIVE):
    return PermanentDevice(id=AuthenticatorId(name), kind=AuthenticatorKind.PASSKEY, state=state)


def device(kind):
    return PermanentDevice(id=AuthenticatorId(kind.value), kind=kind, state=DeviceState.ACTIVE)


def holding(*held):
    return Account(number=AccountNumber("U1234567"), state=AccountState.OPEN, trades_from=NOW, authenticators=held)


@given(credential=st.binary(min_size=1, max_size=1023), public_key=st.binary(max_size=300))
def test_what_is_packed_is_unpacked_as_it_was(credential, public_key):
    key = PasskeyKey(credential=credential, public_key=public_key)
    assert unpack(pack(key)) == key


@pytest.mark.parametrize(
    ("counted", "seen", "copied"),
    [(0, 0, False), (0, 1, False), (7, 8, False), (7, 900, False), (7, 7, True), (7, 6, True), (7, 0, True)],
)
def test_an_answer_that_counts_no_more_uses_than_the_one_before_comes_from_a_copy(counted, seen, copied):
    assert is_copied(counted=counted, seen=seen) is copied


def test_a_passkey_that_comes_into_use_stays_beside_every_other_device_and_ends_the_card():
    before = holding(device(AuthenticatorKind.KEY_APP), passkey("old"), CARD)
    after = bind_passkey(before, passkey(), is_first=False, now=NOW)
    states = [held.state for held in after.authenticators]
    assert states == [DeviceState.ACTIVE, DeviceState.ACTIVE, CardState.RETIRED, DeviceState.ACTIVE]


def test_the_code_sent_for_a_first_device_binds_no_second_one():
    done = bind_passkey(holding(device(AuthenticatorKind.KEY_APP)), passkey(), is_first=True, now=NOW)
    assert done == NotAllowed(event="bind", because=Hindrance.HAD_A_DEVICE)


def test_an_account_holds_ten_passkeys_at_most_and_those_that_are_over_do_not_count():
    over = [passkey(f"over {n}", DeviceState.RETIRED) for n in range(5)]
    nine = holding(*over, *(passkey(f"held {n}") for n in range(MOST_HELD - 1)))
    ten = bind_passkey(nine, passkey(), is_first=False, now=NOW)
    assert isinstance(ten, Account)
    eleven = bind_passkey(ten, passkey("one more"), is_first=False, now=NOW)
    assert eleven == NotAllowed(event="bind", because=Hindrance.TOO_MANY)


def test_a_passkey_is_worth_what_the_key_app_is_and_verifies_important_tasks():
    assert ceiling_of(AuthenticatorKind.PASSKEY) == ceiling_of(AuthenticatorKind.KEY_APP)
    assert may_step_up(AuthenticatorKind.PASSKEY)


@pytest.mark.parametrize(
    ("held", "may"),
    [
        ((AuthenticatorKind.KEY_APP, AuthenticatorKind.PASSKEY), {"key_app", "passkey"}),
        ((AuthenticatorKind.DSC_PLUS, AuthenticatorKind.PASSKEY), {"dsc_plus"}),
    ],
)
def test_a_passkey_answers_for_a_new_device_unless_a_stronger_one_guards_the_account(held, may):
    account = holding(*map(device, held))
    able = answerers(account, HolderDeed.BIND_DEVICE, subject=AuthenticatorId(""), now=NOW)
    assert {*able} == may

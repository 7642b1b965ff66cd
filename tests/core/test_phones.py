"""One phone in use at a time, and who may move it without the portal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sekisho.core.access.guards import may_have_answered
from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account, AccountNumber, AccountState
from sekisho.core.authenticators.entry import Unreadable
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
)
from sekisho.core.authenticators.phones import (
    ByCode,
    ByDevice,
    bind_phone,
    in_groups,
    judge_move,
    read_phone_pin,
    read_session_id,
)
from sekisho.core.authenticators.soft_pin import PinAccepted, PinFlaw, PinRejected
from sekisho.core.contacts import Contact, ContactKind, Contacts
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
DAYS_14 = timedelta(days=14)
ACTIVE, SUSPENDED, BLOCKED, LOST = DeviceState.ACTIVE, DeviceState.SUSPENDED, DeviceState.BLOCKED, DeviceState.LOST
NEW = PermanentDevice(id=AuthenticatorId("new"), kind=AuthenticatorKind.KEY_APP, state=ACTIVE)
CARD = CodeCard(
    id=AuthenticatorId("card"), state=CardState.ACTIVE, activated_at=NOW, expires_at=NOW + DAYS_14, cells_left=100
)
PASSCODE = TemporaryPasscode(
    id=AuthenticatorId("passcode"),
    state=PasscodeState.LIVE,
    issued_at=NOW,
    full_until=NOW + timedelta(hours=48),
    expires_at=NOW + timedelta(hours=288),
)


def phone(state=ACTIVE):
    return PermanentDevice(id=AuthenticatorId("phone"), kind=AuthenticatorKind.KEY_APP, state=state)


def card_plus(state=ACTIVE):
    return PermanentDevice(id=AuthenticatorId("dsc"), kind=AuthenticatorKind.DSC_PLUS, state=state)


def passkey():
    return PermanentDevice(id=AuthenticatorId("passkey"), kind=AuthenticatorKind.PASSKEY, state=ACTIVE)


def holding(*held, state=AccountState.OPEN):
    return Account(number=AccountNumber("U1234567"), state=state, trades_from=NOW - DAYS_14, authenticators=held)


def on_file(number="+81-90-0000-0001", *, changed_at=None):
    return Contacts(
        email=Contact(kind=ContactKind.EMAIL, value="a@example.com"),
        phone=Contact(kind=ContactKind.PHONE, value=number, changed_at=changed_at),
        address=Contact(kind=ContactKind.ADDRESS, value="1-2-3"),
    )


# B059
@pytest.mark.parametrize("state", [ACTIVE, SUSPENDED, BLOCKED])
def test_a_phone_that_comes_into_use_ends_the_one_before_it_and_the_interim_proofs(state):
    after = bind_phone(holding(phone(state), card_plus(), CARD, PASSCODE), NEW, now=NOW)
    states = {held.id: str(held.state) for held in after.authenticators}
    assert states == {"phone": "retired", "dsc": "active", "card": "retired", "passcode": "ended", "new": "active"}


def test_a_replaced_phone_ends_the_opt_out_as_one_that_is_retired_does():
    after = bind_phone(replace(holding(phone()), has_opted_out=True), NEW, now=NOW)
    assert after.has_opted_out is False


# B067, B068
@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((phone(),), ByCode(phone=phone(), number="+81-90-0000-0001")),
        ((phone(), card_plus()), ByDevice(device=card_plus(), phone=phone())),
        ((phone(), card_plus(LOST)), ByCode(phone=phone(), number="+81-90-0000-0001")),
        ((phone(), card_plus(SUSPENDED)), Reason.VERIFICATION_REQUIRED),
        ((phone(), card_plus(BLOCKED)), Reason.VERIFICATION_REQUIRED),
        ((phone(SUSPENDED), PASSCODE), Reason.DEVICE_SUSPENDED),
        ((phone(BLOCKED),), Reason.DEVICE_SUSPENDED),
        ((phone(LOST), card_plus()), Reason.DEVICE_NOT_ACTIVE),
        ((), Reason.DEVICE_NOT_ACTIVE),
        ((phone(), passkey()), Reason.VERIFICATION_REQUIRED),
    ],
)
def test_the_physical_device_answers_for_a_move_else_the_number_on_file_else_the_desk(held, expected):
    assert judge_move(holding(*held), on_file(), stopped_at=None, now=NOW) == expected


# B068
@pytest.mark.parametrize(
    ("contacts", "stopped_at"),
    [
        (on_file(""), None),
        (on_file(changed_at=NOW - DAYS_14 + timedelta(seconds=1)), None),
        (on_file(), NOW - DAYS_14 + timedelta(seconds=1)),
    ],
)
def test_a_new_number_none_or_a_deed_stopped_lately_leads_to_the_desk(contacts, stopped_at):
    assert judge_move(holding(phone()), contacts, stopped_at=stopped_at, now=NOW) is Reason.VERIFICATION_REQUIRED


def test_at_exactly_14_days_number_and_stop_no_longer_stand_in_the_way():
    settled = on_file(changed_at=NOW - DAYS_14)
    assert isinstance(judge_move(holding(phone()), settled, stopped_at=NOW - DAYS_14, now=NOW), ByCode)


@pytest.mark.parametrize("state", [AccountState.CLOSED, AccountState.REJECTED])
def test_no_phone_is_moved_on_an_account_that_is_over(state):
    judged = judge_move(holding(phone(), card_plus(), state=state), on_file(), stopped_at=None, now=NOW)
    assert judged in {Reason.ACCOUNT_CLOSED, Reason.ACCOUNT_REJECTED}


@pytest.mark.parametrize(
    ("held", "by", "may"),
    [
        ((phone(),), "phone", True),
        ((phone(SUSPENDED),), "phone", False),
        ((phone(), card_plus()), "phone", False),  # a stronger one has come
        ((phone(), card_plus(BLOCKED)), "phone", False),
        ((CARD,), "card", True),
        ((replace(CARD, state=CardState.EXHAUSTED, cells_left=0),), "card", True),
        ((replace(CARD, state=CardState.RETIRED),), "card", False),
        ((PASSCODE,), "passcode", False),
        ((), "phone", False),
    ],
)
def test_an_answer_is_built_on_while_it_still_stands_and_none_stronger_guards(held, by, may):
    id_ = AuthenticatorId(by)
    assert may_have_answered(holding(*held), HolderDeed.BIND_DEVICE, by=id_, subject=id_) is may


# B062
@pytest.mark.parametrize(
    ("pin", "flaw"),
    [
        ("k4e!", None),
        ("ABCDEZ", None),
        ("1357", None),
        ("abc", PinFlaw.SHAPE),
        ("1234567", PinFlaw.SHAPE),
        ("12 45", PinFlaw.SHAPE),
        ("12\t45", PinFlaw.SHAPE),
        ("aaaa", PinFlaw.REPEATED),
        ("abcd", PinFlaw.SEQUENCE),
        ("987654", PinFlaw.SEQUENCE),
        ("0001", PinFlaw.ON_FILE),
    ],
)
def test_a_phone_s_pin_is_four_to_six_signs_that_are_not_tried_first(pin, flaw):
    judged = read_phone_pin(Secret(pin), on_file=("+81-90-0000-0001", "U1234567"))
    assert (judged.why if isinstance(judged, PinRejected) else None) is flaw
    assert isinstance(judged, PinAccepted) is (flaw is None)


def test_a_session_id_is_read_however_it_is_decorated_and_shown_in_groups():
    assert read_session_id(" ｋ７ｍｑ－２ｐｘｒ－９ｔｄａ ") == "K7MQ2PXR9TDA"
    assert in_groups("K7MQ2PXR9TDA") == "K7MQ-2PXR-9TDA"
    assert isinstance(read_session_id("K7MQ-2PXR-9TD1"), Unreadable)

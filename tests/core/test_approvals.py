"""A request to approve a login: what ends it, what is only seen to have ended, and who can be asked."""

from datetime import UTC, datetime, timedelta

import pytest

from sekisho.core.authenticators.approvals import (
    APPROVAL_LIFE,
    ApprovalEvent,
    ApprovalState,
    Standing,
    is_right,
    may_be_asked,
    state_at,
)
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    DeviceState,
    PermanentDevice,
    Platform,
)

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
OPEN = {ApprovalState.PENDING, ApprovalState.APPROVED}


def standing(state, *, left=MOMENT, is_current=True, is_answerable=True):
    return Standing(state=state, expires_at=NOW + left, is_current=is_current, is_answerable=is_answerable)


@pytest.mark.parametrize("state", list(ApprovalState))
def test_only_what_is_pending_or_approved_can_still_change(state):
    can_change = any(isinstance(APPROVAL_LIFE.after(state, event), ApprovalState) for event in ApprovalEvent)
    assert can_change == (state in OPEN)
    assert state_at(standing(state), NOW) is state
    later = state_at(standing(state, left=timedelta()), NOW)
    assert later is (ApprovalState.EXPIRED if state in OPEN else state)
    elsewhere = state_at(standing(state, is_current=False), NOW)
    assert elsewhere is (ApprovalState.OVER if state in OPEN else state)


def test_a_challenge_answered_by_hand_ends_what_is_pending_and_an_approval_has_answered_it():
    assert state_at(standing(ApprovalState.PENDING, is_answerable=False), NOW) is ApprovalState.OVER
    assert state_at(standing(ApprovalState.APPROVED, is_answerable=False), NOW) is ApprovalState.APPROVED


@pytest.mark.parametrize(
    ("chosen", "is_it"), [("42", True), ("17", False), ("24", False), ("4２", False), ("", False), ("42 ", False)]
)
def test_only_the_number_of_the_page_is_right(chosen, is_it):
    assert is_right(chosen, number="42", numbers=("17", "42", "88")) == is_it


@pytest.mark.parametrize("state", list(DeviceState))
@pytest.mark.parametrize("lent_by", ["", "U1234567"])
@pytest.mark.parametrize("kind", [AuthenticatorKind.KEY_APP, AuthenticatorKind.DSC_PLUS])
def test_only_an_own_phone_in_use_is_asked(kind, state, lent_by):
    device = PermanentDevice(
        id=AuthenticatorId("fac_1"), kind=kind, state=state, platform=Platform.IOS, lent_by=lent_by
    )
    expected = kind is AuthenticatorKind.KEY_APP and state is DeviceState.ACTIVE and not lent_by
    assert may_be_asked(device) == expected

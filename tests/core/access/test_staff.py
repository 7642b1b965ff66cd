"""The desk's own people enter by one way: a permanent device in use, at the portal, live."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.core.access import decide
from sekisho.core.access.decisions import FactorRequired, Granted, Mode, Refused, Scope, Surface
from sekisho.core.accounts import AccountState, Credentials
from sekisho.core.authenticators.kinds import DeviceState, PermanentDevice
from sekisho.core.reasons import Reason

from .people import HOUR, NOW, account, card, enter, id_, opened, passcode, phone
from .strategies import ACCOUNTS, EVIDENCE

SURFACES = st.sampled_from(Surface)
MODES = st.sampled_from(Mode)
many = settings(max_examples=120)


def enter_desk(who, answered=None, **how):
    return enter(who, answered, credentials=Credentials.STAFF, **how)


def test_a_device_in_use_is_asked_and_opens_the_desk_and_nothing_else():
    asked = enter_desk(opened(phone()))
    assert isinstance(asked, FactorRequired)
    assert asked.offered == (id_("phone"),)
    assert enter_desk(opened(phone()), "phone").scopes == {Scope.DESK}


@pytest.mark.parametrize("held", [(), (card(HOUR),), (passcode(HOUR),), (phone(state=DeviceState.SUSPENDED),)])
def test_nothing_but_a_device_in_use_opens_the_desk(held):
    for answered in (None, *(one.id for one in held)):
        no = enter_desk(opened(*held), answered)
        assert isinstance(no, Refused)
        assert no.reason is Reason.NO_SECOND_FACTOR


def test_who_left_is_refused_with_the_device_still_in_hand():
    no = enter_desk(account(AccountState.CLOSED, phone()), "phone")
    assert isinstance(no, Refused)
    assert no.reason is Reason.ACCOUNT_CLOSED


def test_staff_has_no_trading_platform_and_no_paper_account():
    assert enter_desk(opened(phone()), "phone", surface=Surface.TRADING).reason is Reason.SCOPE_INSUFFICIENT
    assert enter_desk(opened(phone()), "phone", mode=Mode.PAPER).reason is Reason.NO_PAPER_ACCOUNT


@many
@given(ACCOUNTS, EVIDENCE, SURFACES, MODES)
def test_staff_opens_the_desk_only_and_only_with_a_device_in_use(who, evidence, surface, mode):
    staff = replace(evidence, credentials=Credentials.STAFF)
    decision = decide(who, staff, surface=surface, mode=mode, now=NOW)
    if isinstance(decision, Granted):
        assert decision.scopes == {Scope.DESK}
        assert (surface, mode) == (Surface.PORTAL, Mode.LIVE)
        answered = who.find(staff.answered)
        assert isinstance(answered, PermanentDevice)
        assert answered.state is DeviceState.ACTIVE
        assert who.state is AccountState.OPEN


@many
@given(ACCOUNTS, EVIDENCE, SURFACES, MODES)
def test_no_holder_ever_reaches_the_desk(who, evidence, surface, mode):
    decision = decide(who, evidence, surface=surface, mode=mode, now=NOW)
    assert not isinstance(decision, Granted) or Scope.DESK not in decision.scopes

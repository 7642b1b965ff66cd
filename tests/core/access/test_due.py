"""What has come due is seen at whatever moment somebody asks, and makes no difference by when anybody asked before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.core.access import Evidence, FactorRequired, Mode, Surface, decide
from sekisho.core.accounts import Account, AccountState, Credentials
from sekisho.core.authenticators import device_deeds as devices
from sekisho.core.authenticators.announcements import Subject, coming, due_announcements
from sekisho.core.authenticators.due import activations, as_of, awaits_activation
from sekisho.core.authenticators.kinds import DeviceState, PermanentDevice

from .people import DAY, HOUR, NOW, SECOND, TERMS, card, done, dsc, id_, opened, parcel, passcode, phone
from .strategies import ACCOUNTS, ADDRESS_CHANGES, MOMENTS

many = settings(max_examples=200)


def at(account: Account, moment, changed_at=None) -> Account:
    return as_of(account, moment, address_changed_at=changed_at, terms=TERMS)


def state_of(account: Account, name: str) -> str:
    held = account.find(id_(name))
    assert held is not None
    return held.state.value


# ── Properties ───────────────────────────────────────────────────────────────────────────────────────────────


@many
@given(ACCOUNTS, MOMENTS, MOMENTS, ADDRESS_CHANGES)
def test_it_makes_no_difference_whether_somebody_looked_before(account, one, other, changed_at):
    earlier, later = sorted((one, other))
    assert at(at(account, earlier, changed_at), later, changed_at) == at(account, later, changed_at)


@many
@given(ACCOUNTS, MOMENTS, ADDRESS_CHANGES)
def test_looking_twice_is_looking_once_and_where_nothing_is_due_the_very_account_comes_back(account, now, changed_at):
    seen = at(account, now, changed_at)
    assert at(seen, now, changed_at) is seen
    due = [one for one in activations(account, address_changed_at=changed_at, terms=TERMS) if one.at <= now]
    assert (seen is account) is (not due)
    assert awaits_activation(account) or seen is account


@many
@given(ACCOUNTS, MOMENTS, ADDRESS_CHANGES)
def test_a_device_comes_into_use_and_none_goes_out_of_it(account, now, changed_at):
    seen = at(account, now, changed_at)
    for before, after in zip(account.authenticators, seen.authenticators, strict=True):
        if isinstance(before, PermanentDevice) and before != after:
            assert before.state in (DeviceState.SHIPPED, DeviceState.DELIVERED)
            assert after.state is DeviceState.ACTIVE
            posting = before.posting
            assert not posting.is_held
            assert now >= max(posting.activates_at, posting.promised_by)


@many
@given(ACCOUNTS, MOMENTS, ADDRESS_CHANGES)
def test_whoever_could_answer_before_is_asked_for_something_after(account, now, changed_at):
    def is_asked(who: Account) -> bool:
        evidence = Evidence(credentials=Credentials.LIVE)
        decision = decide(who, evidence, surface=Surface.PORTAL, mode=Mode.LIVE, now=now)
        return isinstance(decision, FactorRequired)

    assert not is_asked(account) or is_asked(at(account, now, changed_at))


# ── Boundaries ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A114", "A119")
@pytest.mark.parametrize(("country", "days"), [("US", 14), ("JP", 21), ("DE", 21)])
def test_a_posted_device_is_active_from_the_very_second_on_with_nobody_doing_anything(country, days):
    who = opened(parcel(country=country, ago=timedelta()))
    due_at = NOW + days * DAY
    states = [state_of(at(who, due_at + beside), "dsc") for beside in (-SECOND, timedelta(), SECOND)]
    assert states == ["shipped", "active", "active"]


# REC-21, D14
def test_never_before_it_was_promised_to_arrive_never_while_held_and_never_at_an_address_that_has_not_settled():
    hasty = parcel(ago=13 * DAY)
    hasty = replace(hasty, posting=replace(hasty.posting, activates_at=NOW - 5 * DAY))
    assert state_of(at(opened(hasty), NOW + DAY - SECOND), "dsc") == "shipped"
    assert state_of(at(opened(hasty), NOW + DAY), "dsc") == "active"
    held = done(devices.hold_activation(opened(parcel(ago=20 * DAY)), id_("dsc")))
    assert at(held, NOW + 500 * DAY) is held
    who, changed_at = opened(parcel(ago=20 * DAY)), NOW - 6 * DAY
    assert state_of(at(who, NOW + 8 * DAY - SECOND, changed_at), "dsc") == "shipped"
    assert state_of(at(who, NOW + 8 * DAY, changed_at), "dsc") == "active"


def test_an_address_that_changed_after_the_moment_takes_nothing_back():
    who = opened(parcel(ago=22 * DAY))
    assert state_of(at(who, NOW, NOW - DAY + SECOND), "dsc") == "active"
    assert state_of(at(who, NOW, NOW - DAY), "dsc") == "shipped"


# D14
def test_each_is_judged_as_of_its_own_moment_however_late_anybody_looks():
    """The card still ran when the device came due, so the passcode ended then; looking after the card's end changes nothing."""
    who = opened(parcel(ago=21 * DAY), card(20 * DAY), passcode(HOUR))
    assert state_of(at(who, NOW), "passcode") == "ended"
    assert state_of(at(who, NOW + 2 * DAY), "passcode") == "ended"
    alone = opened(parcel(ago=21 * DAY), card(22 * DAY), passcode(HOUR))
    assert state_of(at(alone, NOW + 2 * DAY), "passcode") == "live"


def test_two_devices_come_into_use_in_the_order_of_their_moments():
    """The earlier one leaves the passcode, the last proof at hand; it is itself the proof that lets the later one end it."""
    early, late = parcel(ago=22 * DAY), replace(parcel(ago=21 * DAY), id=id_("later"))
    for who in (opened(early, late, passcode(HOUR)), opened(late, early, passcode(HOUR))):
        between = at(who, NOW - HOUR)
        assert [state_of(between, name) for name in ("dsc", "later", "passcode")] == ["active", "shipped", "live"]
        assert [state_of(at(who, NOW), name) for name in ("dsc", "later", "passcode")] == ["active", "active", "ended"]


@pytest.mark.parametrize("state", [AccountState.CLOSED, AccountState.REJECTED])
def test_no_device_comes_into_use_for_an_account_that_is_over(state):
    who = replace(opened(parcel(ago=40 * DAY)), state=state)
    assert at(who, NOW) is who


# ── Announcements ────────────────────────────────────────────────────────────────────────────────────────────


def announced(who: Account, now, changed_at=None) -> list[tuple]:
    due = due_announcements(at(who, now, changed_at), now, address_changed_at=changed_at, terms=TERMS)
    return [(one.subject, one.before // DAY) for one in due]


def test_an_activation_is_announced_seven_three_and_one_days_ahead_each_at_its_very_second():
    who = opened(parcel(ago=timedelta()))
    due_at = NOW + 21 * DAY
    told = [(8, []), (7, [7]), (4, [7]), (3, [3]), (2, [3]), (1, [1]), (0, [])]
    for days, befores in told:
        assert announced(who, due_at - days * DAY) == [(Subject.DEVICE_ACTIVATES, before) for before in befores]
    assert announced(who, due_at - 7 * DAY - SECOND) == []
    assert announced(who, due_at - 3 * DAY - SECOND) == [(Subject.DEVICE_ACTIVATES, 7)]
    assert announced(who, due_at - SECOND) == [(Subject.DEVICE_ACTIVATES, 1)]


def test_a_held_activation_is_not_announced_and_a_later_one_is_announced_for_its_later_moment():
    held = done(devices.hold_activation(opened(parcel(ago=20 * DAY)), id_("dsc")))
    assert announced(held, NOW) == []
    who = opened(parcel(ago=20 * DAY))
    (one,) = due_announcements(who, NOW + 7 * DAY, address_changed_at=NOW, terms=TERMS)
    assert (one.at, one.before) == (NOW + 14 * DAY, 7 * DAY)


def test_the_end_of_a_card_and_both_ends_of_a_passcode_are_told_ahead():
    assert announced(opened(dsc(DeviceState.LOST), card(18 * DAY)), NOW) == [(Subject.CARD_ENDS, 3)]
    assert announced(opened(dsc(DeviceState.LOST), card(18 * DAY)), NOW - SECOND) == []
    assert announced(opened(dsc(DeviceState.LOST), card(20 * DAY)), NOW) == [(Subject.CARD_ENDS, 1)]
    assert announced(opened(passcode(24 * HOUR)), NOW) == [(Subject.PASSCODE_NARROWS, 1)]
    assert announced(opened(passcode(48 * HOUR)), NOW) == []
    assert announced(opened(passcode(264 * HOUR)), NOW) == [(Subject.PASSCODE_ENDS, 1)]


def test_what_already_happened_or_belongs_to_a_closed_account_is_not_announced():
    who = opened(phone(), card(21 * DAY), passcode(288 * HOUR), parcel(ago=21 * DAY))
    assert announced(who, NOW) == []
    assert announced(replace(opened(card(20 * DAY)), state=AccountState.CLOSED), NOW) == []


@many
@given(ACCOUNTS, MOMENTS, ADDRESS_CHANGES, st.integers(min_value=0, max_value=40))
def test_what_is_announced_is_still_to_come_and_each_only_once(account, now, changed_at, days):
    now += days * DAY
    then = at(account, now, changed_at)
    due = due_announcements(then, now, address_changed_at=changed_at, terms=TERMS)
    assert all(now < one.at <= now + one.before for one in due)
    assert len({(one.subject, one.authenticator) for one in due}) == len(due)
    assert {one.at for one in due} <= {one.at for one in coming(then, now, address_changed_at=changed_at, terms=TERMS)}

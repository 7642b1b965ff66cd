"""The forecast says what `decide` will say; the outlook is the best of it, without a gap."""

import itertools
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.core.access import (
    Evidence,
    FactorRequired,
    Granted,
    Mode,
    Refused,
    Scope,
    Situation,
    Span,
    Surface,
    decide,
    forecast,
    outlook,
)
from sekisho.core.access.forecast import BREADTH
from sekisho.core.accounts import Account, Credentials
from sekisho.core.authenticators.due import as_of
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState
from sekisho.core.reasons import Reason

from .people import DAY, HOUR, NOW, TERMS, applied, approved_today, card, dsc, opened, parcel, passcode, phone
from .strategies import ACCOUNTS, ADDRESS_CHANGES

HORIZON = 60 * DAY
TIMED = {"address_changed_at": None, "terms": TERMS}
Seen = tuple[Surface, str | None, frozenset[Scope], str]


def ask(account: Account, answered, surface: Surface, at: datetime):
    evidence = Evidence(credentials=Credentials.LIVE, answered=answered)
    return decide(account, evidence, surface=surface, mode=Mode.LIVE, now=at)


def said_by_decide(account: Account, surface: Surface, at: datetime) -> list[Seen]:
    first = ask(account, None, surface, at)
    match first:
        case FactorRequired():
            ways = [*first.offered]
        case Refused():
            ways = [None, *first.alternatives]
        case Granted():
            ways = [None]
    seen = []
    for answered in ways:
        decision = ask(account, answered, surface, at)
        assert not isinstance(decision, FactorRequired)
        is_in = isinstance(decision, Granted)
        because = decision.situation if is_in else decision.reason
        seen.append((surface, answered, decision.scopes if is_in else frozenset(), because))
    return seen


def covering(spans: tuple[Span, ...], surface: Surface, at: datetime) -> list[Seen]:
    return [
        (span.surface, span.answered, span.scopes, span.because)
        for span in spans
        if span.surface is surface and span.starts_at <= at and (span.ends_at is None or at < span.ends_at)
    ]


def instants(spans: tuple[Span, ...], dice: random.Random, count: int) -> list[datetime]:
    """Anywhere before the horizon, and as often on or beside a moment that the forecast itself names."""
    named = [at for span in spans for at in (span.starts_at, span.ends_at) if at]
    moments = []
    for _ in range(count):
        if dice.random() < 0.5 and named:
            at = dice.choice(named) + dice.choice([-1, 0, 1]) * timedelta(microseconds=1)
        else:
            at = NOW + dice.random() * HORIZON
        moments.append(min(max(at, NOW), NOW + HORIZON - timedelta(microseconds=1)))
    return moments


@settings(max_examples=100)
@given(ACCOUNTS, ADDRESS_CHANGES, st.integers())
def test_the_forecast_equals_decide_at_ten_thousand_sampled_instants(account: Account, changed_at, seed: int):
    timed = {"address_changed_at": changed_at, "terms": TERMS}
    spans = forecast(account, now=NOW, horizon=HORIZON, **timed)
    best = outlook(account, now=NOW, horizon=HORIZON, **timed)
    for at in instants(spans, random.Random(seed), 100):
        then = as_of(account, at, **timed)
        for surface in Surface:
            expected = said_by_decide(then, surface, at)
            assert sorted(covering(spans, surface, at), key=str) == sorted(expected, key=str)
            (one,) = covering(best, surface, at)
            assert one in expected
            assert _breadth(one) == min(map(_breadth, expected))


def _breadth(seen: Seen) -> int:
    return min((BREADTH.index(scope) for scope in seen[2]), default=len(BREADTH))


@settings(max_examples=100)
@given(ACCOUNTS)
def test_the_outlook_follows_on_without_gap_or_overlap_and_every_end_is_a_change(account: Account):
    for surface in Surface:
        spans = [span for span in outlook(account, now=NOW, horizon=HORIZON, **TIMED) if span.surface is surface]
        assert spans[0].starts_at == NOW
        for earlier, later in itertools.pairwise(spans):
            assert earlier.ends_at == later.starts_at
            changed = replace(earlier, starts_at=later.starts_at, ends_at=later.ends_at)
            assert changed != later
        assert spans[-1].ends_at is None or spans[-1].ends_at >= NOW + HORIZON


def told(spans: tuple[Span, ...], surface: Surface) -> list[tuple]:
    return [
        (span.starts_at - NOW, span.ends_at and span.ends_at - NOW, {*span.scopes}, span.factor, span.because)
        for span in spans
        if span.surface is surface
    ]


@pytest.mark.fact("A091", "A103", "A104")
def test_a_passcode_forecasts_everything_then_the_card_page_then_nothing():
    who = opened(phone(DeviceState.LOST), passcode(HOUR))
    kind = AuthenticatorKind.TEMPORARY_PASSCODE
    spans = outlook(who, now=NOW, horizon=HORIZON, **TIMED)
    assert told(spans, Surface.PORTAL) == [
        (timedelta(), 47 * HOUR, {Scope.PORTAL_FULL}, kind, Situation.OPEN_PASSCODE_FULL),
        (47 * HOUR, 287 * HOUR, {Scope.PORTAL_CARD_ONLY}, kind, Situation.OPEN_PASSCODE_CARD_ONLY),
        (287 * HOUR, None, set(), None, Reason.PASSCODE_EXPIRED),
    ]
    assert told(spans, Surface.TRADING) == [
        (timedelta(), 47 * HOUR, {Scope.TRADING_LIVE}, kind, Situation.OPEN_PASSCODE_FULL),
        (47 * HOUR, 287 * HOUR, set(), kind, Reason.PASSCODE_NO_LONGER_TRADES),
        (287 * HOUR, None, set(), None, Reason.PASSCODE_EXPIRED),
    ]
    assert spans == forecast(who, now=NOW, horizon=HORIZON, **TIMED)


@pytest.mark.fact("A114", "A119")
def test_a_device_that_will_activate_itself_is_foreseen_from_that_moment_and_the_card_beside_it_to_its_end():
    who = opened(phone(DeviceState.LOST), parcel(ago=6 * DAY), card(DAY))
    spans = forecast(who, now=NOW, horizon=HORIZON, **TIMED)
    portal = [(span.answered, span.starts_at - NOW, span.ends_at and span.ends_at - NOW) for span in spans[:2]]
    assert portal == [("card", timedelta(), 20 * DAY), ("dsc", 15 * DAY, None)]
    assert {span.because for span in spans} == {Situation.OPEN_CARD, Situation.OPEN_DEVICE}


@pytest.mark.fact("A114")
def test_a_passcode_beside_a_delivered_device_is_foreseen_to_end_when_the_device_activates_itself():
    who = opened(phone(DeviceState.LOST), parcel(DeviceState.DELIVERED, ago=20 * DAY), passcode(HOUR))
    assert told(outlook(who, now=NOW, horizon=HORIZON, **TIMED), Surface.TRADING) == [
        (timedelta(), DAY, {Scope.TRADING_LIVE}, AuthenticatorKind.TEMPORARY_PASSCODE, Situation.OPEN_PASSCODE_FULL),
        (DAY, None, {Scope.TRADING_LIVE}, AuthenticatorKind.DSC_PLUS, Situation.OPEN_DEVICE),
    ]


# REC-21
def test_what_is_held_is_not_foreseen_and_a_changed_address_is_foreseen_to_settle_first():
    device = parcel(ago=20 * DAY)
    held = opened(replace(device, posting=replace(device.posting, is_held=True)))
    assert {span.because for span in forecast(held, now=NOW, horizon=HORIZON, **TIMED)} == {
        Situation.OPEN_NOTHING_YET,
        Reason.NO_SECOND_FACTOR,
    }
    moved = {"address_changed_at": NOW - 2 * DAY, "terms": TERMS}
    spans = outlook(opened(device), now=NOW, horizon=HORIZON, **moved)
    assert [span.starts_at - NOW for span in spans if span.because == Situation.OPEN_DEVICE] == [12 * DAY, 12 * DAY]


def test_a_suspended_device_is_the_way_on_after_the_card():
    who = opened(phone(DeviceState.SUSPENDED), card(20 * DAY))
    assert told(outlook(who, now=NOW, horizon=HORIZON, **TIMED), Surface.PORTAL) == [
        (timedelta(), DAY, {Scope.PORTAL_FULL}, AuthenticatorKind.CODE_CARD, Situation.OPEN_CARD),
        (DAY, None, {Scope.PORTAL_REACTIVATE}, AuthenticatorKind.KEY_APP, Situation.OPEN_SUSPENDED_DEVICE),
    ]


@pytest.mark.fact("A060")
def test_an_account_approved_today_sees_from_when_it_trades():
    spans = outlook(approved_today(phone()), now=NOW, horizon=HORIZON, **TIMED)
    assert told(spans, Surface.TRADING) == [
        (timedelta(), 7 * HOUR, set(), AuthenticatorKind.KEY_APP, Reason.ACCOUNT_OPENS_TOMORROW),
        (7 * HOUR, None, {Scope.TRADING_LIVE}, AuthenticatorKind.KEY_APP, Situation.OPEN_DEVICE),
    ]


def test_every_way_is_told_in_the_order_of_a_login():
    who = opened(passcode(timedelta()), phone(), dsc(), card(timedelta()))
    spans = forecast(who, now=NOW, horizon=HORIZON, **TIMED)
    now = [span.answered for span in spans if span.surface is Surface.PORTAL and span.starts_at == NOW]
    assert now == ["dsc", "phone", "card", "passcode"]
    assert {span.ends_at for span in spans if span.factor is AuthenticatorKind.DSC_PLUS} == {None}


def test_what_begins_after_the_horizon_is_left_out_and_what_begins_before_keeps_its_true_end():
    spans = outlook(opened(passcode(timedelta())), now=NOW, horizon=3 * DAY, **TIMED)
    assert told(spans, Surface.PORTAL)[-1][:2] == (48 * HOUR, 288 * HOUR)
    (only,) = (span for span in outlook(applied(), now=NOW, horizon=DAY, **TIMED) if span.surface is Surface.PORTAL)
    assert (only.ends_at, only.factor, only.scopes) == (None, None, {Scope.PORTAL_APPLICATION})

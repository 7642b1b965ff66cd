"""Every row of the access table by its sentence, with the instants just before, at and just after each boundary."""

from datetime import timedelta

import pytest

from sekisho.core.access import FactorRequired, Granted, Mode, Refused, Scope, Situation, Surface
from sekisho.core.accounts import AccountState, ClosedCause, Credentials
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.core.reasons import Reason

from .people import (
    DAY,
    HOUR,
    NOW,
    PAPER,
    SECOND,
    account,
    applied,
    approved_today,
    card,
    dsc,
    enter,
    offered,
    opened,
    passcode,
    phone,
    reason,
    scopes,
    shown_card,
)

OUT_OF_USE = [DeviceState.BLOCKED, DeviceState.LOST, DeviceState.RETIRED]


# ── Applied ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A057")
def test_an_account_not_yet_approved_that_holds_a_device_is_asked_for_it_and_enters_the_portal_only():
    who = applied(phone())
    for surface in Surface:
        assert offered(enter(who, surface=surface)) == ("phone",)
    assert scopes(enter(who, "phone")) == {Scope.PORTAL_APPLICATION}
    assert reason(enter(who, "phone", surface=Surface.TRADING)) is Reason.ACCOUNT_NOT_APPROVED


@pytest.mark.fact("A057")
def test_an_account_not_yet_approved_without_a_device_enters_the_portal_with_the_password_alone():
    assert scopes(enter(applied())) == {Scope.PORTAL_APPLICATION}
    assert reason(enter(applied(), surface=Surface.TRADING)) is Reason.ACCOUNT_NOT_APPROVED


def test_an_applicant_with_an_interim_proof_is_asked_for_it():
    assert offered(enter(applied(card(DAY)))) == ("card",)
    assert scopes(enter(applied(card(DAY)), "card")) == {Scope.PORTAL_APPLICATION}
    assert scopes(enter(applied(passcode(HOUR)), "passcode")) == {Scope.PORTAL_APPLICATION}


@pytest.mark.fact("A104")
def test_the_second_phase_of_a_passcode_opens_the_card_page_and_nothing_else_before_approval_too():
    assert scopes(enter(applied(passcode(3 * DAY)), "passcode")) == {Scope.PORTAL_CARD_ONLY}


def test_an_applicant_whose_device_is_suspended_may_re_activate_it():
    who = applied(phone(DeviceState.SUSPENDED))
    assert scopes(enter(who, "phone")) == {Scope.PORTAL_REACTIVATE}
    assert reason(enter(who, "phone", surface=Surface.TRADING)) is Reason.ACCOUNT_NOT_APPROVED


@pytest.mark.parametrize("state", OUT_OF_USE)
def test_an_applicant_who_had_a_device_does_not_fall_back_to_the_password_alone(state: DeviceState):
    assert reason(enter(applied(phone(state)))) is Reason.NO_SECOND_FACTOR
    assert reason(enter(applied(phone(state)), surface=Surface.TRADING)) is Reason.ACCOUNT_NOT_APPROVED


# ── Approved after the cut-off ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A059", "A060")
def test_an_account_approved_after_the_cut_off_has_the_portal_today_and_trading_from_the_next_day():
    who = approved_today(phone())
    assert offered(enter(who)) == offered(enter(who, surface=Surface.TRADING)) == ("phone",)
    assert scopes(enter(who, "phone")) == {Scope.PORTAL_FULL}
    no = enter(who, "phone", surface=Surface.TRADING)
    assert isinstance(no, Refused)
    assert (no.reason, no.retry_at) == (Reason.ACCOUNT_OPENS_TOMORROW, who.trades_from)


@pytest.mark.fact("A060")
@pytest.mark.parametrize(("past", "trades"), [(-SECOND, False), (timedelta(), True), (SECOND, True)])
def test_trading_opens_at_exactly_the_moment_that_was_told(past: timedelta, trades):
    who = approved_today(phone())
    decision = enter(who, "phone", surface=Surface.TRADING, now=who.trades_from + past)
    assert isinstance(decision, Granted) is trades


@pytest.mark.parametrize("held", [(), (phone(DeviceState.LOST),), (passcode(20 * DAY),)])
def test_an_account_approved_today_is_told_so_for_trading_whatever_it_can_prove(held):
    no = enter(approved_today(*held), surface=Surface.TRADING)
    assert reason(no) is Reason.ACCOUNT_OPENS_TOMORROW


def test_an_account_approved_today_without_any_device_may_bind_its_first():
    assert scopes(enter(approved_today())) == {Scope.PORTAL_ENROL}


# ── Open: permanent devices ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("device", [phone(), dsc()])
def test_an_active_permanent_device_opens_everything(device):
    who = opened(device)
    for surface, opens in ((Surface.PORTAL, Scope.PORTAL_FULL), (Surface.TRADING, Scope.TRADING_LIVE)):
        assert offered(enter(who, surface=surface)) == (device.id,)
        decision = enter(who, device.id, surface=surface)
        assert isinstance(decision, Granted)
        assert (decision.scopes, decision.factor, decision.until) == (frozenset({opens}), device.kind, None)
        assert decision.situation == Situation.OPEN_DEVICE


def test_several_devices_are_a_choice_the_dsc_first_then_card_passcode_and_what_is_suspended():
    who = opened(
        phone(DeviceState.SUSPENDED, "old phone"),
        passcode(HOUR),
        card(DAY),
        phone(),
        dsc(),
        dsc(DeviceState.SUSPENDED, "x"),
    )
    assert offered(enter(who)) == ("dsc", "phone", "card", "passcode", "x", "old phone")
    assert offered(enter(who, surface=Surface.TRADING)) == offered(enter(who))


def test_the_row_is_chosen_by_the_device_that_answered_not_by_the_best_one_owned():
    who = opened(phone(), phone(DeviceState.SUSPENDED, "old phone"), passcode(3 * DAY))
    assert scopes(enter(who, "phone")) == {Scope.PORTAL_FULL}
    assert scopes(enter(who, "old phone")) == {Scope.PORTAL_REACTIVATE}
    assert scopes(enter(who, "passcode")) == {Scope.PORTAL_CARD_ONLY}


@pytest.mark.fact("A094", "A095")
def test_a_suspended_device_opens_its_own_re_activation_and_nothing_else():
    who = opened(phone(DeviceState.SUSPENDED))
    assert offered(enter(who)) == offered(enter(who, surface=Surface.TRADING)) == ("phone",)
    assert scopes(enter(who, "phone")) == {Scope.PORTAL_REACTIVATE}
    assert reason(enter(who, "phone", surface=Surface.TRADING)) is Reason.DEVICE_SUSPENDED


def test_an_open_account_that_never_had_a_device_may_bind_its_first():
    assert scopes(enter(opened())) == {Scope.PORTAL_ENROL}
    assert reason(enter(opened(), surface=Surface.TRADING)) is Reason.NO_SECOND_FACTOR


@pytest.mark.parametrize("state", [DeviceState.REQUESTED, DeviceState.SHIPPED, DeviceState.DELIVERED, DeviceState.LOST])
def test_a_device_that_was_never_active_counts_as_none_and_so_does_a_card_only_shown(state: DeviceState):
    assert scopes(enter(opened(dsc(state, ever_active=False), shown_card()))) == {Scope.PORTAL_ENROL}


@pytest.mark.parametrize("state", OUT_OF_USE)
def test_who_had_devices_and_has_none_left_is_refused_at_once(state: DeviceState):
    for surface in Surface:
        assert reason(enter(opened(phone(state)), surface=surface)) is Reason.NO_SECOND_FACTOR


def test_an_interim_proof_that_ended_is_not_never():
    for held in (passcode(HOUR, PasscodeState.ENDED), card(HOUR, CardState.RETIRED)):
        assert reason(enter(opened(held))) is Reason.NO_SECOND_FACTOR


# ── Open: the passcode ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A088", "A090", "A091", "A101")
@pytest.mark.parametrize("age", [timedelta(), HOUR, 48 * HOUR - SECOND])
def test_a_passcode_takes_the_place_of_the_device_and_opens_everything_up_to_hour_48(age: timedelta):
    who = opened(phone(DeviceState.SUSPENDED), passcode(timedelta()))
    at = NOW + age
    for surface, opens in ((Surface.PORTAL, Scope.PORTAL_FULL), (Surface.TRADING, Scope.TRADING_LIVE)):
        assert offered(enter(who, surface=surface, now=at)) == ("passcode", "phone")
        decision = enter(who, "passcode", surface=surface, now=at)
        assert isinstance(decision, Granted)
        assert (decision.scopes, decision.until) == (frozenset({opens}), NOW + 48 * HOUR)
        assert decision.factor is AuthenticatorKind.TEMPORARY_PASSCODE


@pytest.mark.fact("A102", "A103", "A104", "A116")
@pytest.mark.parametrize("age", [48 * HOUR, 48 * HOUR + SECOND, 200 * HOUR, 288 * HOUR - SECOND])
def test_from_hour_48_a_passcode_opens_the_card_page_only_and_trading_says_why(age: timedelta):
    who = opened(phone(DeviceState.SUSPENDED), passcode(timedelta()))
    at = NOW + age
    portal = enter(who, "passcode", now=at)
    assert isinstance(portal, Granted)
    assert (portal.scopes, portal.until) == (frozenset({Scope.PORTAL_CARD_ONLY}), NOW + 288 * HOUR)
    assert offered(enter(who, surface=Surface.TRADING, now=at)) == ("passcode", "phone")
    assert reason(enter(who, "passcode", surface=Surface.TRADING, now=at)) is Reason.PASSCODE_NO_LONGER_TRADES


@pytest.mark.fact("A103", "A106")
@pytest.mark.parametrize("age", [288 * HOUR, 288 * HOUR + SECOND, 1000 * DAY])
def test_from_hour_288_a_passcode_is_expired_and_refused_at_once(age: timedelta):
    who = opened(phone(DeviceState.LOST), passcode(timedelta()))
    for surface in Surface:
        assert reason(enter(who, surface=surface, now=NOW + age)) is Reason.PASSCODE_EXPIRED


@pytest.mark.fact("A094")
def test_when_the_passcode_has_expired_a_device_that_is_back_may_still_answer():
    who = opened(phone(DeviceState.SUSPENDED), passcode(13 * DAY))
    for surface in Surface:
        no = enter(who, surface=surface)
        assert isinstance(no, Refused)
        assert (no.reason, no.alternatives) == (Reason.PASSCODE_EXPIRED, ("phone",))
    assert scopes(enter(who, "phone")) == {Scope.PORTAL_REACTIVATE}


def test_an_expired_passcode_does_not_stand_in_the_way_of_an_active_device_or_a_card():
    assert offered(enter(opened(phone(), passcode(13 * DAY)))) == ("phone",)
    assert offered(enter(opened(passcode(13 * DAY), card(DAY)))) == ("card",)


def test_a_passcode_seen_expired_stays_expired_though_the_clock_goes_back():
    assert reason(enter(opened(passcode(HOUR, PasscodeState.EXPIRED)))) is Reason.PASSCODE_EXPIRED


def test_a_dead_passcode_says_so_before_and_after_its_end():
    for age in (HOUR, 20 * DAY):
        assert reason(enter(opened(passcode(age, PasscodeState.DEAD)))) is Reason.PASSCODE_DEAD


# ── Open: the card ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A093", "A099", "A105", "A107", "A159", "A164")
@pytest.mark.parametrize("age", [timedelta(), 20 * DAY, 21 * DAY - SECOND])
def test_a_card_opens_everything_for_21_days_from_its_activation(age: timedelta):
    who = opened(phone(DeviceState.LOST), card(timedelta()))
    for surface, opens in ((Surface.PORTAL, Scope.PORTAL_FULL), (Surface.TRADING, Scope.TRADING_LIVE)):
        assert offered(enter(who, surface=surface, now=NOW + age)) == ("card",)
        decision = enter(who, "card", surface=surface, now=NOW + age)
        assert isinstance(decision, Granted)
        assert (decision.scopes, decision.until) == (frozenset({opens}), NOW + 21 * DAY)


@pytest.mark.fact("A107", "A109")
@pytest.mark.parametrize("age", [21 * DAY, 21 * DAY + SECOND])
def test_at_exactly_21_times_24_hours_a_card_is_expired(age: timedelta):
    who = opened(phone(DeviceState.LOST), card(timedelta()))
    for surface in Surface:
        assert reason(enter(who, surface=surface, now=NOW + age)) is Reason.CARD_EXPIRED
        assert reason(enter(who, "card", surface=surface, now=NOW + age)) is Reason.CARD_EXPIRED


def test_21_days_are_504_hours_over_a_change_of_the_clocks_too():
    """In New York 8 March 2026 has 23 hours."""
    who = opened(card(timedelta()))
    assert isinstance(enter(who, "card", now=NOW + 504 * HOUR - SECOND), Granted)
    assert reason(enter(who, "card", now=NOW + 504 * HOUR)) is Reason.CARD_EXPIRED


@pytest.mark.parametrize("left", [0, 1])
def test_a_card_with_fewer_than_two_cells_is_exhausted(left: int):
    assert reason(enter(opened(card(DAY, cells_left=left)))) is Reason.CARD_EXHAUSTED
    assert reason(enter(opened(card(DAY, CardState.EXHAUSTED)))) is Reason.CARD_EXHAUSTED
    assert reason(enter(opened(card(22 * DAY, CardState.EXHAUSTED)))) is Reason.CARD_EXPIRED


def test_the_answer_that_spent_the_last_two_cells_counts_to_the_end_of_the_card():
    who = opened(card(DAY, CardState.EXHAUSTED, cells_left=0))
    decision = enter(who, "card")
    assert isinstance(decision, Granted)
    assert decision.until == NOW + 20 * DAY
    assert reason(enter(who, "card", now=NOW + 20 * DAY)) is Reason.CARD_EXPIRED


def test_the_newest_interim_proof_decides_why_nothing_works():
    old_card, new_passcode = card(60 * DAY, CardState.EXPIRED), passcode(13 * DAY)
    assert reason(enter(opened(new_passcode, old_card))) is Reason.PASSCODE_EXPIRED
    new_card, old_passcode = card(22 * DAY), passcode(60 * DAY, PasscodeState.EXPIRED)
    assert reason(enter(opened(old_passcode, new_card))) is Reason.CARD_EXPIRED


@pytest.mark.fact("A182")
def test_a_card_that_was_only_shown_proves_nothing():
    assert offered(enter(opened(passcode(HOUR), shown_card()))) == ("passcode",)
    assert reason(enter(opened(passcode(HOUR), shown_card()), "shown")) is Reason.DEVICE_NOT_ACTIVE


# ── An answer is judged by the present state of what answered ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (phone(DeviceState.LOST), Reason.DEVICE_NOT_ACTIVE),
        (phone(DeviceState.BLOCKED), Reason.DEVICE_NOT_ACTIVE),
        (phone(DeviceState.RETIRED), Reason.DEVICE_NOT_ACTIVE),
        (dsc(DeviceState.SHIPPED, ever_active=False), Reason.DEVICE_NOT_ACTIVE),
        (passcode(HOUR, PasscodeState.DEAD), Reason.PASSCODE_DEAD),
        (passcode(13 * DAY), Reason.PASSCODE_EXPIRED),
        (passcode(HOUR, PasscodeState.ENDED), Reason.DEVICE_NOT_ACTIVE),
        (card(HOUR, CardState.RETIRED), Reason.DEVICE_NOT_ACTIVE),
        (card(22 * DAY), Reason.CARD_EXPIRED),
    ],
)
def test_a_session_ends_with_the_exact_reason_when_its_proof_does(held, why: Reason):
    who = opened(held, phone(name="another"))
    for surface in Surface:
        no = enter(who, held.id, surface=surface)
        assert isinstance(no, Refused)
        assert (no.reason, no.alternatives) == (why, ("another",))


def test_an_answer_of_another_account_s_device_counts_for_nothing():
    assert reason(enter(opened(phone()), "somebody else's")) is Reason.DEVICE_NOT_ACTIVE


def test_a_session_narrows_when_its_device_is_suspended():
    assert scopes(enter(opened(phone(DeviceState.SUSPENDED), passcode(HOUR)), "phone")) == {Scope.PORTAL_REACTIVATE}


# ── Closed, rejected ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A062", "A063", "A064", "A065", "A066", "A067", "A068")
@pytest.mark.parametrize("cause", ClosedCause)
@pytest.mark.parametrize("answered", [None, "phone", "unknown"])
def test_a_closed_account_reads_its_statements_without_the_device_and_trades_no_more(cause, answered):
    who = account(AccountState.CLOSED, phone(), trades_from=NOW - DAY, closed_cause=cause)
    decision = enter(who, answered)
    assert isinstance(decision, Granted)
    assert (decision.scopes, decision.factor) == (frozenset({Scope.PORTAL_STATEMENTS}), None)
    assert reason(enter(who, answered, surface=Surface.TRADING)) is Reason.ACCOUNT_CLOSED


def test_a_rejected_application_opens_nothing():
    who = account(AccountState.REJECTED, phone())
    for surface in Surface:
        assert reason(enter(who, surface=surface)) is Reason.ACCOUNT_REJECTED


# ── The second factor for trading, opted out of ──────────────────────────────────────────────────────────────


def test_who_opted_out_trades_with_the_password_alone_and_is_asked_for_the_portal():
    who = opened(phone(), has_opted_out=True)
    decision = enter(who, surface=Surface.TRADING)
    assert isinstance(decision, Granted)
    assert (decision.scopes, decision.factor) == (frozenset({Scope.TRADING_LIVE}), None)
    assert offered(enter(who)) == ("phone",)
    assert scopes(enter(who, "phone")) == {Scope.PORTAL_FULL}


@pytest.mark.parametrize("held", [phone(DeviceState.SUSPENDED), passcode(HOUR), card(HOUR)])
def test_opting_out_means_nothing_while_no_device_is_active(held):
    assert isinstance(enter(opened(held, has_opted_out=True), surface=Surface.TRADING), FactorRequired)
    assert isinstance(enter(approved_today(phone(), has_opted_out=True), surface=Surface.TRADING), FactorRequired)


# ── Paper ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A069", "A070")
@pytest.mark.parametrize("surface", Surface)
def test_the_live_login_opens_paper_where_paper_is_chosen_after_the_live_second_factor(surface: Surface):
    who = opened(phone(), paper_number=PAPER)
    assert offered(enter(who, surface=surface, mode=Mode.PAPER)) == ("phone",)
    assert scopes(enter(who, "phone", surface=surface, mode=Mode.PAPER)) == {Scope.TRADING_PAPER}


@pytest.mark.fact("A069")
@pytest.mark.parametrize("surface", Surface)
def test_the_paper_login_opens_paper_with_the_password_alone_and_never_anything_live(surface: Surface):
    who = opened(phone(), paper_number=PAPER)
    paper = enter(who, surface=surface, mode=Mode.PAPER, credentials=Credentials.PAPER)
    assert scopes(paper) == {Scope.TRADING_PAPER}
    for answered in (None, "phone"):
        live = enter(who, answered, surface=surface, mode=Mode.LIVE, credentials=Credentials.PAPER)
        assert reason(live) is Reason.PAPER_CREDENTIALS


def test_without_a_paper_account_paper_is_refused_before_anything_is_asked():
    assert reason(enter(opened(phone()), mode=Mode.PAPER)) is Reason.NO_PAPER_ACCOUNT
    assert reason(enter(approved_today(phone()), mode=Mode.PAPER)) is Reason.NO_PAPER_ACCOUNT


@pytest.mark.parametrize("credentials", [Credentials.LIVE, Credentials.PAPER])
@pytest.mark.parametrize(
    ("who", "why"),
    [
        (applied(phone(), paper_number=PAPER), Reason.ACCOUNT_NOT_APPROVED),
        (approved_today(phone(), paper_number=PAPER), Reason.ACCOUNT_OPENS_TOMORROW),
        (account(AccountState.CLOSED, phone(), paper_number=PAPER), Reason.ACCOUNT_CLOSED),
        (account(AccountState.REJECTED, phone(), paper_number=PAPER), Reason.ACCOUNT_REJECTED),
    ],
)
def test_paper_opens_no_sooner_and_no_longer_than_the_live_account_trades(credentials: Credentials, who, why: Reason):
    answered = "phone" if credentials is Credentials.LIVE else None
    no = enter(who, answered, surface=Surface.TRADING, mode=Mode.PAPER, credentials=credentials)
    assert isinstance(no, Refused)
    assert no.reason is why
    assert no.retry_at == (who.trades_from if why is Reason.ACCOUNT_OPENS_TOMORROW else None)


def test_what_cannot_trade_live_opens_no_paper_either():
    who = opened(phone(DeviceState.SUSPENDED), passcode(3 * DAY), paper_number=PAPER)
    assert reason(enter(who, "passcode", mode=Mode.PAPER)) is Reason.PASSCODE_NO_LONGER_TRADES
    assert reason(enter(who, "phone", mode=Mode.PAPER)) is Reason.DEVICE_SUSPENDED

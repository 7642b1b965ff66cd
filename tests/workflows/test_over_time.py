"""Access that changes by itself: at sign-in, and in sessions that are open already."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.adapters.storage import seeding
from sekisho.adapters.storage.rows import TrailRow
from sekisho.core.access.decisions import Mode, Scope, Surface
from sekisho.core.accounts import AccountState, ClosedCause
from sekisho.core.authenticators.kinds import CardState, DeviceState, PasscodeState
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import answer, attempt, enter, reason, right_answer
from sekisho.testing.clock import FixedClock
from sekisho.testing.invariants import violations
from sekisho.testing.people import ANDROID, DSC, IOS, Person, Wanted, add_person
from sekisho.workflows.outcomes import LoginState, LoginView, SessionOver, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.sign_in import sign_in

SECOND = timedelta(seconds=1)
ABSENT = (DSC[0], None, DeviceState.SUSPENDED)
PORTAL, TRADING = Surface.PORTAL, Surface.TRADING


@pytest.fixture(autouse=True)
def nothing_is_violated(ports: Ports):
    yield
    assert violations(ports) == ()


def scopes(view: LoginView) -> set[Scope]:
    return set(view.grant.scopes) if view.grant else set()


def token(view: LoginView) -> Secret:
    assert view.grant is not None
    assert view.grant.access_token is not None
    return view.grant.access_token


def scopes_now(ports: Ports, session: Secret) -> set[Scope]:
    """What an open session may do at this moment; nothing once it is over."""
    found = recognise(ports, session)
    return set(found.scopes) if isinstance(found, Visitor) else set()


@pytest.mark.fact("A088", "A090", "A091", "A101")
def test_a_passcode_opens_everything_for_48_hours_as_often_as_it_is_typed(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(ABSENT,), passcode=PasscodeState.LIVE))
    issued_at = clock.now()
    for hours in (0, 1, 24, 47):
        clock.set(issued_at + timedelta(hours=hours))
        assert scopes(enter(ports, person, surface=PORTAL)) == {Scope.PORTAL_FULL}
        assert scopes(enter(ports, person, surface=TRADING)) == {Scope.TRADING_LIVE}
    clock.set(issued_at + timedelta(hours=48) - SECOND)
    assert scopes(enter(ports, person, surface=TRADING)) == {Scope.TRADING_LIVE}


@pytest.mark.fact("A102", "A103", "A104")
def test_for_ten_more_days_a_passcode_opens_the_card_page_and_nothing_else(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(passcode=PasscodeState.LIVE))
    issued_at = clock.now()
    for span in (timedelta(hours=48), timedelta(days=7), timedelta(hours=288) - SECOND):
        clock.set(issued_at + span)
        assert scopes(enter(ports, person, surface=PORTAL)) == {Scope.PORTAL_CARD_ONLY}
        assert reason(enter(ports, person, surface=TRADING)) is Reason.PASSCODE_NO_LONGER_TRADES
    clock.set(issued_at + timedelta(hours=288))
    for surface in Surface:
        assert reason(enter(ports, person, surface=surface)) is Reason.PASSCODE_EXPIRED


@pytest.mark.fact("A102", "A104")
def test_an_open_session_narrows_with_the_passcode_that_opened_it(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(passcode=PasscodeState.LIVE))
    issued_at = clock.now()
    clock.set(issued_at + timedelta(hours=48) - SECOND)
    portal, trading = (token(enter(ports, person, surface=surface)) for surface in (PORTAL, TRADING))
    assert scopes_now(ports, portal) == {Scope.PORTAL_FULL}
    assert scopes_now(ports, trading) == {Scope.TRADING_LIVE}
    clock.advance(SECOND)
    assert scopes_now(ports, portal) == {Scope.PORTAL_CARD_ONLY}
    assert ended_because(ports, trading) is Reason.PASSCODE_NO_LONGER_TRADES
    clock.set(issued_at + timedelta(hours=48) - SECOND + timedelta(seconds=2))
    assert recognise(ports, trading) == SessionOver()


@pytest.mark.fact("A093", "A099", "A105", "A107", "A116", "A159")
def test_a_code_card_opens_everything_for_21_days(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(ABSENT,), card=CardState.ACTIVE))
    activated_at = clock.now()
    for span in (timedelta(0), timedelta(days=10), timedelta(days=21) - SECOND):
        clock.set(activated_at + span)
        assert scopes(enter(ports, person, surface=PORTAL)) == {Scope.PORTAL_FULL}
        assert scopes(enter(ports, person, surface=TRADING)) == {Scope.TRADING_LIVE}
    last = token(enter(ports, person, surface=TRADING))
    clock.advance(SECOND)
    assert scopes_now(ports, last) == set()
    assert reason(sign_in(ports, attempt(person))) is Reason.CARD_EXPIRED


@pytest.mark.fact("A094")
def test_after_the_last_interim_proof_the_device_that_is_back_opens_its_reactivation(
    ports: Ports, clock: FixedClock
) -> None:
    person = add_person(ports, Wanted(devices=(ABSENT,), card=CardState.ACTIVE))
    clock.advance(timedelta(days=21))
    refused = sign_in(ports, attempt(person))
    assert refused.refusal is not None
    (device,) = refused.refusal.can_continue_with
    assert device.is_suspended


@pytest.mark.fact("A061", "A062", "A063", "A064", "A065", "A066", "A067", "A068")
def test_a_closed_account_opens_its_statements_with_the_same_password_and_without_its_device(ports: Ports) -> None:
    for cause in ClosedCause:
        person = add_person(ports, Wanted(devices=(DSC,)))
        before = token(enter(ports, person, surface=TRADING))
        change(ports, person, state=AccountState.CLOSED, closed_cause=cause)
        assert ended_because(ports, before) is Reason.ACCOUNT_CLOSED
        view = sign_in(ports, attempt(person))
        assert (view.state, view.challenge) == (LoginState.GRANTED, None)
        assert scopes(view) == {Scope.PORTAL_STATEMENTS}
        assert reason(sign_in(ports, attempt(person, surface=TRADING))) is Reason.ACCOUNT_CLOSED


@pytest.mark.fact("A056", "A057")
def test_an_account_that_is_not_approved_opens_the_portal_only(ports: Ports) -> None:
    person = add_person(ports, Wanted(state=AccountState.APPLIED, devices=(DSC,)))
    assert scopes(enter(ports, person, surface=PORTAL)) == {Scope.PORTAL_APPLICATION}
    assert reason(enter(ports, person, surface=TRADING)) is Reason.ACCOUNT_NOT_APPROVED


@pytest.mark.fact("A059", "A060")
def test_an_account_approved_after_the_cut_off_trades_from_the_next_day_without_another_word(
    ports: Ports, clock: FixedClock
) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    tomorrow = clock.now() + timedelta(hours=9)
    change(ports, person, trades_from=tomorrow)
    assert scopes(enter(ports, person, surface=PORTAL)) == {Scope.PORTAL_FULL}
    view = enter(ports, person, surface=TRADING)
    assert view.refusal is not None
    assert (view.refusal.reason, view.refusal.retry_at) == (Reason.ACCOUNT_OPENS_TOMORROW, tomorrow)
    clock.set(tomorrow)
    assert scopes(enter(ports, person, surface=TRADING)) == {Scope.TRADING_LIVE}


@pytest.mark.fact("A069", "A070")
def test_the_live_password_opens_the_paper_account_only_where_paper_is_chosen(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(DSC,), paper=True))
    login = sign_in(ports, attempt(person, surface=TRADING, mode=Mode.PAPER))
    view = answer(ports, login, right_answer(person, login)) if login.challenge else login
    assert view.grant is not None
    assert scopes(view) == {Scope.TRADING_PAPER}
    assert view.grant.account == f"D{person.account}"
    assert scopes(enter(ports, person, surface=TRADING)) == {Scope.TRADING_LIVE}


@pytest.mark.fact("A127", "A130")
@pytest.mark.parametrize("device", [IOS, ANDROID, DSC], ids=["iOS", "Android", "DSC+"])
def test_each_of_the_three_devices_answers_six_digits_that_are_carried_by_hand(ports: Ports, device) -> None:
    person = add_person(ports, Wanted(devices=(device,)))
    login = sign_in(ports, attempt(person))
    assert login.challenge is not None
    assert login.challenge.code is not None
    assert login.challenge.code.isdigit()
    assert len(login.challenge.code) == 6
    assert answer(ports, login, right_answer(person, login)).state is LoginState.GRANTED


def test_a_device_reported_lost_ends_the_sessions_that_it_opened_at_their_next_request(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    session = token(enter(ports, person))
    assert scopes_now(ports, session) == {Scope.PORTAL_FULL}
    with ports.store.reading() as tx:
        account = tx.account(person.account)
    (device,) = account.authenticators
    seeding.save_account(account.holding(replace(device, state=DeviceState.LOST)))
    assert ended_because(ports, session) is Reason.DEVICE_NOT_ACTIVE
    assert recognise(ports, session) == SessionOver()


@pytest.mark.parametrize(
    ("surface", "idle", "absolute"),
    [(PORTAL, timedelta(minutes=15), timedelta(hours=12)), (TRADING, timedelta(hours=1), timedelta(hours=24))],
)
def test_a_session_ends_when_it_was_not_used_for_its_idle_span_and_at_its_end_anyway(
    ports: Ports, clock: FixedClock, surface: Surface, idle: timedelta, absolute: timedelta
) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    idled = token(enter(ports, person, surface=surface))
    for _ in range(3):
        clock.advance(idle - SECOND)
        assert scopes_now(ports, idled) != set()
    clock.advance(idle)
    assert recognise(ports, idled) == SessionOver(residence="JP")
    kept, ends_at = token(enter(ports, person, surface=surface)), clock.now() + absolute
    while clock.now() + idle / 2 < ends_at:
        clock.advance(idle / 2)
        assert scopes_now(ports, kept) != set()
    clock.set(ends_at - SECOND)
    assert scopes_now(ports, kept) != set()
    clock.advance(SECOND)
    assert recognise(ports, kept) == SessionOver(residence="JP")


def ended_because(ports: Ports, session: Secret) -> Reason | None:
    """Find a session over, and in the trail, under the reference that is told, why."""
    over = recognise(ports, session)
    assert isinstance(over, SessionOver)
    entry = TrailRow.objects.get(reference=over.reference)
    assert (entry.happening, entry.reason) == (Happening.SESSION_ENDED, over.reason)
    assert over.residence == "JP"
    return over.reason


def change(ports: Ports, person: Person, **columns: object) -> None:
    """Change the account as the back office would; its authenticators stay as they are."""
    with ports.store.reading() as tx:
        account = tx.account(person.account)
    seeding.save_account(replace(account, **columns))

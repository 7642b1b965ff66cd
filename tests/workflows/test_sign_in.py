"""Signing in by its sentences, on a real database, with soft devices and a clock that stands still."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.core.access.decisions import Mode, Scope, Surface
from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import CardState, DeviceState, PasscodeState
from sekisho.core.reasons import Manner, Reason
from sekisho.core.secret import Secret
from sekisho.testing import people
from sekisho.testing.clock import FixedClock
from sekisho.testing.hasher import QuickHasher
from sekisho.testing.people import Person, Wanted, add_person
from sekisho.testing.soft_devices import soft_device
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, LoginUnknown, LoginView
from sekisho.workflows.ports import Ports
from sekisho.workflows.prove_password import MOST_USERNAME, PasswordTyped, canonical_username
from sekisho.workflows.show_login import show_login
from sekisho.workflows.sign_in import sign_in

DOOR = Door(channel="test", address="192.0.2.1", browser="a test")


def attempt(
    person: Person | str,
    *,
    password: str = people.PASSWORD,
    surface: Surface = Surface.PORTAL,
    mode: Mode = Mode.LIVE,
    door: Door = DOOR,
) -> PasswordTyped:
    username = person if isinstance(person, str) else person.username
    return PasswordTyped(username=username, password=Secret(password), surface=surface, mode=mode, door=door)


def right_answer(person: Person, login: LoginView) -> str:
    assert login.challenge is not None
    factor = next(factor for factor in person.factors if factor["id"] == login.challenge.factor.id)
    return soft_device(factor).answer({"code": login.challenge.code, "indices": login.challenge.indices})


def answer(ports: Ports, login: LoginView, response: str, *, door: Door = DOOR) -> LoginView:
    assert login.id is not None
    view = answer_challenge(ports, login_id=login.id, response=response, door=door)
    assert not isinstance(view, LoginUnknown)
    return view


def reason(view: LoginView) -> Reason | None:
    return view.refusal.reason if view.refusal else None


class WaitingHasher(QuickHasher):
    """Lets somebody do something while a password waits its turn to be compared."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self._meanwhile = meanwhile

    def matches(self, stored: str | None, secret: Secret) -> bool:
        self._meanwhile()
        return super().matches(stored, secret)


EVERY_KIND = {
    "dsc_plus": Wanted(devices=(people.DSC,)),
    "key_app on iOS": Wanted(devices=(people.IOS,)),
    "key_app on Android": Wanted(devices=(people.ANDROID,)),
    "code_card": Wanted(card=CardState.ACTIVE),
    "temporary_passcode": Wanted(passcode=PasscodeState.LIVE),
}


@pytest.mark.parametrize("wanted", EVERY_KIND.values(), ids=EVERY_KIND)
@pytest.mark.parametrize("surface", Surface)
def test_every_kind_of_proof_opens_both_surfaces(ports_on: Ports, wanted: Wanted, surface: Surface) -> None:
    person = add_person(ports_on, wanted)
    login = sign_in(ports_on, attempt(person, surface=surface))
    assert login.state is LoginState.CHALLENGE
    view = answer(ports_on, login, right_answer(person, login))
    assert view.state is LoginState.GRANTED
    assert view.grant is not None
    wide = {Surface.PORTAL: Scope.PORTAL_FULL, Surface.TRADING: Scope.TRADING_LIVE}[surface]
    assert view.grant.scopes == (wide,)
    assert view.grant.access_token is not None


def test_a_wrong_password_and_an_unknown_name_get_one_answer(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    for name in (person.username, "nobody000"):
        view = sign_in(ports, attempt(name, password="wrong"))
        assert (view.state, reason(view), view.id) == (LoginState.REFUSED, Reason.BAD_CREDENTIALS, None)
        assert view.refusal is not None
        assert view.refusal.residence == ""


def test_a_wrong_answer_leaves_the_same_question_and_counts(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    login = sign_in(ports, attempt(person))
    view = answer(ports, login, "00000000")
    assert view.challenge is not None
    assert login.challenge is not None
    assert (view.state, reason(view)) == (LoginState.CHALLENGE, Reason.WRONG_RESPONSE)
    assert view.challenge.code == login.challenge.code
    assert view.challenge.attempts_left == login.challenge.attempts_left - 1
    assert answer(ports, login, right_answer(person, login)).state is LoginState.GRANTED


def test_an_answer_is_taken_once(ports_on: Ports) -> None:
    person = add_person(ports_on, Wanted(devices=(people.DSC,)))
    login = sign_in(ports_on, attempt(person))
    response = right_answer(person, login)
    assert answer(ports_on, login, response).state is LoginState.GRANTED
    assert reason(answer(ports_on, login, response)) is Reason.RESPONSE_USED


def test_an_answer_to_another_login_is_wrong(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    first, second = sign_in(ports, attempt(person)), sign_in(ports, attempt(person))
    assert reason(answer(ports, second, right_answer(person, first))) is Reason.WRONG_RESPONSE


@pytest.mark.parametrize(("late", "granted"), [(-1, True), (0, False), (1, False)])
def test_a_challenge_lives_five_minutes(ports: Ports, clock: FixedClock, late: int, *, granted: bool) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    login = sign_in(ports, attempt(person))
    clock.advance(timedelta(minutes=5, seconds=late))
    view = answer(ports, login, right_answer(person, login))
    assert (view.state is LoginState.GRANTED) is granted
    if not granted:
        assert reason(view) is Reason.CHALLENGE_EXPIRED


def test_five_wrong_answers_in_a_row_close_the_second_factor_for_five_minutes(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(people.IOS,)))
    login = sign_in(ports, attempt(person))
    for _ in range(5):
        assert reason(answer(ports, login, "00000000")) is Reason.WRONG_RESPONSE
    login = sign_in(ports, attempt(person))
    view = answer(ports, login, right_answer(person, login))
    assert reason(view) is Reason.THROTTLED
    assert view.refusal is not None
    assert view.refusal.retry_at == clock.now() + timedelta(minutes=5)
    clock.advance(timedelta(minutes=5))
    login = sign_in(ports, attempt(person))
    assert answer(ports, login, right_answer(person, login)).state is LoginState.GRANTED


def test_ten_wrong_answers_suspend_a_pin_device(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    reasons = []
    while len(reasons) < 10:
        login = sign_in(ports, attempt(person))
        for _ in range(5):
            view = answer(ports, login, "00000000")
            if reason(view) is Reason.THROTTLED or view.challenge is None:
                break
            reasons.append(reason(view))
        if reason(view) is not Reason.THROTTLED:
            reasons.append(reason(view))
        clock.advance(timedelta(hours=1))
    assert reasons == [Reason.WRONG_RESPONSE] * 9 + [Reason.DEVICE_SUSPENDED]
    assert view.id is not None
    shown = show_login(ports, login_id=view.id)
    assert isinstance(shown, LoginView)
    assert view.refusal is not None
    assert shown.refusal is not None
    assert view.refusal.manner is shown.refusal.manner is Manner.WRONG_ANSWERS
    assert reason(sign_in(ports, attempt(person))) is Reason.NO_SECOND_FACTOR


def test_ten_failures_close_the_door_for_unknown_browsers_and_the_known_one_keeps_its_own(
    ports: Ports, clock: FixedClock
) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    login = sign_in(ports, attempt(person))
    granted = answer(ports, login, right_answer(person, login))
    assert granted.grant is not None
    home = Door(channel="test", browser_mark=granted.grant.browser_mark)
    for _ in range(10):
        assert reason(sign_in(ports, attempt(person, password="guess"))) is Reason.BAD_CREDENTIALS
    view = sign_in(ports, attempt(person))
    assert reason(view) is Reason.LOCKED
    assert view.refusal is not None
    assert view.refusal.retry_at == clock.now() + timedelta(hours=24)
    assert sign_in(ports, attempt(person, door=home)).state is LoginState.CHALLENGE
    clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert reason(sign_in(ports, attempt(person))) is Reason.LOCKED
    clock.advance(timedelta(seconds=1))
    assert sign_in(ports, attempt(person)).state is LoginState.CHALLENGE


def test_one_wrong_password_a_day_never_closes_the_door(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    for _ in range(30):
        assert reason(sign_in(ports, attempt(person, password="guess"))) is Reason.BAD_CREDENTIALS
        clock.advance(timedelta(hours=23))
    assert sign_in(ports, attempt(person)).state is LoginState.CHALLENGE


def test_an_unknown_name_is_locked_like_a_known_one(ports: Ports, clock: FixedClock) -> None:
    for _ in range(10):
        sign_in(ports, attempt("nobody000"))
    view = sign_in(ports, attempt("nobody000"))
    assert view.refusal is not None
    assert (view.refusal.reason, view.refusal.retry_at) == (Reason.LOCKED, clock.now() + timedelta(hours=24))


def test_a_card_asks_the_same_two_cells_until_they_fail_three_times(ports: Ports) -> None:
    person = add_person(ports, Wanted(card=CardState.ACTIVE))
    first, second = sign_in(ports, attempt(person)), sign_in(ports, attempt(person))
    assert first.challenge is not None
    assert second.challenge is not None
    assert first.challenge.indices == second.challenge.indices
    for login in (first, second, first):
        assert reason(answer(ports, login, "222222")) is Reason.WRONG_RESPONSE
    third = sign_in(ports, attempt(person))
    assert third.challenge is not None
    assert set(third.challenge.indices or ()).isdisjoint(first.challenge.indices or ())
    assert third.challenge.cells_left == 222


def test_a_cell_is_asked_once_and_the_card_ends_exhausted(ports: Ports) -> None:
    person = add_person(ports, Wanted(card=CardState.ACTIVE, cells_left=20))
    asked: list[int] = []
    while (login := sign_in(ports, attempt(person))).state is LoginState.CHALLENGE:
        assert login.challenge is not None
        asked += login.challenge.indices or ()
        assert answer(ports, login, right_answer(person, login)).state is LoginState.GRANTED
    assert sorted(asked) == list(range(1, 21))
    assert reason(login) is Reason.CARD_EXHAUSTED


def test_a_closed_account_needs_no_device(ports: Ports) -> None:
    person = add_person(ports, Wanted(state=AccountState.CLOSED, devices=(people.DSC,)))
    view = sign_in(ports, attempt(person))
    assert view.grant is not None
    assert view.grant.scopes == (Scope.PORTAL_STATEMENTS,)
    assert reason(sign_in(ports, attempt(person, surface=Surface.TRADING))) is Reason.ACCOUNT_CLOSED


def test_a_suspended_device_opens_only_its_reactivation(ports: Ports) -> None:
    suspended = (people.DSC[0], None, DeviceState.SUSPENDED)
    person = add_person(ports, Wanted(devices=(suspended,)))
    login = sign_in(ports, attempt(person))
    view = answer(ports, login, right_answer(person, login))
    assert view.grant is not None
    assert view.grant.scopes == (Scope.PORTAL_REACTIVATE,)


def test_what_was_seen_expired_does_not_live_again_when_the_clock_goes_back(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(passcode=PasscodeState.LIVE))
    clock.advance(timedelta(hours=288))
    assert reason(sign_in(ports, attempt(person))) is Reason.PASSCODE_EXPIRED
    clock.advance(timedelta(seconds=-1))
    assert reason(sign_in(ports, attempt(person))) is Reason.PASSCODE_EXPIRED


@pytest.mark.parametrize("disguise", ["{0} {1}", "{0}-{1}", "{0}－{1}", "　{0}ー{1} ", "{0}\u200b{1}\n"])
def test_a_right_answer_in_disguise_is_right(ports: Ports, disguise: str) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    login = sign_in(ports, attempt(person))
    response = right_answer(person, login)
    full_width = response[:4].translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})
    assert answer(ports, login, disguise.format(full_width, response[4:])).state is LoginState.GRANTED


def test_a_name_in_foreign_signs_is_nobodys(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    wide = person.username.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert reason(sign_in(ports, attempt(wide))) is Reason.BAD_CREDENTIALS
    assert sign_in(ports, attempt(person.username.upper())).state is LoginState.CHALLENGE


def test_a_name_longer_than_any_of_ours_is_nobodys_and_its_beginning_is_all_that_is_kept() -> None:
    assert canonical_username(" " + "A" * MOST_USERNAME) == "a" * MOST_USERNAME
    assert not canonical_username("a" * (MOST_USERNAME + 1)).isascii()
    assert len(canonical_username("a" * 1_000_000)) < MOST_USERNAME


def test_two_holders_may_share_a_browser_and_a_foreign_mark_is_never_adopted(ports: Ports) -> None:
    marks = []
    brought = Secret("browser_made_up_by_somebody")
    for _ in range(2):
        person = add_person(ports, Wanted(devices=(people.DSC,)))
        login = sign_in(ports, attempt(person))
        door = Door(channel="test", browser_mark=brought)
        granted = answer(ports, login, right_answer(person, login), door=door).grant
        assert granted is not None
        assert granted.browser_mark is not None
        marks.append(granted.browser_mark)
        brought = granted.browser_mark
    assert marks[0] == marks[1]
    assert marks[0] != Secret("browser_made_up_by_somebody")


def test_whoever_guesses_from_elsewhere_does_not_use_up_the_holders_month(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(people.IOS,)))
    login = sign_in(ports, attempt(person))
    granted = answer(ports, login, right_answer(person, login)).grant
    assert granted is not None
    home = Door(channel="test", browser_mark=granted.browser_mark)
    evaluated = 0
    for _ in range(100):
        login = sign_in(ports, attempt(person))
        if login.state is LoginState.CHALLENGE:
            evaluated += reason(answer(ports, login, "00000000")) is Reason.WRONG_RESPONSE
        clock.advance(timedelta(hours=3))
    assert evaluated == 60
    login = sign_in(ports, attempt(person, door=home))
    assert answer(ports, login, right_answer(person, login), door=home).state is LoginState.GRANTED


@pytest.mark.parametrize("password", [people.PASSWORD, "a wrong one"])
def test_a_password_that_waited_long_for_its_turn_is_no_clock_set_back(
    ports_on: Ports, clock: FixedClock, password: str
) -> None:
    slow, quick = (add_person(ports_on, Wanted(devices=(people.DSC,))) for _ in range(2))

    def meanwhile() -> None:
        clock.advance(timedelta(seconds=10))
        assert sign_in(ports_on, attempt(quick)).state is LoginState.CHALLENGE

    waiting = replace(ports_on, hasher=WaitingHasher(meanwhile))
    login = sign_in(waiting, attempt(slow, password=password))
    assert reason(login) is (None if password == people.PASSWORD else Reason.BAD_CREDENTIALS)

"""Answers that are not evaluated, come too late, too often, or for somebody else: what they cost, and whom."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from sekisho.adapters.storage import seeding
from sekisho.adapters.storage.rows import AuthenticatorRow, ChallengeRow, OutboxRow, SessionRow, TriesRow
from sekisho.adapters.storage.store import DjangoStore
from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import CardState, DeviceState, PasscodeState
from sekisho.core.errors import KeyUnavailableError, SealBrokenError
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, answer, attempt, enter, reason, right_answer, wrong_answer
from sekisho.testing.clock import FixedClock
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS, Person, Wanted, add_person
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, LoginUnknown, LoginView
from sekisho.workflows.ports import Ports, Vault
from sekisho.workflows.show_login import show_login
from sekisho.workflows.sign_in import sign_in


@pytest.fixture(autouse=True)
def nothing_is_violated(request: pytest.FixtureRequest):
    """Whatever a test did, the invariants hold afterwards."""
    store = "ports_on" if "ports_on" in request.fixturenames else "ports"
    ports = request.getfixturevalue(store)
    yield
    assert violations(ports) == ()


def counts() -> list[object]:
    """Everything that is counted against anybody."""
    return [
        *TriesRow.objects.order_by("id").values_list("subject", "kind", "in_row", "moments", "closed_until"),
        *AuthenticatorRow.objects.order_by("id").values_list("id", "wrong_in_row", "pair_tries"),
        *ChallengeRow.objects.order_by("id").values_list("id", "tries"),
    ]


def answer_wrongly(ports: Ports, person: Person, clock: FixedClock, *, times: int) -> list[Reason | None]:
    """Answer wrongly in ever new logins, waiting whenever it is asked; gives the reasons of what was evaluated."""
    reasons: list[Reason | None] = []
    while len(reasons) < times:
        login = sign_in(ports, attempt(person))
        view = answer(ports, login, wrong_answer(person, login)) if login.challenge else login
        assert view.refusal is not None
        if view.refusal.reason is not Reason.THROTTLED:
            reasons.append(view.refusal.reason)
        if view.refusal.retry_at is not None:
            clock.set(view.refusal.retry_at)
    return reasons


# ── What cannot be evaluated is recorded and not charged ─────────────────────────────────────────────────────


def test_an_answer_during_a_wait_is_not_charged(ports_on: Ports) -> None:
    person = add_person(ports_on, Wanted(devices=(IOS,)))
    login = sign_in(ports_on, attempt(person))
    other = sign_in(ports_on, attempt(person))
    for _ in range(5):
        answer(ports_on, login, wrong_answer(person, login))
    before = counts()
    for response in (right_answer(person, other), wrong_answer(person, other)) * 3:
        assert reason(answer(ports_on, other, response)) is Reason.THROTTLED
    assert counts() == before


def test_an_answer_beyond_the_sixty_of_a_month_is_not_charged_and_does_not_lengthen_any_wait(
    ports: Ports, clock: FixedClock
) -> None:
    person = add_person(ports, Wanted(devices=(IOS,)))
    first = clock.now()
    answer_wrongly(ports, person, clock, times=60)
    clock.advance(timedelta(hours=25))
    login = sign_in(ports, attempt(person))
    before = counts()
    for _ in range(3):
        view = answer(ports, login, right_answer(person, login))
        assert view.refusal is not None
        assert (view.refusal.reason, view.refusal.retry_at) == (Reason.THROTTLED, first + timedelta(days=30))
    assert counts() == before
    clock.set(first + timedelta(days=30))
    assert enter(ports, person).state is LoginState.GRANTED


def test_an_answer_to_two_cells_that_another_login_answered_is_not_charged(ports_on: Ports) -> None:
    person = add_person(ports_on, Wanted(card=CardState.ACTIVE))
    first, second = sign_in(ports_on, attempt(person)), sign_in(ports_on, attempt(person))
    response = right_answer(person, first)
    assert answer(ports_on, first, response).state is LoginState.GRANTED
    before = counts()
    for typed in (response, wrong_answer(person, second)) * 4:
        assert reason(answer(ports_on, second, typed)) is Reason.CHALLENGE_EXPIRED
    assert counts() == before
    assert second.id is not None
    again = choose_factor(ports_on, login_id=second.id, factor=person.factors[0]["id"], door=DOOR)
    assert isinstance(again, LoginView)
    assert answer(ports_on, again, right_answer(person, again)).state is LoginState.GRANTED


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=5), timedelta(days=2)])
def test_an_answer_that_was_taken_is_refused_ever_after_and_not_charged(
    ports: Ports, clock: FixedClock, late: timedelta
) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    login = sign_in(ports, attempt(person))
    response = right_answer(person, login)
    assert answer(ports, login, response).state is LoginState.GRANTED
    clock.advance(late)
    before = counts()
    assert [reason(answer(ports, login, response)) for _ in range(10)] == [Reason.RESPONSE_USED] * 10
    assert counts() == before


@dataclass(frozen=True)
class KeylessVault:
    """A vault whose key file is gone."""

    vault: Vault

    def seal(self, secret: Secret, *, place: str) -> bytes:
        raise KeyUnavailableError(place)

    def open(self, sealed: bytes, *, place: str) -> Secret:
        raise KeyUnavailableError(place)

    def fingerprint(self, value: Secret | str, *, purpose: str) -> str:
        return self.vault.fingerprint(value, purpose=purpose)


@pytest.mark.parametrize("wanted", [Wanted(devices=(DSC,)), Wanted(card=CardState.ACTIVE)], ids=["device", "card"])
def test_while_the_key_is_gone_no_answer_is_taken_and_nobody_is_charged(ports: Ports, wanted: Wanted) -> None:
    person = add_person(ports, wanted)
    login = sign_in(ports, attempt(person))
    before = counts()
    keyless = replace(ports, vault=KeylessVault(ports.vault))
    for response in (right_answer(person, login), wrong_answer(person, login)) * 6:
        with pytest.raises(KeyUnavailableError):
            answer(keyless, login, response)
    assert counts() == before
    assert answer(ports, login, right_answer(person, login)).state is LoginState.GRANTED


def test_a_sealed_key_in_another_row_opens_nothing(ports: Ports) -> None:
    thief, owner = (add_person(ports, Wanted(devices=(DSC,))) for _ in range(2))
    stolen = AuthenticatorRow.objects.get(id=thief.factors[0]["id"]).sealed_key
    AuthenticatorRow.objects.filter(id=owner.factors[0]["id"]).update(sealed_key=stolen)
    login = sign_in(ports, attempt(owner))
    before = counts()
    with pytest.raises(SealBrokenError):
        answer(ports, login, right_answer(owner, login))
    assert counts() == before
    assert not SessionRow.objects.exists()


def test_a_login_seen_too_late_stays_too_late_when_the_clock_is_set_back(ports: Ports, clock: FixedClock) -> None:
    movable = replace(ports, store=DjangoStore(vault=ports.vault, tolerance=None))  # as in the demo
    person = add_person(movable, Wanted(devices=(IOS, DSC)))
    for see in (
        lambda login: answer(movable, login, right_answer(person, login)),
        lambda login: choose_factor(movable, login_id=login.id, factor=person.factors[1]["id"], door=DOOR),
    ):
        login = sign_in(movable, attempt(person))
        clock.advance(timedelta(minutes=5))
        assert reason(see(login)) is Reason.CHALLENGE_EXPIRED
        clock.advance(timedelta(minutes=-5))
        assert reason(answer(movable, login, right_answer(person, login))) is Reason.CHALLENGE_EXPIRED
    assert not SessionRow.objects.exists()


# ── Too often ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_login_dies_after_five_wrong_answers_and_never_lives_again(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(IOS,)))
    login = sign_in(ports, attempt(person))
    views = [answer(ports, login, wrong_answer(person, login)) for _ in range(5)]
    assert [view.refusal and view.refusal.attempts_left for view in views] == [4, 3, 2, 1, None]
    assert views[-1].state is LoginState.REFUSED
    assert login.id is not None
    for _ in range(150):
        assert answer(ports, login, right_answer(person, login)).state is LoginState.REFUSED
    chosen = choose_factor(ports, login_id=login.id, factor=person.factors[0]["id"], door=DOOR)
    assert isinstance(chosen, LoginView)
    assert reason(chosen) is Reason.CHALLENGE_EXPIRED
    clock.advance(timedelta(hours=1))
    assert reason(answer(ports, login, right_answer(person, login))) is Reason.CHALLENGE_EXPIRED
    shown = show_login(ports, login_id=login.id)
    assert isinstance(shown, LoginView)
    assert shown.state is LoginState.REFUSED


def test_ever_new_logins_give_no_more_than_five_guesses_and_the_holder_is_told(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(IOS,)))
    evaluated = 0
    for _ in range(100):
        login = sign_in(ports, attempt(person))
        if login.challenge is None:
            assert reason(login) is Reason.THROTTLED
            continue
        for _ in range(5):
            evaluated += reason(answer(ports, login, wrong_answer(person, login))) is Reason.WRONG_RESPONSE
    assert evaluated == 5
    assert OutboxRow.objects.filter(message="second_factor_failing", holder_id=person.holder_id).count() == 1


def test_guesses_between_the_holders_own_sign_ins_end_at_sixty_in_thirty_days(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(IOS,)))
    evaluated = 0
    for _ in range(20):
        login = sign_in(ports, attempt(person))
        evaluated += [reason(answer(ports, login, wrong_answer(person, login))) for _ in range(4)].count(
            Reason.WRONG_RESPONSE
        )
        enter(ports, person)
        clock.advance(timedelta(hours=1))
    assert evaluated == 60


def test_asking_without_answering_ends_at_ten_questions_an_hour_and_thirty_a_day(
    ports: Ports, clock: FixedClock
) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    asked = []
    for _ in range(24):
        asked.append(sum(sign_in(ports, attempt(person)).challenge is not None for _ in range(12)))
        clock.advance(timedelta(hours=1))
    assert asked == [10, 10, 10] + [0] * 21


def alarms(person: Person) -> set[str]:
    told = OutboxRow.objects.filter(holder_id=person.holder_id, message="questions_unanswered")
    return {row.recipient for row in told}


@pytest.mark.parametrize("wanted", [Wanted(devices=(DSC,)), Wanted(card=CardState.ACTIVE)], ids=["device", "card"])
def test_the_tenth_question_that_nobody_answers_is_told_on_every_address_once_a_day(
    ports: Ports, clock: FixedClock, wanted: Wanted
) -> None:
    person = add_person(ports, wanted)
    for _ in range(9):
        assert sign_in(ports, attempt(person)).state is LoginState.CHALLENGE
        clock.advance(timedelta(minutes=8))  # a card asks the same two cells for five
    assert alarms(person) == set()
    assert sign_in(ports, attempt(person)).state is LoginState.CHALLENGE  # asking is no failure
    with ports.store.reading() as tx:
        assert len(alarms(person)) == len(tx.contacts(person.holder_id).told(clock.now())) > 1
        assert tx.sign_ins(person.holder_id, most=2)[1].happening is Happening.QUESTIONS_UNANSWERED
    told = OutboxRow.objects.filter(message="questions_unanswered").count()
    clock.advance(timedelta(hours=1))
    sign_in(ports, attempt(person))
    assert OutboxRow.objects.filter(message="questions_unanswered").count() == told


def test_answered_questions_and_wrong_passwords_raise_no_alarm(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    for _ in range(12):
        assert enter(ports, person).grant is not None
    for _ in range(12):
        sign_in(ports, attempt(person, password="not the password at all"))
    assert alarms(person) == set()


def test_choosing_the_factor_again_and_again_asks_no_more_than_ten_questions_an_hour(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    login = sign_in(ports, attempt(person))
    assert login.id is not None
    chosen = [choose_factor(ports, login_id=login.id, factor=person.factors[0]["id"], door=DOOR) for _ in range(20)]
    assert sum(isinstance(view, LoginView) and view.challenge is not None for view in chosen) == 9


def test_strangers_cannot_keep_the_holder_out_of_a_known_browser(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    grant = enter(ports, person).grant
    assert grant is not None
    home = Door(channel="test", browser_mark=grant.browser_mark)
    evaluated = 0
    for number in range(200):
        evaluated += reason(sign_in(ports, attempt(person, password=f"guess {number}"))) is Reason.BAD_CREDENTIALS
        if number % 20 == 0:
            assert enter(ports, person, door=home).state is LoginState.GRANTED
        clock.advance(timedelta(minutes=7))
    assert evaluated == 10


def test_ten_wrong_passcodes_kill_the_passcode_and_not_the_account(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(passcode=PasscodeState.LIVE, devices=((DSC[0], None, DeviceState.SUSPENDED),)))
    passcode = person.factor("temporary_passcode")["id"]
    reasons: list[Reason | None] = []
    while AuthenticatorRow.objects.get(id=passcode).state == PasscodeState.LIVE:
        login = sign_in(ports, attempt(person))
        assert login.challenge is not None
        assert login.challenge.factor.id == passcode
        view = answer(ports, login, wrong_answer(person, login))
        assert view.refusal is not None
        if view.refusal.reason is not Reason.THROTTLED:
            reasons.append(view.refusal.reason)
        if view.refusal.retry_at is not None:
            clock.set(view.refusal.retry_at)
    assert reasons == [Reason.WRONG_RESPONSE] * 9 + [Reason.PASSCODE_DEAD]
    assert [factor.is_suspended for factor in view.factors] == [
        True
    ]  # the device that was put aside is offered at once
    assert OutboxRow.objects.filter(message="passcode_dead").count() == 1
    clock.advance(timedelta(hours=1))
    view = sign_in(ports, attempt(person))
    assert view.challenge is not None or view.factors  # the device that was put aside is the way back


# ── Too late, or for somebody else ───────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A130")
def test_an_answer_of_another_holder_opens_nothing(ports: Ports) -> None:
    for wanted in (Wanted(devices=(DSC,)), Wanted(card=CardState.ACTIVE)):
        one, other = add_person(ports, wanted), add_person(ports, wanted)
        mine, theirs = sign_in(ports, attempt(one)), sign_in(ports, attempt(other))
        assert reason(answer(ports, mine, right_answer(other, theirs))) is Reason.WRONG_RESPONSE
        assert answer(ports, mine, right_answer(one, mine)).state is LoginState.GRANTED


def test_another_accounts_factor_is_not_found(ports: Ports) -> None:
    one, other = (add_person(ports, Wanted(devices=(DSC,))) for _ in range(2))
    login = sign_in(ports, attempt(one))
    assert login.id is not None
    for foreign in (other.factors[0]["id"], "", "fac_0", "' OR 1=1 --", "\0"):
        view = choose_factor(ports, login_id=login.id, factor=foreign, door=DOOR)
        assert isinstance(view, LoginView)
        assert reason(view) is Reason.NOT_FOUND
    assert answer(ports, login, right_answer(one, login)).state is LoginState.GRANTED


def test_the_question_before_is_void_once_another_factor_was_chosen(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(DSC, IOS)))
    login = sign_in(ports, attempt(person))
    assert login.id is not None
    assert login.challenge is not None
    other = next(factor.id for factor in login.factors if factor.id != login.challenge.factor.id)
    chosen = choose_factor(ports, login_id=login.id, factor=other, door=DOOR)
    assert isinstance(chosen, LoginView)
    assert reason(answer(ports, login, right_answer(person, login))) is Reason.WRONG_RESPONSE
    assert answer(ports, login, right_answer(person, chosen)).state is LoginState.GRANTED


@pytest.mark.fact("A061", "A064")
def test_an_account_closed_between_password_and_answer_opens_nothing_to_trade_with(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    login = sign_in(ports, attempt(person))
    with ports.store.reading() as tx:
        account = tx.account(person.account)
    seeding.save_account(replace(account, state=AccountState.REJECTED))
    assert reason(answer(ports, login, right_answer(person, login))) is Reason.ACCOUNT_REJECTED
    assert not SessionRow.objects.exists()


def test_a_device_lost_between_question_and_answer_proves_nothing(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    login = sign_in(ports, attempt(person))
    AuthenticatorRow.objects.filter(id=person.factors[0]["id"]).update(state=DeviceState.LOST)
    assert answer(ports, login, right_answer(person, login)).state is LoginState.REFUSED
    assert not SessionRow.objects.exists()


@pytest.mark.parametrize("unknown", ["login_", "", "login_\0", "login_" + "A" * 10_000, "関所", "' OR 1=1 --"])
def test_a_login_that_never_was_is_unknown_to_every_deed(ports_on: Ports, unknown: str) -> None:
    add_person(ports_on, Wanted())
    login_id = Secret(unknown)
    assert answer_challenge(ports_on, login_id=login_id, response="12345678", door=DOOR) == LoginUnknown()
    assert choose_factor(ports_on, login_id=login_id, factor="fac_1", door=DOOR) == LoginUnknown()
    assert show_login(ports_on, login_id=login_id) == LoginUnknown()


@pytest.mark.parametrize("typed", ["", "\0", "\ud800", "9" * 10_000, "1e8", "[1]", "１２３４５６７", "-12345678.0"])
def test_what_is_no_response_is_a_wrong_one_and_no_accident(ports: Ports, typed: str) -> None:
    for wanted in (Wanted(devices=(DSC,)), Wanted(card=CardState.ACTIVE), Wanted(passcode=PasscodeState.LIVE)):
        person = add_person(ports, wanted)
        login = sign_in(ports, attempt(person))
        view = answer(ports, login, typed)
        assert reason(view) is Reason.WRONG_RESPONSE
        assert view.refusal is not None
        assert view.refusal.attempts_left == (2 if wanted.card else 4)


def test_the_answer_that_starts_a_wait_says_until_when_and_ends_the_login(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(IOS,)))
    for _ in range(3):
        login = sign_in(ports, attempt(person))
        answer(ports, login, wrong_answer(person, login))
    login = sign_in(ports, attempt(person))
    view = answer(ports, login, wrong_answer(person, login))
    assert view.challenge is not None
    assert view.challenge.attempts_left == 1
    view = answer(ports, login, wrong_answer(person, login))
    assert view.refusal is not None
    assert (view.state, view.refusal.reason) == (LoginState.REFUSED, Reason.WRONG_RESPONSE)
    assert view.refusal.retry_at == clock.now() + timedelta(minutes=5)

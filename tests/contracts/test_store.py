"""What a store promises, on both databases: every method that can lose a race says so, and nothing is half done."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.adapters.storage.moments import EPOCH, from_stored, to_stored
from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow, OutboxRow
from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.accounts import AccountState, Credentials
from sekisho.core.authenticators.kinds import AuthenticatorId, CardState, DeviceState, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.core.throttle import Tries
from sekisho.testing.clock import START
from sekisho.testing.people import DSC, Person, Wanted, add_person
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import ChallengeRecord, LoginRecord, OutgoingMessage, SessionRecord, TryKind

NOW = START
MOMENT = timedelta(microseconds=1)
LATER = NOW + timedelta(minutes=5)
KIND = TryKind.SECOND_FACTOR
MOMENTS = st.datetimes(min_value=EPOCH.replace(tzinfo=None)).map(lambda at: at.replace(tzinfo=EPOCH.tzinfo))


def device_of(person: Person) -> AuthenticatorId:
    return AuthenticatorId(person.factors[0]["id"])


def a_login(person: Person, id_hash: str = "login one") -> LoginRecord:
    return LoginRecord(
        id_hash=id_hash,
        holder_id=person.holder_id,
        surface=Surface.PORTAL,
        mode=Mode.LIVE,
        credentials=Credentials.LIVE,
        created_at=NOW,
        expires_at=LATER,
    )


def a_challenge(person: Person, question: str = "493027", *, most_tries: int = 3) -> ChallengeRecord:
    return ChallengeRecord(
        id=0,
        authenticator_id=device_of(person),
        question=question,
        tries=0,
        most_tries=most_tries,
        expires_at=LATER,
        is_used=False,
    )


@pytest.fixture
def person(ports_on: Ports) -> Person:
    return add_person(ports_on, Wanted(devices=(DSC,)))


@pytest.fixture
def holder_of_card(ports_on: Ports) -> Person:
    return add_person(ports_on, Wanted(card=CardState.ACTIVE))


# ── Units of work ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_of_work_that_fails_leaves_nothing_behind(ports_on: Ports, person: Person) -> None:
    def half_a_deed() -> None:
        with ports_on.store.transaction() as tx:
            tx.open_login(a_login(person))
            assert tx.replace_tries("subject", KIND, Tries(in_row=1), version=0)
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        half_a_deed()
    with ports_on.store.reading() as tx:
        assert tx.login("login one") is None
        assert tx.tries("subject", KIND) == (Tries(), 0)


def test_a_unit_of_work_is_never_opened_inside_another(ports_on: Ports) -> None:
    with ports_on.store.transaction():
        inner = ports_on.store.transaction()
        with pytest.raises(RuntimeError):
            inner.__enter__()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(in_row=st.integers(0, 1 << 30), moments=st.lists(MOMENTS, max_size=5), closed_until=st.none() | MOMENTS)
def test_a_counter_is_read_as_it_was_written_to_the_microsecond(ports: Ports, in_row, moments, closed_until) -> None:
    tries = Tries(in_row=in_row, moments=tuple(moments), closed_until=closed_until)
    with ports.store.transaction() as tx:
        _, version = tx.tries("subject", KIND)
        assert tx.replace_tries("subject", KIND, tries, version=version)
    with ports.store.reading() as tx:
        assert tx.tries("subject", KIND) == (tries, version + 1)


@given(MOMENTS)
def test_a_moment_is_read_back_as_it_was_written(at) -> None:
    assert from_stored(to_stored(at)) == at


# ── Counters, browsers, people ───────────────────────────────────────────────────────────────────────────────


def test_a_counter_is_replaced_only_where_nobody_else_did_meanwhile(ports_on: Ports) -> None:
    with ports_on.store.transaction() as tx:
        assert tx.replace_tries("subject", KIND, Tries(in_row=1), version=0)
        assert not tx.replace_tries("subject", KIND, Tries(in_row=9), version=0)
        assert tx.replace_tries("subject", KIND, Tries(in_row=2), version=1)
        assert not tx.replace_tries("subject", KIND, Tries(in_row=9), version=1)
        assert tx.tries("subject", KIND) == (Tries(in_row=2), 2)
        assert tx.tries("subject", TryKind.CHALLENGES) == (Tries(), 0)


def test_a_browser_is_known_to_its_holder_for_180_days(ports_on: Ports, person: Person) -> None:
    other = add_person(ports_on, Wanted())
    ends_at = NOW + timedelta(days=180)
    with ports_on.store.transaction() as tx:
        assert tx.remember_browser(person.holder_id, "mark", now=NOW)
        assert not tx.remember_browser(person.holder_id, "mark", now=ends_at - MOMENT)
        assert tx.is_known_browser(person.holder_id, "mark", now=ends_at - MOMENT)
        assert not tx.is_known_browser(person.holder_id, "mark", now=ends_at)
        assert not tx.is_known_browser(other.holder_id, "mark", now=NOW)
        assert not tx.is_known_browser(person.holder_id, "another", now=NOW)
        assert not tx.is_known_browser("", "mark", now=NOW)
        assert tx.remember_browser(person.holder_id, "mark", now=ends_at)
        assert tx.is_known_browser(person.holder_id, "mark", now=ends_at)


def test_a_password_hash_is_replaced_only_where_it_is_still_the_old_one(ports_on: Ports, person: Person) -> None:
    with ports_on.store.transaction() as tx:
        holder = tx.holder_named(person.username)
        assert holder == tx.holder(person.holder_id)
        assert holder is not None
        assert not tx.rehash_password(holder.id, old="another", new="forged")
        assert tx.rehash_password(holder.id, old=holder.password_hash, new="renewed")
        assert not tx.rehash_password(holder.id, old=holder.password_hash, new="late")
        assert tx.holder(person.holder_id).password_hash == "renewed"


def test_a_message_to_nobody_is_nothing(ports_on: Ports, person: Person) -> None:
    with ports_on.store.transaction() as tx:
        for holder_id in (person.holder_id, "", "holder_0"):
            tx.send(
                OutgoingMessage(holder_id=holder_id, message="new_browser", at=NOW, params={"browser": "関所 \x1b"})
            )
    ((holder_id, params),) = OutboxRow.objects.values_list("holder_id", "params")
    assert holder_id == person.holder_id
    assert params.isascii()
    assert params.isprintable()


@pytest.mark.parametrize("state", [" closed ", "CLOSED", "closedx", ""])
def test_an_account_state_that_nobody_knows_is_an_accident_and_never_a_state(ports: Ports, state: str) -> None:
    person = add_person(ports, Wanted(devices=(DSC,), state=AccountState.CLOSED))
    AccountRow.objects.filter(number=person.account).update(state=state)
    with ports.store.reading() as tx, pytest.raises(ValueError, match="is not a valid"):
        tx.account(person.account)


@pytest.mark.parametrize("column", ["state", "kind"])
def test_an_authenticator_that_nobody_knows_is_an_accident(ports: Ports, column: str) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    AuthenticatorRow.objects.filter(id=device_of(person)).update(**{column: "Active "})
    with ports.store.reading() as tx, pytest.raises(ValueError, match="is not a valid"):
        tx.account(person.account)


def test_an_authenticator_changes_its_state_only_from_the_state_it_was_in(ports_on: Ports, person: Person) -> None:
    device = device_of(person)
    with ports_on.store.transaction() as tx:
        assert not tx.set_authenticator_state(device, old=DeviceState.SUSPENDED, new=DeviceState.ACTIVE)
        assert tx.set_authenticator_state(device, old=DeviceState.ACTIVE, new=DeviceState.BLOCKED)
        assert not tx.set_authenticator_state(device, old=DeviceState.ACTIVE, new=DeviceState.LOST)
        assert tx.secrets(device).authenticator.state is DeviceState.BLOCKED


def test_rows_point_at_rows_that_exist(ports_on: Ports, person: Person) -> None:
    with pytest.raises(DatabaseError), ports_on.store.transaction() as tx:
        tx.open_login(a_login(Person(username="x", account="U0", holder_id="holder_0")))


# ── Logins and challenges ────────────────────────────────────────────────────────────────────────────────────


def test_a_login_is_settled_once_it_is_over_and_never_again(ports_on: Ports, person: Person) -> None:
    with ports_on.store.transaction() as tx:
        tx.open_login(a_login(person))
        assert tx.login("login one") == a_login(person)
        assert tx.settle_login("login one", outcome="refused", is_over=False, reason=Reason.PASSCODE_EXPIRED)
        assert tx.settle_login("login one", outcome="granted", is_over=True)
        assert not tx.settle_login("login one", outcome="refused", is_over=True, reason=Reason.WRONG_RESPONSE)
        login = tx.login("login one")
        assert login is not None
        assert (login.outcome, login.is_over, login.reason) == ("granted", True, None)
        assert not tx.settle_login("login two", outcome="granted", is_over=True)


def test_a_new_challenge_voids_the_one_before_and_a_login_that_is_over_gets_none(
    ports_on: Ports, person: Person
) -> None:
    with ports_on.store.transaction() as tx:
        tx.open_login(a_login(person))
        first = tx.pose_challenge("login one", a_challenge(person, "111111"))
        second = tx.pose_challenge("login one", a_challenge(person, "222222"))
        assert first is not None
        assert second is not None
        assert tx.reserve_challenge("login one", first.id, now=NOW) is None
        assert tx.reserve_challenge("login one", second.id, now=NOW) == 1
        assert tx.settle_login("login one", outcome="refused", is_over=True)
        assert tx.reserve_challenge("login one", second.id, now=NOW) is None
        assert tx.pose_challenge("login one", a_challenge(person, "333333")) is None


@pytest.mark.fact("A130")
def test_a_try_is_counted_only_on_a_live_challenge_of_this_login(ports_on: Ports, person: Person) -> None:
    with ports_on.store.transaction() as tx:
        for id_hash in ("login one", "login two"):
            tx.open_login(a_login(person, id_hash))
        challenge = tx.pose_challenge("login one", a_challenge(person))
        assert challenge is not None
        assert tx.reserve_challenge("login two", challenge.id, now=NOW) is None
        assert tx.reserve_challenge("login one", challenge.id, now=LATER) is None
        brief = tx.pose_challenge("login two", replace(a_challenge(person), expires_at=NOW + MOMENT))
        assert brief is not None
        assert tx.reserve_challenge("login two", brief.id, now=NOW + MOMENT) is None
        assert tx.reserve_challenge("login two", brief.id, now=NOW) == 1
        assert [tx.reserve_challenge("login one", challenge.id, now=LATER - MOMENT) for _ in range(5)] == [
            1,
            2,
            3,
            None,
            None,
        ]


def test_a_challenge_is_used_once_and_before_its_end(ports_on: Ports, person: Person) -> None:
    with ports_on.store.transaction() as tx:
        tx.open_login(a_login(person))
        challenge = tx.pose_challenge("login one", a_challenge(person))
        assert challenge is not None
        assert not tx.spend_challenge(challenge.id, now=LATER)
        assert tx.spend_challenge(challenge.id, now=LATER - MOMENT)
        assert not tx.spend_challenge(challenge.id, now=NOW)
        assert tx.reserve_challenge("login one", challenge.id, now=NOW) is None
        login = tx.login("login one")
        assert login is not None
        assert login.challenge is not None
        assert login.challenge.is_used


def test_a_question_is_put_to_a_device_once_and_to_another_device_all_the_same(ports_on: Ports, person: Person) -> None:
    other = add_person(ports_on, Wanted(devices=(DSC,)))
    with ports_on.store.transaction() as tx:
        assert tx.pose_question(device_of(person), "493027")
        assert not tx.pose_question(device_of(person), "493027")
        assert tx.pose_question(device_of(other), "493027")
        assert tx.pose_question(device_of(person), "493028")


@pytest.mark.parametrize("draws", [500, pytest.param(20_000, marks=pytest.mark.slow)])
def test_a_device_that_is_asked_for_years_is_asked_nothing_twice(ports_on: Ports, person: Person, draws: int) -> None:
    device, asked = device_of(person), []
    with ports_on.store.transaction() as tx:
        while len(asked) < draws:
            question = str(ports_on.dice.number(low=100_000, high=100_000 + 2 * draws))
            asked += [question] if tx.pose_question(device, question) else []
    assert len(set(asked)) == draws


def test_wrong_answers_in_a_row_are_counted_up_to_the_last_and_end_with_a_right_one(
    ports_on: Ports, person: Person
) -> None:
    device = device_of(person)
    with ports_on.store.transaction() as tx:
        assert [tx.reserve_authenticator(device, most=3) for _ in range(4)] == [1, 2, 3, None]
        tx.clear_wrong(device, now=NOW)
        assert tx.reserve_authenticator(device, most=3) == 1
        assert tx.secrets(device).wrong_in_row == 1


# ── The card ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_card_asks_two_cells_at_a_time_until_they_are_spent(ports_on: Ports, holder_of_card: Person) -> None:
    card = device_of(holder_of_card)
    with ports_on.store.transaction() as tx:
        assert tx.pose_pair(card, (7, 3), expires_at=NOW)
        assert not tx.pose_pair(card, (1, 2), expires_at=LATER)
        assert tx.prolong_pair(card, (7, 3), expires_at=LATER)
        assert not tx.prolong_pair(card, (3, 7), expires_at=NOW)
        kept = tx.secrets(card)
        assert (kept.pair, kept.pair_expires_at, kept.pair_tries) == ((7, 3), LATER, 0)
        assert [tx.reserve_pair(card, (7, 3), most=3) for _ in range(4)] == [1, 2, 3, None]
        assert tx.reserve_pair(card, (3, 7), most=9) is None
        assert not tx.spend_cells(card, (1, 2), now=NOW)


@pytest.mark.fact("A176")
def test_two_cells_are_spent_together_once_and_counted_off_the_card(ports_on: Ports, holder_of_card: Person) -> None:
    card = device_of(holder_of_card)
    with ports_on.store.transaction() as tx:
        assert tx.pose_pair(card, (7, 3), expires_at=LATER)
        assert tx.spend_cells(card, (7, 3), now=NOW)
        assert not tx.spend_cells(card, (7, 3), now=NOW)
        assert tx.spent_cells(card) == {3, 7}
        assert tx.secrets(card).pair is None
        assert tx.prolong_pair(card, (7, 3), expires_at=LATER) is False
        assert tx.pose_pair(card, (1, 2), expires_at=LATER)
        assert not tx.spend_cells(card, (7, 3), now=NOW)
        (found,) = (one for one in tx.account(holder_of_card.account).authenticators if one.id == card)
        assert getattr(found, "cells_left", None) == 222


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_is_found_until_it_is_ended_and_ended_once(ports_on: Ports, person: Person) -> None:
    session = SessionRecord(
        id_hash="session one",
        holder_id=person.holder_id,
        surface=Surface.TRADING,
        mode=Mode.PAPER,
        credentials=Credentials.PAPER,
        answered=device_of(person),
        created_at=NOW,
        last_seen_at=NOW,
        expires_at=LATER,
        reference="ABC-DEF-GHJ",
    )
    with ports_on.store.transaction() as tx:
        tx.open_session(session)
        assert tx.session("session one") == session
        tx.touch_session("session one", now=NOW + timedelta(minutes=1))
        tx.touch_session("session one", now=NOW)
        touched = tx.session("session one")
        assert touched is not None
        assert touched.last_seen_at == NOW + timedelta(minutes=1)
        assert tx.end_session("session one", now=NOW)
        assert not tx.end_session("session one", now=NOW)
        assert tx.session("session one") is None


def test_everything_an_account_holds_is_read_in_one_piece_oldest_first(ports_on: Ports) -> None:
    wanted = Wanted(devices=(DSC, DSC), card=CardState.ACTIVE, passcode=PasscodeState.LIVE, paper=True)
    person = add_person(ports_on, wanted)
    with ports_on.store.reading() as tx:
        account = tx.account(person.account)
    assert {one.id for one in account.authenticators} == {factor["id"] for factor in person.factors}
    assert account.paper_number == f"D{person.account}"

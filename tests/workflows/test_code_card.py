"""The Online Security Code Card from its request to its activation: shown once, to one session, proved readable, then in force."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow, SessionRow, SpentCellRow
from sekisho.core.access.decisions import Scope, Surface
from sekisho.core.authenticators.code_card import SHOWN_FOR
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.core.events import Event, Happening
from sekisho.core.reasons import Reason
from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, answer, attempt, enter, right_answer
from sekisho.testing.clock import FixedClock
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, Person, Wanted, add_person
from sekisho.wording.language import Language
from sekisho.wording.refusals import explain
from sekisho.workflows.activate_card import activate_card, active_card, ask_cells, card_to_activate, cells_asked
from sekisho.workflows.card_records import CardActivated, CardSheet, CardShown, Keeping
from sekisho.workflows.outcomes import ChallengeView, LoginState, LoginView, RefusalView, SessionOver, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.read_card import card_on_screen, keep_card, read_card
from sekisho.workflows.recognise import recognise
from sekisho.workflows.show_card import show_card
from sekisho.workflows.sign_in import sign_in

AWAY = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)
WITH_PASSCODE = Wanted(devices=(AWAY,), passcode=PasscodeState.LIVE)


@pytest.fixture(autouse=True)
def nothing_is_violated(request: pytest.FixtureRequest):
    """Whatever a test did, the invariants hold afterwards."""
    store = "ports_on" if "ports_on" in request.fixturenames else "ports"
    ports = request.getfixturevalue(store)
    yield
    assert violations(ports) == ()


class At:
    """Somebody who is logged in: asks as a page does, the session decided anew each time."""

    def __init__(self, ports: Ports, person: Person, *, factor: str | None = None, surface: Surface = Surface.PORTAL):
        self.ports, self.person = ports, person
        login = sign_in(ports, attempt(person, surface=surface))
        if factor is not None and login.challenge is not None and login.challenge.factor.kind != factor:
            raise LookupError(login.challenge.factor.kind)
        view = answer(ports, login, right_answer(person, login)) if login.challenge else login
        assert view.grant is not None, view
        assert view.grant.access_token is not None
        self.token: Secret = view.grant.access_token

    @property
    def visitor(self) -> Visitor:
        found = recognise(self.ports, self.token)
        assert isinstance(found, Visitor), found
        return found

    def show(self) -> CardShown | RefusalView:
        return show_card(self.ports, self.visitor, door=DOOR)

    def read(self, address: str | None = None) -> CardSheet | RefusalView:
        seen = self.show() if address is None else None
        if isinstance(seen, RefusalView):
            return seen
        return read_card(self.ports, self.visitor, address=address or seen.address.reveal_text())

    def cells(self) -> tuple[str, ...]:
        sheet = self.read()
        assert isinstance(sheet, CardSheet)
        return sheet.cells

    def ask(self) -> ChallengeView | RefusalView:
        return ask_cells(self.ports, self.visitor, door=DOOR)

    def pair(self) -> tuple[int, int]:
        asked = self.ask()
        assert isinstance(asked, ChallengeView), asked
        assert asked.indices is not None
        return asked.indices

    def type(self, values: str) -> CardActivated | LoginView | RefusalView:
        view = activate_card(self.ports, self.visitor, values=values, door=DOOR)
        if isinstance(view, CardActivated):
            self.token = view.access_token or self.token
        return view

    def activate(self) -> CardActivated:
        cells = self.cells()
        first, second = self.pair()
        done = self.type(cells[first - 1] + cells[second - 1])
        assert isinstance(done, CardActivated), done
        return done


def reason_of(view: Any) -> Reason | None:
    if isinstance(view, RefusalView):
        return view.reason
    return view.refusal.reason if isinstance(view, LoginView) and view.refusal else None


def trail(ports: Ports, person: Person) -> list[Event]:
    with ports.store.reading() as tx:
        return tx.sign_ins(person.holder_id, most=100)


def states(person: Person) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = AuthenticatorRow.objects.filter(account_id=person.account).order_by("created_at", "id")
    for kind, state in rows.values_list("kind", "state"):
        found.setdefault(kind, []).append(state)
    return found


# ── Shown once, to one session, for ten minutes ──────────────────────────────────────────────────────────────


@pytest.mark.fact("A100", "A172", "A173")
def test_a_holder_with_a_passcode_is_shown_a_card_of_224_values_behind_an_address_that_nobody_guesses(
    ports_on: Ports,
) -> None:
    at = At(ports_on, add_person(ports_on, WITH_PASSCODE))
    shown = at.show()
    assert isinstance(shown, CardShown)
    assert len(bytes.fromhex(shown.address.reveal_text())) * 8 >= 128
    sheet = at.read(shown.address.reveal_text())
    assert isinstance(sheet, CardSheet)
    assert [len(cell) for cell in sheet.cells] == [3] * 224
    assert sheet.cells[0] not in repr(sheet)
    assert states(at.person)["code_card"] == ["shown"]


@pytest.mark.fact("A104", "A105", "A116")
@pytest.mark.parametrize("hours", [0, 47, 48, 49, 287])
def test_while_the_passcode_opens_the_portal_the_card_can_be_requested_and_activated(
    ports: Ports, clock: FixedClock, hours: int
) -> None:
    person = add_person(ports, WITH_PASSCODE)
    clock.advance(timedelta(hours=hours))
    at = At(ports, person)
    assert at.visitor.scopes == {Scope.PORTAL_FULL if hours < 48 else Scope.PORTAL_CARD_ONLY}
    assert at.activate().expires_at == clock.now() + timedelta(days=21)
    assert at.visitor.scopes == {Scope.PORTAL_FULL}


def test_reloading_never_gives_another_card_or_another_address(ports_on: Ports, clock: FixedClock) -> None:
    at = At(ports_on, add_person(ports_on, WITH_PASSCODE))
    first = at.show()
    assert isinstance(first, CardShown)
    cells = at.cells()
    for _ in range(5):
        clock.advance(timedelta(minutes=1))
        again = at.show()
        assert isinstance(again, CardShown)
        assert (again.card_id, again.address, again.shown_until) == (first.card_id, first.address, first.shown_until)
        assert at.cells() == cells
    assert states(at.person)["code_card"] == ["shown"]


def test_after_ten_minutes_the_card_is_gone(ports: Ports, clock: FixedClock) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    shown = at.show()
    assert isinstance(shown, CardShown)
    address = shown.address.reveal_text()
    clock.advance(SHOWN_FOR - timedelta(microseconds=1))
    assert isinstance(at.read(address), CardSheet)
    clock.advance(timedelta(microseconds=1))
    assert reason_of(at.read(address)) is Reason.NOT_FOUND
    assert card_on_screen(ports, at.visitor) is None
    assert (
        reason_of(keep_card(ports, at.visitor, address=address, keeping=Keeping.SAVED, door=DOOR)) is Reason.NOT_FOUND
    )
    assert [event.reason for event in trail(ports, at.person)[:2]] == [Reason.NOT_FOUND] * 2


def test_another_session_of_the_same_holder_does_not_see_the_card(ports: Ports) -> None:
    person = add_person(ports, WITH_PASSCODE)
    at, elsewhere = At(ports, person), At(ports, person)
    shown = at.show()
    assert isinstance(shown, CardShown)
    assert reason_of(elsewhere.read(shown.address.reveal_text())) is Reason.NOT_FOUND
    assert trail(ports, person)[0].happening is Happening.ACCESS_REFUSED
    assert isinstance(at.read(shown.address.reveal_text()), CardSheet)


def test_another_person_s_card_address_opens_nothing(ports: Ports) -> None:
    at, stranger = (At(ports, add_person(ports, WITH_PASSCODE)) for _ in range(2))
    shown, own = at.show(), stranger.show()
    assert isinstance(shown, CardShown)
    assert isinstance(own, CardShown)
    assert reason_of(stranger.read(shown.address.reveal_text())) is Reason.NOT_FOUND
    for nonsense in ("", "x", "é", own.address.reveal_text()[:-1], own.address.reveal_text().upper() + "0"):
        assert reason_of(stranger.read(nonsense or "0")) is Reason.NOT_FOUND


def test_the_activated_card_is_never_shown_again(ports: Ports) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    shown = at.show()
    assert isinstance(shown, CardShown)
    at.activate()
    assert reason_of(at.read(shown.address.reveal_text())) is Reason.NOT_FOUND


def test_a_new_login_may_request_a_new_card_and_the_one_never_activated_ends(ports_on: Ports) -> None:
    person = add_person(ports_on, WITH_PASSCODE)
    first = At(ports_on, person)
    cells = first.cells()
    second = At(ports_on, person)
    assert second.cells() != cells
    assert states(person)["code_card"].count("shown") == 1
    assert states(person)["code_card"].count("retired") == 1


def test_no_more_cards_are_drawn_in_an_hour_than_questions(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, WITH_PASSCODE)
    reasons = []
    for _ in range(12):
        view = At(ports, person).show()
        reasons.append(reason_of(view))
    assert reasons == [None] * 10 + [Reason.THROTTLED] * 2
    clock.advance(timedelta(hours=1))
    assert isinstance(At(ports, person).show(), CardShown)


@pytest.mark.fact("A108")
def test_a_second_card_in_a_row_is_the_desk_s_to_arrange(ports: Ports) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    at.activate()
    assert reason_of(at.show()) is Reason.VERIFICATION_REQUIRED
    assert trail(ports, at.person)[0].reason is Reason.VERIFICATION_REQUIRED
    assert states(at.person)["code_card"] == ["active"]


def test_a_card_after_the_device_was_used_again_is_no_second_in_a_row(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, Wanted(devices=(DSC,), card=CardState.RETIRED))
    clock.advance(timedelta(days=1))
    assert isinstance(At(ports, person).show(), CardShown)


@pytest.mark.parametrize(
    ("wanted", "surface"),
    [(Wanted(devices=(DSC,)), Surface.TRADING), (Wanted(devices=(AWAY,)), Surface.PORTAL), (Wanted(), Surface.PORTAL)],
    ids=["trading", "reactivate", "enrol"],
)
def test_a_session_without_the_scope_sees_no_card_and_activates_none(
    ports: Ports, wanted: Wanted, surface: Surface
) -> None:
    person = add_person(ports, wanted)
    at = At(ports, person, surface=surface)
    assert [reason_of(view) for view in (at.show(), at.ask(), at.type("ABCDEF"))] == [Reason.SCOPE_INSUFFICIENT] * 3
    assert reason_of(at.read("0" * 64)) is Reason.NOT_FOUND
    assert "code_card" not in states(person)


# ── Printed or saved ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A185")
@pytest.mark.parametrize("keeping", list(Keeping))
def test_the_server_knows_whether_the_card_was_printed_or_saved_and_notes_it_once(
    ports: Ports, keeping: Keeping
) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    shown = at.show()
    assert isinstance(shown, CardShown)
    assert not shown.is_kept
    for _ in range(2):
        kept = keep_card(ports, at.visitor, address=shown.address.reveal_text(), keeping=keeping, door=DOOR)
        assert isinstance(kept, CardShown)
    on_screen = card_on_screen(ports, at.visitor)
    assert on_screen is not None
    assert on_screen.is_kept
    told = [event for event in trail(ports, at.person) if event.happening is Happening.CARD_KEPT]
    assert [event.detail["how"] for event in told] == [keeping.value]


# ── Activated by two of its cells ────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A093", "A107", "A159", "A164", "A176", "A180", "A182")
def test_two_values_activate_the_card_for_21_days_and_the_session_goes_on_with_everything(
    ports_on: Ports, clock: FixedClock
) -> None:
    person = add_person(ports_on, WITH_PASSCODE)
    clock.advance(timedelta(hours=100))
    at = At(ports_on, person)
    assert at.visitor.scopes == {Scope.PORTAL_CARD_ONLY}
    before = at.token
    done = at.activate()
    assert isinstance(recognise(ports_on, before), SessionOver)  # it may do more: the old token is dead (ASVS 7.2.4)
    assert done.expires_at == clock.now() + timedelta(hours=21 * 24)
    assert done.cells_left == 222
    assert at.visitor.scopes == {Scope.PORTAL_FULL}
    assert at.visitor.factor is AuthenticatorKind.CODE_CARD
    assert states(person) == {"dsc_plus": ["suspended"], "temporary_passcode": ["ended"], "code_card": ["active"]}
    assert SpentCellRow.objects.count() == 2
    found = active_card(ports_on, at.visitor)
    assert found == replace(done, access_token=None)


@pytest.mark.fact("A099", "A107")
def test_the_activated_card_opens_the_portal_and_the_trading_platform(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, WITH_PASSCODE)
    at = At(ports, person)
    cells = at.cells()
    at.activate()
    (row,) = AuthenticatorRow.objects.filter(kind="code_card")
    person.factors.append({"id": row.id, "kind": "code_card", "cells": dict(enumerate(cells, start=1))})
    clock.advance(timedelta(days=20))
    for surface, scope in ((Surface.PORTAL, Scope.PORTAL_FULL), (Surface.TRADING, Scope.TRADING_LIVE)):
        view = enter(ports, person, surface=surface)
        assert view.grant is not None
        assert view.grant.scopes == (scope,)
    clock.advance(timedelta(days=1))
    expired = sign_in(ports, attempt(person))
    assert reason_of(expired) is Reason.CARD_EXPIRED


@pytest.mark.fact("A177", "A178")
@pytest.mark.parametrize(
    "typed", ["{0}{1}", "{0} {1}", " {0}-{1} ", "{lower}", "{wide}"], ids=["plain", "space", "dash", "lower", "wide"]
)
def test_both_values_are_read_in_any_width_and_case_with_or_without_a_space(ports: Ports, typed: str) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    cells = at.cells()
    first, second = at.pair()
    values = cells[first - 1], cells[second - 1]
    whole = "".join(values)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in whole)
    assert isinstance(at.type(typed.format(*values, lower=whole.lower(), wide=wide)), CardActivated)


def bad_values(first: str, second: str) -> dict[str, str]:
    def other(value: str) -> str:
        return value[:-1] + ("2" if value[-1] != "2" else "3")

    return {
        "swapped": second + first,
        "first wrong": other(first) + second,
        "second wrong": first + other(second),
        "one only": first,
        "three": first + second + first,
        "empty": "",
        "nonsense": "😀" * 300,
    }


@pytest.mark.parametrize("how", list(bad_values("AAA", "BBB")))
def test_a_wrong_pair_changes_nothing_and_does_not_say_which_half_was_wrong(ports: Ports, how: str) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    cells = at.cells()
    first, second = at.pair()
    before = states(at.person)
    view = at.type(bad_values(cells[first - 1], cells[second - 1])[how])
    assert isinstance(view, LoginView)
    assert reason_of(view) is Reason.WRONG_RESPONSE
    assert view.challenge is not None
    assert view.challenge.indices == (first, second)
    assert view.challenge.attempts_left == 2
    assert states(at.person) == before
    newest = trail(ports, at.person)[0]
    assert (newest.happening, newest.reason) == (Happening.RESPONSE_REFUSED, Reason.WRONG_RESPONSE)
    assert newest.detail["purpose"] == "activate_card"
    assert isinstance(at.type(cells[first - 1] + cells[second - 1]), CardActivated)


def test_the_same_two_cells_are_asked_until_three_wrong_answers_and_then_two_others(ports: Ports) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    cells = at.cells()
    pair = at.pair()
    for _ in range(3):
        assert at.pair() == pair
    for left in (2, 1, 0):
        view = at.type("AAAAAA")
        assert reason_of(view) is Reason.WRONG_RESPONSE
        asked = cells_asked(ports, at.visitor)
        assert (asked.attempts_left if asked else 0) == left
    right = cells[pair[0] - 1] + cells[pair[1] - 1]
    assert reason_of(at.type(right)) is Reason.CHALLENGE_EXPIRED
    other = at.pair()
    assert not {*pair} & {*other}
    assert isinstance(at.type(cells[other[0] - 1] + cells[other[1] - 1]), CardActivated)
    assert active_card(ports, at.visitor).cells_left == 220


def test_an_answer_after_five_minutes_is_refused_and_the_question_is_asked_anew(
    ports: Ports, clock: FixedClock
) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    cells = at.cells()
    pair = at.pair()
    clock.advance(timedelta(minutes=5))
    assert cells_asked(ports, at.visitor) is None
    assert reason_of(at.type(cells[pair[0] - 1] + cells[pair[1] - 1])) is Reason.CHALLENGE_EXPIRED
    assert isinstance(at.activate(), CardActivated)


def test_values_without_a_question_are_refused(ports: Ports) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    assert reason_of(at.ask()) is Reason.NOT_FOUND
    assert reason_of(at.type("AAAAAA")) is Reason.NOT_FOUND
    at.show()
    assert reason_of(at.type("AAAAAA")) is Reason.CHALLENGE_EXPIRED


def test_a_printed_card_can_be_activated_after_it_is_gone_from_the_screen_and_in_another_login(
    ports: Ports, clock: FixedClock
) -> None:
    person = add_person(ports, WITH_PASSCODE)
    cells = At(ports, person).cells()
    clock.advance(timedelta(hours=30))
    at = At(ports, person)
    card = card_to_activate(ports, at.visitor)
    assert card is not None
    first, second = at.pair()
    assert isinstance(at.type(cells[first - 1] + cells[second - 1]), CardActivated)


def test_two_sessions_cannot_activate_the_same_card_twice(ports_on: Ports) -> None:
    person = add_person(ports_on, WITH_PASSCODE)
    at, elsewhere = At(ports_on, person), At(ports_on, person)
    cells = at.cells()
    first, second = at.pair()
    assert elsewhere.pair() == (first, second)
    values = cells[first - 1] + cells[second - 1]
    assert isinstance(at.type(values), CardActivated)
    assert isinstance(recognise(ports_on, elsewhere.token), SessionOver)  # its passcode has ended
    assert reason_of(at.type(values)) is Reason.NOT_FOUND


def test_a_card_requested_anew_cannot_be_activated_with_the_earlier_one_s_values(ports: Ports) -> None:
    person = add_person(ports, WITH_PASSCODE)
    at, elsewhere = At(ports, person), At(ports, person)
    cells = at.cells()
    first, second = at.pair()
    elsewhere.show()
    assert reason_of(at.type(cells[first - 1] + cells[second - 1])) is Reason.CHALLENGE_EXPIRED
    assert states(person)["code_card"].count("active") == 0


def test_a_session_opened_with_a_device_keeps_its_device_as_evidence(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    at = At(ports, person)
    assert at.activate().access_token is None  # nothing more may be done: it goes on under its token
    assert at.visitor.factor is AuthenticatorKind.DSC_PLUS
    assert set(SessionRow.objects.values_list("answered", flat=True)) == {person.factors[0]["id"]}
    assert states(person)["dsc_plus"] == ["active"]


def test_display_and_activation_are_told_to_the_holder_on_every_address_and_to_the_trail(ports: Ports) -> None:
    at = At(ports, add_person(ports, WITH_PASSCODE))
    at.activate()
    told = list(OutboxRow.objects.filter(holder_id=at.person.holder_id).values_list("message", "recipient"))
    assert {message for message, _ in told} >= {"card_shown", "card_activated"}
    happened = [event.happening for event in reversed(trail(ports, at.person))]
    wanted = [Happening.CARD_SHOWN, Happening.PROOF_ASKED, Happening.CARD_ACTIVATED]
    assert [one for one in happened if one in wanted] == wanted
    activated = next(event for event in trail(ports, at.person) if event.happening is Happening.CARD_ACTIVATED)
    passcode = at.person.factors[1]["id"]
    assert (activated.detail["ended"], activated.detail["instead_of"]) == (passcode, passcode)


def test_no_value_of_the_card_is_stored_or_told(ports: Ports) -> None:
    from django.db import connection

    at = At(ports, add_person(ports, WITH_PASSCODE))
    shown = at.show()
    assert isinstance(shown, CardShown)
    cells = at.cells()
    at.activate()
    (row,) = AuthenticatorRow.objects.filter(kind="code_card")
    assert all("".join(cells[:10]) not in str(column) for column in row.__dict__.values())
    with connection.cursor() as cursor:
        dump = "\n".join(
            str(found)
            for table in connection.introspection.table_names()
            for found in cursor.execute(f'SELECT * FROM "{table}"').fetchall()
        )
    assert shown.address.reveal_text() not in dump


def test_a_passcode_that_ran_out_in_between_activates_nothing(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, WITH_PASSCODE)
    clock.advance(timedelta(hours=288) - timedelta(minutes=2))
    at = At(ports, person)
    at.cells()
    at.pair()
    clock.advance(timedelta(minutes=2))
    assert isinstance(recognise(ports, at.token), SessionOver)
    assert states(person)["code_card"] == ["shown"]


@pytest.mark.fact("A106", "A117")
def test_who_cannot_enter_the_portal_any_more_is_sent_to_the_telephone(ports: Ports, clock: FixedClock) -> None:
    person = add_person(ports, WITH_PASSCODE)
    clock.advance(timedelta(hours=288))
    view = sign_in(ports, attempt(person))
    assert reason_of(view) is Reason.PASSCODE_EXPIRED
    assert view.state is LoginState.REFUSED
    said = explain(view.refusal, language=Language.EN, regions=DEFAULT_REGIONS, zone=ZoneInfo("Asia/Tokyo"))
    assert any(step.phone for step in said.next_steps)

"""Two hands at one card, in two processes, on both databases: one activation, one shown card, never two in force."""

from collections import Counter

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, SpentCellRow
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, enter
from sekisho.testing.invariants import violations
from sekisho.testing.people import Person, Wanted, add_person
from sekisho.workflows.activate_card import ask_cells
from sekisho.workflows.card_records import CardSheet, CardShown
from sekisho.workflows.outcomes import ChallengeView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.read_card import read_card
from sekisho.workflows.recognise import recognise
from sekisho.workflows.show_card import show_card

from .companions import Crowd, Json

ROUNDS = [pytest.param(3, id="3 rounds"), pytest.param(100, id="100 rounds", marks=pytest.mark.slow)]
AWAY = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)
WANTED = Wanted(devices=(AWAY,), passcode=PasscodeState.LIVE)
pytestmark = pytest.mark.timeout(1800)


def log_in(ports: Ports, person: Person) -> str:
    view = enter(ports, person)
    assert view.grant is not None
    assert view.grant.access_token is not None
    return view.grant.access_token.reveal_text()


def visitor(ports: Ports, token: str) -> Visitor:
    found = recognise(ports, Secret(token))
    assert isinstance(found, Visitor)
    return found


def request(ports: Ports, token: str) -> tuple[str, ...]:
    """Request a card and read its values."""
    shown = show_card(ports, visitor(ports, token), door=DOOR)
    assert isinstance(shown, CardShown)
    sheet = read_card(ports, visitor(ports, token), address=shown.address.reveal_text())
    assert isinstance(sheet, CardSheet)
    return sheet.cells


def right_values(ports: Ports, token: str, cells: tuple[str, ...]) -> str:
    asked = ask_cells(ports, visitor(ports, token), door=DOOR)
    assert isinstance(asked, ChallengeView)
    assert asked.indices is not None
    return "".join(cells[index - 1] for index in asked.indices)


def outcomes(results: list[list[Json]]) -> Counter[str]:
    flat = [result for told in results for result in told]
    return Counter(result.get("error") or result["reason"] or result["state"] for result in flat)


def cards(person: Person) -> Counter[str]:
    rows = AuthenticatorRow.objects.filter(account_id=person.account, kind=AuthenticatorKind.CODE_CARD)
    return Counter(rows.values_list("state", flat=True))


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_many_activations_at_once_exactly_one_wins(ports_on: Ports, crowd: Crowd, rounds: int) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, WANTED)
        tokens = [log_in(ports_on, person) for _ in range(2)]
        cells = request(ports_on, tokens[0])
        values = {token: right_values(ports_on, token, cells) for token in tokens}
        deeds = [{"deed": "activate_card", "token": token, "values": values[token]} for token in tokens]
        found = outcomes(crowd.rush(*([deed] for deed in deeds * 5)))
        assert found["CardActivated"] == 1
        assert found["StorageUnavailableError"] == 0
        assert cards(person) == {CardState.ACTIVE: 1}
        assert SpentCellRow.objects.filter(authenticator__account_id=person.account).count() == 2
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_an_activation_and_a_second_request_at_once_never_leave_two_cards(
    ports_on: Ports, crowd: Crowd, rounds: int
) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, WANTED)
        tokens = [log_in(ports_on, person) for _ in range(2)]
        values = right_values(ports_on, tokens[0], request(ports_on, tokens[0]))
        activate = {"deed": "activate_card", "token": tokens[0], "values": values}
        show = {"deed": "show_card", "token": tokens[1]}
        found = outcomes(crowd.rush(*([deed] for deed in [activate, show] * 4)))
        assert found["StorageUnavailableError"] == 0
        assert found["CardActivated"] <= 1
        held = cards(person)
        assert held[CardState.ACTIVE] == found["CardActivated"]
        assert held[CardState.ACTIVE] + held[CardState.SHOWN] == 1
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_requests_at_once_leave_one_card_to_activate(ports_on: Ports, crowd: Crowd, rounds: int) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, WANTED)
        tokens = [log_in(ports_on, person) for _ in range(4)]
        found = outcomes(crowd.rush(*([{"deed": "show_card", "token": token}] for token in tokens * 2)))
        assert set(found) == {"CardShown"}
        assert cards(person)[CardState.SHOWN] == 1
        assert len(tokens) <= cards(person).total() <= 2 * len(tokens)
    assert violations(ports_on) == ()

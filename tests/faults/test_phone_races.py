"""Many hands at one phone, in two processes, on both databases: one is admitted, one comes into use, one move goes on."""

from collections import Counter

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow
from sekisho.core.authenticators.kinds import Platform
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR
from sekisho.testing.invariants import violations
from sekisho.testing.people import ANDROID, DSC, PASSWORD, Person, Wanted, add_person
from sekisho.testing.soft_devices import SoftOcraDevice
from sekisho.testing.visiting import log_in
from sekisho.workflows.phones.admit import admit_phone
from sekisho.workflows.phones.invite import begin_invitation, finish_invitation
from sekisho.workflows.phones.move import begin_move
from sekisho.workflows.phones.outcomes import InvitationView, MoveBegun, PhoneAdmitted
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import outbox_place

from .companions import Crowd, Json

ROUNDS = [pytest.param(2, id="2 rounds"), pytest.param(50, id="50 rounds", marks=pytest.mark.slow)]
pytestmark = pytest.mark.timeout(1800)


def invited(ports: Ports, person: Person) -> str:
    here = log_in(ports, person=person, with_kind="dsc_plus")
    asked = begin_invitation(ports, here.visitor, retyped=here.retyped, door=DOOR)
    shown = finish_invitation(ports, here.visitor, answered=here.answered(asked))
    assert isinstance(shown, InvitationView)
    assert shown.session_id is not None
    return shown.session_id.reveal_text()


def outcomes(results: list[list[Json]]) -> Counter[str]:
    flat = [result for told in results for result in told]
    return Counter(result.get("error") or result["state"] for result in flat)


def phones(person: Person) -> Counter[str]:
    rows = AuthenticatorRow.objects.filter(account_id=person.account, kind="key_app")
    return Counter(rows.values_list("state", flat=True))


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_many_phones_with_one_session_id_exactly_one_gets_a_key(ports_on: Ports, crowd: Crowd, rounds: int) -> None:
    for _ in range(rounds):
        session_id = invited(ports_on, add_person(ports_on, Wanted(devices=(DSC,))))
        found = outcomes(crowd.rush(*([{"deed": "admit_phone", "session_id": session_id}] for _ in range(10))))
        assert found == {"PhoneAdmitted": 1, "RefusalView": 9}


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_many_first_responses_at_once_one_puts_one_phone_to_use(ports_on: Ports, crowd: Crowd, rounds: int) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, Wanted(devices=(DSC, ANDROID)))
        given = admit_phone(ports_on, session_id=invited(ports_on, person), platform=Platform.IOS, door=DOOR)
        assert isinstance(given, PhoneAdmitted)
        response = SoftOcraDevice(id="", suite=given.suite, key=given.key.reveal()).respond_to(given.challenge)
        deed = {"deed": "prove_phone", "id": given.id, "token": given.token.reveal_text(), "response": response}
        found = outcomes(crowd.rush(*([deed] for _ in range(4))))
        assert found == {"PhoneRegistered": 1, "RefusalView": 3}
        assert phones(person) == {"active": 1, "retired": 1}
        assert OutboxRow.objects.filter(holder_id=person.holder_id, message="own.phone_moved").count() == 2
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_many_right_codes_for_one_move_exactly_one_gets_a_key(ports_on: Ports, crowd: Crowd, rounds: int) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, Wanted(devices=(ANDROID,)))
        move = begin_move(
            ports_on, username=person.username, password=Secret(PASSWORD), platform=Platform.IOS, door=DOOR
        )
        assert isinstance(move, MoveBegun)
        row = OutboxRow.objects.filter(holder_id=person.holder_id, message="own.move_code").latest("id")
        code = ports_on.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()
        deed = {"deed": "finish_move", "id": move.id, "token": move.token.reveal_text(), "response": code}
        found = outcomes(crowd.rush(*([deed] for _ in range(6))))
        assert found == {"PhoneAdmitted": 1, "RefusalView": 5}
        assert phones(person) == {"active": 1}
    assert violations(ports_on) == ()

"""A proof inside a session serves one deed, one thing, one session, once; and it never opens a session."""

import pytest

from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, attempt, enter, reason, right_answer, wrong_answer
from sekisho.testing.clock import FixedClock
from sekisho.testing.people import DSC, IOS, Person, Wanted, add_person
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.claim import proof_print
from sekisho.workflows.outcomes import LoginState, LoginUnknown, LoginView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.prove import Purpose, answer_proof, ask_proof, done, not_done
from sekisho.workflows.recognise import recognise
from sekisho.workflows.show_login import show_login
from sekisho.workflows.sign_in import sign_in


@pytest.fixture
def person(ports: Ports) -> Person:
    return add_person(ports, Wanted(devices=(DSC, IOS)))


def visitor_of(ports: Ports, person: Person) -> Visitor:
    view = enter(ports, person)
    assert view.grant is not None
    assert view.grant.access_token is not None
    visitor = recognise(ports, view.grant.access_token)
    assert isinstance(visitor, Visitor)
    return visitor


@pytest.fixture
def visitor(ports: Ports, person: Person) -> Visitor:
    return visitor_of(ports, person)


def purpose_of(person: Person, deed: HolderDeed = HolderDeed.REACTIVATE_DEVICE) -> Purpose:
    return Purpose(deed=deed, subject=person.factors[0]["id"])


def ask(ports: Ports, visitor: Visitor, purpose: Purpose) -> LoginView:
    asked = AuthenticatorId(purpose.subject)
    view = ask_proof(ports, visitor, purpose=purpose, offered=(asked,), first=asked, door=DOOR)
    assert isinstance(view, LoginView)
    return view


class Deed:
    """What is done with a right answer, counted."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, step, answered) -> LoginView:
        self.times += 1
        return done(step)


def answer(ports: Ports, visitor: Visitor, asked: LoginView, response: str, *, purpose: Purpose, deed: Deed):
    assert asked.id is not None
    return answer_proof(ports, visitor, purpose=purpose, proof_id=asked.id, response=response, door=DOOR, conclude=deed)


def test_the_right_answer_does_the_deed_once(ports: Ports, person: Person, visitor: Visitor) -> None:
    purpose, deed = purpose_of(person), Deed()
    asked = ask(ports, visitor, purpose)
    right = right_answer(person, asked)
    first = answer(ports, visitor, asked, right, purpose=purpose, deed=deed)
    assert first.state is LoginState.GRANTED
    assert first.grant is None
    again = answer(ports, visitor, asked, right, purpose=purpose, deed=deed)
    assert reason(again) is Reason.RESPONSE_USED
    assert deed.times == 1


def test_a_wrong_answer_does_nothing_and_keeps_the_question(ports: Ports, person: Person, visitor: Visitor) -> None:
    purpose, deed = purpose_of(person), Deed()
    asked = ask(ports, visitor, purpose)
    view = answer(ports, visitor, asked, wrong_answer(person, asked), purpose=purpose, deed=deed)
    assert reason(view) is Reason.WRONG_RESPONSE
    assert view.challenge.code == asked.challenge.code
    assert view.factors == ()
    assert (
        answer(ports, visitor, asked, right_answer(person, asked), purpose=purpose, deed=deed).state
        is LoginState.GRANTED
    )
    assert deed.times == 1


def test_a_proof_for_one_deed_or_thing_is_none_for_another(ports: Ports, person: Person, visitor: Visitor) -> None:
    asked = ask(ports, visitor, purpose_of(person))
    others = (
        purpose_of(person, HolderDeed.RETIRE_DEVICE),
        Purpose(deed=HolderDeed.REACTIVATE_DEVICE, subject=person.factors[1]["id"]),
    )
    deed = Deed()
    for other in others:
        found = answer(ports, visitor, asked, right_answer(person, asked), purpose=other, deed=deed)
        assert isinstance(found, LoginUnknown)
    assert deed.times == 0


def test_a_proof_serves_only_the_session_that_asked(ports: Ports, person: Person, visitor: Visitor) -> None:
    purpose, deed = purpose_of(person), Deed()
    asked = ask(ports, visitor, purpose)
    elsewhere = visitor_of(ports, person)
    assert elsewhere.session_id != visitor.session_id
    found = answer(ports, elsewhere, asked, right_answer(person, asked), purpose=purpose, deed=deed)
    assert isinstance(found, LoginUnknown)
    assert deed.times == 0


def test_a_proof_is_no_login_and_a_login_is_no_proof(ports: Ports, person: Person, visitor: Visitor) -> None:
    asked = ask(ports, visitor, purpose_of(person))
    right = right_answer(person, asked)
    assert isinstance(answer_challenge(ports, login_id=asked.id, response=right, door=DOOR), LoginUnknown)
    assert isinstance(show_login(ports, login_id=asked.id), LoginUnknown)
    factor = person.factors[1]["id"]
    assert isinstance(choose_factor(ports, login_id=asked.id, factor=factor, door=DOOR), LoginUnknown)
    made_up = answer_proof(
        ports,
        visitor,
        purpose=purpose_of(person),
        proof_id=Secret("proof_made_up"),
        response=right,
        door=DOOR,
        conclude=Deed(),
    )
    assert isinstance(made_up, LoginUnknown)


def test_a_proof_asks_nothing_of_somebody_elses_device(ports: Ports, person: Person, visitor: Visitor) -> None:
    other = add_person(ports, Wanted(devices=(DSC,)))
    purpose = purpose_of(other)
    theirs = AuthenticatorId(purpose.subject)
    found = ask_proof(ports, visitor, purpose=purpose, offered=(theirs,), first=theirs, door=DOOR)
    assert isinstance(found, LoginUnknown)


def test_a_proof_is_over_after_its_five_minutes(
    ports: Ports, clock: FixedClock, person: Person, visitor: Visitor
) -> None:
    purpose, deed = purpose_of(person), Deed()
    asked = ask(ports, visitor, purpose)
    clock.advance(ports.spans.challenge)
    view = answer(ports, visitor, asked, right_answer(person, asked), purpose=purpose, deed=deed)
    assert reason(view) is Reason.CHALLENGE_EXPIRED
    assert deed.times == 0


def test_wrong_answers_to_proofs_and_to_logins_are_counted_together(
    ports: Ports, person: Person, visitor: Visitor
) -> None:
    purpose, deed = purpose_of(person), Deed()
    for _ in range(2):
        asked = ask(ports, visitor, purpose)
        for _ in range(3):
            answer(ports, visitor, asked, wrong_answer(person, asked), purpose=purpose, deed=deed)
    asked = ask(ports, visitor, purpose)
    view = answer(ports, visitor, asked, right_answer(person, asked), purpose=purpose, deed=deed)
    assert reason(view) is Reason.THROTTLED
    assert deed.times == 0


def test_questions_of_proofs_and_of_logins_are_limited_together(ports: Ports, person: Person, visitor: Visitor) -> None:
    for _ in range(5):
        assert ask(ports, visitor, purpose_of(person)).state is LoginState.CHALLENGE
        assert sign_in(ports, attempt(person)).state is LoginState.CHALLENGE
    assert reason(ask(ports, visitor, purpose_of(person))) is Reason.THROTTLED
    assert reason(sign_in(ports, attempt(person))) is Reason.THROTTLED


def test_a_deed_refused_in_the_end_leaves_the_answer_spent(ports: Ports, person: Person, visitor: Visitor) -> None:
    purpose = purpose_of(person)
    asked = ask(ports, visitor, purpose)
    right = right_answer(person, asked)
    view = answer_proof(
        ports,
        visitor,
        purpose=purpose,
        proof_id=asked.id,
        response=right,
        door=DOOR,
        conclude=lambda step, _: not_done(step),
    )
    assert reason(view) is Reason.CONFLICT
    assert asked.id is not None
    with ports.store.reading() as tx:
        kept = tx.login(proof_print(ports.vault, asked.id.reveal_text()))
    assert kept is not None
    assert (kept.outcome, kept.reason, kept.is_over) == ("refused", Reason.CONFLICT, True)
    deed = Deed()
    again = answer(ports, visitor, asked, right, purpose=purpose, deed=deed)
    assert reason(again) is Reason.RESPONSE_USED
    assert deed.times == 0

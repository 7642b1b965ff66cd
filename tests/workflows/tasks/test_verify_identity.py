"""Verifying identity for one sensitive task (A125 to A130, A158): user name and password again, then an answer for exactly it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sekisho.core.access.decisions import Surface
from sekisho.core.authenticators.device_cases import DeviceStatus
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.tasks.details import DetailFlaw
from sekisho.core.tasks.task import TaskFlawed, TaskKind
from sekisho.core.tasks.withdrawals import Window
from sekisho.testing.claimant import DOOR, enter, right_answer, wrong_answer
from sekisho.testing.clock import FixedClock
from sekisho.testing.people import DSC, IOS, Wanted, add_person
from sekisho.testing.visiting import Guest, log_in
from sekisho.workflows.devices.report_lost import report_lost
from sekisho.workflows.outcomes import LoginView, ProofMissing, RefusalView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.tasks.fill_in import fill_in
from sekisho.workflows.tasks.outcomes import ProofGiven, TaskBeyond, TaskDone
from sekisho.workflows.tasks.show_money import show_money
from sekisho.workflows.tasks.spend_proof import spend_proof
from sekisho.workflows.tasks.verify_identity import asked_for, finish_task, give_proof, verify_identity
from sekisho.workflows.work.tasks import TaskDraft

BANK = {"bank": "みずほ銀行", "branch": "本店", "account": "1234567", "payee": "セキショ ハナ"}


class Teller:
    """Somebody who fills in tasks and proves them, on pages."""

    def __init__(self, ports: Ports, guest: Guest) -> None:
        self.ports, self.guest = ports, guest

    def fill_in(self, kind: TaskKind, **given: str) -> TaskDraft:
        draft = fill_in(self.ports, self.guest.visitor, kind=kind, given=given)
        assert isinstance(draft, TaskDraft), draft
        return draft

    def verify(self, draft: TaskDraft, **otherwise: Any) -> Any:
        retyped = replace(self.guest.retyped, **otherwise)
        return verify_identity(self.ports, self.guest.visitor, draft.task, retyped=retyped, door=DOOR)

    def finish(self, draft: TaskDraft, response: str) -> Any:
        return finish_task(self.ports, self.guest.visitor, draft, response=response, door=DOOR)

    def do(self, kind: TaskKind, **given: str) -> Any:
        draft = self.fill_in(kind, **given)
        return self.finish(draft, right_answer(self.guest.person, self.verify(draft)))

    def banks(self) -> set[str]:
        return {one.id for one in show_money(self.ports, self.guest.visitor).banks}

    def bank(self) -> str:
        before = self.banks()
        assert isinstance(self.do(TaskKind.BANK_INSTRUCTION, **BANK), TaskDone)
        (new,) = self.banks() - before
        return new


@pytest.fixture
def teller(ports: Ports) -> Teller:
    return Teller(ports, log_in(ports, devices=(IOS,)))


def reason_of(view: object) -> Reason | None:
    if isinstance(view, RefusalView):
        return view.reason
    return view.refusal.reason if isinstance(view, LoginView) and view.refusal else None


def test_money_goes_to_an_instruction_of_one_s_own_and_the_holder_is_told(teller: Teller) -> None:
    bank = teller.bank()
    done = teller.do(TaskKind.WITHDRAWAL, amount="9,100", bank=bank)
    assert isinstance(done, TaskDone)
    assert done.factor is AuthenticatorKind.KEY_APP
    shown = show_money(teller.ports, teller.guest.visitor)
    assert [(one.cents, one.bank, one.reference) for one in shown.withdrawals] == [(910_000, bank, done.reference)]


@pytest.mark.parametrize(("changed", "to"), [("amount", "9,100"), ("bank", "the other one")], ids=["amount", "payee"])
def test_a_response_for_one_task_is_none_for_another(teller: Teller, changed: str, to: str) -> None:
    first, second = teller.bank(), teller.bank()
    given = {"amount": "100", "bank": first}
    asked = teller.verify(teller.fill_in(TaskKind.WITHDRAWAL, **given))
    right = right_answer(teller.guest.person, asked)
    other = teller.fill_in(TaskKind.WITHDRAWAL, **given | {changed: second if changed == "bank" else to})
    assert reason_of(teller.finish(other, right)) is Reason.NOT_FOUND
    assert not show_money(teller.ports, teller.guest.visitor).withdrawals


def test_two_tabs_with_two_tasks_each_take_their_own_answer(teller: Teller) -> None:
    bank = teller.bank()
    drafts = [teller.fill_in(TaskKind.WITHDRAWAL, amount=amount, bank=bank) for amount in ("100", "200")]
    answers = [right_answer(teller.guest.person, teller.verify(draft)) for draft in drafts]
    assert reason_of(teller.finish(drafts[0], answers[1])) is Reason.WRONG_RESPONSE
    assert isinstance(teller.finish(drafts[0], answers[0]), TaskDone)
    assert isinstance(teller.finish(drafts[1], answers[1]), TaskDone)
    assert reason_of(teller.finish(drafts[1], answers[1])) in {Reason.RESPONSE_USED, Reason.NOT_FOUND}
    assert len(show_money(teller.ports, teller.guest.visitor).withdrawals) == 2


def test_a_wrong_password_or_another_s_name_puts_no_question(teller: Teller) -> None:
    draft = teller.fill_in(TaskKind.EMAIL_CHANGE, email="new@example.com")
    other = add_person(teller.ports, Wanted(devices=(IOS,)))
    refused = [
        teller.verify(draft, password=Secret("wrong")),
        teller.verify(draft, username=other.username),
        teller.verify(draft, username="nobody"),
    ]
    assert {reason_of(view) for view in refused} == {Reason.BAD_CREDENTIALS}
    assert asked_for(teller.ports, teller.guest.visitor, draft.task) is None


def test_the_password_is_throttled_as_at_the_login(teller: Teller) -> None:
    draft = teller.fill_in(TaskKind.EMAIL_CHANGE, email="new@example.com")
    for _ in range(10):
        teller.verify(draft, password=Secret("wrong"))
    assert reason_of(teller.verify(draft)) is Reason.LOCKED


def test_a_question_lives_five_minutes_and_no_longer(teller: Teller, clock: FixedClock) -> None:
    draft = teller.fill_in(TaskKind.EMAIL_CHANGE, email="new@example.com")
    right = right_answer(teller.guest.person, teller.verify(draft))
    clock.advance(timedelta(minutes=5))
    assert reason_of(teller.finish(draft, right)) is Reason.CHALLENGE_EXPIRED


def test_a_passcode_answers_for_no_task(ports: Ports) -> None:
    guest = log_in(ports, passcode=PasscodeState.LIVE)
    view = fill_in(ports, guest.visitor, kind=TaskKind.EMAIL_CHANGE, given={"email": "new@example.com"})
    assert reason_of(view) is Reason.STEP_UP_REQUIRED


def test_a_code_card_answers_for_a_task_up_to_its_own_ceiling(ports: Ports) -> None:
    teller = Teller(ports, log_in(ports, card=CardState.ACTIVE))
    bank = teller.bank()
    beyond = fill_in(ports, teller.guest.visitor, kind=TaskKind.WITHDRAWAL, given={"amount": "200000.01", "bank": bank})
    assert isinstance(beyond, TaskBeyond)
    assert beyond.window is Window.DAY
    assert isinstance(teller.do(TaskKind.WITHDRAWAL, amount="200000", bank=bank), TaskDone)
    again = fill_in(ports, teller.guest.visitor, kind=TaskKind.WITHDRAWAL, given={"amount": "0.01", "bank": bank})
    assert isinstance(again, TaskBeyond)


def test_what_is_beyond_the_session_s_device_is_asked_of_the_stronger_one(ports: Ports) -> None:
    teller = Teller(ports, log_in(ports, devices=(DSC, IOS), with_kind="key_app"))
    bank = teller.bank()
    kinds = {}
    for amount in ("1000", "2000000"):
        view = teller.verify(teller.fill_in(TaskKind.WITHDRAWAL, amount=amount, bank=bank))
        kinds[amount] = view.challenge.factor.kind
    assert kinds == {"1000": AuthenticatorKind.KEY_APP, "2000000": AuthenticatorKind.DSC_PLUS}


# B076, B077
def test_the_holder_chooses_what_answers_and_its_ceiling_counts(ports: Ports) -> None:
    teller = Teller(ports, log_in(ports, devices=(DSC, IOS), card=CardState.ACTIVE, with_kind="dsc_plus"))
    bank = teller.bank()
    draft = teller.fill_in(TaskKind.WITHDRAWAL, amount="200000.01", bank=bank)
    asked = teller.verify(draft, factor=teller.guest.device("key_app"))
    assert [factor.kind for factor in asked.factors] == ["dsc_plus", "key_app", "code_card"]
    assert teller.finish(draft, right_answer(teller.guest.person, asked)).factor is AuthenticatorKind.KEY_APP
    too_weak = teller.verify(draft, factor=teller.guest.device("code_card"))
    assert (too_weak.factor, too_weak.left.today) == (AuthenticatorKind.CODE_CARD, 0)


def test_what_may_not_answer_cannot_be_chosen_whoever_it_belongs_to(ports: Ports) -> None:
    teller = Teller(ports, log_in(ports, devices=(DSC, IOS)))
    draft = teller.fill_in(TaskKind.EMAIL_CHANGE, email="new@example.com")
    stranger = add_person(ports, Wanted(devices=(DSC,)))
    for factor in (teller.guest.device("key_app"), stranger.factors[0]["id"], "fac_nobody"):
        assert reason_of(teller.verify(draft, factor=factor)) is Reason.NOT_FOUND
    assert asked_for(ports, teller.guest.visitor, draft.task) is None


def test_the_ceiling_is_judged_when_it_is_done_and_not_only_when_it_is_filled_in(teller: Teller) -> None:
    bank = teller.bank()
    first, second = (teller.fill_in(TaskKind.WITHDRAWAL, amount=amount, bank=bank) for amount in ("600,000", "400,001"))
    answers = [right_answer(teller.guest.person, teller.verify(draft)) for draft in (first, second)]
    assert isinstance(teller.finish(first, answers[0]), TaskDone)
    assert isinstance(teller.finish(second, answers[1]), TaskBeyond)
    assert [one.cents for one in show_money(teller.ports, teller.guest.visitor).withdrawals] == [60_000_000]


def test_a_new_address_is_told_to_the_old_one_too(teller: Teller) -> None:
    assert isinstance(teller.do(TaskKind.EMAIL_CHANGE, email="new@example.com"), TaskDone)
    with teller.ports.store.reading() as tx:
        contacts = tx.contacts(teller.guest.visitor.holder_id)
    assert contacts.email.value == "new@example.com"
    assert len(contacts.told(teller.ports.clock.now())) == 3


def test_what_is_on_file_already_is_no_change(teller: Teller) -> None:
    with teller.ports.store.reading() as tx:
        email = tx.contacts(teller.guest.visitor.holder_id).email.value
    assert reason_of(teller.do(TaskKind.EMAIL_CHANGE, email=email)) is Reason.CONFLICT


def test_another_account_s_bank_instruction_is_none_of_ours(teller: Teller) -> None:
    bank = teller.bank()
    stranger = log_in(teller.ports, devices=(IOS,))
    flawed = fill_in(teller.ports, stranger.visitor, kind=TaskKind.WITHDRAWAL, given={"amount": "1", "bank": bank})
    assert flawed == TaskFlawed(flaws={"bank": DetailFlaw.UNREADABLE})


def test_another_session_finds_neither_draft_nor_question(teller: Teller) -> None:
    draft = teller.fill_in(TaskKind.EMAIL_CHANGE, email="new@example.com")
    right = right_answer(teller.guest.person, teller.verify(draft))
    other = Teller(teller.ports, log_in(teller.ports, person=teller.guest.person))
    assert reason_of(other.finish(draft, right)) is Reason.NOT_FOUND


def test_a_device_reported_lost_meanwhile_answers_for_nothing(ports: Ports) -> None:
    teller = Teller(ports, log_in(ports, devices=(DSC, IOS), with_kind="key_app"))
    draft = teller.fill_in(TaskKind.EMAIL_CHANGE, email="new@example.com")
    asked = teller.verify(draft)
    assert asked.challenge.factor.kind is AuthenticatorKind.DSC_PLUS
    right = right_answer(teller.guest.person, asked)
    report_lost(ports, teller.guest.visitor, device_id=teller.guest.device(), status=DeviceStatus.LOST, door=DOOR)
    assert not isinstance(teller.finish(draft, right), TaskDone)
    with ports.store.reading() as tx:
        assert tx.contacts(teller.guest.visitor.holder_id).email.value != "new@example.com"


class Program:
    """Somebody who does tasks over the API, with a proof."""

    def __init__(self, ports: Ports, guest: Guest) -> None:
        self.ports, self.guest = ports, guest
        self.teller = Teller(ports, guest)

    def prove(self, kind: TaskKind, **given: str) -> ProofGiven:
        draft = self.teller.fill_in(kind, **given)
        asked = self.teller.verify(draft)
        given_proof = give_proof(
            self.ports,
            self.guest.visitor,
            proof_id=asked.id,
            response=right_answer(self.guest.person, asked),
            door=DOOR,
        )
        assert isinstance(given_proof, ProofGiven), given_proof
        return given_proof

    def spend(self, proof: Secret | None, kind: TaskKind, **given: str) -> Any:
        return spend_proof(self.ports, self.guest.visitor, kind=kind, given=given, proof=proof, door=DOOR)


@pytest.fixture
def program(ports: Ports) -> Program:
    return Program(ports, log_in(ports, devices=(IOS,)))


def test_a_proof_does_its_task_once(program: Program) -> None:
    proof = program.prove(TaskKind.BANK_INSTRUCTION, **BANK).proof
    assert isinstance(program.spend(proof, TaskKind.BANK_INSTRUCTION, **BANK), TaskDone)
    assert isinstance(program.spend(proof, TaskKind.BANK_INSTRUCTION, **BANK), ProofMissing)
    assert len(show_money(program.ports, program.guest.visitor).banks) == 1


def test_a_proof_spent_for_something_else_is_used_up_and_does_nothing(program: Program) -> None:
    proof = program.prove(TaskKind.BANK_INSTRUCTION, **BANK).proof
    assert isinstance(program.spend(proof, TaskKind.BANK_INSTRUCTION, **BANK | {"account": "7654321"}), ProofMissing)
    assert isinstance(program.spend(proof, TaskKind.BANK_INSTRUCTION, **BANK), ProofMissing)
    assert not show_money(program.ports, program.guest.visitor).banks


def test_a_proof_is_worth_nothing_after_five_minutes_or_in_another_session(program: Program, clock: FixedClock) -> None:
    proof = program.prove(TaskKind.BANK_INSTRUCTION, **BANK).proof
    other = Program(program.ports, log_in(program.ports, person=program.guest.person))
    assert isinstance(other.spend(proof, TaskKind.BANK_INSTRUCTION, **BANK), ProofMissing)
    clock.advance(timedelta(minutes=5))
    assert isinstance(program.spend(proof, TaskKind.BANK_INSTRUCTION, **BANK), ProofMissing)


def test_without_a_proof_nothing_is_done(program: Program) -> None:
    assert isinstance(program.spend(None, TaskKind.BANK_INSTRUCTION, **BANK), ProofMissing)
    assert isinstance(program.spend(Secret("taskproof_made_up"), TaskKind.BANK_INSTRUCTION, **BANK), ProofMissing)


def test_a_wrong_answer_gives_no_proof_and_tells_what_is_left(program: Program) -> None:
    draft = program.teller.fill_in(TaskKind.BANK_INSTRUCTION, **BANK)
    asked = program.teller.verify(draft)
    view = give_proof(
        program.ports,
        program.guest.visitor,
        proof_id=asked.id,
        response=wrong_answer(program.guest.person, asked),
        door=DOOR,
    )
    assert reason_of(view) is Reason.WRONG_RESPONSE
    assert isinstance(view, LoginView)
    assert view.refusal is not None
    assert view.refusal.attempts_left == 4


def test_a_trading_session_reaches_no_task(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(IOS,)))
    view = enter(ports, person, surface=Surface.TRADING)
    assert view.grant is not None
    assert view.grant.access_token is not None
    visitor = recognise(ports, view.grant.access_token)
    assert isinstance(visitor, Visitor)
    refused = fill_in(ports, visitor, kind=TaskKind.EMAIL_CHANGE, given={"email": "new@example.com"})
    assert reason_of(refused) is Reason.SCOPE_INSUFFICIENT

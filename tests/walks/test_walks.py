"""The walks in `docs/walks` are true: each one runs, block by block, in one namespace, on a real database."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sekisho.adapters.storage.trail import Intact
from sekisho.adapters.storage.trail import verify as verify_trail
from sekisho.core.access import decide
from sekisho.core.access.decisions import Evidence, FactorRequired, Mode, Scope, Surface
from sekisho.core.accounts import Account, AccountState, Credentials
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.subject_line import Purpose, SubjectFlaw, read_subject
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.tasks.task import TaskKind, read_task
from sekisho.testing import people
from sekisho.testing.claimant import attempt
from sekisho.testing.clock import FixedClock
from sekisho.testing.desk import at_desk, sent
from sekisho.testing.imaging import GOOD_MEASURES, dealt_page
from sekisho.testing.mailing import Phone
from sekisho.testing.people import Wanted, add_person
from sekisho.testing.soft_devices import soft_device
from sekisho.workflows.accounts import account_in_time
from sekisho.workflows.activate_card import activate_card, ask_cells
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.desk.calls import open_call
from sekisho.workflows.desk.carry_out import carry_out
from sekisho.workflows.desk.outcomes import DeedDone, DeedRequest
from sekisho.workflows.desk.record_evidence import record_evidence
from sekisho.workflows.desk.stop_deed import stop_deed
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.devices.reactivate import begin_reactivation
from sekisho.workflows.door import Door
from sekisho.workflows.intake.understand import understand
from sekisho.workflows.intake_records import CaseRecord
from sekisho.workflows.outcomes import LoginState, SessionOver
from sekisho.workflows.ports import Ports
from sekisho.workflows.prove_password import PasswordTyped
from sekisho.workflows.read_card import read_card
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.recognise import recognise
from sekisho.workflows.show_card import show_card
from sekisho.workflows.sign_in import sign_in
from sekisho.workflows.tasks.fill_in import fill_in
from sekisho.workflows.tasks.outcomes import TaskDone
from sekisho.workflows.tasks.show_money import show_money
from sekisho.workflows.tasks.verify_identity import finish_task, verify_identity

WALKS = Path(__file__).parents[2] / "docs" / "walks"
HORIZON = timedelta(days=60)
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WORDS: dict[str, Any] = {
    word.__name__: word
    for word in (
        AuthenticatorKind, Credentials, DeedDone, DeedRequest, DeskDeed, DeviceDone, DeviceState, Door, Evidence,
        EvidenceKind, FactorRequired, Intact, Lack, LoginState, Mode, Outcome, Reason, Scope, Secret, SessionOver,
        Surface, activate_card, answer_challenge, ask_cells, begin_reactivation, carry_out, choose_factor,
        decide, open_call, read_card, recognise, record_evidence, sent, show_card, sign_in, timedelta,
        CaseState, DocumentState, Purpose, SubjectFlaw, TaskDone, TaskKind, fill_in, finish_task, read_task, show_money, read_subject, stop_deed, understand, verify_identity, Retyped,
    )
} | {"verify_trail": verify_trail, "PasswordTyped": PasswordTyped}  # fmt: skip


def load_account(ports: Ports, number: str) -> Account:
    with ports.store.reading() as tx:
        return tx.account(number)


def outlook_of(ports: Ports, number: str, surface: Surface) -> list[tuple[str, datetime | None]]:
    """Give the row that will decide at a surface, and until when, span by span."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        spans = account_in_time(ports, tx, number).outlook(now=now, horizon=HORIZON)
    return [(span.because, span.ends_at) for span in spans if span.surface is surface]


def mailing(ports: Ports) -> dict[str, Any]:
    """Give somebody who applied, their phone, and two photographs of a residence certificate."""
    applicant, phone = add_person(ports, Wanted(state=AccountState.APPLIED)), Phone(ports)

    def case(purpose: Purpose) -> CaseRecord | None:
        return phone.stored(lambda tx: tx.case_of(applicant.account, purpose))

    certificate = ("住民票の写し", "氏名 関所 花子", "住所 東京都架空区見本町1-2-3", "令和8年2月1日")
    return {
        "account": applicant.account,
        "phone": phone,
        "case": case,
        "blurred": phone.picture([dealt_page("x", measures=replace(GOOD_MEASURES, softness=0.7, shake=1.1))]),
        "sharp": phone.picture([dealt_page(*certificate)]),
    }


@pytest.mark.parametrize("walk", sorted(WALKS.glob("*.md")), ids=lambda walk: walk.stem)
def test_a_walk_runs_as_it_is_written(ports: Ports, clock: FixedClock, walk: Path) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    text = walk.read_text().replace("testy001", person.username).replace("U1000001", person.account)
    blocks = BLOCK.findall(text)
    assert blocks
    card = soft_device(person.factor("dsc_plus"))
    scene = WORDS | {"ports": ports, "clock": clock, "card": card, "load_account": load_account}
    if walk.stem == "mailed-document":
        scene |= mailing(ports)
    if walk.stem != "login":  # which shows how one is made
        scene |= {"agent": at_desk(ports), "attempt": attempt(person), "outlook_of": outlook_of}
    for block in blocks:
        exec(compile(block, walk.name, "exec"), scene)  # noqa: S102 - the text is this project's own

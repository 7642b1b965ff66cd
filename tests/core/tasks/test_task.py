"""A task is read into one form: the same wish gives the same text, another wish another one, and garbage is told by field."""

from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.tasks.details import DetailFlaw
from sekisho.core.tasks.task import SHAPES, Task, TaskFlawed, TaskKind, read_task

BANK = {"bank": "みずほ銀行", "branch": "本店", "account": "1234567", "payee": "セキショ ハナ"}


def read(kind, **given_details):
    task = read_task(kind, given_details)
    assert isinstance(task, Task), task
    return task


@pytest.mark.parametrize(
    ("typed", "one_form"),
    [
        ("100", "100.00"),
        ("9,100.5", "9100.50"),
        ("＄９１００．００", "9100.00"),
        (" 0.01 ", "0.01"),
        ("1,234,567", "1234567.00"),
    ],
)
def test_an_amount_is_read_however_it_is_typed(typed, one_form):
    assert read(TaskKind.WITHDRAWAL, amount=typed, bank="bank_1")["amount"] == one_form


@pytest.mark.parametrize(
    "typed", ["-5", "1.234", "1,23", "12,34", "1e3", "5 000", "0x10", "１２３万", "1000000000", "٣"]
)
def test_an_amount_that_could_be_read_in_two_ways_is_not_taken(typed):
    assert read_task(TaskKind.WITHDRAWAL, {"amount": typed, "bank": "b"}) == TaskFlawed(
        flaws={"amount": DetailFlaw.UNREADABLE}
    )


def test_nothing_is_no_amount():
    flawed = read_task(TaskKind.WITHDRAWAL, {"amount": "0.00", "bank": "b"})
    assert flawed == TaskFlawed(flaws={"amount": DetailFlaw.NOTHING})


@pytest.mark.parametrize("kind", TaskKind)
def test_every_missing_detail_is_told_and_one_too_many_is_refused(kind):
    flawed = read_task(kind, {"made_up": "x"})
    assert flawed == TaskFlawed(
        flaws={field.name: DetailFlaw.MISSING for field in SHAPES[kind].fields} | {"made_up": DetailFlaw.UNKNOWN}
    )


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\0", "\x1b", "\ue000"])
def test_no_sign_that_cannot_be_seen_stands_in_what_is_agreed_to(sign):
    flawed = read_task(TaskKind.BANK_INSTRUCTION, BANK | {"payee": f"Hana{sign}Sekisho"})
    assert flawed == TaskFlawed(flaws={"payee": DetailFlaw.UNREADABLE})


@given(st.dictionaries(st.sampled_from(["amount", "bank", *printable[:3]]), st.text(max_size=40), max_size=4))
def test_what_is_read_reads_as_itself_and_garbage_never_raises(details):
    task = read_task(TaskKind.WITHDRAWAL, details)
    if isinstance(task, Task):
        assert read_task(TaskKind.WITHDRAWAL, dict(task.details)) == task


@given(st.text(alphabet='a",[]\\ ', min_size=1, max_size=6), st.text(alphabet='a",[]\\ ', min_size=1, max_size=6))
def test_two_different_wishes_never_have_one_text(bank, branch):
    one = read_task(TaskKind.BANK_INSTRUCTION, BANK | {"bank": bank, "branch": branch})
    other = read_task(TaskKind.BANK_INSTRUCTION, BANK | {"bank": branch, "branch": bank})
    if isinstance(one, Task) and isinstance(other, Task):
        assert (one.text() == other.text()) is (one == other)


def test_a_proof_is_bound_to_amount_and_payee():
    texts = {
        read(TaskKind.WITHDRAWAL, amount=amount, bank=bank).text()
        for amount in ("100", "9100")
        for bank in ("b1", "b2")
    }
    assert len(texts) == 4

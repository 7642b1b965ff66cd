"""The ledger of facts holds all 197, finds every mark that a test can carry, and loses none in silence."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from sekisho.testing.facts import Fact, all_facts
from sekisho.testing.ledger import MarkRefusedError, marks_in, marks_under, page, shown

ROOT = Path(__file__).resolve().parents[2]

SAMPLE = """
    import pytest
    from pytest import mark

    pytestmark = [pytest.mark.slow, pytest.mark.fact("A001")]
    CASES = [pytest.param(1, marks=pytest.mark.fact("A008"))]

    @pytest.mark.fact("A002", "A003")
    def test_function(): ...

    @mark.fact("A004")
    async def test_coroutine(): ...

    @pytest.mark.fact("A005")
    class TestClass:
        pytestmark = pytest.mark.fact("A006")

        @pytest.mark.fact("A007")
        @pytest.mark.fact("A002")
        def test_method(self): ...

        class TestInner:
            def test_inner_method(self): ...

        def prepare(self): ...

    @pytest.mark.parametrize("number", CASES)
    def test_of_named_cases(number): ...

    @pytest.mark.parametrize("number", [pytest.param(2, marks=[pytest.mark.slow, pytest.mark.fact("A009")]), 3])
    def test_of_cases(number): ...
"""

FUNCTION, COROUTINE, METHOD, INNER, NAMED_CASES, CASES = (
    f"tests/core/test_sample.py::{name}"
    for name in (
        "test_function",
        "test_coroutine",
        "TestClass::test_method",
        "TestClass::TestInner::test_inner_method",
        "test_of_named_cases",
        "test_of_cases",
    )
)


def written(tmp_path: Path, source: str) -> Path:
    """A folder of tests with this one file."""
    tests = tmp_path / "tests"
    (tests / "core").mkdir(parents=True)
    (tests / "core" / "test_sample.py").write_text(dedent(source), encoding="utf-8")
    return tests


def refusal(source: str) -> str:
    with pytest.raises(MarkRefusedError) as refused:
        marks_in(dedent(source), path="tests/test_a.py")
    return str(refused.value)


# ── The list of facts ────────────────────────────────────────────────────────────────────────────────────────


def test_every_fact_is_listed_once_and_in_order():
    assert [fact.id for fact in all_facts()] == [f"A{number:03}" for number in range(1, 198)]


def test_a_fact_is_said_in_at_most_90_characters_that_a_table_can_hold():
    assert [
        f.id for f in all_facts() if not 0 < len(f.words) <= 90 or "|" in f.words or f.words != f.words.strip()
    ] == []


def test_the_facts_of_a_section_stand_together():
    sections = [fact.section for fact in all_facts()]
    assert sections == sorted(sections, key=sections.index)
    assert all(sections)


# ── The marks ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_mark_is_found_wherever_a_test_can_carry_one(tmp_path: Path):
    tests = shown(all_facts(), marks_under(written(tmp_path, SAMPLE)))
    assert {fact: names for fact, names in tests.items() if names} == {
        "A001": [FUNCTION, COROUTINE, METHOD, INNER, NAMED_CASES, CASES],
        "A002": [FUNCTION, METHOD],
        "A003": [FUNCTION],
        "A004": [COROUTINE],
        "A005": [METHOD, INNER],
        "A006": [METHOD, INNER],
        "A007": [METHOD],
        "A008": [NAMED_CASES],
        "A009": [CASES],
    }


def test_what_foreign_packages_bring_along_is_not_read(tmp_path: Path):
    tests = written(tmp_path, "")
    (tests / "node_modules").mkdir()
    (tests / "node_modules" / "test_foreign.py").write_text("print 'Python 2'", encoding="utf-8")
    assert marks_under(tests) == ()


def test_an_id_that_is_no_fact_is_refused_with_its_place(tmp_path: Path):
    source = """
        import pytest

        @pytest.mark.slow
        @pytest.mark.fact("A001", "A198")
        def test_function(): ...
    """
    marks = marks_under(written(tmp_path, source))
    with pytest.raises(MarkRefusedError, match=r"^tests/core/test_sample\.py:5: there is no fact A198$"):
        shown(all_facts(), marks)


@pytest.mark.parametrize(
    "source",
    [
        '@pytest.mark.fact("A001")\ndef prepare(): ...',
        '@pytest.mark.fact("A001")\nclass TestEmpty: ...',
        'UNUSED = pytest.mark.fact("A001")',
        'def test_function(request): request.applymarker(pytest.mark.fact("A001"))',
        "@pytest.mark.fact\ndef test_function(): ...",
    ],
)
def test_a_mark_that_no_test_carries_is_refused_with_its_place(source: str):
    assert refusal(source) == "tests/test_a.py:1: no test carries this mark"


@pytest.mark.parametrize("ids", ["", "*IDS", "NAME", 'f"A{1}"', "1", '"A001", NAME', 'id="A001"'])
def test_a_mark_whose_ids_are_not_written_out_is_refused_with_its_place(ids: str):
    source = f"\n@pytest.mark.fact({ids})\ndef test_function(): ..."
    assert refusal(source) == "tests/test_a.py:2: the ids of a fact mark are written out"


# ── The page ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_counts_what_is_shown_and_names_what_is_missing():
    facts = [
        Fact(id="A001", section="First", words="one"),
        Fact(id="A002", section="First", words="two"),
        Fact(id="A003", section="Second", words="three"),
    ]
    printed = page(facts, {"A001": ["tests/a.py::test_b", "tests/a.py::test_c"], "A002": [], "A003": []})
    assert "**1 of 3 shown.**" in printed
    assert "| A001 | one | `tests/a.py::test_b`<br>`tests/a.py::test_c` |\n| A002 | two | **missing** |\n" in printed
    assert printed.index("## First") < printed.index("A002") < printed.index("## Second") < printed.index("A003")


def test_the_printed_ledger_is_up_to_date():
    printed = ROOT / "docs" / "generated" / "facts.md"
    now = page(all_facts(), shown(all_facts(), marks_under(ROOT / "tests")))
    assert printed.is_file(), "docs/generated/facts.md is missing: run ./dev docs"
    assert printed.read_text("utf-8") == now, "docs/generated/facts.md is out of date: run ./dev docs"

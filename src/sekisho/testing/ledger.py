"""The ledger of facts: which tests show which fact of the source, read from the tests' syntax and printed as a page.

A test shows a fact by carrying `pytest.mark.fact("A057")`. No test is imported or run; whether it passes is pytest's to say.
A mark that names no fact, or that no test carries, is refused with its place, so that none is lost in silence.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final, TypeGuard

from sekisho.core.errors import SekishoError
from sekisho.testing.facts import Fact, all_facts

TESTS: Final = Path("tests")
FOREIGN: Final = "node_modules"  # packages of the browser tests; some bring Python along


class MarkRefusedError(SekishoError):
    """A mark that cannot be entered; the message begins with its `path:line`."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One id on one test: the test as `path::name` (a class between them), the place as `path:line`."""

    fact: str
    test: str
    place: str


Shown = Mapping[str, Sequence[str]]
"""Every fact's id -> the tests that show it, each once, in the order of the files; empty where none does."""


def facts_page() -> str:
    """Print the ledger of the source tree that is the working folder."""
    facts = all_facts()
    return page(facts, shown(facts, marks_under(TESTS)))


def marks_under(tests: Path) -> tuple[Mark, ...]:
    """Read every test file under a folder; paths begin with that folder's name. MarkRefusedError as in `marks_in`."""
    files = sorted(file for file in tests.rglob("test_*.py") if FOREIGN not in file.parts)
    names = (file.relative_to(tests.parent).as_posix() for file in files)
    return tuple(
        m for file, name in zip(files, names, strict=True) for m in marks_in(file.read_text("utf-8"), path=name)
    )


def marks_in(source: str, *, path: str) -> tuple[Mark, ...]:
    """Read the marks of one file.

    They stand on functions, methods and classes, in the `pytestmark` of a module or a class, in a `pytest.param` of a
    decorator, or in a module's constant that a decorator names. MarkRefusedError for one that stands elsewhere, or whose
    ids are not written out.
    """
    module = ast.parse(source, filename=path)
    constants = _assigned(module.body)
    marks: list[Mark] = []
    carried: set[ast.AST] = set()
    for name, expressions in _tests(module.body, inherited=()):
        for call in _fact_calls(expressions, constants):
            carried.add(call.func)
            place = f"{path}:{call.lineno}"
            marks += [Mark(fact=fact, test=f"{path}::{name}", place=place) for fact in _ids(call, place)]
    for node in ast.walk(module):
        if _is_fact_mark(node) and node not in carried:
            raise MarkRefusedError(f"{path}:{node.lineno}: no test carries this mark")
    return tuple(marks)


def shown(facts: Iterable[Fact], marks: Iterable[Mark]) -> Shown:
    """Enter the marks under their facts; MarkRefusedError for an id that is no fact's."""
    tests: dict[str, list[str]] = {fact.id: [] for fact in facts}
    for mark in marks:
        if mark.fact not in tests:
            raise MarkRefusedError(f"{mark.place}: there is no fact {mark.fact}")
        if mark.test not in tests[mark.fact]:
            tests[mark.fact].append(mark.test)
    return tests


def page(facts: Sequence[Fact], tests: Shown) -> str:
    """Print the ledger as Markdown: how many are shown, then a table for each section."""
    lines = [
        "# What the source states, and the tests that show it",
        "",
        "Printed from the tests' `fact` marks by `sekisho.testing.ledger`; the words are ours.",
        "",
        f"**{sum(bool(tests[fact.id]) for fact in facts)} of {len(facts)} shown.**",
        "",
    ]
    for section, members in groupby(facts, key=lambda fact: fact.section):
        lines += [f"## {section}", "", "| id | what it says | shown by |", "| --- | --- | --- |"]
        lines += [f"| {fact.id} | {fact.words} | {_cell(tests[fact.id])} |" for fact in members]
        lines.append("")
    return "\n".join(lines)


def _cell(tests: Sequence[str]) -> str:
    return "<br>".join(f"`{test}`" for test in tests) or "**missing**"


def _tests(body: Sequence[ast.stmt], *, inherited: Sequence[ast.expr]) -> Iterator[tuple[str, Sequence[ast.expr]]]:
    """Each test's name, and the expressions whose marks it carries."""
    own = _assigned(body).get("pytestmark")
    here = [*inherited, own] if own else inherited
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if node.name.startswith("test"):
                yield node.name, [*here, *node.decorator_list]
            case ast.ClassDef():
                for name, expressions in _tests(node.body, inherited=[*here, *node.decorator_list]):
                    yield f"{node.name}::{name}", expressions
            case _:
                pass


def _assigned(body: Iterable[ast.stmt]) -> dict[str, ast.expr]:
    """Name -> the expression assigned to it."""
    values: dict[str, ast.expr] = {}
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                values[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                values[name] = value
            case _:
                pass
    return values


def _fact_calls(expressions: Iterable[ast.expr], constants: Mapping[str, ast.expr]) -> Iterator[ast.Call]:
    """Each `mark.fact(...)` in the expressions and in the constants that they name, once."""
    waiting = list(expressions)
    seen: set[ast.expr] = set()
    while waiting:
        expression = waiting.pop(0)
        if expression in seen:
            continue
        seen.add(expression)
        for node in ast.walk(expression):
            if isinstance(node, ast.Call) and _is_fact_mark(node.func):
                yield node
            elif isinstance(node, ast.Name) and node.id in constants:
                waiting.append(constants[node.id])


def _is_fact_mark(node: ast.AST) -> TypeGuard[ast.Attribute]:
    match node:
        case ast.Attribute(attr="fact", value=ast.Attribute(attr="mark") | ast.Name(id="mark")):
            return True
        case _:
            return False


def _ids(call: ast.Call, place: str) -> list[str]:
    ids = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if not ids or len(ids) < len(call.args) or call.keywords:
        raise MarkRefusedError(f"{place}: the ids of a fact mark are written out")
    return ids

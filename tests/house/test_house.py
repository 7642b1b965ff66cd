"""The house rules that a program can see, one sentence a test.

They read the tree as text and syntax, import nothing of it, and cope with a tree that is half built. Each scan is
shown to bite on a sample at the end: a rule that finds nothing must not be a rule that looks at nothing.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "sekisho"

LONGEST_MODULE = 300
LONGEST_FUNCTION = 30

# path -> why it may be longer. A line here is a debt: the reason says what would pay it.
LONG_MODULES: dict[str, str] = {}
# "path:function" -> why it may be longer.
LONG_FUNCTIONS: dict[str, str] = {}

FORBIDDEN_MODULES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
FORBIDDEN_PREFIX = re.compile(r"^_*(check|handle|process|do|manage)_")
# Names that a protocol gives: http.server's do_GET, aiosmtpd's handle_DATA, Django's middleware hooks.
PROTOCOL_HOOK = re.compile(r"^((do|handle)_[A-Z]+|process_(view|exception|template_response))$")

SUPPRESSION = re.compile(
    r"#\s*(?:ruff:\s*noqa|flake8:\s*noqa|noqa|type:\s*ignore|mypy:\s*ignore|nosec)\b", re.IGNORECASE
)
CODES = re.compile(r"\[[^\]]*\]|\b[A-Z]{1,8}[0-9]{2,4}\b|[:,\s]")
REASON = re.compile(r"[^\W\d_]{2,}")  # a word, in any script

WORLDLY_MODULES = {
    "asyncio", "glob", "multiprocessing", "os", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess",
    "tempfile", "threading", "time", "urllib.request",
}  # fmt: skip
WORLDLY_CALLS = {"open", "print", "input", "exec", "eval", "__import__"}
CLOCK_CALLS = {"now", "utcnow", "today"}
CLOCK_OWNERS = {"datetime", "date", "dt"}
DICE_CALLS = {"uuid1", "uuid4"}

FRAMEWORK = {"django", "ninja"}
FRAMEWORK_ROOMS = (
    "adapters/storage/",
    "entrypoints/",
    "wiring.py",
    "wiring/",
    "testing/databases.py",
    "testing/people.py",
)

MODEL_ROOTS = {"models.Model", "Model", "AbstractBaseUser", "AbstractUser"}

# Put together here, so that this file does not hold what it forbids.
REGISTRY_HOSTS = ["pypi" + ".org", "npmjs" + ".org", "files.pythonhosted" + ".org", "deb.debian" + ".org"]
MACHINE_PATHS = ["/" + "work" + "/", "/" + "root" + "/"]


# ── What there is to read ────────────────────────────────────────────────────────────────────────────────────


@cache
def modules() -> dict[str, str]:
    """Path inside the package -> source, of every module that is there."""
    return {str(path.relative_to(SRC)): path.read_text("utf-8") for path in sorted(SRC.rglob("*.py"))}


@cache
def tree_of(source: str) -> ast.Module:
    return ast.parse(source)


@cache
def tracked_texts() -> dict[str, str]:
    """Path -> text of every file that git knows or would add; binary files are left out."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    texts = {}
    for name in listing.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            try:
                texts[name] = path.read_text("utf-8")
            except UnicodeDecodeError:
                continue
    return texts


def room(name: str) -> dict[str, str]:
    return {path: source for path, source in modules().items() if path.startswith(name + "/")}


# ── The scans ────────────────────────────────────────────────────────────────────────────────────────────────


def functions_in(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree_of(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the end."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def ill_named_functions(source: str) -> list[str]:
    names = [function.name for function in functions_in(source)]
    return [name for name in names if FORBIDDEN_PREFIX.match(name) and not PROTOCOL_HOOK.match(name)]


def unreasoned_suppressions(source: str) -> list[int]:
    """Lines whose suppression says no reason after it."""
    lines = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and (found := list(SUPPRESSION.finditer(token.string))):
            said = CODES.sub(" ", token.string[found[-1].end() :])
            if not REASON.search(said):
                lines.append(token.start[0])
    return lines


def imported_by(source: str) -> set[str]:
    """Full names of the modules imported anywhere in the source, inside functions too; relative ones as `.`."""
    names: set[str] = set()
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            names.add(".")
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def foreign_imports(source: str, *, allowed: tuple[str, ...]) -> set[str]:
    """Imports that are neither of the standard library nor of the rooms allowed; a relative one stays in its room."""

    def is_allowed(name: str) -> bool:
        first = name.partition(".")[0]
        at_home = name in {".", "sekisho"} or any(name == part or name.startswith(part + ".") for part in allowed)
        return at_home or (first in sys.stdlib_module_names and first != "sekisho")

    return {name for name in imported_by(source) if not is_allowed(name)}


def worldly_deeds(source: str) -> list[str]:
    """What a module does that needs a clock, dice or a world."""
    names = imported_by(source)
    deeds = [
        f"import {name}"
        for name in sorted(WORLDLY_MODULES)
        if any(n == name or n.startswith(name + ".") for n in names)
    ]
    for node in ast.walk(tree_of(source)):
        if not isinstance(node, ast.Call):
            continue
        said = ast.unparse(node.func)
        owner, _, last = said.rpartition(".")
        if (
            said in WORLDLY_CALLS
            or last in DICE_CALLS
            or (last in CLOCK_CALLS and owner.rpartition(".")[2] in CLOCK_OWNERS)
        ):
            deeds.append(f"line {node.lineno}: {said}()")
    return deeds


def ill_named_rows(sources: dict[str, str]) -> list[str]:
    """Model classes, by descent through every source given, whose names do not end in Row."""
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for source in sources.values()
        for node in ast.walk(tree_of(source))
        if isinstance(node, ast.ClassDef)
    }
    rows = set(MODEL_ROOTS)
    while grown := {name for name, parents in bases.items() if name not in rows and parents & rows}:
        rows |= grown
    return sorted(name for name in rows - MODEL_ROOTS if not name.endswith("Row"))


def locked(text: str) -> dict[str, tuple[str, bool]]:
    """Name -> (version, has a hash), of a lock in pip's format."""
    found = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        if match := re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", entry):
            found[canonicalize_name(match[1])] = (match[2], "--hash=sha256:" in entry)
        elif not entry.startswith("#"):
            found[entry.splitlines()[0]] = ("unpinned", False)
    return found


# ── The rules ────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_module_is_longer_than_300_lines():
    long = {path: lines for path, source in modules().items() if (lines := len(source.splitlines())) > LONGEST_MODULE}
    assert {path: lines for path, lines in long.items() if path not in LONG_MODULES} == {}


def test_no_function_is_longer_than_30_lines():
    long = {
        f"{path}:{function.name}": body_lines(function)
        for path, source in modules().items()
        for function in functions_in(source)
        if body_lines(function) > LONGEST_FUNCTION
    }
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}


def test_an_exception_from_the_lengths_is_removed_once_it_is_paid():
    assert [path for path in LONG_MODULES if len(modules().get(path, "").splitlines()) <= LONGEST_MODULE] == []
    still_long = {
        f"{path}:{function.name}"
        for path, source in modules().items()
        for function in functions_in(source)
        if body_lines(function) > LONGEST_FUNCTION
    }
    assert set(LONG_FUNCTIONS) - still_long == set()


def test_no_module_is_named_for_what_it_does_not_say():
    assert [path for path in modules() if FORBIDDEN_MODULES & {*Path(path).with_suffix("").parts}] == []


def test_a_function_s_name_tells_its_effect():
    assert {path: names for path, source in modules().items() if (names := ill_named_functions(source))} == {}


def test_every_suppression_carries_its_reason():
    sources = {name: text for name, text in tracked_texts().items() if name.endswith(".py")}
    assert {name: lines for name, text in sources.items() if (lines := unreasoned_suppressions(text))} == {}


def test_every_module_begins_with_its_promise():
    assert [path for path, source in modules().items() if not (ast.get_docstring(tree_of(source)) or "").strip()] == []


def test_the_core_imports_the_standard_library_and_itself():
    found = {path: foreign_imports(source, allowed=("sekisho.core",)) for path, source in room("core").items()}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_core_knows_no_time_no_chance_and_no_world():
    assert {path: deeds for path, source in room("core").items() if (deeds := worldly_deeds(source))} == {}


def test_the_deeds_import_the_standard_library_the_core_and_themselves():
    rooms = ("sekisho.core", "sekisho.workflows")
    found = {path: foreign_imports(source, allowed=rooms) for path, source in room("workflows").items()}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_deeds_are_handed_their_clock_and_their_dice():
    assert {path: deeds for path, source in room("workflows").items() if (deeds := worldly_deeds(source))} == {}


def test_django_and_ninja_stay_in_the_shell():
    outside = {path: source for path, source in modules().items() if not path.startswith(FRAMEWORK_ROOMS)}
    used = {path: {name.partition(".")[0] for name in imported_by(source)} for path, source in outside.items()}
    assert {path: names & FRAMEWORK for path, names in used.items() if names & FRAMEWORK} == {}


def test_every_model_is_a_row():
    sources = {path: source for path, source in modules().items() if "/migrations/" not in path}
    assert ill_named_rows(sources) == []


@pytest.mark.parametrize("text", REGISTRY_HOSTS + MACHINE_PATHS)
def test_no_file_names_a_registry_or_a_machine(text: str):
    assert [name for name, said in tracked_texts().items() if text in said] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-runtime.lock"])
def test_every_locked_requirement_has_a_hash(name: str):
    lock = locked((ROOT / name).read_text("utf-8"))
    assert lock
    assert [package for package, (_, hashed) in lock.items() if not hashed] == []


def test_the_lock_meets_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = locked((ROOT / "requirements.lock").read_text("utf-8"))
    wanted = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]
    unmet = [str(r) for r in wanted if not r.specifier.contains(lock.get(canonicalize_name(r.name), ("0", False))[0])]
    assert unmet == []


def test_the_runtime_lock_is_a_part_of_the_whole_lock():
    whole = locked((ROOT / "requirements.lock").read_text("utf-8"))
    runtime = locked((ROOT / "requirements-runtime.lock").read_text("utf-8"))
    assert {package: version for package, version in runtime.items() if whole.get(package) != version} == {}


# ── The scans bite ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "word", ["no" + "qa", "no" + "qa: S101", "no" + "qa: S101, E501", "type: ig" + "nore[misc]", "no" + "sec B101"]
)
def test_a_suppression_without_a_reason_is_found_and_one_with_a_reason_is_not(word: str):
    assert unreasoned_suppressions(f"x = 1  # {word}\n") == [1]
    assert unreasoned_suppressions(f"x = 1  # {word} - a pair is two cells\n") == []
    assert unreasoned_suppressions(f"x = 1  # {word}  # the name of a counter\n") == []


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "from os import path",
        "from urllib import request",
        "import secrets as s",
        "x = datetime.now(UTC)",
        "x = datetime.datetime.utcnow()",
        "x = date.today()",
        "x = uuid.uuid4()",
        "def f():\n    return open('x')",
    ],
)
def test_a_clock_a_die_or_a_file_in_the_core_is_found(source: str):
    assert worldly_deeds(source)


@pytest.mark.parametrize(
    "source", ["from datetime import datetime, time", "x = case.open()", "x = self.now", "import hmac"]
)
def test_what_only_sounds_worldly_is_not_found(source: str):
    assert worldly_deeds(source) == []


def test_foreign_imports_are_found_inside_functions_too():
    assert foreign_imports("def f():\n    from django.db import models", allowed=("sekisho.core",))
    assert foreign_imports("import sekisho.workflows", allowed=("sekisho.core",))
    assert foreign_imports("import hmac\nfrom sekisho.core import secret", allowed=("sekisho.core",)) == set()


def test_names_without_an_effect_are_found():
    assert ill_named_functions("def _check_password(): ...\nasync def handle_it(): ...") == [
        "_check_password",
        "handle_it",
    ]
    assert ill_named_functions("def do_GET(): ...\ndef process_view(): ...\ndef checked(): ...") == []


def test_models_are_found_by_descent():
    sources = {"a.py": "class BaseRow(models.Model): ...", "b.py": "class Account(BaseRow): ...\nclass Form: ..."}
    assert ill_named_rows(sources) == ["Account"]


def test_a_body_is_counted_without_its_docstring():
    (function,) = functions_in('def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n\n    return a\n')
    assert body_lines(function) == 3


def test_a_requirement_without_a_version_or_a_hash_is_found():
    lock = locked("a==1 \\\n    --hash=sha256:00\nb==2\nc>=3")
    assert lock == {"a": ("1", True), "b": ("2", False), "c>=3": ("unpinned", False)}

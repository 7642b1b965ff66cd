"""`sekisho docs`: pages printed from the code, and found out when they are not."""

from importlib import import_module

import pytest

from sekisho.entrypoints.cli.docs import FOLDER, FROM_TESTS, GENERATORS
from sekisho.entrypoints.cli.main import run


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_was_printed_is_current_until_somebody_changes_it(tree, capsys):
    assert run(["docs", "--check"]) == 1
    assert run(["docs"]) == 0
    assert run(["docs", "--check"]) == 0
    page = tree / FOLDER / "access.md"
    page.write_text(page.read_text("utf-8") + "\n", "utf-8")
    capsys.readouterr()
    assert run(["docs", "--check"]) == 1
    assert "access.md" in capsys.readouterr().err


def test_checking_writes_nothing(tree):
    run(["docs", "--check"])
    assert list(tree.iterdir()) == []


@pytest.mark.parametrize("generator", [*GENERATORS.values(), *FROM_TESTS.values()])
def test_every_page_has_its_generator(generator):
    module, _, name = generator.partition(":")
    assert callable(getattr(import_module(module), name))

"""How any command speaks and ends: 0 done, 1 no, 2 wrong call; one sentence on standard error, in the locale's language."""

import subprocess
import sys

import pytest

from sekisho.entrypoints.cli.main import COMMANDS, run
from sekisho.entrypoints.cli.speech import locale_language
from sekisho.wording.language import Language

WRONG_CALLS = [
    ["nonsense"],
    ["--nonsense"],
    ["ocra"],
    ["ocra", "--nonsense"],
    ["ocra", "--suite"],
    ["audit", "nonsense"],
    ["account", "import"],
    ["account", "import", "a.csv", "b.csv"],
    ["serve", "surplus"],
    ["doctor", "--port", "many"],
    ["doctor", "--port", "70000"],
    ["demo", "--port", "-1"],
]


@pytest.mark.parametrize("arguments", WRONG_CALLS, ids=" ".join)
@pytest.mark.parametrize("locale", ["ja_JP.UTF-8", "en_US.UTF-8"])
def test_a_wrong_call_ends_with_2_and_one_sentence(capsys, monkeypatch, arguments, locale):
    monkeypatch.setenv("LC_ALL", locale)
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert said.err.isascii() == locale.startswith("en")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, Language.JA),
        ({"LANG": "ja_JP.eucJP"}, Language.JA),
        ({"LANG": "ja"}, Language.JA),
        ({"LANG": "ja.UTF-8"}, Language.JA),
        ({"LANG": "ja_JP@modifier"}, Language.JA),
        ({"LANG": "en_US.UTF-8"}, Language.EN),
        ({"LANG": "de_DE.UTF-8"}, Language.EN),
        ({"LANG": "C.UTF-8"}, Language.EN),
        ({"LANG": "javanese"}, Language.EN),
        ({}, Language.EN),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, Language.JA),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "", "LC_ALL": "C"}, Language.EN),
    ],
)
def test_the_language_is_the_locale_s(monkeypatch, variables, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert locale_language() is language


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(capsys, command):
    assert run([command, "--help"]) == 0
    assert f"sekisho {command}" in capsys.readouterr().out


def test_the_program_names_its_commands_and_its_version(capsys):
    assert run(["--help"]) == 0
    assert set(COMMANDS) <= set(capsys.readouterr().out.split())
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip()


def test_japanese_is_spoken_even_where_the_locale_is_not_installed(sekisho):
    ended = sekisho("ocra", LC_ALL="ja_JP.UTF-8")
    assert ended.returncode == 2
    assert "--suite" in ended.stderr
    assert not ended.stderr.isascii()


def test_ocra_waits_for_no_server():
    program = "import sys; from sekisho.entrypoints.cli.main import run; run(['ocra']); print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"django", "ninja", "pydantic", "cryptography", "granian"} & set(ended.stdout.split())


def test_a_reader_who_has_enough_is_no_accident(installed, sekisho, tmp_path):
    command = f"{sys.executable} -m sekisho.entrypoints.cli audit export | true"
    ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602 - a pipe is the point
    assert "Traceback" not in ended.stderr

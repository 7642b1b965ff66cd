"""`sekisho card`: the Digital Security Card+ in a terminal, played by keyboard and mouse; only the last test's terminal is the system's."""

import asyncio
import os
import pty
import re
import select
import subprocess
import sys

import pytest

from sekisho.core.authenticators import dsc_plus
from sekisho.core.authenticators.device_key import pack, verify_response
from sekisho.core.authenticators.dsc_plus_machine import DARK, LIT_FOR, Chip
from sekisho.core.ocra import Suite
from sekisho.core.secret import Secret
from sekisho.entrypoints.cli.card import read_chip
from sekisho.entrypoints.cli.main import run
from sekisho.entrypoints.cli.speech import EndedError
from sekisho.entrypoints.cli.terminal_card import TerminalCard
from sekisho.wording.language import Language

from .conftest import PROGRAM, environment

KEY = Secret(bytes(range(32)))
PIN, CHALLENGE = "2846", "493027"
CHIP = Chip(suite=Suite.parse(dsc_plus.SUITE), key=KEY)
PATIENCE = 60


class BrokenChip(Chip):
    """A chip that fails in the middle of its work."""

    def respond(self, *, pin, challenge):
        opened = pin.reveal_text() + challenge.reveal_text()
        raise RuntimeError(opened)


def is_right(response):
    packed = pack(KEY, pin=Secret(PIN))
    return verify_response(packed, suite=dsc_plus.SUITE, challenge=CHALLENGE, typed=response)


def play(script, *, language=Language.EN, chip=CHIP):
    """Run a script on a card whose clock stands still unless `app.moment` is moved; gives the app as it ended."""
    app = TerminalCard(chip, owner="kenji141", language=language, now=lambda: app.moment)
    app.moment = 0.0

    async def played():
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()  # the layout follows the size once the screen is there
            await script(app, pilot)

    asyncio.run(played())
    return app


def on_glass(app):
    return str(app.query_one("#display").render())


# B040: every key of the card is pressed, here by a key of the keyboard.
@pytest.mark.fact("A149", "A150", "A152", "A153")
def test_keys_of_the_keyboard_press_the_card_and_the_server_takes_its_response():
    async def script(app, pilot):
        await pilot.press("1", "enter")
        assert on_glass(app) == ""
        await pilot.press("p")
        assert on_glass(app) == "PIN>"
        assert str(app.query_one("#next").render()) == "4桁のPINを入力し、OKを押してください。"
        await pilot.press("9", "backspace", *"２８４６")  # as a Japanese keyboard may type them
        assert on_glass(app) == "PIN>****"
        await pilot.press("enter")
        assert on_glass(app) == "CHALLNG>"
        await pilot.press(*CHALLENGE, "enter")
        assert is_right(on_glass(app))
        app.moment = LIT_FOR - 0.01
        app.look()
        assert is_right(on_glass(app))
        app.moment = LIT_FOR
        app.look()
        await pilot.pause()
        assert on_glass(app) == ""

    play(script, language=Language.JA)


def test_the_mouse_presses_the_keys_and_leaves_enter_to_ok():
    async def script(app, pilot):
        for key in ("press", *PIN, "ok", "clear", *CHALLENGE):
            assert await pilot.click(f"#key-{key}"), key
        await pilot.press("enter")
        assert is_right(on_glass(app))
        await pilot.press("tab", "enter")  # the first key, "press", has the focus now
        assert on_glass(app) == ""

    play(script)


def test_every_key_and_what_to_do_next_lie_on_the_screen_in_any_size_from_30_by_15():
    async def script(app, pilot):
        for size in ((30, 15), (55, 15), (40, 21), (40, 24), (56, 14), (80, 21), (80, 22), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            parts = [*app.query("Key"), app.query_one("#display"), app.query_one("#next")]
            assert all(part.region in app.screen.region and part.region.area for part in parts), size
            taken = [cell for part in parts for cell in cells_of(part.region)]
            assert len(taken) == len(set(taken)), size

    play(script)


def cells_of(region):
    return [(x, y) for x in range(region.x, region.right) for y in range(region.y, region.bottom)]


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
def test_the_card_is_put_away_and_forgets(key):
    async def script(app, pilot):
        await pilot.press("p", *PIN, "enter", key)

    app = play(script)
    assert not app.is_running
    assert (app.return_code, app.card) == (0, DARK)


def test_a_fault_shows_no_value_of_the_card(capsys):
    async def script(app, pilot):
        await pilot.press("p", *PIN, "enter", *CHALLENGE, "enter")

    with pytest.raises(RuntimeError):  # the test's own way to hear of it; a terminal is told one sentence
        play(script, chip=BrokenChip(suite=CHIP.suite, key=KEY))
    said = capsys.readouterr()
    assert PIN not in said.out + said.err


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en_GB.UTF-8", "The card needs a terminal, with a screen to draw on and a keyboard.\n"),
        ("ja_JP.UTF-8", "カードを表示するには、端末の画面とキーボードが必要です。\n"),
    ],
)
def test_without_a_terminal_it_says_so_in_one_sentence(monkeypatch, capfd, locale, sentence):
    monkeypatch.setenv("LC_ALL", locale)
    assert run(["card"]) == 2
    assert capfd.readouterr() == ("", sentence)


@pytest.mark.parametrize(
    ("suite", "key", "message"),
    [
        ("OCRA-1:HOTP-SHA256-8:QN06", "00" * 32, "card.suite"),
        ("OCRA-1:HOTP-SHA256-8:QN06-P", "00" * 32, "ocra.suite"),
        (dsc_plus.SUITE, "00" * 15, "card.key_shape"),
        (dsc_plus.SUITE, "00" * 65, "card.key_shape"),
        (dsc_plus.SUITE, "no key at all", "card.key_shape"),
        (dsc_plus.SUITE, b"\xff" * 32, "card.key_shape"),
    ],
)
def test_what_cannot_be_a_card_is_told_without_its_key(suite, key, message):
    with pytest.raises(EndedError) as ended:
        read_chip(suite, Secret(key))
    assert (ended.value.message, ended.value.code) == (message, 2)
    assert str(key) not in str(ended.value.params)


def test_a_key_may_end_in_a_line_break():
    assert read_chip(dsc_plus.SUITE, Secret(KEY.reveal().hex() + "\n")) == CHIP


def test_nobody_else_loads_what_draws_the_card(tmp_path):
    look = "import sys; from sekisho.entrypoints.cli.main import run; run(['card', '--help']); sys.exit('textual' in sys.modules)"
    subprocess.run([sys.executable, "-c", look], check=True, cwd=tmp_path, stdout=subprocess.DEVNULL, timeout=PATIENCE)


def read_until(master, pattern, *, said=""):
    while not re.search(pattern, said):
        assert select.select([master], [], [], PATIENCE)[0], said
        said += os.read(master, 65536).decode(errors="replace")
    return said


def test_in_a_real_terminal_it_takes_the_key_from_a_file_answers_and_leaves_nothing_behind(tmp_path):
    (tmp_path / "key").write_text(KEY.reveal().hex() + "\n")
    log = {"TEXTUAL_LOG": str(tmp_path / "log"), "TEXTUAL_SCREENSHOT": "0", "TEXTUAL": "debug,devtools"}
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, "card", "--key-file", "key"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=tmp_path,
        env=environment(HOME=str(tmp_path), TERM="xterm-256color", COLUMNS="80", LINES="24", **log),
        start_new_session=True,
    )
    os.close(terminal)
    try:
        said = read_until(master, "Switch the card on")
        for keys, shows in (("p", "PIN>"), (PIN, r"PIN>\*{4}"), ("\r", "CHALLNG>"), (CHALLENGE, CHALLENGE)):
            os.write(master, keys.encode())
            said += read_until(master, shows)
        os.write(master, b"\r")
        right = shown_response()
        said += read_until(master, right)
        os.write(master, b"\x03")
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        os.close(master)
    assert PIN not in said
    assert KEY.reveal().hex() not in said
    assert [path.name for path in tmp_path.rglob("*")] == ["key"]


def shown_response():
    return CHIP.respond(pin=Secret(PIN), challenge=Secret(CHALLENGE)).reveal_text()

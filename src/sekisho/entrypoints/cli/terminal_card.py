"""The Digital Security Card+ drawn in a terminal with Textual, keys by keyboard and mouse; `dsc_plus_machine` says what they do.

What is typed lives in memory alone, wrapped as `Secret`: no log, no clipboard, no screenshot, no traceback that shows values.
"""

import unicodedata
from collections.abc import Callable
from types import MappingProxyType
from typing import ClassVar, Final

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Button, Static

from sekisho.core.authenticators.dsc_plus_machine import (
    DARK,
    DIGITS,
    ENTRY_LENGTHS,
    Chip,
    SoftCard,
    Stage,
    as_seen,
    press_key,
    shown,
)
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language

NAME: Final = "Digital Security Card+"
KEYPAD: Final = (*"123456789", "clear", "0", "ok")
PRINTED: Final = MappingProxyType({"clear": "C", "ok": "OK", "press": "press"})
"""What is printed on a key, in every language, as on the card itself."""
ON_KEYBOARD: Final = MappingProxyType(
    {"enter": "ok", "backspace": "clear", "delete": "clear", "c": "clear", "p": "press"}
)
SECONDS_BETWEEN_LOOKS: Final = 0.25


class Key(Button):
    """A key of the card. The mouse leaves the focus where it is, so that Enter stays the card's OK for whoever types the rest."""

    FOCUS_ON_CLICK = False

    def __init__(self, key: str) -> None:
        """Print what is on it; its id names it."""
        super().__init__(PRINTED.get(key, key), id=f"key-{key}")


class TerminalCard(App[None]):
    """One card on one screen; `now` gives seconds of a clock that does not go back."""

    CSS_PATH = "terminal_card.tcss"
    AUTO_FOCUS = None
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = False  # it would offer to save a picture of the display
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (56, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+c,ctrl+q", "put_away", show=False, priority=True)]

    def __init__(self, chip: Chip, *, owner: str, language: Language, now: Callable[[], float]) -> None:
        """Keep what the card needs; `owner` is printed on it."""
        super().__init__()
        self.chip = chip
        self.owner = owner
        self.language = language
        self.now = now
        self.card = DARK
        self.glass = Static(id="display", markup=False)
        self.next_step = Static(id="next", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out name, display and keys."""
        with Vertical(id="desk"):
            with Container(id="card"):
                with Vertical(id="face"):
                    yield Static(NAME, id="name", markup=False)
                    yield Static(self.owner, id="owner", markup=False)
                    yield self.glass
                    yield Key("press")
                with Container(id="keys"):
                    for key in KEYPAD:
                        yield Key(key)
            yield self.next_step
            yield Static(words("console.card.help", language=self.language), id="help", markup=False)

    def on_mount(self) -> None:
        """Look at the clock from now on, for the display goes dark by itself."""
        self._show(DARK)
        self.set_interval(SECONDS_BETWEEN_LOOKS, self.look)

    def look(self) -> None:
        """Show the card as it is now."""
        seen = as_seen(self.card, now=self.now())
        if seen is not self.card:
            self._show(seen)

    def on_key(self, event: events.Key) -> None:
        """Press the card's key that a key of the keyboard stands for; a full-width digit is a digit."""
        sign = unicodedata.normalize("NFKC", event.character or "")
        key = sign if len(sign) == 1 and sign in DIGITS else ON_KEYBOARD.get(sign.lower(), ON_KEYBOARD.get(event.key))
        if key is not None:
            event.stop()
            self.query_one(f"#key-{key}", Button).press()

    @on(Button.Pressed)
    def press(self, event: Button.Pressed) -> None:
        """Let the machine decide what the key does."""
        key = (event.button.id or "").removeprefix("key-")
        self._show(press_key(self.card, key, now=self.now(), chip=self.chip))

    def action_put_away(self) -> None:
        """Forget everything and end."""
        self.card = DARK
        self.exit()

    def _fatal_error(self) -> None:
        """End with a sentence: the library's own way prints every local value, the digits typed among them."""
        self.card = DARK
        self.exit(return_code=1)

    def _show(self, card: SoftCard) -> None:
        self.card = card
        self.glass.set_class(card.stage is Stage.OFF, "-off")
        self.glass.update(shown(card))
        message = f"console.card.next.{card.stage}"
        self.next_step.update(words(message, language=self.language, length=ENTRY_LENGTHS.get(card.stage, 0)))

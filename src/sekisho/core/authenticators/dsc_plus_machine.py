"""A Digital Security Card+ in the holder's hand: what each key does, and what its display shows (A149 to A154, B038 to B050).

The one description of the card. The terminal's card runs it, and the page's card is handed its table (`as_data`). The card knows
no right PIN: it computes with whatever is typed, and the server alone tells a wrong PIN, by the wrong response (B049).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Any, Final, assert_never

from sekisho.core.authenticators.dsc_plus import PIN_LENGTH
from sekisho.core.ocra import QuestionFormat, QuestionShape, Suite, respond
from sekisho.core.secret import Secret
from sekisho.core.transitions import NotAllowed, read_lifecycle

DISPLAY_LENGTH: Final = 8
"""Signs on the display: `CHALLNG>`, `PIN>` with four digits, and the response each fill it."""
CHALLENGE_LENGTH: Final = 6
LIT_FOR: Final = 30.0
"""Seconds from the last key that did something until the display goes dark; at exactly this moment it is dark."""


@unique
class Stage(StrEnum):
    """What the display is about."""

    OFF = "off"
    PIN = "pin"
    CHALLENGE = "challenge"
    RESPONSE = "response"


@unique
class Event(StrEnum):
    """What can happen to the card."""

    PRESS = "press"
    DIGIT = "digit"
    CLEAR = "clear"
    OK = "ok"
    TIME_OUT = "time_out"


CARD_KEYS: Final = read_lifecycle(
    "what a Digital Security Card+ does",
    """
    event     from                      to         by      because
    press     off                       pin        holder  switched on until PIN> (A149)
    press     pin, challenge, response  off        holder  switched off, and everything is forgotten
    digit     pin                       pin        holder  up to four digits, none of them shown (A150)
    digit     challenge                 challenge  holder  up to six digits (A152)
    clear     pin                       pin        holder  the last digit is taken back
    clear     challenge                 challenge  holder  the last digit is taken back
    ok        pin                       challenge  holder  with four digits; which, the card cannot judge (B049)
    ok        challenge                 response   holder  with six digits; the card computes (A153)
    time_out  pin, challenge, response  off        timer   30 seconds after the last of these events
    """,
    states=Stage,
    events=Event,
)
"""What is not listed does nothing: a digit on a dark card, or OK below a response."""

PROMPTS: Final[Mapping[Stage, str]] = MappingProxyType({Stage.PIN: "PIN>", Stage.CHALLENGE: "CHALLNG>"})
ENTRY_LENGTHS: Final[Mapping[Stage, int]] = MappingProxyType({Stage.PIN: PIN_LENGTH, Stage.CHALLENGE: CHALLENGE_LENGTH})
"""How many digits an entry has; OK does nothing before the last of them, and a further digit is not taken."""
MASK: Final = "*"
DIGITS: Final = "0123456789"
NOTHING: Final = Secret("")
KEYS: Final = (*DIGITS, Event.CLEAR.value, Event.OK.value, Event.PRESS.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """What was written into the card before it was posted. `suite` is one that `fits`."""

    suite: Suite
    key: Secret

    def respond(self, *, pin: Secret, challenge: Secret) -> Secret:
        """Compute the response of this key, whatever the PIN."""
        question, typed = challenge.reveal_text(), pin.reveal_text()
        return Secret(respond(self.suite, self.key.reveal(), question=question, pin=typed))


@dataclass(frozen=True, kw_only=True, slots=True)
class SoftCard:
    """The card at one moment. Moments are seconds of any clock that does not go back."""

    stage: Stage = Stage.OFF
    typed: Secret = NOTHING  # or, at the end, the response
    pin: Secret = NOTHING
    dark_at: float = 0.0


DARK: Final = SoftCard()


def fits(suite: Suite) -> bool:
    """Tell whether this card can serve `suite`: six digits and a PIN in, as many digits out as its display holds."""
    asked = Suite(
        hash_function=suite.hash_function,
        digits=suite.digits,
        question=QuestionShape(format=QuestionFormat.NUMERIC, length=CHALLENGE_LENGTH),
        pin_hash_function=suite.pin_hash_function,
    )
    return suite == asked and suite.pin_hash_function is not None and 0 < suite.digits <= DISPLAY_LENGTH


def as_seen(card: SoftCard, *, now: float) -> SoftCard:
    """Give the card as it is at `now`: dark and empty, once its time is over."""
    if card.stage is Stage.OFF or now < card.dark_at:
        return card
    return _moved(card, Event.TIME_OUT, now=now)


def press_key(card: SoftCard, key: str, *, now: float, chip: Chip) -> SoftCard:
    """Give the card after one key; what is not one of `KEYS` does nothing."""
    card = as_seen(card, now=now)
    if key not in KEYS:
        return card
    event = Event.DIGIT if key in DIGITS else Event(key)
    if isinstance(CARD_KEYS.after(card.stage, event), NotAllowed):
        return card
    match event:
        case Event.DIGIT:
            room = len(card.typed) < ENTRY_LENGTHS[card.stage]
            return _written(card, card.typed.reveal_text() + key if room else card.typed.reveal_text(), now=now)
        case Event.CLEAR:
            return _written(card, card.typed.reveal_text()[:-1], now=now)
        case Event.OK:
            return _confirmed(card, now=now, chip=chip)
        case Event.PRESS | Event.TIME_OUT:
            return _moved(card, event, now=now)
    assert_never(event)


def shown(card: SoftCard) -> str:
    """Give the signs on the display, at most DISPLAY_LENGTH of them."""
    match card.stage:
        case Stage.OFF:
            return ""
        case Stage.PIN:
            return PROMPTS[card.stage] + MASK * len(card.typed)
        case Stage.CHALLENGE:
            return card.typed.reveal_text() or PROMPTS[card.stage]
        case Stage.RESPONSE:
            return card.typed.reveal_text()
    assert_never(card.stage)


def as_data() -> dict[str, Any]:
    """Give the machine to a script in another language: what leads where, prompts, lengths, seconds."""
    after: dict[str, dict[str, str]] = {stage.value: {} for stage in Stage}
    for (stage, event), move in CARD_KEYS.moves.items():
        after[stage or Stage.OFF][event.value] = move.to.value
    return {
        "after": after,
        "prompts": {stage.value: prompt for stage, prompt in PROMPTS.items()},
        "lengths": {stage.value: length for stage, length in ENTRY_LENGTHS.items()},
        "mask": MASK,
        "litFor": LIT_FOR,
    }


def _confirmed(card: SoftCard, *, now: float, chip: Chip) -> SoftCard:
    if len(card.typed) < ENTRY_LENGTHS[card.stage]:
        return _written(card, card.typed.reveal_text(), now=now)
    after = _moved(card, Event.OK, now=now)
    if after.stage is Stage.CHALLENGE:
        return replace(after, pin=card.typed)
    return replace(after, typed=chip.respond(pin=card.pin, challenge=card.typed))


def _written(card: SoftCard, text: str, *, now: float) -> SoftCard:
    return replace(card, typed=Secret(text), dark_at=now + LIT_FOR)


def _moved(card: SoftCard, event: Event, *, now: float) -> SoftCard:
    """Follow the table; neither PIN nor challenge is kept beyond the stage that it was typed for."""
    stage = CARD_KEYS.after(card.stage, event)
    if isinstance(stage, NotAllowed) or stage is Stage.OFF:
        return DARK
    return SoftCard(stage=stage, dark_at=now + LIT_FOR)

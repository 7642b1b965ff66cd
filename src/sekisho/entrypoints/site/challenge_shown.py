"""A challenge made ready for the eye: digits in groups, instants and spans in words, the way through the device's own prompts."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.kinds import AuthenticatorKind, Platform
from sekisho.entrypoints.site.installation import Installation
from sekisho.entrypoints.site.passkey_options import request_options
from sekisho.wording.catalogue import numbered, words
from sekisho.wording.language import Language
from sekisho.wording.moments import moment
from sekisho.wording.terms import factor_name, kind_name
from sekisho.workflows.outcomes import ChallengeView, FactorView

GROUP: Final = 3
PROMPT: Final = re.compile(r"[「“]([A-Z]+>)[」”]")
WAYS: Final = ("ios", "android", "dsc_plus")


@dataclass(frozen=True, kw_only=True, slots=True)
class FactorShown:
    """One entry of *Select Second Factor Device*."""

    id: str
    name: str
    kind: str  # where its holder gave it a name that does not say so
    serial: str
    is_suspended: bool
    is_asked: bool
    go_on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of a step: words, or a prompt as the device's display shows it."""

    text: str
    is_prompt: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WayShown:
    """How one device leads from the challenge to the response."""

    key: str
    name: str
    steps: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeLeft:
    """How long an answer is taken: said once by the server, kept true in minutes by a script where there is one."""

    text: str
    seconds: int
    about: str  # the forms for the script; {count} stands for the minutes
    last: str
    over: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChallengeShown:
    """What the page shows of a challenge. `form` names its part of the template: `device`, `passkey`, `card` or `passcode`."""

    form: str
    factor_id: str
    name: str
    serial: str
    is_suspended: bool
    code: str
    code_groups: tuple[str, ...]
    indices: tuple[int, int] | None
    cells_left: str
    is_nearly_spent: bool  # a card with so few values left that the holder should think of what comes next
    valid_until: str
    time: TimeLeft
    passkey: str  # what the browser asks a passkey with, in JSON
    way: WayShown | None
    other_ways: tuple[WayShown, ...]


def show_challenge(view: ChallengeView, *, house: Installation, now: datetime, language: Language) -> ChallengeShown:
    """Make a challenge ready."""
    site = house.ports.passkeys.site
    code = view.code or ""
    way = way_of(view.factor)
    until = moment(view.expires_at, language=language, zone=house.zone)
    count = view.cells_left
    return ChallengeShown(
        form=_form_of(view.factor.kind),
        factor_id=view.factor.id,
        name=factor_name(view.factor, language=language),
        serial=view.factor.serial,
        is_suspended=view.factor.is_suspended,
        code=code,
        code_groups=tuple(code[at : at + GROUP] for at in range(0, len(code), GROUP)),
        indices=view.indices,
        cells_left="" if count is None else words("login.challenge.cells_count", language=language, count=count),
        is_nearly_spent=count is not None and count <= code_card.WARN_AT,
        valid_until=words("login.challenge.valid_until", language=language, moment=until),
        time=time_left(view.expires_at - now, language),
        passkey=json.dumps(request_options(view.passkey, site=site)) if view.passkey else "",
        way=_way(way, language) if way else None,
        other_ways=tuple(_way(key, language) for key in WAYS if key != way) if way else (),
    )


def show_factors(
    factors: Iterable[FactorView], *, asked: FactorView | None, language: Language
) -> tuple[FactorShown, ...]:
    """Make the choice of factors ready."""
    return tuple(
        FactorShown(
            id=factor.id,
            name=factor_name(factor, language=language),
            kind=kind_name(factor.kind, language=language) if factor.name else "",
            serial=factor.serial,
            is_suspended=factor.is_suspended,
            is_asked=asked is not None and factor.id == asked.id,
            go_on=words(
                "login.refused.device_back_submit", language=language, name=factor_name(factor, language=language)
            ),
        )
        for factor in factors
    )


def way_of(factor: FactorView) -> str | None:
    """Name the description of a device's prompts; cards and passcodes have none."""
    match factor.kind:
        case AuthenticatorKind.DSC_PLUS:
            return "dsc_plus"
        case AuthenticatorKind.KEY_APP:
            return "ios" if factor.platform is Platform.IOS else "android"
        case AuthenticatorKind.PASSKEY | AuthenticatorKind.CODE_CARD | AuthenticatorKind.TEMPORARY_PASSCODE:
            return None


def _form_of(kind: AuthenticatorKind) -> str:
    match kind:
        case AuthenticatorKind.KEY_APP | AuthenticatorKind.DSC_PLUS:
            return "device"
        case AuthenticatorKind.PASSKEY:
            return "passkey"
        case AuthenticatorKind.CODE_CARD:
            return "card"
        case AuthenticatorKind.TEMPORARY_PASSCODE:
            return "passcode"


def time_left(left: timedelta, language: Language) -> TimeLeft:
    """Say how long something still lasts, in minutes rounded up."""
    minutes = -(-left // timedelta(minutes=1))  # rounded up
    about = words("login.time.about", language=language, count="{count}")
    last, over = (words(f"login.time.{form}", language=language) for form in ("last", "over"))
    text = last if minutes <= 1 else about.replace("{count}", str(minutes))
    return TimeLeft(text=text, seconds=max(0, int(left.total_seconds())), about=about, last=last, over=over)


def _way(key: str, language: Language) -> WayShown:
    steps = tuple(_pieces(words(name, language=language)) for name, _ in numbered(f"login.device.{key}.step"))
    return WayShown(key=key, name=words(f"login.device.{key}.name", language=language), steps=steps)


def _pieces(step: str) -> tuple[Piece, ...]:
    pieces = (Piece(text=text, is_prompt=at % 2 == 1) for at, text in enumerate(PROMPT.split(step)))
    return tuple(piece for piece in pieces if piece.text)

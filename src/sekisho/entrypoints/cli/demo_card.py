"""The card of a person of a running demo, which keeps its people's keys readable on purpose."""

import http.client
import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.secret import Secret
from sekisho.entrypoints.cli.speech import EndedError, no, wrong_call

PATH: Final = "/demo/people.json"
SECONDS: Final = 5.0
MOST_BYTES: Final = 8 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoCard:
    """Whose card it is, and what was written into it."""

    owner: str
    suite: str
    key_hex: Secret


def card_in_demo(url: str, *, username: str) -> DemoCard:
    """Take the first Digital Security Card+ of this person, or of anybody where no name is given."""
    for person in _people(url):
        match person:
            case {"username": str(owner), "factors": [*factors]} if username in {"", owner} and owner.isprintable():
                cards = [card for factor in factors if (card := _card(factor, owner=owner))]
                if cards:
                    return cards[0]
            case _:  # somebody else, or no person at all
                continue
    raise no("card.nobody", name=username) if username else no("card.nobody_at_all")


def _card(factor: object, *, owner: str) -> DemoCard | None:
    match factor:
        case {"kind": AuthenticatorKind.DSC_PLUS.value, "suite": str(suite), "key_hex": str(key)}:
            return DemoCard(owner=owner, suite=suite, key_hex=Secret(key))
        case _:
            return None


def _people(url: str) -> list[Any]:
    """Ask the demo itself, past any proxy: it is on this machine or beside it."""
    if not url.startswith(("http://", "https://")):
        raise wrong_call("call.bad_value", name="--url")
    try:
        with build_opener(ProxyHandler({})).open(url.rstrip("/") + PATH, timeout=SECONDS) as answer:
            people = json.loads(answer.read(MOST_BYTES))
    except (URLError, OSError, http.client.HTTPException, ValueError, RecursionError):
        raise _no_demo(url) from None
    if not isinstance(people, list):
        raise _no_demo(url)
    return people


def _no_demo(url: str) -> EndedError:
    return no("card.no_demo", url=url)

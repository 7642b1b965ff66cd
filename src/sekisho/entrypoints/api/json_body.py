"""Reads a JSON body strictly: UTF-8, one value, no key twice, no NUL, no lone surrogate, nothing nested deeply.

What two parsers could read in two ways is refused here (RFC 8259 section 4, ASVS 1.5.3), so that no door behind this one
ever sees it. Types and fields are the schemas' business.
"""

import json
from typing import Any, Final, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

MOST_BYTES: Final = 64 * 1024
"""No call of this interface needs more; documents have a door of their own."""

MOST_LEVELS: Final = 8
JSON_TYPE: Final = "application/json"


class MalformedBodyError(ValueError):
    """The body cannot be read in exactly one way."""


class UnsupportedTypeError(MalformedBodyError):
    """The body does not claim to be JSON in UTF-8; a form or plain text sent across sites ends here."""


class StrictParser(Parser):
    """The parser that django-ninja asks for every body."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read the body, or raise `MalformedBodyError`."""
        expect_json_type(request.META.get("CONTENT_TYPE", ""))
        return read_json(request.body)


def expect_json_type(content_type: str) -> None:
    """Refuse every content type but `application/json`, with no other charset than UTF-8."""
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    is_utf8 = all(part in {"", "charset=utf-8", 'charset="utf-8"'} for part in parameters)
    if kind != JSON_TYPE or not is_utf8:
        raise UnsupportedTypeError


def read_json(body: bytes) -> Any:
    """Give the one value that `body` says, or raise `MalformedBodyError`; the error never holds a part of the body."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise MalformedBodyError from None
    _expect_plain(value, levels=MOST_LEVELS)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedBodyError
    return found


def _refuse(_constant: str) -> NoReturn:
    raise MalformedBodyError


def _expect_plain(value: Any, *, levels: int) -> None:
    if levels == 0:
        raise MalformedBodyError
    match value:
        case str():
            _expect_plain_text(value)
        case dict():
            for key, inner in value.items():
                _expect_plain_text(key)
                _expect_plain(inner, levels=levels - 1)
        case list():
            for inner in value:
                _expect_plain(inner, levels=levels - 1)
        case _:  # a number, true, false, null
            pass


def _expect_plain_text(text: str) -> None:
    if "\0" in text or not _is_unicode(text):
        raise MalformedBodyError


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)

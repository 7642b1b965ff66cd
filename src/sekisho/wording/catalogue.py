"""The catalogue of messages: read once from `texts/*.toml`, complete in both languages or not importable.

A message id is the path to its table: file, tables, key (`refusal.locked.title`). A text may hold `{named}` parameters; both
languages must use the same ones. Members of an array of tables are numbered (`refusal.locked.next.0`).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from string import Formatter
from typing import Any, Final

from sekisho.wording.language import Language
from sekisho.wording.numbers import NUMBERS, numbers_said

MARKS: Final = frozenset({"to", "phone", "factor", "surface", "platform", "still_asked", "device_back"})
"""What a text may carry beside its words: where a next step leads and to whom it applies."""


class IncompleteWordingError(Exception):
    """A text lacks a language, or its languages differ in their parameters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One text in both languages."""

    ja: str
    en: str
    params: frozenset[str]  # to be passed by the caller
    marks: Mapping[str, str | bool] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """Give the words of one language, parameters unfilled."""
        return self.ja if language is Language.JA else self.en


def words(message: str, *, language: Language, **params: object) -> str:
    """Say `message` in `language`. An unknown id or a missing parameter is a fault in the code and raises `KeyError`."""
    return CATALOGUE[message].text(language).format_map({**numbers_said(), **params})


def has_words(message: str) -> bool:
    """Tell whether the catalogue has this message."""
    return message in CATALOGUE


def numbered(prefix: str) -> Iterator[tuple[str, Message]]:
    """Give the messages of an array of tables, in order, with their ids."""
    at = 0
    while (name := f"{prefix}.{at}") in CATALOGUE:
        yield name, CATALOGUE[name]
        at += 1


def read_catalogue(sources: Mapping[str, str]) -> dict[str, Message]:
    """Read TOML texts by file name; raises `IncompleteWordingError` naming the first message that is not whole."""
    found: dict[str, Message] = {}
    for name, text in sources.items():
        found.update(_flatten(name, tomllib.loads(text)))
    return found


def _flatten(path: str, table: Any) -> Iterator[tuple[str, Message]]:
    if isinstance(table, list):
        table = {str(at): member for at, member in enumerate(table)}
    if not isinstance(table, dict):
        fault = f"{path}: a text stands outside of a language"
        raise IncompleteWordingError(fault)
    if Language.JA in table or Language.EN in table:
        yield path, _read_message(path, table)
        return
    for key, member in table.items():
        yield from _flatten(f"{path}.{key}", member)


def _read_message(path: str, table: Mapping[str, Any]) -> Message:
    marks = {key: value for key, value in table.items() if key not in set(Language)}
    if not set(Language) <= table.keys() or not all(table[language].strip() for language in Language):
        fault = f"{path}: a language is missing"
        raise IncompleteWordingError(fault)
    if not marks.keys() <= MARKS:
        fault = f"{path}: unknown marks {sorted(marks.keys() - MARKS)}"
        raise IncompleteWordingError(fault)
    params = _params_of(table["ja"])
    if params != _params_of(table["en"]):
        fault = f"{path}: the languages differ in their parameters"
        raise IncompleteWordingError(fault)
    return Message(ja=table["ja"], en=table["en"], params=params - NUMBERS.keys(), marks=marks)


def _params_of(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _read_texts() -> dict[str, str]:
    room = files("sekisho.wording").joinpath("texts")
    return {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in sorted(room.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }


CATALOGUE: Final[Mapping[str, Message]] = read_catalogue(_read_texts())

"""What the demo's own pages and its first lines in the terminal say; both languages or not importable, as everywhere."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from sekisho.wording.catalogue import Message, read_catalogue
from sekisho.wording.language import Language

_TEXTS: Final[Mapping[str, Message]] = read_catalogue(
    {"demo": files("sekisho.entrypoints.demo").joinpath("words.toml").read_text(encoding="utf-8")}
)


def said(message: str, *, language: Language, **params: object) -> str:
    """Say one message of the demo."""
    return _TEXTS[f"demo.{message}"].text(language).format_map(params)


def section(name: str, *, language: Language) -> dict[str, str]:
    """Give all messages of one table by their keys, for a template or a script."""
    prefix = f"demo.{name}."
    return {
        key.removeprefix(prefix): message.text(language) for key, message in _TEXTS.items() if key.startswith(prefix)
    }

"""What the demo's own pages and its first lines in the terminal say; both languages or not importable, as everywhere."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from sekisho.wording.catalogue import Message, read_catalogue
from sekisho.wording.language import Language

_ROOM: Final[Traversable] = files("sekisho.entrypoints.demo")
_TEXTS: Final[Mapping[str, Message]] = read_catalogue(
    {
        "demo": _ROOM.joinpath("words.toml").read_text(encoding="utf-8"),
        "story": _ROOM.joinpath("stories", "stories.toml").read_text(encoding="utf-8"),
    }
)


def said(message: str, *, language: Language, **params: object) -> str:
    """Say one message of the demo."""
    return _said(f"demo.{message}", language, params)


def section(name: str, *, language: Language) -> dict[str, str]:
    """Give all messages of one table by their keys, for a template or a script."""
    return _section(f"demo.{name}.", language)


def told(message: str, *, language: Language, **params: object) -> str:
    """Say one message of the stories."""
    return _said(f"story.{message}", language, params)


def chapter(name: str, *, language: Language) -> dict[str, str]:
    """Give all messages of one table of the stories by their keys."""
    return _section(f"story.{name}.", language)


def told_step(number: int, key: str, *, language: Language) -> str:
    """Say a step of a story: its own sentence, or the one that stories share."""
    own = f"s{number}.step.{key}"
    return told(own if f"story.{own}" in _TEXTS else f"step.{key}", language=language)


def _said(message: str, language: Language, params: Mapping[str, object]) -> str:
    return _TEXTS[message].text(language).format_map(params)


def _section(prefix: str, language: Language) -> dict[str, str]:
    return {
        key.removeprefix(prefix): message.text(language) for key, message in _TEXTS.items() if key.startswith(prefix)
    }

"""What the login window says of a login or session that is over."""

from dataclasses import dataclass
from typing import Self

from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.refusals import words_of
from sekisho.workflows.outcomes import SessionOver


@dataclass(frozen=True, kw_only=True, slots=True)
class Over:
    """A title and a sentence, with the reference where there is one."""

    title: str
    text: str
    reference: str = ""
    is_done: bool = False

    @classmethod
    def login(cls, word: str, language: Language) -> Self:
        """Say how a login ended."""
        title, text = (words(f"login.over.{word}.{part}", language=language) for part in ("title", "text"))
        return cls(title=title, text=text, is_done=word in {"out", "passkey"})

    @classmethod
    def session(cls, over: SessionOver, language: Language) -> Self:
        """Say why a session ended, as far as that is known."""
        if over.reason is None:
            return cls.login("ended", language)
        said = words_of(over.reason, manner=over.manner)
        title, text = (words(f"{said}.{part}", language=language) for part in ("title", "explanation"))
        return cls(title=title, text=text, reference=over.reference)

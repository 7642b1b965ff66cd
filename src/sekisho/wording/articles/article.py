"""What a help article is: its number, titles and texts in both languages, or in the only one it is written in (A001 to A007)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sekisho.wording.articles.markup import Block
from sekisho.wording.language import Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A line of words, such as a title, by language."""

    by_language: Mapping[Language, str]

    def text(self, language: Language) -> str:
        """Give it in `language`, or in the one language that there is."""
        return self.by_language.get(language) or next(iter(self.by_language.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A text in markup, by language."""

    by_language: Mapping[Language, tuple[Block, ...]]

    def blocks(self, language: Language) -> tuple[Block, ...]:
        """Give it in `language`, or in the one language that there is."""
        return self.by_language.get(language) or next(iter(self.by_language.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A titled part. Its anchor stands for ever: links from outside lead to it."""

    anchor: str
    title: Said
    text: Written


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One article. `number` is the source's (`KB1133`); "" where none is known."""

    slug: str
    number: str
    group: str
    updated: date
    languages: tuple[Language, ...]
    title: Said
    summary: Said
    keywords: Said
    overview: Written
    background: Written | None
    sections: tuple[Section, ...]
    notes: Written | None
    references: tuple[str, ...]  # slugs

    def language_for(self, wanted: Language) -> Language:
        """Give the language in which a reader of `wanted` reads it (A002)."""
        return wanted if wanted in self.languages else self.languages[0]

    def written(self) -> tuple[Written, ...]:
        """Give all texts in markup."""
        parts = (self.overview, self.background, *(section.text for section in self.sections), self.notes)
        return tuple(part for part in parts if part is not None)

    def anchors(self) -> tuple[str, ...]:
        """Give the anchors that a link may lead to."""
        fixed = ("overview", *(("background",) if self.background else ()), *(("notes",) if self.notes else ()))
        return (*fixed, *(section.anchor for section in self.sections))

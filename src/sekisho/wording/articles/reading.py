"""Reads one article's file. What is not whole raises, naming file and place: a language, an anchor, a field too many.

An article in one language alone says so (`only = "en"`) and then has no other; every text of all others has both.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sekisho.wording.articles.article import Article, Said, Section, Written
from sekisho.wording.articles.markup import MarkupError, read_markup
from sekisho.wording.language import Language

ANCHOR: Final = re.compile(r"[a-z][a-z0-9-]*")
NUMBER: Final = re.compile(r"(KB\d+)?")
FIELDS: Final = frozenset(
    "number group updated only title summary keywords overview background section notes references".split()
)
FIXED_ANCHORS: Final = frozenset({"overview", "background", "notes", "references", "telephone", "contents"})


class BrokenArticleError(Exception):
    """An article is not whole."""


class _Reader:
    """One file on its way to an article."""

    def __init__(self, slug: str, table: Mapping[str, Any]) -> None:
        self.slug = slug
        self.table = table
        only = table.get("only")
        self.languages = (Language(only),) if only in set(Language) else tuple(Language)

    def fail(self, place: str, fault: str) -> BrokenArticleError:
        return BrokenArticleError(f"{self.slug}: {place}: {fault}")

    def texts(self, place: str, value: Any) -> Mapping[Language, str]:
        if not isinstance(value, dict) or set(value) != set(self.languages):
            raise self.fail(place, "languages are missing, or one too many is there")
        if not all(isinstance(text, str) and text.strip() for text in value.values()):
            raise self.fail(place, "a text is empty")
        return {Language(language): text.strip() for language, text in value.items()}

    def said(self, place: str, value: Any) -> Said:
        return Said(by_language=self.texts(place, value))

    def written(self, place: str, value: Any) -> Written:
        texts = self.texts(place, value)
        try:
            return Written(by_language={language: read_markup(text) for language, text in texts.items()})
        except MarkupError as error:
            raise self.fail(place, str(error)) from None

    def maybe_written(self, place: str) -> Written | None:
        return self.written(place, self.table[place]) if place in self.table else None

    def sections(self) -> tuple[Section, ...]:
        sections = tuple(self.section(at, table) for at, table in enumerate(self.table.get("section", [])))
        anchors = [section.anchor for section in sections]
        if len(set(anchors)) < len(anchors):
            raise self.fail("section", "an anchor stands twice")
        return sections

    def section(self, at: int, table: Mapping[str, Any]) -> Section:
        place, anchor = f"section {at + 1}", table.get("anchor", "")
        if table.keys() != {"anchor", "title", "text"}:
            raise self.fail(place, "a section has an anchor, a title and a text")
        if not ANCHOR.fullmatch(anchor) or anchor in FIXED_ANCHORS:
            raise self.fail(place, f"{anchor!r} is no anchor for a section")
        return Section(
            anchor=anchor,
            title=self.said(f"{place}: title", table["title"]),
            text=self.written(f"{place}: text", table["text"]),
        )


def read_article(slug: str, source: str) -> Article:
    """Read the file called `slug`; raises `BrokenArticleError`. Links are tried by the library, which knows all articles."""
    reader = _Reader(slug, tomllib.loads(source))
    table = reader.table
    if unknown := table.keys() - FIELDS:
        raise reader.fail("fields", f"unknown: {sorted(unknown)}")
    if missing := {"group", "updated", "title", "summary", "keywords", "overview"} - table.keys():
        raise reader.fail("fields", f"missing: {sorted(missing)}")
    if not isinstance(table["updated"], date) or not NUMBER.fullmatch(table.get("number", "")):
        raise reader.fail("fields", "updated is a date, number is KB and digits")
    return Article(
        slug=slug,
        number=table.get("number", ""),
        group=table["group"],
        updated=table["updated"],
        languages=reader.languages,
        title=reader.said("title", table["title"]),
        summary=reader.said("summary", table["summary"]),
        keywords=reader.said("keywords", table["keywords"]),
        overview=reader.written("overview", table["overview"]),
        background=reader.maybe_written("background"),
        sections=reader.sections(),
        notes=reader.maybe_written("notes"),
        references=tuple(table.get("references", ())),
    )

"""An article's lines in one language: labels as the screens have them now, values as the house sets them, links with addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from sekisho.wording.articles.article import Article
from sekisho.wording.articles.library import ARTICLES
from sekisho.wording.articles.markup import (
    Block,
    Inset,
    Key,
    Label,
    Line,
    Link,
    Listing,
    Note,
    Paragraph,
    Span,
    Value,
    Words,
)
from sekisho.wording.articles.targets import REASONS, target_path
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidSpan:
    """A piece of a line: `kind` is words, label, key or link."""

    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidBlock:
    """A block: `kind` is paragraph, note, list, steps, figure or table; `name` that of a figure or table."""

    kind: str
    lines: tuple[tuple[SaidSpan, ...], ...] = ()
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Teller:
    """Says the lines of the article `slug` to a reader of `language`."""

    slug: str
    language: Language
    values: Mapping[str, str]

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[SaidBlock, ...]:
        """Say some blocks."""
        return tuple(self._block(block) for block in blocks)

    def plain(self, blocks: tuple[Block, ...]) -> str:
        """Say them as running text."""
        said = (line for block in self.blocks(blocks) for line in block.lines)
        return "\n".join("".join(span.text for span in line) for line in said)

    def line(self, line: Line) -> tuple[SaidSpan, ...]:
        """Say one line."""
        return tuple(self._span(span) for span in line)

    def _block(self, block: Block) -> SaidBlock:
        match block:
            case Paragraph():
                return SaidBlock(kind="paragraph", lines=(self.line(block.line),))
            case Note():
                return SaidBlock(kind="note", lines=(self.line(block.line),))
            case Listing():
                kind = "steps" if block.is_steps else "list"
                return SaidBlock(kind=kind, lines=tuple(self.line(item) for item in block.items))
            case Inset():
                return SaidBlock(kind=block.kind, name=block.name)
        assert_never(block)

    def _span(self, span: Span) -> SaidSpan:
        match span:
            case Words():
                return SaidSpan(kind="words", text=span.text)
            case Value():
                return SaidSpan(kind="words", text=self.values[span.name])
            case Key():
                return SaidSpan(kind="key", text=span.text)
            case Label():
                label = words(span.message, language=self.language)
                return SaidSpan(kind="label", text=words("help.label", language=self.language, label=label))
            case Link():
                href = target_path(span.target, slug=self.slug, language=self.language)
                return SaidSpan(kind="link", text=span.words or self._name(span.target), href=href)
        assert_never(span)

    def _name(self, target: str) -> str:
        kind, _, name = target.partition(":")
        if kind == "reason":
            return words(f"refusal.{REASONS[name]}.title", language=self.language)
        slug, _, anchor = target.partition("#")
        article = ARTICLES[slug or self.slug]
        section = next((section for section in article.sections if section.anchor == anchor), None)
        return section.title.text(self.language) if section else titled(article, language=self.language)


def titled(article: Article, *, language: Language) -> str:
    """Give an article's title with its number, where it has one (A007)."""
    title = article.title.text(language)
    return words("help.numbered", language=language, title=title, number=article.number) if article.number else title

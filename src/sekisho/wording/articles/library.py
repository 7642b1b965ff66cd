"""All articles, read once, with every link, label and value tried: an article that points nowhere stops the import."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from sekisho.wording.articles.article import Article
from sekisho.wording.articles.markup import Block, Inset, Label, Link, Span, Value, lines_of
from sekisho.wording.articles.reading import BrokenArticleError, read_article
from sekisho.wording.articles.targets import PAGES, REASONS
from sekisho.wording.articles.values import NAMES
from sekisho.wording.catalogue import has_words

GROUPS: Final = ("login", "interim", "devices", "documents")
TABLES: Final = frozenset({"limits"})


def read_library(sources: Mapping[str, str]) -> Mapping[str, Article]:
    """Read articles by slug, in the order of their groups and files; raises `BrokenArticleError`."""
    read = {slug: read_article(slug, source) for slug, source in sources.items()}
    for article in read.values():
        if fault := next(_faults(article, read), None):
            raise BrokenArticleError(f"{article.slug}: {fault}")
    ordered = sorted(read.values(), key=lambda article: GROUPS.index(article.group))
    return MappingProxyType({article.slug: article for article in ordered})


def _faults(article: Article, library: Mapping[str, Article]) -> Iterator[str]:
    if article.group not in GROUPS:
        yield f"there is no group {article.group}"
    yield from (f"there is no article {slug} to refer to" for slug in article.references if slug not in library)
    for written in article.written():
        for blocks in written.by_language.values():
            yield from _block_faults(blocks)
            spans = (span for line in lines_of(blocks) for span in line)
            yield from (fault for span in spans if (fault := _span_fault(span, article, library)))


def _block_faults(blocks: tuple[Block, ...]) -> Iterator[str]:
    named = {"table": TABLES}
    for block in blocks:
        if isinstance(block, Inset) and block.name not in named.get(block.kind, frozenset()):
            yield f"there is no {block.kind} {block.name}"


def _span_fault(span: Span, article: Article, library: Mapping[str, Article]) -> str:
    match span:
        case Label() if not has_words(span.message):
            return f"there is no message {span.message}"
        case Value() if span.name not in NAMES:
            return f"there is no value {span.name}"
        case Link() if not _leads_somewhere(span, article, library):
            return f"the link {span.target} leads nowhere"
        case _:
            return ""


def _leads_somewhere(link: Link, article: Article, library: Mapping[str, Article]) -> bool:
    kind, _, name = link.target.partition(":")
    if name:
        return name in {"page": PAGES, "reason": REASONS}.get(kind, {}) and bool(link.words or kind == "reason")
    slug, _, anchor = link.target.partition("#")
    other = library.get(slug) if slug else article
    return other is not None and (not anchor or anchor in other.anchors())


def _read_files() -> dict[str, str]:
    room = files("sekisho.wording").joinpath("articles")
    return {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in sorted(room.iterdir(), key=_by_number)
        if entry.name.endswith(".toml")
    }


def _by_number(entry: Traversable) -> tuple[bool, int, str]:
    digits = "".join(sign for sign in entry.name if sign.isdigit())
    return not digits, int(digits or 0), entry.name


ARTICLES: Final = read_library(_read_files())
"""Slug -> article."""

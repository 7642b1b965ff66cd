"""The help articles: whole in both languages, every link and anchor found, no value typed, nothing taken from the source."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.wording.articles.library import ARTICLES, read_library
from sekisho.wording.articles.markup import (
    Inset,
    Key,
    Label,
    Link,
    Listing,
    MarkupError,
    Note,
    Paragraph,
    Value,
    Words,
    lines_of,
    read_markup,
)
from sekisho.wording.articles.reading import BrokenArticleError, read_article
from sekisho.wording.articles.saying import Teller
from sekisho.wording.articles.treatment import TREATED
from sekisho.wording.articles.values import HouseFacts, values_of
from sekisho.wording.language import Language

from .test_style import BANNED_EN, BANNED_EN_SPELLINGS, BANNED_JA

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "spec" / "facts.md"
EVERY = [(article, language) for article in ARTICLES.values() for language in article.languages]
NAMES = [f"{article.slug}-{language}" for article, language in EVERY]
EACH = pytest.mark.parametrize(("article", "language"), EVERY, ids=NAMES)

WHOLE = """
number = "KB9"
group = "login"
updated = 2026-11-23
references = ["a"]
title = { ja = "題", en = "Title" }
summary = { ja = "要約", en = "Summary" }
keywords = { ja = "語", en = "word" }
overview = { ja = "概要。", en = "Overview." }
[[section]]
anchor = "one"
title = { ja = "一", en = "One" }
text = { ja = "[ここ](#one)。", en = "[Here](a#one)." }
"""


def told(article, language):
    """All words of an article as its reader sees them."""
    teller = Teller(slug=article.slug, language=language, values=values_of(HouseFacts(), language=language))
    parts = [teller.plain(written.blocks(language)) for written in article.written()]
    titles = [section.title.text(language) for section in article.sections]
    return "\n".join([article.title.text(language), article.summary.text(language), *titles, *parts])


# ── The markup ───────────────────────────────────────────────────────────────────────────────────────────────


def test_blocks_are_told_apart_by_how_their_lines_begin():
    text = "Words\ngo on.\n\n- a\n- b\n\n1. c\n2. d\n\n! e\n\n(table:limits)"
    paragraph, listing, steps, note, table = read_markup(text)
    assert paragraph == Paragraph(line=(Words(text="Words go on."),))
    assert listing == Listing(items=((Words(text="a"),), (Words(text="b"),)), is_steps=False)
    assert steps == Listing(items=((Words(text="c"),), (Words(text="d"),)), is_steps=True)
    assert note == Note(line=(Words(text="e"),))
    assert table == Inset(kind="table", name="limits")


def test_labels_keys_values_and_links_stand_inside_a_line():
    (block,) = read_markup("a{label:login.form.submit}{key:PIN>}{n_card_days}[x](kb70#again)[](kb69)")
    assert block.line == (
        Words(text="a"),
        Label(message="login.form.submit"),
        Key(text="PIN>"),
        Value(name="n_card_days"),
        Link(words="x", target="kb70#again"),
        Link(words="", target="kb69"),
    )


@pytest.mark.parametrize("text", ["{", "a}", "[x]", "{label:}", "{Name}", "[a](b c)", "<b>{", "- a\n{", "a\n- b"])
def test_what_is_not_markup_is_refused(text):
    with pytest.raises(MarkupError):
        read_markup(text)


@given(st.text())
def test_no_text_is_too_strange_to_be_read_or_refused(text):
    try:
        blocks = read_markup(text)
    except MarkupError:
        return
    assert all(line for line in lines_of(blocks)) or not text.strip(" -!0123456789.\n")


@given(st.text(alphabet=st.characters(exclude_characters="{}[]()\n\r", exclude_categories=["C", "Z"]), min_size=1))
def test_plain_words_come_back_as_they_were_written(text):
    (block,) = read_markup(f"x{text}")
    assert block == Paragraph(line=(Words(text=f"x{text}"),))


# ── The files ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_article_is_read():
    article = read_library({"a": WHOLE})["a"]
    assert article.anchors() == ("overview", "one")
    assert article.languages == tuple(Language)


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('en = "Title"', 'en = ""', "empty"),
        ('ja = "題", ', "", "languages are missing"),
        ("(a#one)", "(a#two)", "leads nowhere"),
        ("(a#one)", "(b)", "leads nowhere"),
        ("(a#one)", "(page:nowhere)", "leads nowhere"),
        ("(a#one)", "(https://example.com)", "leads nowhere"),
        ("(#one)", "(reason:nothing)", "leads nowhere"),
        ('references = ["a"]', 'references = ["b"]', "no article b"),
        ("[Here](a#one).", "{label:no.such.message}", "no message"),
        ("[Here](a#one).", "{n_no_such_value}", "no value"),
        ("[Here](a#one).", "(figure:no-such)", "no figure"),
        ("[Here](a#one).", "{oops", "means nothing"),
        ('anchor = "one"', 'anchor = "One"', "no anchor"),
        ('anchor = "one"', 'anchor = "overview"', "no anchor"),
        ('group = "login"', 'group = "nowhere"', "no group"),
        ('group = "login"', "", "missing"),
        ('number = "KB9"', 'number = "9"', "number is KB"),
        ("updated = 2026-11-23", 'updated = "today"', "updated is a date"),
        ("[[section]]", 'colour = "red"\n[[section]]', "unknown"),
        ('anchor = "one"', 'anchor = "one"\nlevel = 2', "an anchor, a title and a text"),
    ],
)
def test_an_article_that_is_not_whole_stops_the_import(was, becomes, fault):
    assert was in WHOLE
    with pytest.raises(BrokenArticleError, match=fault):
        read_library({"a": WHOLE.replace(was, becomes, 1)})


def test_an_anchor_stands_once():
    again = WHOLE[WHOLE.index("[[section]]") :]
    with pytest.raises(BrokenArticleError, match="twice"):
        read_library({"a": WHOLE + again})


def test_an_article_in_one_language_says_so_and_has_no_other():
    english = re.sub(r'ja = "[^"]*", ', "", WHOLE)
    with pytest.raises(BrokenArticleError, match="languages are missing"):
        read_article("a", english)
    article = read_article("a", 'only = "en"\n' + english)
    assert article.language_for(Language.JA) is Language.EN
    assert article.title.text(Language.JA) == "Title"
    with pytest.raises(BrokenArticleError, match="one too many"):
        read_article("a", 'only = "en"\n' + WHOLE)


# ── The articles ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A001")
def test_the_four_articles_and_those_that_they_refer_to_are_there_in_both_languages():
    named = "kb1133 kb1873 kb1131 kb1943 kb2636 kb2481 kb2545 kb975 kb2260 kb2895 kb1861 kb69 kb70".split()
    assert set(ARTICLES) == {*named, "send-documents", "verify-identity"}
    assert all(article.languages == tuple(Language) for article in ARTICLES.values())
    assert all(article.number in {article.slug.upper(), ""} for article in ARTICLES.values())


@EACH
def test_no_value_is_typed_in_a_text(article, language):
    units = {
        Language.JA: r"\d+\s*(日|時間|分|週間|文字|桁|個|米ドル|ドル|円|MB)",
        Language.EN: r"\b\d+\s*(days?|hours?|minutes?|weeks?|characters?|digits?|US dollars|dollars|MB|times|values)\b",
    }[language]
    spans = (span for part in article.written() for line in lines_of(part.blocks(language)) for span in line)
    typed = " ".join(span.text if isinstance(span, Words) else "…" for span in spans)
    assert re.findall(units, typed) == []
    assert not re.search(r"@|\+\d|\d{2,}-\d{2,}|\b400[01]\b", typed)


@EACH
def test_both_languages_have_the_same_parts_labels_values_and_links(article, language):
    def bones(written, tongue):
        spans = [span for line in lines_of(written.blocks(tongue)) for span in line]
        named = sorted(repr(span) for span in spans if isinstance(span, Label | Key | Value))
        links = {span.target for span in spans if isinstance(span, Link)}
        return [type(block).__name__ for block in written.blocks(tongue)], set(named), links

    for written in article.written():
        assert bones(written, language) == bones(written, language.other)


@EACH
def test_an_article_reads_as_the_house_writes(article, language):
    text = told(article, language)
    if language is Language.JA:
        assert [banned for banned in BANNED_JA if banned in text] == []
        assert not re.search(r"[ぁ-んァ-ヶ一-龠ー][,.!?;:()]|[,!?;()][ぁ-んァ-ヶ一-龠]", text)
    else:
        said = [
            banned
            for banned in BANNED_EN
            if re.search(rf"\b{re.escape(banned)}\b" if banned.isalpha() else re.escape(banned), text, re.IGNORECASE)
        ]
        assert said == []
        assert [banned for banned in BANNED_EN_SPELLINGS if banned in text] == []
        assert '"' not in text
        assert "  " not in text


def test_every_reason_that_an_article_treats_has_its_section():
    assert [
        where
        for where in TREATED.values()
        if where.partition("#")[2] not in ARTICLES[where.partition("#")[0]].anchors()
    ] == []


# ── Nothing of the source's ──────────────────────────────────────────────────────────────────────────────────

ENGLISH_RUN, JAPANESE_RUN = 8, 20
QUOTED = re.compile(r"[“「][^”」]*[”」]")


def runs_of(text, language):
    """Every run of words, or of signs in Japanese, that would be too long to have come about by chance."""
    if language is Language.EN:
        words = re.findall(r"[a-z0-9']+", text.lower())
        return {" ".join(words[at : at + ENGLISH_RUN]) for at in range(len(words) - ENGLISH_RUN + 1)}
    signs = "".join(re.findall(r"[ぁ-んァ-ヶ一-龠ーa-zA-Z0-9]", text))
    return {signs[at : at + JAPANESE_RUN] for at in range(len(signs) - JAPANESE_RUN + 1)}


@EACH
def test_no_sentence_is_the_source_s(article, language):
    if not SOURCE.is_file():
        pytest.skip("the file of facts does not lie beside this clone")
    facts = {run for line in SOURCE.read_text("utf-8").splitlines() for run in runs_of(line, language)}
    ours = {run for line in QUOTED.sub("\n", told(article, language)).splitlines() for run in runs_of(line, language)}
    assert ours & facts == set()


def test_the_comparison_with_the_source_bites():
    copied = "Such an account gets the trading platform on the next day."
    assert runs_of(f"They say: {copied}", Language.EN) & runs_of(copied, Language.EN)
    assert runs_of("お客様の地域のクライアントサービスセンターへお電話ください", Language.JA)

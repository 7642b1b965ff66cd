"""The help's pages: every article, reason and reference reached from the index, nothing broken, nothing told about anybody else."""

import html
import re
from datetime import date
from urllib.parse import urlencode

import pytest

from sekisho.core.reasons import Reason
from sekisho.entrypoints.portal.help_articles import show_article
from sekisho.testing.people import DSC
from sekisho.wording.articles.library import ARTICLES
from sekisho.wording.articles.reading import read_article
from sekisho.wording.articles.saying import Teller
from sekisho.wording.language import Language

BOTH = pytest.mark.parametrize("language", ["ja", "en"])
ADDRESS = re.compile(r'<(?:a|link)\b[^>]*?\bhref="([^"]+)"')
OVERVIEW = {"ja": "概観", "en": "Overview"}


def addresses(page):
    return [html.unescape(found) for found in ADDRESS.findall(page.html)]


def ids(page):
    return re.findall(r'\bid="([^"]+)"', page.html)


def headings(page):
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<h2[^>]*>(.*?)</h2>", page.html, re.DOTALL)]


@BOTH
@pytest.mark.fact("A006", "A055")
def test_every_page_of_the_help_is_reached_and_every_link_and_anchor_in_it_is_found(person, language):
    browser = person(language=language)
    root = f"/{language}/"
    waiting, seen = ["help/"], {}
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        page = seen[path] = browser.get(path)
        assert page.status == 200, path
        inside = [
            address[len(root) :].partition("#")[0] for address in addresses(page) if address.startswith(f"{root}help/")
        ]
        waiting += [address for address in inside if address not in seen]
    for path, page in seen.items():
        own = ids(page)
        assert len(own) == len(set(own)), path
        for address in addresses(page):
            target, _, anchor = address.partition("#")
            if not target:
                assert anchor in own, (path, anchor)
            elif target.startswith(f"{root}help/"):
                assert not anchor or anchor in ids(seen[target[len(root) :]]), (path, address)
            elif target.startswith(root):
                assert browser.get(target[len(root) :]).status == 200, (path, address)
    assert {f"help/articles/{slug}/" for slug in ARTICLES} <= seen.keys()
    assert {f"help/reasons/{reason}/" for reason in Reason} <= seen.keys()
    assert "help/references/" in seen


@BOTH
@pytest.mark.parametrize("slug", ARTICLES)
@pytest.mark.fact("A003", "A007")
def test_an_article_opens_with_its_overview_and_names_others_by_number(person, language, slug):
    page = person(language=language).get(f"help/articles/{slug}/")
    article = ARTICLES[slug]
    assert headings(page)[1] == OVERVIEW[language]  # after the contents
    assert article.title.text(Language(language)) in page.text
    assert article.number in page.text
    for other in article.references:
        assert f'href="/{language}/help/articles/{other}/"' in page.html
        assert ARTICLES[other].number in page.text


@BOTH
@pytest.mark.fact("A004")
def test_a_background_is_called_so_in_both_languages(person, language):
    page = person(language=language).get("help/articles/kb1873/")
    assert "Background" in headings(page)
    assert '<h2 id="background-title" lang="en">Background</h2>' in page.html


@BOTH
def test_an_article_keeps_its_place_when_the_language_changes(person, language):
    other = "en" if language == "ja" else "ja"
    page = person(language=language).get("help/articles/kb69/")
    assert f'href="/{other}/help/articles/kb69/" lang="{other}"' in page.html
    for tongue in ("ja", "en"):
        assert re.search(
            rf'rel="alternate" hreflang="{tongue}" href="https?://[^/]+/{tongue}/help/articles/kb69/"', page.html
        )
    assert re.search(rf'rel="canonical" href="https?://[^/]+/{language}/help/articles/kb69/"', page.html)


ENGLISH_ALONE = """
only = "en"
group = "login"
updated = 2026-11-23
title = { en = "Only in English" }
summary = { en = "Not translated." }
keywords = { en = "none" }
overview = { en = "It stands in." }
"""


@pytest.mark.fact("A002")
def test_where_japanese_is_lacking_the_english_text_stands_under_japanese_labels(house):
    from django.template.loader import render_to_string

    from sekisho.entrypoints.site.pages import Speech

    article = read_article("alone", ENGLISH_ALONE)
    told = Teller(slug="alone", language=article.language_for(Language.JA), values={})
    shown = show_article(article, told, Language.JA, library={})
    page = render_to_string("portal/help/article.html", {**shown, "say": Speech(Language.JA), "language": "ja"})
    assert '<h2 id="overview-title" lang="ja">概観</h2>' in page
    assert re.search(r'<div lang="en">\s*<p>It stands in\.\s*</p>', page)
    assert '<h1 lang="en">Only in English</h1>' in page
    assert "英語でお読みください" in page
    assert article.updated == date(2026, 11, 23)


@BOTH
@pytest.mark.fact("A054", "A124", "A121", "A122", "A123")
def test_the_article_on_the_trading_platform_has_the_eleven_situations_and_everybody_who_helps(person, language):
    page = person(language=language).get("help/articles/kb1133/")
    linked = [address[1:] for address in addresses(page) if address.startswith("#")]
    listed = [section.anchor for section in ARTICLES["kb1133"].sections]
    assert [anchor for anchor in linked if anchor in listed][:11] == listed
    assert len(listed) == 11
    helpers = {
        "ja": (
            "クライアントサービス",
            "テクニカルアシスタンスセンター",
            "インターネット・サービス・プロバイダー",
            "お客様",
        ),
        "en": ("Client Services", "Technical Assistance Center", "Internet service provider", "you"),
    }[language]
    assert [who for who in helpers if who not in page.text] == []


@BOTH
def test_values_are_those_of_the_house_and_labels_those_of_the_screens(person, language):
    text = person(language=language).get("help/articles/kb1873/").text
    assert {"ja": "21日間", "en": "21 days"}[language] in text
    button = {
        "ja": "「オンライン（テンポラリー）セキュリティ・コード・カードをリクエスト」",
        "en": "“Request Online (Temporary) Security Code Card”",
    }
    assert button[language] in text
    assert not re.search(r"[{}]", text)


@BOTH
@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_has_cause_steps_and_when_it_ends(person, language, reason):
    page = person(language=language).get(f"help/reasons/{reason}/")
    assert headings(page)[0] == {"ja": "原因", "en": "What happened"}[language]
    assert page.html.count("<li>") >= 1
    assert {"ja": "自動的に変わる時期", "en": "When it changes by itself"}[language] in page.text
    assert reason.value in page.text


@pytest.mark.parametrize("path", ["articles/kb1/", "reasons/nothing/", "articles/../../x/", "articles/KB1133/"])
def test_what_does_not_exist_is_answered_so(person, path):
    assert person().get(f"help/{path}").status == 404


# ── References ───────────────────────────────────────────────────────────────────────────────────────────────


def references(page):
    """The page without the language switch, which repeats the address."""
    return re.sub(r'href="[^"]*"', "", page.html)


def test_a_refusal_is_explained_to_the_browser_that_met_it_and_to_no_other(person):
    browser = person(language="en")
    refused = browser.enter("nobody99", password="wrong")
    number = refused.one(r'reference__value">([^<]+)<')
    mine = browser.get(f"help/references/{number}/")
    assert "does not match our records" in mine.text
    theirs = person(language="en").get(f"help/references/{number}/")
    assert "does not match our records" not in theirs.text
    unknown = person(language="en").get("help/references/A2B-C3D-E4F/")
    assert references(theirs).replace(number, "…") == references(unknown).replace("A2B-C3D-E4F", "…")


def test_a_holder_sees_the_own_records_and_no_other_holder_s(add, person):
    first, second = add(devices=(DSC,)), add(devices=(DSC,))
    stranger = person(language="en")
    number = stranger.enter(second, password="wrong").one(r'reference__value">([^<]+)<')
    owner, other = person(language="en"), person(language="en")
    owner.log_in(second)
    other.log_in(first)
    assert "does not match our records" in owner.get(f"help/references/{number.lower().replace('-', ' ')}/").text
    assert "does not match our records" not in other.get(f"help/references/{number}/").text


@pytest.mark.parametrize(
    "typed", ["", "x", "<script>", "K7T-3QW-9MX", "Ｋ７Ｔ－３ＱＷ－９ＭＸ", "'; --", "%00", "a" * 500, "🈂️"]
)
def test_the_form_takes_whatever_is_typed_and_repeats_none_of_it(person, typed):
    page = person().get("help/references/?" + urlencode({"number": typed}))
    assert page.status == 200
    assert "<script>" not in page.html
    assert page.path in {"/ja/help/references/", "/ja/help/references/unknown/", "/ja/help/references/K7T-3QW-9MX/"}

"""What every page has: its language, no-store, no inline script or style, words for every message it names."""

import re
from dataclasses import replace
from http.cookies import Morsel
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

import sekisho
from sekisho.entrypoints.site.browsers import browser_label
from sekisho.entrypoints.site.pages import Speech, UnknownMessageError, same_page
from sekisho.testing.people import DSC, PASSWORD
from sekisho.wording.catalogue import has_words
from sekisho.wording.language import Language

DOORS = Path(sekisho.__file__).parent / "entrypoints"
TEMPLATES = sorted((DOORS / "site" / "templates").rglob("*.html"))
STATIC = DOORS / "site" / "static"
PAGES = ["", "trader/", "help/"]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_one_language_and_leads_to_itself_in_the_other(person, language, page):
    shown = person(language=language).get(page)
    other = "en" if language == "ja" else "ja"
    assert shown.status == 200
    assert f'<html lang="{language}">' in shown.html
    assert f'href="/{other}/{page}" lang="{other}"' in shown.html
    assert shown.response["Cache-Control"] == "no-store"
    assert shown.response["Content-Language"] == language
    assert "'unsafe" not in shown.response["Content-Security-Policy"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_names_only_messages_that_exist(path):
    named = re.findall(r"\bsay\.([\w.]+)", path.read_text("utf-8"))
    assert [message for message in named if not has_words(message)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_inline_script_style_or_word(path):
    source = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))
    words = re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>", " ", source, flags=re.DOTALL)
    assert not re.search(r"[ぁ-んァ-ヶ一-龠]|[A-Za-z]{3,}", words)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_what_a_page_loads_is_there(path):
    for name in re.findall(r"\{% static '([^']+)' %\}", path.read_text("utf-8")):
        assert (STATIC / name).is_file()


def test_a_message_that_does_not_exist_stops_the_page():
    with pytest.raises(UnknownMessageError):
        str(Speech(Language.JA)["no"]["such"])


@pytest.mark.parametrize(
    ("path", "same"),
    [("/ja/", "/en/"), ("/ja/trader/challenge", "/en/trader/challenge"), ("/demo", "/en/"), ("/", "/en/")],
)
def test_the_same_page_in_the_other_language(path, same):
    assert same_page(path, Language.EN) == same


@pytest.mark.parametrize("path", ["", "/trader", "/help"])
def test_an_address_typed_without_its_slash_is_found(person, path):
    browser = person()
    browser.home = f"/en{path}"
    assert browser.get().path == f"/en{path}/"


def test_a_form_from_elsewhere_is_refused(house):
    stranger = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    response = stranger.post("/ja/login", {"username": "kaede314", "password": PASSWORD})
    assert response.status_code == 403
    assert "関所" not in response.cookies


def test_our_own_form_is_taken(add, person):
    holder = add(devices=(DSC,))
    browser = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', browser.get("/ja/").content.decode())[1]
    fields = {"username": holder.username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert browser.post("/ja/login", fields).headers["Location"] == "/ja/challenge"


def test_cookies_are_closed_to_scripts_and_other_sites(add, person):
    holder, browser = add(devices=(DSC,)), person()
    browser.log_in(holder)
    ours = [cookie for name, cookie in browser.http.cookies.items() if name.startswith("sekisho_")]
    assert len(ours) >= 3
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" for cookie in ours)


def test_secure_cookies_carry_the_prefix_that_binds_them_to_the_host(add, person):
    settings.SEKISHO_INSTALLATION = replace(settings.SEKISHO_INSTALLATION, has_secure_cookies=True)
    holder, browser = add(devices=(DSC,)), person()
    browser.enter(holder)
    cookie: Morsel = browser.http.cookies["__Host-sekisho_login"]
    assert cookie["secure"]
    assert not cookie["domain"]


def test_bearer_values_are_in_no_address(add, person):
    holder, browser = add(devices=(DSC,)), person()
    pages = [browser.enter(holder), browser.get("challenge")]
    addresses = [address for page in pages for address, _ in page.response.redirect_chain]
    assert not any("login_" in address or "sat_" in address for address in addresses)
    assert all("login_" not in page.html for page in pages)


def test_the_history_shows_what_happened_with_its_reference(add, person):
    holder, browser = add(devices=(DSC,)), person(language="en")
    browser.enter(holder, password="wrong")
    browser.log_in(holder)
    page = browser.get("history")
    assert "Logged in" in page.text
    assert "We could not confirm the user name and password" in page.text
    assert re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}", page.text)
    assert "Chrome, Linux" in page.text


def test_the_history_is_only_for_whoever_is_logged_in(person):
    assert 'action="/ja/login"' in person().get("history").html


def test_the_demo_s_ribbon_is_in_the_demo_only(person):
    assert "/demo" not in person().get().html
    settings.SEKISHO_INSTALLATION = replace(settings.SEKISHO_INSTALLATION, is_demo=True)
    assert 'href="/demo"' in person().get().html


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.5.0", "curl"),
        ("", ""),
        ("\r\nX-Evil: 1", ""),
    ],
)
def test_a_browser_is_called_by_program_and_system(agent, label):
    assert browser_label(agent) == label


def test_a_paper_session_is_shown_nothing_of_the_live_account(add, person):
    who = add(devices=(DSC,), paper=True)
    browser = person()
    browser.answer(who, browser.enter(who, mode="paper"))
    page = browser.get()
    assert "DU" in page.text
    for heading in ('id="proofs"', 'id="forecast"', 'id="history"'):
        assert heading not in page.html
    assert 'id="history"' not in browser.get("history").html

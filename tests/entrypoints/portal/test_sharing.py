"""A device of another user name as pages: from the list to a login with the shared card (B094 to B101)."""

import re

import pytest

from sekisho.core.authenticators.kinds import PasscodeState
from sekisho.core.sharing import Person as Client
from sekisho.testing import people

LIST = "settings/user/security/secure-login-system/"
SHARE = f"{LIST}share/"
ONE = Client(entity="1001", identification="papers")
BOTH = pytest.mark.parametrize("language", ["ja", "en"])


@pytest.fixture
def two(add, person):
    """Give the owner, the borrower and the borrower's browser, logged in."""

    def make(language="ja", *, behind=ONE, **wanted):
        owner = add(devices=(people.DSC,), behind=ONE, language=language)
        other = add(**{"devices": (people.IOS,), "behind": behind, "language": language} | wanted)
        browser = person(language=language)
        browser.log_in(other)
        return owner, other, browser

    return make


def ask(browser, owner, password=people.PASSWORD):
    return browser.post(SHARE, owner=owner if isinstance(owner, str) else owner.username, password=password)


def answered(soft, browser, page, who):
    return browser.post(f"{SHARE}proof", response=soft(who.factors[0], page))


def share(soft, browser, owner, other):
    ask(browser, owner)
    first = browser.verify(f"{SHARE}verify", other)
    return answered(soft, browser, answered(soft, browser, first, other), owner)


# B094, B099
@BOTH
def test_from_the_list_to_a_login_with_the_shared_card(two, soft, person, language):
    owner, other, browser = two(language)
    shown = browser.get(LIST)
    assert f"/{language}/{SHARE}" in shown.html
    typed = ask(browser, owner)
    assert typed.path.endswith("share/verify")
    assert owner.username in typed.text
    first = browser.verify(f"{SHARE}verify", other)
    assert first.path.endswith("share/proof")
    second = answered(soft, browser, first, other)
    assert owner.username in second.text
    done = answered(soft, browser, second, owner)
    assert {"ja": "デバイスを共有しました", "en": "The device is shared"}[language] in done.text
    assert owner.username in done.text
    later = person(language=language)
    later.answer(other, later.enter(other), owner.factors[0])
    assert later.get(LIST).status == 200


# B095, B096, B097, B098, B101
@BOTH
def test_why_not_is_said_on_the_form_with_a_reference(two, language):
    _, _other, browser = two(language, behind=Client(entity="1002"))
    owner, _, _ = two(language)
    refused = ask(browser, owner)
    assert refused.status == 403
    assert {"ja": "同じご本人", "en": "both user names are yours"}[language] in refused.text
    assert re.search(r"[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}", refused.text)


def test_a_wrong_password_is_told_like_an_unknown_name_and_the_password_is_not_shown_again(two):
    owner, _, browser = two()
    pages = [ask(browser, name, password="not this one") for name in (owner, "nobody999")]
    texts = [re.sub(r"[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}|testy\d+|nobody999", "", page.text) for page in pages]
    assert texts[0] == texts[1]
    assert all(page.status == 403 and "not this one" not in page.html for page in pages)
    assert ask(browser, owner, password="").status == 422


# B097
def test_a_session_with_a_passcode_has_no_button_and_no_form(add, person):
    who = add(passcode=PasscodeState.LIVE, behind=ONE)
    browser = person()
    browser.log_in(who)
    assert SHARE not in browser.get(LIST).html
    assert browser.get(SHARE).status == 403


@BOTH
def test_either_side_sees_the_sharing_and_ends_it(two, soft, person, language):
    owner, other, browser = two(language)
    share(soft, browser, owner, other)
    there = person(language=language)
    there.log_in(owner)
    shown = there.get(LIST)
    assert other.username in shown.text
    (stop,) = re.findall(rf'href="/{language}/({LIST}shr_[^"]+/stop-sharing)"', shown.html)
    assert there.get(stop).status == 200
    asked = there.verify(stop, owner)
    done = there.post(f"{stop}/proof", response=soft(owner.factors[0], asked))
    assert {"ja": "共有を終了しました", "en": "no longer shared"}[language] in done.text
    assert "stop-sharing" not in browser.get(LIST).html


# B100
def test_what_waits_for_compliance_is_said_and_can_be_taken_back(two, soft):
    owner, other, browser = two(behind=Client(entity="1002", identification="papers"))
    done = share(soft, browser, owner, other)
    assert "確認" in done.text
    (stop,) = re.findall(rf'href="/ja/({LIST}shr_[^"]+/stop-sharing)"', browser.get(LIST).html)
    assert "共有を終了しました" in browser.post(stop).text

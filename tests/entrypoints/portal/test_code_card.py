"""The nine steps of the card as pages: in the source's order and words, in both languages, and what happens beside the path."""

import re
from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.testing import people
from sekisho.workflows.card_records import Keeping

AWAY = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)
LIST = "settings/user/security/secure-login-system/"
CARD = "settings/user/security/code-card/"
BOTH = pytest.mark.parametrize("language", ["ja", "en"])
SAID = {
    "ja": {
        "settings": "ユーザー設定",
        "security": "セキュリティ",
        "system": "セキュア・ログイン・システム",
        "button": "オンライン（テンポラリー）セキュリティ・コード・カードをリクエスト",
        "print": "印刷",
        "continue": "続行",
        "values": "カードの値",
        "passcode": "テンポラリー・パスコード",
        "until": r"2026年\d+月\d+日",
    },
    "en": {
        "settings": "User Settings",
        "security": "Security",
        "system": "Secure Login System",
        "button": "Request Online (Temporary) Security Code Card",
        "print": "Print",
        "continue": "Continue",
        "values": "Card Values",
        "passcode": "temporary passcode",
        "until": r"\w{3} \d+ \w+ 2026",
    },
}


@pytest.fixture
def holder(add):
    return add(devices=(AWAY,), passcode=PasscodeState.LIVE)


@pytest.fixture
def inside(person, holder):
    """A browser in which the holder is logged in with the passcode."""

    def log_in(language="ja", who=holder):
        browser = person(language=language)
        login = browser.enter(who)
        browser.answer(who, login, factor=who.factor("temporary_passcode"))
        return browser

    return log_in


def cells_of(page):
    return dict(re.findall(r'<th scope="row">(\d+)</th><td class="mono">(\w{3})</td>', page.html))


def asked(page):
    return re.findall(r"<dd>(\d+)</dd>", page.html.partition('class="cells"')[2].partition("</dl>")[0])


def request(browser):
    page = browser.post(CARD)
    assert page.status == 200, page.text
    return page


def relative(browser, path):
    return path.removeprefix(browser.home)


def values(page, question):
    return "".join(cells_of(page)[index] for index in asked(question))


def card_states():
    return sorted(AuthenticatorRow.objects.filter(kind="code_card").values_list("state", flat=True))


# ── The nine steps ───────────────────────────────────────────────────────────────────────────────────────────


@BOTH
@pytest.mark.fact(
    "A163", "A164", "A165", "A166", "A167", "A168", "A169", "A170", "A171", "A172", "A173", "A174", "A175", "A176", "A177",
    "A178", "A179", "A180", "A181", "A182",
)  # fmt: skip
def test_the_nine_steps_lead_from_the_temporary_code_to_a_card_with_an_expiry_date(person, holder, clock, language):
    said = SAID[language]
    browser = person(language=language)
    assert browser.get().status == 200  # 1, 2: the site, and its login window
    challenge = browser.enter(holder)  # 3: credentials, then the temporary code
    assert said["passcode"] in challenge.text
    home = browser.answer(holder, challenge, factor=holder.factor("temporary_passcode"))
    assert f'href="/{language}/settings/user/"' in home.html
    settings = browser.get("settings/user/")  # 4: Settings > User Settings, the box Security, the gear
    assert said["settings"] in settings.text
    assert said["security"] in settings.text
    assert said["system"] in settings.text
    assert f'href="/{language}/{LIST}"' in settings.html
    listed = browser.get(LIST)  # 5: the devices that are active, and the button below them
    assert listed.html.index('class="devices"') < listed.html.index(said["button"])
    assert f'action="/{language}/{CARD}"' in listed.html
    card = request(browser)  # 6: the card, and Print
    assert len(cells_of(card)) == 224
    assert said["print"] in card.text
    printed = browser.post(relative(browser, f"{card.path}print"), form="a4")
    assert printed.response["Content-Type"] == "application/pdf"
    assert {"ja": "すべての値が読めること", "en": "complete in all parts and readable"}[language] in card.text
    assert said["continue"] in card.text  # 7: readable? Continue
    question = browser.post(f"{CARD}continue")  # 8: two index numbers, Card Values, Continue
    assert len(asked(question)) == 2
    assert said["values"] in question.text
    assert said["continue"] in question.text
    done = browser.post(f"{CARD}activation", values=values(card, question))  # 9: the expiry date, OK
    assert done.path == f"/{language}/{CARD}done"
    assert re.search(said["until"], done.text)
    assert re.search(rf'href="/{language}/">OK</a>', done.html)
    assert card_states() == ["active"]
    assert browser.get().status == 200


@pytest.mark.fact("A104", "A105")
@BOTH
def test_a_session_for_the_card_alone_finds_the_card_as_its_one_big_action_and_nothing_else(
    inside, clock, language
) -> None:
    clock.advance(timedelta(hours=60))
    browser = inside(language)
    home = browser.get()
    (big,) = re.findall(r'<a class="button button--main" href="([^"]+)"', home.html)
    assert big == f"/{language}/{LIST}"
    for page in ("settings/user/", LIST, CARD):
        assert browser.get(page).status == 200
    card = request(browser)
    browser.post(relative(browser, f"{card.path}save"), file="code-card-a4.png")
    question = browser.post(f"{CARD}continue")
    done = browser.post(f"{CARD}activation", values=values(card, question))
    assert done.path.endswith("/done")
    assert "portal:full" not in home.html
    assert {"ja": "すべての機能", "en": "All of Client Portal"}[language] in browser.get().text


@pytest.mark.fact("A171")
def test_the_list_names_the_temporary_code_with_its_end_before_the_suspended_device(inside) -> None:
    listed = inside("en").get(LIST)
    devices = listed.html.partition('class="devices"')[2].partition("</ul>")[0]
    assert "Valid until" in devices
    assert devices.index("Temporary passcode") < devices.index("Suspended")


@pytest.mark.fact("A183")
def test_the_older_path_leads_to_the_same_list(inside) -> None:
    page = inside().get("manage-account/security/secure-login-system/security-device")
    assert page.path == f"/ja/{LIST}"


@BOTH
@pytest.mark.fact("A160", "A161", "A162", "A092", "A108")
def test_the_request_says_for_which_two_cases_the_card_is_meant(inside, language) -> None:
    text = inside(language).get(LIST).text
    assert "21" in text
    for word in {
        "ja": ("一時的にお手元にない", "紛失", "代替品"),
        "en": ("temporarily not with you", "lost", "replacement"),
    }[language]:
        assert word in text


@BOTH
@pytest.mark.fact("A106", "A109", "A117")
def test_the_request_sends_who_has_trouble_with_portal_or_card_to_the_telephone(inside, language) -> None:
    listed = inside(language).get(LIST)
    assert {"ja": "クライアントサービスへお電話ください", "en": "telephone Client Services"}[language] in listed.text
    assert f'href="/{language}/help/#telephone"' in listed.html


@BOTH
@pytest.mark.fact("A187", "A188", "A189", "A190", "A191", "A192", "A193", "A194", "A195", "A196", "A197")
def test_the_articles_on_the_same_matter_are_linked_and_exist(inside, language) -> None:
    browser = inside(language)
    listed = browser.get(LIST)
    linked = re.findall(rf'href="/{language}/help/articles/(kb\d+)/"', listed.html)
    assert linked == "kb1131 kb1943 kb2636 kb2481 kb2545 kb975 kb2260 kb2895 kb1861 kb69 kb70".split()
    assert [article for article in linked if browser.get(f"help/articles/{article}/").status != 200] == []


# ── Print, save, and the warning ─────────────────────────────────────────────────────────────────────────────


@BOTH
@pytest.mark.fact("A184", "A185", "A186")
def test_who_neither_printed_nor_saved_is_warned_and_goes_on_with_continue(inside, language) -> None:
    browser = inside(language)
    card = request(browser)
    assert {"ja": "右クリック", "en": "right-click"}[language] in card.text
    warned = browser.post(f"{CARD}continue")
    assert warned.path == f"/{language}/{CARD}warning"
    assert {"ja": "読めることをお確かめください", "en": "readable"}[language] in warned.text
    assert SAID[language]["continue"] in warned.text
    question = browser.post(f"{CARD}continue", is_warned="1")
    assert len(asked(question)) == 2


@pytest.mark.parametrize("how", ["png", "pdf", "print", "printed by a script"])
@pytest.mark.fact("A185")
def test_who_printed_or_saved_is_not_warned(inside, how) -> None:
    browser = inside()
    here = relative(browser, request(browser).path)
    if how.startswith("print"):
        answer = browser.post(f"{here}print", form="card", **({"is_printed": "1"} if "script" in how else {}))
        assert answer.status == (204 if "script" in how else 200)
    else:
        saved = browser.post(f"{here}save", file=f"code-card-card.{how}")
        assert saved.response["Content-Disposition"] == f'attachment; filename="code-card-card.{how}"'
        assert saved.response["Cache-Control"] == "no-store"
    assert browser.post(f"{CARD}continue").path.endswith("/activation")


@pytest.mark.fact("A184")
@pytest.mark.parametrize(("form", "sheets"), [("a4", 1), ("card", 1), ("large", 2)])
def test_the_card_is_an_image_of_the_page_in_each_size(inside, form, sheets) -> None:
    browser = inside()
    card = browser.get(relative(browser, request(browser).path) + f"?form={form}")
    pictures = re.findall(r'<img class="card-picture__sheet" src="([^"]+)"', card.html)
    assert len(pictures) == sheets
    for picture in pictures:
        sent = browser.get(relative(browser, picture)).response
        assert sent["Content-Type"] == "image/svg+xml"
        assert sent["Cache-Control"] == "no-store"


@pytest.mark.parametrize("file", ["", "code-card-a4.exe", "../etc", "code-card-a4-2.svg"])
def test_a_file_that_does_not_exist_is_not_made(inside, file) -> None:
    browser = inside()
    here = relative(browser, request(browser).path)
    assert browser.post(f"{here}save", file=file).status in {400, 404}
    assert browser.post(f"{here}print", form="poster").status == 400


# ── Single values ────────────────────────────────────────────────────────────────────────────────────────────


@BOTH
def test_a_single_value_is_shown_large_and_spelled_for_a_screen_reader(inside, language) -> None:
    browser = inside(language)
    card = request(browser)
    value = cells_of(card)["57"]
    page = browser.get(relative(browser, card.path) + "?cell=57")
    assert {"ja": "番号 57 の値", "en": "Value of number 57"}[language] in page.text
    assert f'<span class="unseen">{" ".join(value)}</span><span aria-hidden="true">{value}</span>' in page.html
    assert 'role="status"' in page.html


@pytest.mark.parametrize("cell", ["", "0", "225", "-1", "1e2", "５７", "999999999", "x"])
def test_a_number_that_is_on_no_card_is_asked_for_again(inside, cell) -> None:
    browser = inside("en")
    page = browser.get(relative(browser, request(browser).path) + f"?cell={cell}")
    assert page.status == 200
    assert "Type a number from 1 to 224." in page.text


# ── Beside the path ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_card_cannot_be_seen_again_from_the_history_after_ten_minutes_or_after_logging_out(inside, clock) -> None:
    browser = inside("en")
    card = request(browser)
    assert card.response["Cache-Control"] == "no-store"
    assert 0 < int(card.response["Refresh"].partition(";")[0]) <= 601
    clock.advance(timedelta(minutes=10))
    gone = browser.get(relative(browser, card.path))
    assert gone.status == 404
    assert "The card is no longer shown" in gone.text
    assert cells_of(gone) == {}
    browser.post("logout")
    assert "username" in browser.get(relative(browser, card.path)).html


def test_reloading_and_requesting_again_give_the_same_card_and_the_same_index_numbers(inside) -> None:
    browser = inside()
    card = request(browser)
    assert request(browser).path == card.path
    assert cells_of(browser.get(relative(browser, card.path))) == cells_of(card)
    questions = [asked(browser.post(f"{CARD}continue", is_warned="1")) for _ in range(3)]
    questions += [asked(browser.get(f"{CARD}activation")) for _ in range(3)]
    assert len({*map(tuple, questions)}) == 1


def test_another_person_s_card_address_shows_nothing(inside, add) -> None:
    browser = inside("en")
    card = request(browser)
    stranger = inside("en", add(devices=(AWAY,), passcode=PasscodeState.LIVE))
    request(stranger)
    for page in ("", "code-card-a4.svg"):
        assert stranger.get(relative(browser, card.path) + page).status == 404
    for page, fields in (("save", {"file": "code-card-a4.png"}), ("print", {"form": "a4"})):
        assert stranger.post(relative(browser, card.path) + page, **fields).status == 404


@BOTH
def test_wrong_values_are_refused_on_the_same_page_with_the_tries_that_are_left(inside, language) -> None:
    browser = inside(language)
    card = request(browser)
    question = browser.post(f"{CARD}continue", is_warned="1")
    right = values(card, question)
    refused = browser.post(f"{CARD}activation", values=right[3:] + right[:3])
    assert refused.status == 403
    assert {"ja": "あと2回", "en": "2 tries left"}[language] in refused.text
    assert asked(refused) == asked(question)
    assert card_states() == ["shown"]
    missing = browser.post(f"{CARD}activation", values="  ")
    assert missing.status == 422
    assert browser.post(f"{CARD}activation", values=f" {right[:3].lower()} {right[3:]} ").path.endswith("/done")


def test_after_three_wrong_answers_new_index_numbers_are_offered(inside) -> None:
    browser = inside("en")
    request(browser)
    browser.post(f"{CARD}continue", is_warned="1")
    for _ in range(3):
        refused = browser.post(f"{CARD}activation", values="AAAAAA")
    assert refused.status == 403
    assert "The Card Values that you typed" in refused.text
    assert asked(browser.get(f"{CARD}activation")) == []
    assert len(asked(browser.post(f"{CARD}continue", is_warned="1"))) == 2


def test_a_second_card_in_a_row_is_refused_with_the_telephone(inside) -> None:
    browser = inside("en")
    card = request(browser)
    question = browser.post(f"{CARD}continue", is_warned="1")
    browser.post(f"{CARD}activation", values=values(card, question))
    refused = browser.post(CARD)
    assert refused.status == 403
    assert "A second card in a row is arranged by telephone" in refused.text
    assert 'href="tel:' in refused.html
    assert "Your card is active" in browser.get(CARD).text


def test_a_card_that_was_printed_can_be_activated_in_another_login(inside) -> None:
    card = request(inside())
    browser = inside("en")
    assert "A card is waiting to be activated" in browser.get(CARD).text
    question = browser.post(f"{CARD}continue")
    assert browser.post(f"{CARD}activation", values=values(card, question)).path.endswith("/done")


def test_a_session_that_may_not_sees_none_of_it(person, add) -> None:
    who = add(devices=(AWAY,))
    browser = person(language="en")
    browser.answer(who, browser.enter(who))
    for page in (
        "settings/user/",
        CARD,
        f"{CARD}activation",
        f"{CARD}done",
        f"{CARD}warning",
        f"{CARD}{'0' * 64}/",
    ):
        assert browser.get(page).status == 403
    assert browser.post(CARD).status == 403
    assert card_states() == []


def test_steps_out_of_their_order_lead_back_to_where_the_card_stands(inside) -> None:
    browser = inside("en")
    for page in ("warning", "done"):
        assert browser.get(f"{CARD}{page}").path == f"/en/{CARD}"
    assert browser.get(f"{CARD}activation").status == 200
    assert browser.post(f"{CARD}continue").status == 404
    assert browser.post(f"{CARD}activation", values="AAAAAA").status == 404


def test_a_device_holder_may_request_a_card_as_well(person, add) -> None:
    who = add(devices=(people.DSC,))
    browser = person(language="en")
    browser.answer(who, browser.enter(who))
    assert "Digital Security Card+" in browser.get(LIST).text or "dsc_plus" in browser.get(LIST).text
    assert len(cells_of(request(browser))) == 224


@pytest.mark.parametrize(("left", "warned"), [(22, False), (20, True), (4, True)])
def test_the_card_at_login_shows_its_serial_number_and_warns_at_twenty_values(person, add, left, warned) -> None:
    who = add(card=CardState.ACTIVE, cells_left=left)
    browser = person(language="en")
    challenge = browser.enter(who)
    assert re.search(r"SC-\d{6}", challenge.text)
    assert str(left) in challenge.text
    assert ("Few values are left" in challenge.text) is warned
    assert {keeping.value for keeping in Keeping} == {"printed", "saved"}

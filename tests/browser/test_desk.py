"""A whole call at the desk as both sides see it: opened, verified two ways, agreed to by a second agent, done, told."""

import re

import httpx
import pytest

from .looks import later

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
EVERYWHERE = [
    pytest.param("ja", "desk", DESK, "light", id="ja-desk-light"),
    pytest.param("en", "phone", PHONE, "dark", id="en-phone-dark"),
    pytest.param("ja", "phone", PHONE, "light", id="ja-phone-light", marks=pytest.mark.slow),
    pytest.param("en", "desk", DESK, "dark", id="en-desk-dark", marks=pytest.mark.slow),
]
IN_JAPANESE, IN_ENGLISH, *OTHERS = EVERYWHERE
REASON = "<b>Telefon</b> im Zug verloren & gesucht"
READ_OUT = {
    "ja": {
        "passed": "ご本人様が出られた",
        "review": "内容を確認",
        "carry_out": "実行",
        "issue": "テンポラリー・パスコードの発行",
    },
    "en": {
        "passed": "The holder answered",
        "review": "Review",
        "carry_out": "Carry out",
        "issue": "Issue a temporary passcode",
    },
}


@pytest.fixture
def staff(origin):
    """`staff(role)` gives the demo's people of a role."""
    people = httpx.get(
        f"{origin.replace('localhost', '127.0.0.1')}/demo/people.json", trust_env=False, timeout=60
    ).json()
    return lambda role: [person for person in people if person["role"] == role]


@pytest.fixture
def outbox(origin):
    """`outbox(person)` gives what was sent to somebody."""

    def sent(person):
        mails = httpx.get(
            f"{origin.replace('localhost', '127.0.0.1')}/demo/outbox.json", trust_env=False, timeout=60
        ).json()
        return [mail for mail in mails if mail["to"].startswith(person["username"])]

    return sent


@pytest.fixture
def at_desk(visit):
    """`at_desk(agent, language, look, scheme)` opens the console for one of the staff."""

    def open_console(agent, language, look, scheme):
        visitor = visit(language, look, root="desk/", color_scheme=scheme)
        visitor.go()
        visitor.page.fill("#username", agent["username"])
        visitor.page.fill("#password", agent["password"])
        visitor.send()
        visitor.answer(agent)
        return visitor

    return open_console


def press(visitor, name):
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("language", "name", "look", "scheme"), [IN_JAPANESE, later(IN_ENGLISH), *OTHERS])
def test_a_whole_call_ends_with_half_a_passcode_read_out(
    visit, demo, staff, at_desk, shots, language, name, look, scheme
):
    said, faults = READ_OUT[language], {}
    holder = demo(factors=["key_app"], language=language)
    desk = at_desk(staff("agent")[0], language, look, scheme)

    def look_at(visitor, page):
        visitor.keep(shots, f"desk-{page}-{language}-{name}-{scheme}")
        faults[page] = visitor.find_faults()

    look_at(desk, "1-home")
    desk.page.fill("#query", holder["username"])
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/search**")
    look_at(desk, "2-found")
    desk.page.click(f"a[href$='/holders/{holder['account']}']")
    look_at(desk, "3-sheet")
    assert desk.page.locator("a.deeds__go").count() == 0
    with desk.page.expect_navigation():
        desk.page.click("#call .button--main")
    look_at(desk, "4-call")

    client = visit(language, look, color_scheme=scheme)
    client.log_in(holder)
    pair = client.page.inner_text(".speaking__pair b")
    look_at(client, "5-portal")

    press(desk, said["passed"])
    desk.page.fill("#value", pair)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector(".checks__one--yes >> nth=1")
    look_at(desk, "6-verified")
    with desk.page.expect_navigation():
        desk.page.get_by_role("link", name=said["issue"]).click()
    desk.page.fill("#reason", REASON)
    look_at(desk, "7-deed")
    press(desk, said["review"])
    assert REASON in desk.page.inner_text("main")
    look_at(desk, "8-review")
    press(desk, said["carry_out"])
    look_at(desk, "9-done")
    half = "".join(desk.page.locator(".spell__sign").all_text_contents())
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{5}", half)

    desk.page.reload()
    assert desk.page.locator(".spell__sign").count() == 0
    assert half not in desk.page.content()
    look_at(desk, "A-again")
    assert {page: found for page, found in faults.items() if found} == {}
    assert desk.complaints + client.complaints == []


@pytest.mark.parametrize(("language", "name", "look", "scheme"), [later(IN_JAPANESE), IN_ENGLISH])
def test_two_agents_agree_on_one_screen_each(demo, staff, at_desk, shots, language, name, look, scheme):
    said, faults = READ_OUT[language], {}
    holder = demo(factors=["dsc_plus"], language=language)
    first, second = (at_desk(agent, language, look, scheme) for agent in staff("agent"))

    def look_at(visitor, page):
        visitor.keep(shots, f"desk-{page}-{language}-{name}-{scheme}")
        faults[page] = visitor.find_faults()

    first.go(f"holders/{holder['account']}")
    with first.page.expect_navigation():
        first.page.click("#call .button--main")
    press(first, said["passed"])
    with first.page.expect_navigation():
        first.page.locator(".checks form button[value=passed]").first.click()
    with first.page.expect_navigation():
        first.page.locator("a[href$='/deeds/change_contact']").click()
    first.page.check("input[name=contact][value=email]")
    first.page.fill("#value", "new.address@example.com")
    first.page.fill("#reason", REASON)
    press(first, said["review"])
    look_at(first, "B-second")
    with first.page.expect_navigation():
        first.page.click("form[action$='/second'] button")
    look_at(first, "C-waiting")

    second.go()
    look_at(second, "D-home")
    with second.page.expect_navigation():
        second.page.click("a[href*='/approvals/']")
    look_at(second, "E-approval")
    with second.page.expect_navigation():
        second.page.click("form[action$='/agree'] button")
    look_at(second, "F-agreed")

    first.page.reload()
    look_at(first, "G-agreed")
    with first.page.expect_navigation():
        first.page.click(".note--done .button--main")
    press(first, said["carry_out"])
    look_at(first, "H-done")
    assert {page: found for page, found in faults.items() if found} == {}
    assert first.complaints + second.complaints == []


def issue_passcode(desk, holder, said):
    desk.go(f"holders/{holder['account']}")
    with desk.page.expect_navigation():
        desk.page.click("#call .button--main")
    press(desk, said["passed"])
    with desk.page.expect_navigation():
        desk.page.locator(".checks button[value=passed]").first.click()
    with desk.page.expect_navigation():
        desk.page.get_by_role("link", name=said["issue"]).click()
    desk.page.fill("#reason", REASON)
    press(desk, said["review"])
    press(desk, said["carry_out"])


@pytest.mark.parametrize(("language", "name", "look", "scheme"), [IN_JAPANESE, later(IN_ENGLISH)])
def test_the_holder_s_pages_need_no_login(visit, demo, staff, at_desk, outbox, shots, language, name, look, scheme):
    faults = {}
    holder = demo(factors=["key_app"], language=language)
    issue_passcode(at_desk(staff("supervisor")[0], language, look, scheme), holder, READ_OUT[language])
    client = visit(language, look, color_scheme=scheme)

    def look_at(page):
        client.keep(shots, f"desk-{page}-{language}-{name}-{scheme}")
        faults[page] = client.find_faults()

    link = next(found[1] for mail in outbox(holder) if (found := re.search(r"/(stop/[^\s]+)", mail["text"])))
    client.go(link)
    look_at("I-stop")
    with client.page.expect_navigation():
        client.page.click("main form button")
    look_at("J-stopped")
    client.go("password/")
    look_at("K-password")
    typed = {
        "username": holder["username"],
        "code": "ABCD-EFGH-JKLM-NPQR",
        "new": "autumn leaves",
        "again": "autumn leaves",
    }
    for field, text in typed.items():
        client.page.fill(f"#{field}", text)
    with client.page.expect_navigation():
        client.page.click("main form button[type=submit]")
    assert client.page.get_attribute("#code", "aria-invalid") == "true"
    look_at("L-refused")
    assert {page: found for page, found in faults.items() if found} == {}
    assert client.complaints == []

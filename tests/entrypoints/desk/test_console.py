"""The console's pages: who gets in, what each role may do there, and that the pages only ever ask the workflows."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

import sekisho
from sekisho.core.desk.demands import DEMANDS, DeskDeed
from sekisho.core.desk.roles import Role
from sekisho.core.secret import Secret
from sekisho.wording.catalogue import has_words

ROOM = Path(sekisho.__file__).parent / "entrypoints" / "desk"
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))


# ── Who gets in ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_agent_who_logs_in_at_the_portal_is_led_to_the_desk(agent, browser):
    elsewhere = browser(root="")
    assert elsewhere.log_in(agent().person).path == "/en/desk/"


def test_a_holder_at_the_desk_is_told_where_to_go(holder, browser):
    visitor = browser(root="desk/")
    page = visitor.log_in(holder)
    assert (page.path, page.status) == ("/en/desk/", 403)
    assert "This page is for our staff" in page.text
    assert 'href="/en/"' in page.html


@pytest.mark.parametrize(
    "page", ["", "search?query=abc", "holders/U1000001", "approvals/call_x", "reference?reference=x"]
)
def test_whoever_is_not_logged_in_sees_the_login_window_only(browser, page):
    shown = browser(root="desk/").get(page)
    assert 'action="/en/desk/login"' in shown.html
    assert 'name="mode"' not in shown.html


def test_a_session_at_the_desk_ends_after_15_idle_minutes(agent, clock):
    at_desk = agent()
    clock.advance(timedelta(minutes=14, seconds=59))
    assert "Find a holder" in at_desk.get().text
    clock.advance(timedelta(minutes=15))
    assert "Find a holder" not in at_desk.get().text


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_the_desk_under_its_own_name(agent, role):
    at_desk = agent(role)
    assert at_desk.landed.path == "/en/desk/"
    assert at_desk.landed.status == 200


# ── What each role may do ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_offered_its_own_deeds_and_no_others(agent, holder, role):
    at_desk = agent(role)
    at_desk.open_call(holder)
    at_desk.verify()
    ready, greyed = at_desk.get(f"holders/{holder.account}").buttons()
    own = {deed for deed in DeskDeed if role in DEMANDS[deed].roles}
    assert ready <= own
    assert ready | greyed == {*DeskDeed}
    assert ready & greyed == set()
    if role is Role.AGENT:
        assert {DeskDeed.ISSUE_PASSCODE, DeskDeed.RESET_PASSWORD} <= ready
    if role is Role.TECHNICAL_ASSISTANCE:
        assert DeskDeed.ISSUE_PASSCODE not in ready


def test_a_reviewer_opens_no_call_and_reads_why(agent, holder):
    at_desk = agent(Role.REVIEWER)
    assert "does not speak with callers" in at_desk.get(f"holders/{holder.account}").text
    assert at_desk.open_call(holder).status == 403


def test_a_reviewer_approves_without_a_call(house, agent, add):
    from sekisho.core.accounts import AccountState
    from sekisho.testing.documents import accept_both
    from sekisho.testing.people import DSC

    at_desk = agent(Role.REVIEWER)
    at_desk.holder = add(devices=(DSC,), state=AccountState.APPLIED)
    assert "approve" not in at_desk.get(f"holders/{at_desk.holder.account}").buttons()[0]
    accept_both(house.ports, at_desk.holder)
    assert "approve" in at_desk.get(f"holders/{at_desk.holder.account}").buttons()[0]
    page = at_desk.carry_out("approve", reason="both documents are sound")
    assert page.status == 200
    assert "Trading from" in page.text
    assert page.secret == ""


# ── Searching ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A073")
def test_a_holder_is_found_with_addresses_in_part(agent, holder):
    page = agent().get("search", query=holder.username)
    assert holder.account in page.text
    assert f"{holder.username}@example.com" not in page.html
    assert "+81-90-0000" not in page.html


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' OR 1=1 --"])
def test_what_was_searched_for_is_shown_as_text(agent, query):
    page = agent().get("search", query=query)
    assert page.status == 200
    assert query not in page.html
    assert "Nobody was found" in page.text


# B067
@pytest.mark.parametrize(
    ("language", "waits", "since"),
    [("ja", "待機中の機種変更", "2026年3月3日"), ("en", "A new phone is waiting", "3 March 2026")],
)
def test_a_phone_that_waits_is_shown_with_its_moments_until_something_calls_it_off(
    agent, add, ports, clock, language, waits, since
):
    from sekisho.adapters.storage.rows import OutboxRow
    from sekisho.core.authenticators.kinds import Platform
    from sekisho.testing.claimant import DOOR, enter
    from sekisho.testing.people import ANDROID, PASSWORD
    from sekisho.workflows.phones.move import MoveResponse, begin_move, finish_move
    from sekisho.workflows.records import outbox_place

    holder, at_desk = add(devices=(ANDROID,)), agent(language=language)
    assert waits not in at_desk.get(f"holders/{holder.account}").text
    username, password = holder.username, Secret(PASSWORD)
    begun = begin_move(ports, username=username, password=password, platform=Platform.IOS, door=DOOR)
    row = OutboxRow.objects.get(message="own.move_code")
    code = ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()
    finish_move(ports, MoveResponse(move=begun.id, token=begun.token, response=code, door=DOOR))
    sheet = at_desk.get(f"holders/{holder.account}")
    assert (waits in sheet.text, row.recipient in sheet.text) == (True, False)
    shown = sheet.html.partition('aria-labelledby="move"')[2].partition("</div>")[0]
    assert sum(moment in shown for moment in (since, "iPhone")) == 2, shown
    clock.advance(timedelta(minutes=1))
    enter(ports, holder)  # with the phone that was to be replaced
    assert waits not in at_desk.get(f"holders/{holder.account}").text


def test_an_account_that_is_not_there_is_not_found(agent):
    page = agent().get("holders/U9999999")
    assert page.status == 404
    assert "nothing of this kind" in page.text or "no such thing" in page.text


def test_a_reference_that_was_refused_is_explained_to_the_agent(agent, browser, holder):
    visitor = browser()
    refused = visitor.post("login", username=holder.username, password="wrong", mode="live")
    reference = re.search(r'reference__value">([^<]+)', refused.html)[1]
    page = agent().get("reference", reference=reference.lower().replace("-", " "))
    assert page.status == 200
    assert reference in page.text
    assert "bad_credentials" in page.text


def test_an_unknown_reference_is_not_found(agent):
    assert agent().get("reference", reference="AAA-AAA-AAA").status == 404


@pytest.mark.fact("A076")
def test_the_first_page_shows_numbers_and_hours_of_every_region(agent, clock):
    at_desk = agent()
    page = at_desk.get()
    assert all(number in page.text for number in ("0120-000-000", "0808 157 0142", "+1-202-555-0142"))
    assert "Sun 13:00" in page.text or "Sunday" in page.text
    assert "Open now" in page.text or "Closed now" in page.text


# ── The templates ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_names_only_messages_that_exist(path):
    named = re.findall(r"\bsay\.([\w.]+)", path.read_text("utf-8"))
    assert [message for message in named if not has_words(message)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_inline_script_style_or_word(path):
    source = path.read_text("utf-8")
    assert not re.search(r"<style|<script(?! type=\"module\" src=\"{% static)|\sstyle=|\son\w+=|javascript:", source)
    source = source.replace("{% block look %}desk{% endblock %}", "")  # the class of the page's style sheet
    words = re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>", " ", source, flags=re.DOTALL)
    assert not re.search(r"[ぁ-んァ-ヶ一-龠]|[A-Za-z]{3,}", words)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_of_the_desk_is_kept_by_a_browser(agent, holder, language):
    at_desk = agent(language=language)
    for page in ("", f"holders/{holder.account}", f"holders/{holder.account}/deeds/issue_passcode"):
        response = at_desk.get(page).response
        assert response["Cache-Control"] == "no-store"
        assert response["Content-Language"] == language

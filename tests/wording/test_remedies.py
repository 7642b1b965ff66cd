"""The eleven situations and their remedies in words: the same for holder and agent, and found by the words of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.help.plights import Plight
from sekisho.core.help.remedies import Ready, Remedy
from sekisho.core.help.wizard import TREE, questions
from sekisho.core.reasons import Reason
from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.wording.catalogue import CATALOGUE, has_words, words
from sekisho.wording.language import Language
from sekisho.wording.message_search import find_plights
from sekisho.wording.remedies import say_plight, say_remedy

PORTS = {"port": 4000, "tls_port": 4001}
JAPAN = DEFAULT_REGIONS[0]


def said(remedy, language=Language.EN):
    return say_remedy(remedy, language=language, region=JAPAN, ports=PORTS)


def all_text(remedy, language=Language.EN):
    one = said(remedy, language)
    return " ".join((one.title, one.cause, *(step.text for step in one.steps), one.changes))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("remedy", Remedy)
def test_every_remedy_says_the_cause_what_to_do_what_changes_and_what_to_have_ready(remedy, language):
    one = said(remedy, language)
    assert all((one.title, one.cause, one.changes, one.ready))
    assert any(step.url or step.phone for step in one.steps)
    sentences = [one.cause, one.changes, *(step.text for step in one.steps)]
    assert all(text[-1] == ("。" if language is Language.JA else ".") for text in sentences)


def test_every_question_and_every_answer_has_its_words():
    for path, question in questions(TREE):
        if path:
            assert has_words(f"wizard.ask.{question.name}.text")
            assert all(has_words(f"wizard.ask.{question.name}.{answer}") for answer in question.answers)
    assert all(has_words(f"wizard.ready.{one}") for one in Ready)


def test_nothing_secret_is_ever_to_be_had_ready():
    forbidden = ("password", "passcode", "PIN", "response")
    assert not any(word in words(f"wizard.ready.{one}", language=Language.EN) for one in Ready for word in forbidden)


@pytest.mark.parametrize("plight", Plight)
def test_every_situation_has_a_title_and_an_address(plight):
    one = say_plight(plight, language=Language.JA, ports=PORTS)
    assert one.url == f"/ja/help/situations/{plight.value}/"
    assert one.lead.endswith("。")


@pytest.mark.fact("A077", "A078", "A124")
def test_without_internet_another_site_is_tried_and_then_the_provider_asked():
    text = all_text(Remedy.ASK_PROVIDER)
    assert "another web site" in text
    assert "Internet provider" in text


@pytest.mark.fact("A079", "A080", "A081", "A082", "A083", "A084", "A085")
def test_firewall_and_ports_lead_to_the_connection_test():
    for remedy in (Remedy.OPEN_PUBLIC, Remedy.OPEN_FIREWALL, Remedy.OPEN_ROUTER):
        text = all_text(remedy)
        assert "4000 and 4001" in text
        assert "outbound and inbound" in text
        assert [step.url for step in said(remedy).steps if step.url] == ["/en/help/connection"]
    assert "hotels and cafés" in all_text(Remedy.OPEN_PUBLIC)
    assert "router" in all_text(Remedy.OPEN_ROUTER)


@pytest.mark.fact("A115", "A123")
def test_whoever_is_shut_out_by_a_device_that_has_not_come_is_sent_to_technical_assistance():
    steps = said(Remedy.REPORT_PARCEL).steps
    assert "Technical Assistance Center" in next(step.text for step in steps if step.phone)
    assert "2 days" in all_text(Remedy.REPORT_PARCEL)
    assert "2 weeks" in all_text(Remedy.REPORT_PARCEL)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Login failed - Invalid username or password", 1),
        ("ログイン失敗 - ユーザー名またはパスワードが無効です", 1),
        ("Log in progress (attempt #7)", 4),
        ("ログイン処理中（試行回数　３）", 4),
        ("ﾛｸﾞｲﾝ処理中", 4),
        ("I forgot my password", 3),
        ("EXPIRED CARD", 8),
        ("代替品が届かない", 9),
        ("hotel wifi", 4),
    ],
)
def test_the_words_of_a_message_find_their_situation(typed, number):
    assert find_plights(typed)[0] == number


@pytest.mark.parametrize("language", Language)
def test_the_title_of_every_refusal_finds_a_situation_that_it_leads_to(language):
    from sekisho.core.help.leads import LEADS

    for reason in Reason:
        leads = {lead.plight for (of, _, _), lead in LEADS.items() if of is reason and lead}
        if leads:
            found = find_plights(CATALOGUE[f"refusal.{reason}.title"].text(language))
            assert leads & set(found), reason


@given(st.text(max_size=400))
def test_whatever_is_typed_finds_at_most_three_and_breaks_nothing(typed):
    found = find_plights(typed)
    assert len(found) <= 3
    assert len(set(found)) == len(found)

"""A refusal is explained: cause, next steps, telephone of the region, and the moment at which it changes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sekisho.core.access.decisions import Surface
from sekisho.core.authenticators.kinds import AuthenticatorKind, Platform
from sekisho.core.reasons import UNIFORM, Manner, Reason
from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.wording.articles.library import ARTICLES
from sekisho.wording.articles.treatment import TREATED
from sekisho.wording.language import Language
from sekisho.wording.refusals import NOTHING_KNOWN, Asked, explain, ways_of

TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class Refusal:
    reason: Reason
    reference: str = "K7T-3QW-9MX"
    retry_at: datetime | None = None
    residence: str = "JP"
    attempts_left: int | None = None
    manner: Manner | None = None


def said(reason, *, language=Language.JA, surface=None, asked=NOTHING_KNOWN, **fields):
    refusal = Refusal(reason, **fields)
    return explain(refusal, language=language, regions=DEFAULT_REGIONS, zone=TOKYO, surface=surface, asked=asked)


def all_text(explanation):
    steps = " ".join(step.text for step in explanation.next_steps)
    return f"{explanation.title} {explanation.explanation} {steps}"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_leads_to_the_section_that_treats_it_or_to_its_own_page(reason, language):
    address = said(reason, language=language).article
    slug, _, anchor = TREATED.get(reason, "").partition("#")
    if slug:
        assert address == f"/{language}/help/articles/{slug}/#{anchor}"
        assert anchor in ARTICLES[slug].anchors()
    else:
        assert address == f"/{language}/help/reasons/{reason}/"


WAYS = [
    (Reason.DEVICE_SUSPENDED, Manner.WRONG_ANSWERS),
    (Reason.DEVICE_SUSPENDED, Manner.WRONG_ANSWERS_POSTED),
    (Reason.DEVICE_NOT_ACTIVE, Manner.BLOCKED),
    (Reason.DEVICE_NOT_ACTIVE, Manner.LOST),
    (Reason.DEVICE_NOT_ACTIVE, Manner.ENDED),
    (Reason.CONFLICT, Manner.TURNED_AWAY),
    (Reason.WRONG_RESPONSE, Manner.PASSKEY),
]


@pytest.mark.parametrize("language", list(Language))
def test_each_way_to_one_code_has_words_and_next_steps_of_its_own(language):
    assert {(reason, manner) for reason in Reason for manner in ways_of(reason)} == set(WAYS)
    told = [all_text(said(reason, language=language, manner=manner)) for reason, manner in WAYS]
    told += [all_text(said(reason, language=language)) for reason in dict(WAYS)]
    assert len(set(told)) == len(WAYS) + len(dict(WAYS))
    assert all(any(step.phone for step in said(reason, manner=manner).next_steps) for reason, manner in WAYS)


def test_what_is_said_before_the_password_names_no_account():
    for reason in UNIFORM:
        text = all_text(said(reason, residence=""))
        assert "承認" not in text
        assert "解約" not in text


@pytest.mark.parametrize(
    ("residence", "phone"),
    [("JP", "+81-120-000-000"), ("GB", "+44-808-157-0142"), ("HK", "+61-1800-975-707"), ("US", "+1-800-555-0199")],
)
@pytest.mark.fact("A076", "A086")
def test_the_telephone_is_that_of_the_holder_s_region(residence, phone):
    assert [step.phone for step in said(Reason.PASSCODE_EXPIRED, residence=residence).next_steps if step.phone] == [
        phone
    ]


def test_before_the_password_the_page_s_language_chooses_the_telephone():
    assert said(Reason.BAD_CREDENTIALS, residence="", language=Language.JA).next_steps[-1].phone == "+81-120-000-000"
    assert said(Reason.BAD_CREDENTIALS, residence="", language=Language.EN).next_steps[-1].phone == "+1-800-555-0199"


def test_a_moment_that_begins_is_rounded_up_so_that_nobody_comes_too_early():
    at = datetime(2026, 11, 22, 6, 3, 0, 1, tzinfo=UTC)
    assert "2026年11月22日（日）15:04（日本時間）" in said(Reason.LOCKED, retry_at=at).changes


def test_the_morning_of_the_trading_platform_is_told_to_the_minute():
    at = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    told = said(Reason.ACCOUNT_OPENS_TOMORROW, retry_at=at, language=Language.EN)
    assert told.changes == "The trading platform opens for you on Mon 23 November 2026, 14:00 (Japan time)."


def test_without_a_moment_nothing_is_promised():
    assert said(Reason.LOCKED).changes is None


def test_steps_speak_of_the_device_that_was_asked():
    card = all_text(said(Reason.WRONG_RESPONSE, asked=Asked(factor=AuthenticatorKind.CODE_CARD)))
    assert "シリアル番号" in card
    assert "PIN" not in card
    iphone = all_text(said(Reason.WRONG_RESPONSE, asked=Asked(factor=AuthenticatorKind.KEY_APP, platform=Platform.IOS)))
    assert "PIN" not in iphone


@pytest.mark.fact("A071")
def test_a_wrong_passcode_brings_the_hint_of_upper_case():
    asked = Asked(factor=AuthenticatorKind.TEMPORARY_PASSCODE)
    assert "大文字" in all_text(said(Reason.WRONG_RESPONSE, asked=asked))
    assert "upper case" in all_text(said(Reason.WRONG_RESPONSE, asked=asked, language=Language.EN))


@pytest.mark.fact("A072")
@pytest.mark.parametrize("kind", list(AuthenticatorKind))
def test_a_wrong_value_brings_the_hint_that_no_space_is_typed(kind):
    assert "スペース" in all_text(said(Reason.WRONG_RESPONSE, asked=Asked(factor=kind)))


@pytest.mark.fact("A069", "A070")
def test_paper_and_live_credentials_are_told_where_the_choice_is():
    for reason in (Reason.PAPER_CREDENTIALS, Reason.BAD_CREDENTIALS):
        assert "「ペーパー口座」を選" in all_text(said(reason))


@pytest.mark.fact("A102", "A103", "A104", "A105", "A106", "A116", "A117")
@pytest.mark.parametrize("language", list(Language))
def test_a_passcode_that_no_longer_trades_leads_to_the_card_in_the_portal(language):
    told = said(Reason.PASSCODE_NO_LONGER_TRADES, surface=Surface.TRADING, language=language)
    card = "オンライン・セキュリティ・コード・カード" if language is Language.JA else "Online Security Code Card"
    assert told.next_steps[0].url == f"/{language}/"
    assert card in told.next_steps[0].text
    assert "21" in told.next_steps[0].text
    assert told.next_steps[-1].phone


@pytest.mark.fact("A109", "A110")
def test_an_expired_card_asks_to_tell_how_the_device_is():
    told = said(Reason.CARD_EXPIRED)
    assert "セキュリティデバイスの状況" in told.next_steps[-1].text
    assert told.next_steps[-1].phone


@pytest.mark.fact("A064", "A065", "A066", "A067", "A068")
def test_a_closed_account_is_led_to_its_statements():
    told = said(Reason.ACCOUNT_CLOSED, surface=Surface.TRADING)
    assert told.next_steps[0].url == "/ja/"
    assert "ステートメント" in told.next_steps[0].text
    assert "セキュリティデバイスは必要ありません" in told.next_steps[0].text


@pytest.mark.fact("A073", "A074", "A075")
def test_who_forgot_the_credentials_is_helped_by_telephone_only():
    assert "お電話でのご本人様確認のあとにのみ" in said(Reason.BAD_CREDENTIALS).next_steps[-1].text


@pytest.mark.fact("A096", "A097", "A098")
def test_a_lost_device_means_a_call_for_a_replacement_and_interim_access():
    text = said(Reason.NO_SECOND_FACTOR).next_steps[-1].text
    assert "代替品とテンポラリー・パスコード" in text
    assert "3～14日" in text


@pytest.mark.fact("A118", "A119")
def test_a_device_not_yet_active_points_to_its_envelope_and_to_the_weeks():
    text = said(Reason.DEVICE_NOT_ACTIVE).next_steps[0].text
    assert "同封" in text
    assert "2～3週間" in text


def test_the_way_back_to_the_login_depends_on_the_surface():
    assert said(Reason.CHALLENGE_EXPIRED, surface=Surface.TRADING).next_steps[0].url == "/ja/trader/"
    assert said(Reason.CHALLENGE_EXPIRED, surface=Surface.PORTAL).next_steps[0].url == "/ja/"


@pytest.mark.parametrize(("count", "text"), [(1, "You have 1 try left."), (2, "You have 2 tries left.")])
def test_tries_are_counted_in_good_english(count, text):
    assert said(Reason.WRONG_RESPONSE, attempts_left=count, language=Language.EN).attempts == text


def test_a_question_that_is_over_leads_back_to_the_login_window():
    over = said(Reason.WRONG_RESPONSE, asked=Asked(still_asked=False))
    assert "この画面" not in all_text(over)
    assert over.next_steps[0].url == "/ja/"
    still = said(Reason.WRONG_RESPONSE, asked=Asked(factor=AuthenticatorKind.DSC_PLUS, still_asked=True))
    assert "この画面のチャレンジコード" in all_text(still)
    assert all(step.url is None for step in still.next_steps)


@pytest.mark.parametrize(
    "reason", [Reason.PASSCODE_EXPIRED, Reason.PASSCODE_DEAD, Reason.CARD_EXPIRED, Reason.CARD_EXHAUSTED]
)
def test_what_a_page_offers_itself_is_no_step(reason):
    assert len(said(reason).next_steps) == 2
    assert [bool(step.phone) for step in said(reason, asked=Asked(device_back=False)).next_steps] == [True]


def test_a_first_device_is_never_suggested_where_a_device_was_had():
    assert "最初のデバイス" in all_text(said(Reason.NO_SECOND_FACTOR, surface=Surface.TRADING))
    assert "最初のデバイス" not in all_text(said(Reason.NO_SECOND_FACTOR, surface=Surface.PORTAL))

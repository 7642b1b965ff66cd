"""Mail to the holder: a subject with the reference, a letter with contact and hours, never a link, never a secret."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sekisho.core.regions import region_of
from sekisho.wording.language import Language
from sekisho.wording.outgoing import HALVES, MESSAGES, Sender, letter, text_message

AT = datetime(2026, 11, 22, 6, 4, tzinfo=UTC)
REGISTRATION = "登録 no. 0000"
SENDERS = {
    Language.JA: Sender(
        brand="関所証券", registration=REGISTRATION, region=region_of("JP"), zone=ZoneInfo("Asia/Tokyo")
    ),
    Language.EN: Sender(
        brand="Sekisho Securities", registration=REGISTRATION, region=region_of("US"), zone=ZoneInfo("Asia/Tokyo")
    ),
}
BOTH = pytest.mark.parametrize("language", list(Language))


def write(message, language, *, name="", **params):
    return letter(message, params=params, at=AT, language=language, sender=SENDERS[language], name=name)


@BOTH
@pytest.mark.parametrize("message", MESSAGES)
def test_every_letter_names_brand_reference_and_telephone_and_has_no_link(message, language):
    written = write(message, language, reference="K7T-3QW-9MX")
    sender = SENDERS[language]
    assert sender.brand in written.subject
    assert "K7T-3QW-9MX" in written.subject
    assert "K7T-3QW-9MX" in written.text
    assert sender.region.toll_free.shown in written.text
    assert "http" not in written.text
    assert "{" not in written.subject + written.text
    assert "\n" not in written.subject


@BOTH
def test_what_is_not_known_is_called_unknown(language):
    unknown = {"ja": "不明", "en": "unknown"}[language]
    assert unknown in write("new_browser", language, browser="", address="", reference="K7T-3QW-9MX").text
    assert unknown in write("device_blocked", language).subject


def test_a_new_browser_is_described():
    text = write("new_browser", Language.JA, browser="Chrome, macOS", address="192.0.2.7", reference="K7T-3QW-9MX").text
    assert "・ブラウザー：Chrome, macOS" in text
    assert "・接続元：192.0.2.7" in text
    assert "・日時：2026年11月22日（日）15:04（日本時間）" in text


def test_a_withdrawal_is_told_with_its_amount_and_where_it_goes():
    text = write("own.withdrawal_requested", Language.JA, amount="9100.50", bank="青葉銀行 ••••••67", stop="").text
    assert "・金額：9,100.50米ドル" in text
    assert "・出金先：青葉銀行 ••••••67" in text
    changed = write("own.contact_changed", Language.EN, contact="email", stop="").text
    assert "- What was changed: E-mail address" in changed


@BOTH
@pytest.mark.parametrize("message", MESSAGES)
def test_every_letter_greets_by_name_and_ends_with_the_house_s_registration(message, language):
    lines = write(message, language, name="楓 Kaede").text.splitlines()
    assert lines[0] == {"ja": "楓 Kaede 様", "en": "Dear 楓 Kaede,"}[language]
    assert SENDERS[language].brand in lines[-2]
    assert lines[-1] == REGISTRATION


@BOTH
def test_a_name_that_is_not_known_is_left_out_and_one_with_a_line_break_stays_in_its_line(language):
    assert write("new_browser", language).text.splitlines()[0] == {"ja": "お客様", "en": "Dear client,"}[language]
    assert "様\n" in write("new_browser", Language.JA, name="楓\r\n\n偽の本文").text.splitlines(keepends=True)[0]


@BOTH
def test_a_house_without_a_registration_line_signs_with_its_name(language):
    sender = replace(SENDERS[language], registration="")
    text = letter("new_browser", params={}, at=AT, language=language, sender=sender).text
    assert sender.brand in text.splitlines()[-1]


@BOTH
@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_has_a_short_form_for_a_telephone(message, language):
    params = {"reference": "K7T-3QW-9MX", "stop": "stop_A", "secret": "7XGBS"}
    written = text_message(message, params=params, language=language, sender=SENDERS[language])
    assert SENDERS[language].brand in written.text
    assert all(said in written.text for said in ("K7T-3QW-9MX", "7XGBS", f"/{language}/stop/stop_A"))
    assert len(written.text) < 320
    assert "{" not in written.text


@BOTH
def test_an_address_that_gets_no_link_is_told_to_telephone(language):
    params, sender = {"reference": "K7T-3QW-9MX", "stop": ""}, SENDERS[language]
    for write_one in (letter, text_message):
        extra = {"at": AT} if write_one is letter else {}
        text = write_one("contact_changed", params=params, language=language, sender=sender, **extra).text
        assert "/stop/" not in text
        assert {"ja": "お心当たりがない場合は", "en": "call us" if not extra else "telephone Client Services at once"}[
            language
        ].casefold() in text.casefold()
        assert sender.region.toll_free.shown in text


def test_a_link_in_a_message_begins_at_the_house_s_own_origin():
    sender = replace(SENDERS[Language.EN], origin="https://login.example.com")
    params = {"reference": "K7T-3QW-9MX", "stop": "stop_A"}
    for message in ("passcode_issued", *HALVES):
        for written in (
            letter(message, params=params, at=AT, language=Language.EN, sender=sender),
            text_message(message, params=params, language=Language.EN, sender=sender),
        ):
            assert "https://login.example.com/en/stop/stop_A" in written.text


@BOTH
def test_a_picture_that_is_asked_for_again_comes_with_the_step_of_the_guide_to_repeat(language):
    here = replace(SENDERS[language], origin="https://portal.example")
    params = {"why": "shaken", "purpose": "PID", "reference": "K7T-3QW-9MX"}
    text = letter("document.repeat", params=params, at=AT, language=language, sender=here).text
    assert f"https://portal.example/{language}/documents/guide/#steady\n" in text
    said_by_a_person = letter(
        "document.asked_again", params=params | {"why": "expired"}, at=AT, language=language, sender=here
    )
    assert "http" not in said_by_a_person.text

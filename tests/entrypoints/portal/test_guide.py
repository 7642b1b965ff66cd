"""The capture guide: every step that the source states, for both phones, in both languages, where its facts say it stands."""

import re
from itertools import pairwise

import pytest

from sekisho.core.accounts import AccountState
from sekisho.core.intake.judging import GuideStep
from sekisho.core.intake.mailboxes import Mailboxes
from sekisho.core.intake.phone_steps import PHONE_STEPS
from sekisho.entrypoints.portal.guide import PART_DRAWINGS
from sekisho.wording.catalogue import CATALOGUE

LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])
STEP = r'<li class="guide__step" id="{phone}-{number}">(.*?)</li>\s*(?=<li class="guide__step"|</ol>)'


@pytest.fixture
def guide(person):
    """`guide(language)` is the page as a stranger sees it."""
    return lambda language: person(language=language).get("documents/guide/")


def step(page, phone, number):
    """Give one step: its drawing, its title, and its sentences by name."""
    body = re.search(STEP.format(phone=phone, number=number), page.html, re.DOTALL)[1]
    said = {name: re.sub("<[^>]+>", "", text) for name, text in re.findall(r'<p data-says="(\w+)">(.*?)</p>', body)}
    title = re.search(r"</span> (.*?)</h3>", body)[1]
    return re.search(r'data-drawing="(\w+)"', body)[1], title, said


@pytest.mark.fact("A008", "A009", "A010")
@LANGUAGES
def test_whoever_has_no_scanner_is_told_to_photograph_it_and_mail_the_picture_from_the_phone(guide, language):
    lead = guide(language).one(r'<p class="lead">(.*?)</p>')
    wanted = ("スキャナーがなくても", "スマートフォンで撮影した画像", "メールで") if language == "ja" else ("do not need a scanner", "with your smartphone", "by e-mail straight from the phone")  # fmt: skip
    assert all(word in lead for word in wanted)


@pytest.mark.fact("A011")
@LANGUAGES
def test_there_is_one_list_for_ios_and_one_for_android_each_of_eight_steps(guide, language):
    page = guide(language)
    anchors = re.findall(r'<li class="guide__step" id="(\w+-\d)"', page.html)
    assert anchors == [f"{phone}-{number}" for phone in ("ios", "android") for number in range(1, 9)]
    assert all(f'<section class="guide__phone" id="{phone}"' in page.html for phone in ("ios", "android"))
    assert all(f'href="#{phone}"' in page.html for phone in ("ios", "android"))


@pytest.mark.fact("A012")
@LANGUAGES
def test_whoever_knows_all_that_jumps_from_the_top_to_recipient_and_subject(guide, language):
    page = guide(language)
    before, _, _ = page.html.partition('id="ios"')
    assert re.search(r'<a class="go" href="#recipients" data-skip>', before)
    assert page.html.count('id="recipients"') == 1


STATED = [
    pytest.param("ios", 1, "swipe", "swipe", ("下端から上へ", "カメラのアイコン"), ("from the lower edge", "camera icon"), id="A013", marks=pytest.mark.fact("A013")),
    pytest.param("ios", 1, "swipe", "home_screen", ("ホーム画面", "カメラ"), ("home screen", "Camera app"), id="A014", marks=pytest.mark.fact("A014")),
    pytest.param("ios", 1, "swipe", "rear_camera", ("背面のカメラ", "切り替えるボタン"), ("camera on the back", "switches cameras"), id="A015", marks=pytest.mark.fact("A015")),
    pytest.param("ios", 2, "frame", "above_iphone", ("iPhone", "真上", "必要な部分またはページ"), ("iPhone", "above the document", "the part or the page"), id="A016", marks=pytest.mark.fact("A016")),
    pytest.param("ios", 3, "light", "light", ("十分に明るく", "同じように光"), ("plenty of light", "evenly"), id="A017", marks=pytest.mark.fact("A017")),
    pytest.param("ios", 3, "light", "no_shadow", ("影が書類に落ちない位置",), ("Stand where you throw no shadow",), id="A018", marks=pytest.mark.fact("A018")),
    pytest.param("ios", 3, "light", "steady", ("揺れないように", "しっかり"), ("firmly", "not shake"), id="A019", marks=pytest.mark.fact("A019")),
    pytest.param("ios", 3, "light", "shutter", ("シャッターボタン",), ("shutter button",), id="A020", marks=pytest.mark.fact("A020")),
    pytest.param("ios", 4, "thumbnail", "thumbnail", ("左下", "小さな画像"), ("lower left", "small picture"), id="A021", marks=pytest.mark.fact("A021")),
    pytest.param("ios", 5, "pinch", "legible", ("鮮明", "読める"), ("sharp", "can be read"), id="A022", marks=pytest.mark.fact("A022")),
    pytest.param("ios", 5, "pinch", "enlarge", ("2本の指", "拡大"), ("two fingers", "details"), id="A023", marks=pytest.mark.fact("A023")),
    pytest.param("ios", 5, "pinch", "repeat", ("ぼやけて", "暗い", "もう一度撮影"), ("blurred or dark", "take it again"), id="A024", marks=pytest.mark.fact("A024")),
    pytest.param("ios", 6, "share_box", "share", ("左下", "共有"), ("share icon", "lower left"), id="A025", marks=pytest.mark.fact("A025")),
    pytest.param("ios", 7, "mail", "mail", ("「メール」のアイコン",), ("Mail icon",), id="A026", marks=pytest.mark.fact("A026")),
    pytest.param("ios", 7, "mail", "set_up", ("送れるように設定",), ("set up to send e-mail",), id="A027", marks=pytest.mark.fact("A027")),
    pytest.param("ios", 7, "mail", "set_up", ("メールのサービスを提供している会社", "当社ではわかりかねます"), ("e-mail provider", "we cannot help"), id="A028", marks=pytest.mark.fact("A028")),
    pytest.param("ios", 8, "send_arrow", "fields", ("To", "Subject", "宛先と件名"), ("To and Subject", "Recipient and subject"), id="A029", marks=pytest.mark.fact("A029")),
    pytest.param("ios", 8, "send_arrow", "arrow", ("右上", "上向きの矢印"), ("top right", "arrow pointing up"), id="A030", marks=pytest.mark.fact("A030")),
    pytest.param("android", 1, "apps", "camera_app", ("アプリの一覧またはホーム画面",), ("list of apps or from the home screen",), id="A031", marks=pytest.mark.fact("A031")),
    pytest.param("android", 1, "apps", "other_name", ("機種、メーカー、設定", "名前が異なります"), ("model, maker and settings", "another name"), id="A032", marks=pytest.mark.fact("A032")),
    pytest.param("android", 1, "apps", "rear_camera", ("背面のカメラ", "切り替えるボタン"), ("camera on the back", "switches cameras"), id="A033", marks=pytest.mark.fact("A033")),
    pytest.param("android", 2, "frame", "above_phone", ("真上", "必要な部分またはページ"), ("above the document", "the part or the page"), id="A034", marks=pytest.mark.fact("A034")),
    pytest.param("android", 4, "pinch", "legible", ("鮮明", "読める"), ("sharp", "can be read"), id="A036", marks=pytest.mark.fact("A036")),
    pytest.param("android", 4, "pinch", "repeat", ("ぼやけて", "暗い", "もう一度撮影"), ("blurred or dark", "take it again"), id="A037", marks=pytest.mark.fact("A037")),
    pytest.param("android", 5, "round", "round_icon", ("右下", "丸いアイコン"), ("lower right", "round picture icon"), id="A038", marks=pytest.mark.fact("A038")),
    pytest.param("android", 6, "share_dots", "share", ("左下", "共有"), ("share icon", "lower left"), id="A039", marks=pytest.mark.fact("A039")),
    pytest.param("android", 7, "mail_apps", "mail_app", ("お使いのメールアプリ", "Gmailなど"), ("the mail app that this phone uses", "Gmail is one example"), id="A040", marks=pytest.mark.fact("A040")),
    pytest.param("android", 7, "mail_apps", "set_up", ("送れるように設定", "メールのサービスを提供している会社"), ("set up to send e-mail", "e-mail provider"), id="A041", marks=pytest.mark.fact("A041")),
    pytest.param("android", 8, "send_plane", "fields", ("To", "Subject", "宛先と件名"), ("To and Subject", "Recipient and subject"), id="A042", marks=pytest.mark.fact("A042")),
    pytest.param("android", 8, "send_plane", "plane", ("右上", "紙飛行機"), ("top right", "paper plane"), id="A043", marks=pytest.mark.fact("A043")),
]  # fmt: skip


@pytest.mark.parametrize(("phone", "number", "drawing", "sentence", "japanese", "english"), STATED)
def test_what_the_source_states_stands_in_its_step_beside_its_drawing(
    guide, phone, number, drawing, sentence, japanese, english
):
    for language, wanted in (("ja", japanese), ("en", english)):
        drawn, _, said = step(guide(language), phone, number)
        assert drawn == drawing
        assert [word for word in wanted if word not in said[sentence]] == []


@pytest.mark.fact("A035")
@LANGUAGES
def test_light_shadow_steadiness_and_shutter_are_told_alike_for_both_phones(guide, language):
    page = guide(language)
    assert step(page, "ios", 3) == step(page, "android", 3)
    assert list(step(page, "ios", 3)[2]) == ["light", "no_shadow", "steady", "shutter"]


@pytest.mark.fact("A036")
@LANGUAGES
def test_on_android_the_picture_is_looked_at_before_it_is_opened_and_on_ios_after(guide, language):
    page = guide(language)
    order = {phone: [step(page, phone, number)[1] for number in range(1, 9)] for phone in ("ios", "android")}
    opened, looked = ("撮影した画像を開く", "文字を読めるか確かめる") if language == "ja" else ("Open the picture", "See whether it can be read")  # fmt: skip
    assert (order["ios"].index(opened), order["ios"].index(looked)) == (3, 4)
    assert (order["android"].index(looked), order["android"].index(opened)) == (3, 4)
    assert [order["ios"][at] for at in (0, 1, 2, 5, 6, 7)] == [order["android"][at] for at in (0, 1, 2, 5, 6, 7)]


@pytest.mark.fact("A006", "A029", "A042")
@LANGUAGES
def test_three_links_lead_to_recipient_and_subject_one_above_and_one_from_each_last_step(guide, language):
    page = guide(language)
    places = [found.start() for found in re.finditer('href="#recipients"', page.html)]
    steps = [page.html.index(f'id="{phone}-8"') for phone in ("ios", "android")]
    assert len(places) == 3
    assert places[0] < page.html.index('id="ios"')
    assert all(at < place for at, place in zip(steps, places[1:], strict=True))


@pytest.mark.fact("A044", "A045", "A046", "A047")
@LANGUAGES
def test_where_one_lives_decides_between_two_addresses_and_nothing_else_does(guide, language):
    page = guide(language)
    shown = re.findall(r'<div data-mailbox="(\w+)">.*?class="mono">(.*?)<', page.html, re.DOTALL)
    house = Mailboxes()
    assert shown == [("elsewhere", house.elsewhere), ("europe", house.europe)]
    rule = ("お住まいの国や地域", "国籍、言語、スマートフォンの種類は関係ありません") if language == "ja" else ("where you live", "not on nationality, language or kind of phone")  # fmt: skip
    assert all(word in page.text for word in rule)


@pytest.mark.fact("A048", "A049", "A050", "A051", "A052", "A053")
@LANGUAGES
def test_a_subject_says_who_and_what_for_and_how_an_account_number_usually_looks(guide, language):
    page = guide(language)
    rule = page.one(r'(?s)<ol class="steps" data-rule="subject">(.*?)</ol>')
    assert re.findall(r'data-part="(\w+)"', rule) == ["who", "what"]
    assert re.findall(r'data-code="(\w+)"', rule) == ["PID", "PoRes"]
    wanted = (
        (
            "どちらも必ず",
            "どちらか一方",
            "通常「U」に7桁",
            "桁数が異なる場合も",
            "本人確認書類",
            "居住地住所を証明する書類",
        )
        if language == "ja"
        else (
            "both of these",
            "one of them is enough",
            "usually a U and seven digits",
            "more or fewer",
            "Proof of identity",
            "Proof of residential address",
        )
    )
    assert [word for word in wanted if word not in page.text] == []
    assert re.findall(r'data-subject="\w+">.*?class="mono">(.*?)<', page.html, re.DOTALL) == ["U1234567 PID", "U1234567 PoRes"]  # fmt: skip


@pytest.mark.fact("A047", "A050")
def test_whoever_is_logged_in_finds_the_own_account_ready_to_copy_and_which_address_is_theirs(person, add):
    reader, holder = person(), add(state=AccountState.APPLIED, residence="DE")
    reader.enter(holder)
    page = reader.get("documents/guide/")
    assert f'data-copies="{holder.account} PID"' in page.html
    assert "U1234567 PID" not in page.html
    assert re.search(r'data-mailbox="europe">\s*<dt>[^<]*<span class="tag">', page.html)


def test_whoever_may_send_nothing_sees_the_guide_as_a_stranger_does(person, add):
    reader, holder = person(), add(state=AccountState.CLOSED)
    reader.enter(holder)
    page = reader.get("documents/guide/")
    assert (page.status, holder.account in page.html) == (200, False)


@LANGUAGES
def test_every_link_inside_the_page_leads_somewhere_and_each_anchor_stands_once(guide, language):
    page = guide(language)
    anchors = re.findall(r'\bid="([\w-]+)"', page.html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([\w-]+)"', page.html)) <= set(anchors)
    assert {part.value for part in GuideStep} <= set(anchors)


@LANGUAGES
def test_each_part_that_is_to_be_repeated_leads_to_its_step_on_both_phones(guide, language):
    page = guide(language)
    found = dict(re.findall(r'<li class="guide__step" id="([a-z_]+)"[^>]*>(.*?)</li>', page.html, re.DOTALL))
    links = {part: re.findall(r'href="#(\w+-\d)"', found[part.value]) for part in GuideStep}
    assert links[GuideStep.STEADY] == ["ios-3", "android-3"]
    assert links[GuideStep.CHECK] == ["ios-5", "android-4"]
    assert links[GuideStep.ORIGINAL_SIZE] == ["ios-8", "android-8"]
    assert all(len(pair) == 2 for pair in links.values())


def test_every_sentence_and_drawing_of_the_guide_stands_in_its_table_and_no_other(guide):
    said = {name for steps in PHONE_STEPS.values() for step in steps for name in step.says}
    drawn = {step.drawing for steps in PHONE_STEPS.values() for step in steps} | {*PART_DRAWINGS.values()}
    for room, used in (("guide.say.", said), ("guide.drawing.", drawn)):
        assert {name.removeprefix(room) for name in CATALOGUE if name.startswith(room)} == used
    assert set(re.findall(r'data-drawing="(\w+)"', guide("ja").html)) == drawn


@LANGUAGES
def test_every_drawing_is_an_image_with_words_for_whoever_does_not_see_it(guide, language):
    page = guide(language)
    labels = re.findall(r'<svg class="draw"[^>]*role="img" aria-label="([^"]+)"', page.html)
    assert len(labels) == page.html.count("<figure") == 16 + len(GuideStep)
    assert all(one != other for one, other in pairwise(labels[:8]))

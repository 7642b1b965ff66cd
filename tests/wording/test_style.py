"""How the texts read: whole sentences, one spelling for each term, nothing that scolds or hurries."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

import sekisho
from sekisho.wording.catalogue import CATALOGUE
from sekisho.wording.language import Language

SENTENCES = re.compile(
    r"((card|device|phone\.\w+)\.)?refus(al|ed)\.\w+\.(explanation|changes|next\.\d+)|fault\.\w+\.explanation|outgoing\.\w+\.(text|advice)"
    r"|password\.flaw\.\w+|portal\.scope\.[\w:]+\.(text|now)|notice\.\w+\.\w+|login\.over\.\w+\.text|login\.device\.\w+\.step\.\d+|desk\.(lack|risk)\.\w+"
    r"|document\.(look|fault|reason|flaw|subject_flaw)\.\w+|guide\.say\.\w+|guide\.again\.\w+\.text"
)
TITLES = re.compile(
    r"(refusal|manner|card\.(refused|articles|show)|phone\.\w+\.refused|fault|login\.over)\.\w+\.title|document\.(field|match|kind|caution)\.\w+|outgoing\.\w+\.matter"
)

BANNED_JA = {
    # another spelling of a term of the house
    "オンライン・セキュリティカード": "オンライン・セキュリティ・コード・カード",
    "オンライン・セキュリティーカード": "オンライン・セキュリティ・コード・カード",
    "オンライン・セキュリティー・コード・カード": "オンライン・セキュリティ・コード・カード",
    "オンライン・セキュリティ・コードカード": "オンライン・セキュリティ・コード・カード",
    "オンライン・セキュリティコードカード": "オンライン・セキュリティ・コード・カード",
    "オンラインセキュリティ": "オンライン・セキュリティ・コード・カード",
    "コードカード": "コード・カード",
    "テンポラリーパスコード": "テンポラリー・パスコード",
    "テンポラリーコード": "テンポラリー・パスコード",
    "一時パスコード": "テンポラリー・パスコード",
    "一時的なパスコード": "テンポラリー・パスコード",
    "チャレンジ・コード": "チャレンジコード",
    "レスポンスコード": "レスポンス・ストリング",
    "レスポンスストリング": "レスポンス・ストリング",
    "応答コード": "レスポンス・ストリング",
    "セキュリティ・デバイス": "セキュリティデバイス",
    "セキュリティー・デバイス": "セキュリティデバイス",
    "セキュリティーデバイス": "セキュリティデバイス",
    "セキュアログイン": "セキュア・ログイン・システム",
    "クライアントポータル": "クライアント・ポータル",
    "取引用プラットフォーム": "取引プラットフォーム",
    "トレーディングプラットフォーム": "取引プラットフォーム",
    "再アクティベート": "再有効化",
    "再アクティベーション": "再有効化",
    "多要素認証": "二段階認証",
    "2段階認証": "二段階認証",
    "クライアント・サービス": "クライアントサービス",
    "ユーザ名": "ユーザー名",
    "ログオン": "ログイン",
    "サインイン": "ログイン",
    "インデックス・ナンバー": "インデックス番号",
    "Android": "アンドロイド",
    # how the house does not speak
    "エラー": "cause, then what to do",
    "半角": "the house takes any width",
    "全角": "the house takes any width",
    "こちらをクリック": "a link says where it leads",
    "してください!": "no shouting",
    "恐れ入りますが": "once at most, and never in a refusal",
    "致します": "いたします",
    "下さい": "ください",
    "出来": "でき",
}
BANNED_EN = (
    "error",
    "invalid",
    "illegal",
    "forbidden",
    "oops",
    "sorry",
    "click here",
    "token",
    "OTP",
    "please note",
    "!",
    "e-mail us",
)
BANNED_EN_SPELLINGS = {
    "username": "user name",
    "sign in ": "log in",
    "logon": "log in",
    "one-time": "response string or temporary passcode",
    "response code": "response string",
    "challenge code": "Challenge Code",
    "security code card": "Online Security Code Card",
    "client portal": "Client Portal",
}
OURS = [name for name in CATALOGUE if not name.startswith("console.")]  # a terminal speaks to operators


def texts(language):
    return [(name, CATALOGUE[name].text(language)) for name in OURS]


@pytest.mark.parametrize("name", [name for name in OURS if SENTENCES.fullmatch(name)])
def test_what_should_be_sentences_are_whole_sentences(name):
    message = CATALOGUE[name]
    assert message.ja.endswith("。")
    assert message.en.endswith(".")
    assert message.en[0].isupper() or message.en[0] == "{"


@pytest.mark.parametrize("name", [name for name in OURS if TITLES.fullmatch(name)])
def test_titles_end_without_a_stop(name):
    assert CATALOGUE[name].ja[-1] not in "。."
    assert CATALOGUE[name].en[-1] not in "。."


@pytest.mark.parametrize(
    "name", [name for name in OURS if re.fullmatch(r"(refusal|manner|card\.refused)\.\w+\.explanation", name)]
)
def test_an_explanation_is_polite_japanese(name):
    sentences = [sentence for sentence in CATALOGUE[name].ja.split("。") if sentence]
    assert all(re.search(r"(です|ます|ません|ました|でした)$", sentence) for sentence in sentences)


@pytest.mark.parametrize("banned", BANNED_JA)
def test_one_japanese_spelling_for_each_term(banned):
    assert [name for name, text in texts(Language.JA) if banned in text] == []


@pytest.mark.parametrize("banned", BANNED_EN)
def test_english_neither_scolds_nor_shouts(banned):
    found = re.compile(rf"\b{re.escape(banned)}\b" if banned.isalpha() else re.escape(banned), re.IGNORECASE)
    assert [name for name, text in texts(Language.EN) if found.search(text)] == []


@pytest.mark.parametrize("banned", BANNED_EN_SPELLINGS)
def test_one_english_spelling_for_each_term(banned):
    assert [name for name, text in texts(Language.EN) if banned in text] == []


def test_japanese_uses_full_width_punctuation():
    odd = re.compile(r"[ぁ-ん一-龠ァ-ヶー][,.!?;:()]|[,!?;()][ぁ-ん一-龠ァ-ヶー]")
    assert [(name, text) for name, text in texts(Language.JA) if odd.search(text)] == []


def test_english_uses_curly_quotation_marks_and_no_double_spaces():
    assert [name for name, text in texts(Language.EN) if '"' in text or "  " in text] == []


def test_no_mail_links_anywhere():
    for name, message in CATALOGUE.items():
        if name.startswith("outgoing."):
            assert "http" not in message.ja + message.en


def test_every_message_of_ours_is_said_somewhere():
    root = Path(sekisho.__file__).parent
    code = "\n".join(path.read_text("utf-8") for kind in ("*.py", "*.html") for path in root.rglob(kind))
    dotted = re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', code)
    at_desk = {f"{room}.{name}" for room in ("desk_pages", "desk_documents") for name in dotted}  # said by its `Seat`
    spoken = {name for name in OURS if name in code or f"say.{name}" in code or name in at_desk}
    built = re.compile(
        r"(refusal|manner|card\.(refused|articles|show)|fault|outgoing|notice|desk|desk_pages\.(phonetic|script|contact|tongue|detail|done|approval|password|sharing)|term|situation|moment|forecast|portal\.scope|portal\.device|login\.(over|device|refused|attempts|time)|help\.(group|subject|changes|article)|password\.flaw|task\.(flaw|refused|beyond|done|kind|detail|contact|money))\."
    )
    of_devices = re.compile(
        r"device\.(list|strength|deposit|deed|done|status|status_hint|return|pin\.flaw|confirm|proof|refused)\."
        r"|phone\.((entry|first|weak_pin|move|pin|code)\.refused|page\.(register|move))\."
        r"|approve\.((number|answer)\.refused|page\.state)\."
        r"|identity\.refused\."
        r"|passkey\.refused\."
        r"|document\.\w+\.|desk_documents\.(mailbox|way|sender|done|waiting)"
        r"|sending\.(refused|case|state|by|flaw|purpose|done)\."
        r"|guide\.(phone|deed|say|drawing|again|recipients)\.|coach\.hint\."
        r"|share\.((flaw|proof|verify|refused|condition)\.|lent|borrowed|missed|waits)"
        r"|(plight|remedy|wizard\.(ready|ask))\."
    )
    elsewhere = "key_app."  # tests/entrypoints/site/test_key_app.py reads the app's scripts
    unsaid = [name for name in OURS if name not in spoken and not built.match(name) and not name.startswith(elsewhere)]
    assert [name for name in unsaid if not of_devices.match(name)] == []


def test_the_files_hold_nothing_twice():
    folder = Path(sekisho.__file__).parent / "wording" / "texts"
    names = chain.from_iterable(tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("refusal.toml")))
    assert len(set(names)) == len(
        CATALOGUE and [name for name in CATALOGUE if re.fullmatch(r"refusal\.\w+\.title", name)]
    )

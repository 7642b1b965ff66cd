"""Kinds of documents: what each may prove, whether it runs out, and by which words it is known.

By B124 to B128 and what a Japanese bank takes; a mobile-phone bill proves no address, however well it is read. A kind is a
guess from words: it raises cautions and says what to look for, and refuses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.intake.folding import squashed
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.tables import read_rows


@unique
class Kind(StrEnum):
    """What a document is."""

    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    MY_NUMBER_CARD = "my_number_card"
    MY_NUMBER_BACK = "my_number_back"  # the side with the number, or the paper notice of it
    RESIDENCE_CARD = "residence_card"
    NATIONAL_ID = "national_id"
    HEALTH_CARD = "health_card"
    PENSION_BOOK = "pension_book"
    RESIDENT_RECORD = "resident_record"  # 住民票の写し
    SEAL_CERTIFICATE = "seal_certificate"
    UTILITY_BILL = "utility_bill"
    LANDLINE_BILL = "landline_bill"
    MOBILE_BILL = "mobile_bill"
    BANK_STATEMENT = "bank_statement"
    CARD_STATEMENT = "card_statement"
    BROKERAGE_STATEMENT = "brokerage_statement"
    PENSION_STATEMENT = "pension_statement"
    TAX_BILL = "tax_bill"
    INSURANCE = "insurance"
    AUTHORITY_LETTER = "authority_letter"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a kind is good for."""

    proves: frozenset[Purpose]
    runs_out: bool  # it bears a date of expiry, which has to be read (B127)
    bears_issue: bool  # it bears a date of issue


TEXT: Final = """
    kind                 proves       expiry    issue
    passport             PID          required  printed
    driving_licence      PID, PoRes   required  printed
    my_number_card       PID, PoRes   required  none
    my_number_back       nothing      none      none
    residence_card       PID, PoRes   required  printed
    national_id          PID, PoRes   required  printed
    health_card          nothing      none      printed
    pension_book         nothing      none      printed
    resident_record      PoRes        none      printed
    seal_certificate     PoRes        none      printed
    utility_bill         PoRes        none      printed
    landline_bill        PoRes        none      printed
    mobile_bill          nothing      none      printed
    bank_statement       PoRes        none      printed
    card_statement       PoRes        none      printed
    brokerage_statement  PoRes        none      printed
    pension_statement    PoRes        none      printed
    tax_bill             PoRes        none      printed
    insurance            PoRes        none      printed
    authority_letter     PoRes        none      printed
    unknown              PID, PoRes   none      printed
"""

WORDS: Final = MappingProxyType(
    {
        Kind.PASSPORT: "日本国旅券|旅券番号|旅券|passport|passeport|pasaporte|reisepass|passaporto",
        Kind.DRIVING_LICENCE: (
            "運転免許証|公安委員会|免許の条件等|driving licence|driver license|driver's license|drivers license"
            "|driver licence|driver's licence|permis de conduire|führerschein|permiso de conduccion"
            "|permis de conducere|patente di guida|rijbewijs"
        ),
        Kind.MY_NUMBER_CARD: "個人番号カード|マイナンバーカード|臓器提供意思",
        Kind.MY_NUMBER_BACK: "通知カード|個人番号通知書|個人番号が記載された",
        Kind.RESIDENCE_CARD: (
            "在留カード|特別永住者証明書|residence card|special permanent resident certificate|在留資格"
            "|residence permit|permanent resident card|titre de sejour|aufenthaltstitel"
        ),
        Kind.NATIONAL_ID: (
            "national identity card|identity card|carte nationale d'identite|carte d'identite|personalausweis"
            "|documento nacional de identidad|carta d'identita|national id|passport card|身分証明書|身份证"
        ),
        Kind.HEALTH_CARD: (
            "健康保険被保険者証|国民健康保険被保険者証|健康保険証|資格確認書|後期高齢者医療被保険者証"
            "|資格情報のお知らせ|保険者番号"
        ),
        Kind.PENSION_BOOK: "年金手帳|基礎年金番号通知書|国民年金手帳",
        Kind.RESIDENT_RECORD: (
            "住民票|世帯全員の写し|住民票の写し|住民票記載事項証明書|住民となった年月日|certificate of residence"
            "|resident record|residence certificate|meldebescheinigung"
        ),
        Kind.SEAL_CERTIFICATE: "印鑑登録証明書|印鑑登録証明",
        Kind.UTILITY_BILL: (
            "電気ご使用量|ご使用量のお知らせ|電気料金|電気使用量|ガス料金|ガスご使用量|検針票|水道料金|水道使用量"
            "|下水道|水道・下水道使用水量|使用水量|電力|東京ガス|大阪ガス|水道局|electricity|electricity bill"
            "|gas bill|water bill|utility bill|kwh|votre facture d'electricite|meter reading"
        ),
        Kind.LANDLINE_BILL: (
            "固定電話|加入電話|光回線|フレッツ|インターネット料金|電話料金|nhk|ケーブルテレビ|放送受信料|landline"
            "|telephone bill|broadband|internet bill|cable tv|home phone"
        ),
        Kind.MOBILE_BILL: (
            "携帯電話|携帯電話料金|ケータイ|携帯料金|nttドコモ|ドコモ|ソフトバンク株式会社|楽天モバイル"
            "|ワイモバイル|uqモバイル|パケット|データ通信量|通話料|mobile phone|mobile bill|cell phone|cellular"
            "|wireless bill|wireless statement|mobile number|data usage|t-mobile|verizon wireless|vodafone mobile"
        ),
        Kind.BANK_STATEMENT: (
            "取引明細書|預金残高|残高証明書|普通預金|入出金明細|お取引明細|預金口座|お取引残高|銀行取引"
            "|account statement|bank statement|statement of account|opening balance|closing balance"
            "|account summary|sort code|checking|savings|iban|letter from bank"
        ),
        Kind.CARD_STATEMENT: (
            "クレジットカード|ご利用代金明細書|カードご利用|ご利用明細書|credit card statement|credit limit"
            "|minimum payment|minimum payment due"
        ),
        Kind.BROKERAGE_STATEMENT: (
            "取引残高報告書|特定口座年間取引報告書|証券口座|brokerage statement|brokerage account"
            "|portfolio summary|securities account"
        ),
        Kind.PENSION_STATEMENT: (
            "年金振込通知書|年金額改定通知書|ねんきん定期便|年金証書|日本年金機構|pension statement"
            "|pension notice|social security administration"
        ),
        Kind.TAX_BILL: (
            "納税通知書|納税証明書|課税証明書|非課税証明書|固定資産税|市民税|都民税|県民税|住民税|自動車税"
            "|源泉徴収票|tax bill|council tax|property tax|tax assessment|notice of assessment|hm revenue"
            "|internal revenue service|tax return"
        ),
        Kind.INSURANCE: (
            "保険証券|火災保険|地震保険|保険契約|homeowner insurance|homeowners insurance|home insurance"
            "|insurance policy|policy number"
        ),
        Kind.AUTHORITY_LETTER: "市役所|区役所|町役場|市長|区長|city council|borough council|local authority|county council",
    }
)


def _terms(cells: tuple[str, ...]) -> Terms:
    _, proves, expiry, issue = cells
    named = frozenset() if proves == "nothing" else frozenset(Purpose(name) for name in proves.split(", "))
    return Terms(proves=named, runs_out=expiry == "required", bears_issue=issue == "printed")


TERMS: Final[Mapping[Kind, Terms]] = MappingProxyType(
    {Kind(row[0]): _terms(row) for row in read_rows(TEXT, columns=("kind", "proves", "expiry", "issue"))}
)
_SQUASHED: Final = MappingProxyType(
    {kind: tuple(squashed(phrase) for phrase in words.split("|")) for kind, words in WORDS.items()}
)


def kind_of(text: str) -> Kind:
    """Tell the kind of a document by a squashed text of it: the one whose words are most of what is written there."""
    worth = {kind: sum(len(phrase) for phrase in phrases if phrase in text) for kind, phrases in _SQUASHED.items()}
    best = max(worth, key=lambda kind: worth[kind])
    return best if worth[best] else Kind.UNKNOWN

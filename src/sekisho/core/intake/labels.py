"""What the words on a document announce: the labels of names, addresses, dates and numbers, in the languages of its readers.

A label is a phrase that stands by itself; between its signs a form may set spaces, and a reader of pictures may lose them.
Phrases whose values nobody asks for are here as well, so that they are taken neither for a name nor for a date of issue.
"""

import re
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final


@unique
class Label(StrEnum):
    """What follows it, to its right or beneath it."""

    NAME = "name"
    SURNAME = "surname"
    GIVEN = "given"
    ADDRESS = "address"
    BIRTH = "birth"
    ISSUED = "issued"
    EXPIRES = "expires"
    PERIOD = "period"  # what a bill or a statement is for: its end stands for the day of issue where none is written
    OTHER_DATE = "other_date"  # when to pay, when the meter is read again
    NUMBER = "number"  # of the document
    MY_NUMBER = "my_number"
    KEPT_NUMBER = "kept_number"  # a basic pension number, an insured person's: nobody may ask for them
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Tag:
    """A label in a folded text."""

    label: Label
    begin: int
    end: int


PHRASES: Final = MappingProxyType(
    {
        Label.NAME: (
            "氏名|お名前|ご氏名|名前|ご契約者名|契約者名|ご契約名義|お客様名|お客さま名|お客さま氏名|ご使用者名"
            "|口座名義|口座名義人|ご名義|世帯員氏名|被保険者氏名|ローマ字氏名|name|full name|name in full"
            "|account holder|account name|name of account holder|customer name|cardholder|name of holder|bill to"
            "|nom et prenom"
        ),
        Label.SURNAME: "姓|surname|sumname|last name|family name|nom|apellidos|apellido|name of family|nachname|cognome|ln",
        Label.GIVEN: (
            "given name(s)|given names|given name|givennames|first name|first names|forenames|forename|prenom(s)"
            "|prenoms|prenom|nombres|nombre|vorname|vornamen|nome|fn"
        ),
        Label.ADDRESS: (
            "住所|住居|居住地|現住所|ご住所|本籍を除く住所|ご使用場所|使用場所|ご使用地|供給地点住所|お客様住所"
            "|送付先住所|address|home address|residential address|mailing address|service address|supply address"
            "|current address|permanent address|residence|domicile|adresse|wohnort|direccion|domicilio"
        ),
        Label.BIRTH: (
            "生年月日|出生年月日|出生日|生年|date of birth|birth date|birthdate|date of birth/date de naissance"
            "|dob|born|born on|date de naissance|naissance|fecha de nacimiento|geburtsdatum|geburtstag"
            "|data di nascita"
        ),
        Label.ISSUED: (
            "発行日|発行年月日|発行|交付日|交付年月日|交付|作成日|作成年月日|検針日|検針月日|請求日|ご請求日"
            "|請求書発行日|基準日|作成基準日|通知日|通知年月日|証明日|年月日|date of issue|date issued|issue date"
            "|issued|issued on|issuing date|iss|statement date|bill date|billing date|invoice date|letter date"
            "|notice date|dated|date|as of|date de delivrance|delivre le|date d'emission|fecha de expedicion"
            "|ausstellungsdatum|ausstellungstag|data di rilascio|date de la facture|facture du"
        ),
        Label.EXPIRES: (
            "有効期限|有効期間|有効期間満了日|在留期間(満了日)|在留期間満了日|満了日|有効期間満了年月日"
            "|date of expiry|date of expiration|expiration date|expiry date|expiration|expires|expires on|expiry"
            "|exp|valid until|valid thru|valid to|good thru|date d'expiration|expire le|fecha de caducidad"
            "|gultig bis|data di scadenza"
        ),
        Label.PERIOD: (
            "ご利用期間|利用期間|ご使用期間|使用期間|検針期間|対象期間|取引期間|計算期間|statement period"
            "|billing period|period|service period|usage period"
        ),
        Label.OTHER_DATE: (
            "お支払期限|お支払期日|支払期限|支払期日|納期限|納付期限|振替日|口座振替日|お振替日|引落日|お引落日"
            "|お支払日|次回検針日|次回検針予定日|取得年月日|資格取得年月日|認定年月日|許可年月日|転入日"
            "|住民となった年月日|住所を定めた年月日|届出日|予定日|前回検針日|due date|payment due"
            "|payment due date|date due|pay by|due by|due|next meter reading|next reading date|next statement"
            "|date of entry|last payment|previous reading"
        ),
        Label.NUMBER: (
            "旅券番号|免許証番号|在留カード番号|カード番号|passport no|passport number|passport no.|document no"
            "|document number|licence no|license no|dl|card no|card number"
        ),
        Label.MY_NUMBER: "個人番号|マイナンバー|my number|individual number",
        Label.KEPT_NUMBER: (
            "基礎年金番号|住民票コード|保険者番号|被保険者番号|被保険者等記号・番号|記号・番号|記号番号"
            "|被保険者記号|年金証書の基礎年金番号・年金コード|basic pension number|insured person's number"
            "|insurer number"
        ),
        Label.OTHER: (
            "国籍|国籍・地域|本籍|性別|登録日|所持人自署|署名|発行官庁|発行国|型|世帯主|続柄|前住所|電話番号"
            "|お客様番号|お客さま番号|顔写真|備考|条件等|免許の条件等|公安委員会|就労制限の有無|在留資格|父の氏名"
            "|母の氏名|支店名|店番|口座番号|種別|事業者名|nationality|sex|place of birth|lieu de naissance|type"
            "|code|authority|signature|registered domicile|phone|telephone|account no|account number"
            "|customer number|branch|bank name|sort code|place of issue|issuing country|height|eyes|hair|class"
            "|restrictions|endorsements|page|amount|total|balance|description|endereco|nationalite|nacionalidad"
            "|sexe|sexo|autorite|autoridad|lugar de nacimiento|city|user name|username|file name|product name"
            "|company name|plan name|bank address|branch address|email|email address|e-mail address|url"
            "|web address"
        ),
    }
)


def _pattern(phrase: str) -> str:
    signs = " ?".join(re.escape(sign) for sign in phrase.replace(" ", ""))
    return rf"(?<![a-z]){signs}(?![a-z])" if phrase.isascii() else signs


_LABELS: Final = MappingProxyType(
    {phrase.replace(" ", ""): label for label, phrases in PHRASES.items() for phrase in phrases.split("|")}
)
_ALL: Final = re.compile("|".join(_pattern(phrase) for phrase in sorted(_LABELS, key=len, reverse=True)))
_MARK: Final = re.compile(r"[ :./・()\[\]【】■●*#|]*")

_BEHIND: Final = re.compile(r"(?: ?[\])])* ?(生まれ|生|まで有効|まで|有効|発行|交付|現在|作成|付|検針)")
BEHIND: Final = MappingProxyType(
    {"生まれ": Label.BIRTH, "生": Label.BIRTH, "まで有効": Label.EXPIRES, "有効": Label.EXPIRES, "発行": Label.ISSUED}
    | {"交付": Label.ISSUED, "現在": Label.ISSUED, "作成": Label.ISSUED, "付": Label.ISSUED, "検針": Label.ISSUED}
)
"""What stands behind a date that it speaks of. まで alone may be when to pay."""


def find_tags(text: str) -> tuple[Tag, ...]:
    """Find the labels of a folded text, in order. A run of Japanese goes on in a longer word: 発行 in 発行元 is no label."""
    found = (Tag(_LABELS[match.group().replace(" ", "")], match.start(), match.end()) for match in _ALL.finditer(text))
    return tuple(tag for tag in found if _stands_alone(text, tag))


def tag_behind(text: str, at: int) -> Label | None:
    """Tell what a date is by the word behind it."""
    found = _BEHIND.match(text, at)
    return BEHIND.get(found[1]) if found else None


def after_marks(text: str, at: int) -> int:
    """Step over what stands between a label and its value."""
    found = _MARK.match(text, at)
    return found.end() if found else at


def _stands_alone(text: str, tag: Tag) -> bool:
    """A Japanese label begins its line or follows a mark; one sign alone (姓) has to stand before a mark or the end as well."""
    if text[tag.begin].isascii():
        return True
    before, behind = text[: tag.begin].rstrip(" "), text[tag.end :].lstrip(" ")
    if before and (_is_word(before[-1]) and not text[tag.begin - 1].isspace()):
        return False
    return tag.end - tag.begin > 1 or not behind or not _is_word(behind[0])


def _is_word(sign: str) -> bool:
    return sign.isalpha() and not sign.isascii()

"""A page is read for a purpose: what is required, how it agrees with the account, and what a person should look at."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.core.intake.hidden import WHOLE, is_my_number
from sekisho.core.intake.kinds import TERMS, Kind
from sekisho.core.intake.pictures import Box, Line
from sekisho.core.intake.reader import read_document, read_page
from sekisho.core.intake.reading import Caution, Field, Match, Particulars
from sekisho.core.intake.subject_line import Purpose

ON = date(2026, 11, 23)
HANAKO = Particulars(
    name="関所 花子",
    kana="セキショ ハナコ",
    latin="SEKISHO HANAKO",
    address="東京都千代田区丸の内1-2-3 関所ビル101",
    birth_date=date(1986, 5, 1),
)
HEIGHT = 0.02
MY_NUMBER = "1234 5678 9018"


def written(text):
    """Lines of a page drawn with letters: a row of text is a row of the page, three spaces part two lines in it."""
    lines = []
    for at, row in enumerate(text.strip("\n").splitlines()):
        column = 0
        for piece in row.split("   "):
            if piece.strip():
                left = (column + len(piece) - len(piece.lstrip())) * 0.012
                box = Box(left, at * 0.03, left + len(piece.strip()) * 0.012, at * 0.03 + HEIGHT)
                lines.append(Line(text=piece.strip(), score=0.9, box=box))
            column += len(piece) + 3
    return lines


def read(text, *, purpose, particulars=HANAKO, on=ON):
    return read_page(written(text), purpose=purpose, particulars=particulars, on=on)


def fields_of(reading):
    return {field.field: (field.value, field.match) for field in reading.fields}


LICENCE = """
氏名   関所花子             昭和61年5月1日生
住所   東京都千代田区丸の内一丁目2番3号関所ビル101
交付   令和08年06月15日 12345
2029年(令和11年)06月01日まで有効
免許の
条件等   眼鏡等
番号   第 123456789018 号
運転免許証             東京都公安委員会
"""
PASSPORT = """
旅券   PASSPORT
姓/Surname
SEKISHO
名/Given name
HANAKO
国籍/Nationality          生年月日/Date of birth
JAPAN          01 MAY 1986
発行年月日/Date of issue
10 JAN 2024
有効期間満了日/Date of expiry
10 JAN 2034
P<JPNSEKISHO<<HANAKO<<<<<<<<<<<<<<<<<<<<<<<<
TK12345671JPN8605010F3401103<<<<<<<<<<<<<<02
"""
BILL = """
電気ご使用量のお知らせ
〒100-0005
東京都千代田区丸の内1-2-3
関所ビル101
関所 花子 様
ご使用期間   2026年9月11日~10月12日
検針日   2026年10月13日
お支払期限日   2026年11月12日
次回検針予定日   2026年11月12日
"""
RECORD = f"""
住 民 票
住所   東京都千代田区丸の内一丁目2番3号 関所ビル101号室
世帯主   関所 太郎
氏 名   關所 花子
生年月日   昭和61年 5月 1日
住民となった年月日   平成25年4月1日
個人番号   {MY_NUMBER}
令和8年10月2日
東京都千代田区長
"""


@pytest.mark.fact("A053")
@pytest.mark.parametrize(("text", "kind"), [(LICENCE, Kind.DRIVING_LICENCE), (PASSPORT, Kind.PASSPORT)])
def test_an_identity_is_a_name_a_birth_date_and_an_expiry(text, kind):
    reading = read(text, purpose=Purpose.IDENTITY)
    fields = fields_of(reading)
    assert (reading.kind, reading.is_enough, reading.cautions, reading.hidden) == (kind, True, (), ())
    assert fields[Field.NAME][1] is Match.AGREES
    assert fields[Field.BIRTH_DATE] == ("1986-05-01", Match.AGREES)
    assert fields[Field.EXPIRES] in {("2029-06-01", Match.NOT_ON_FILE), ("2034-01-10", Match.NOT_ON_FILE)}


@pytest.mark.fact("A052")
@pytest.mark.parametrize(
    ("text", "kind", "issued"),
    [
        (BILL, Kind.UTILITY_BILL, ("2026-10-13", Match.NOT_ON_FILE)),
        (RECORD, Kind.RESIDENT_RECORD, ("2026-10-02", Match.UNSURE)),  # no label says what that day is
        (LICENCE, Kind.DRIVING_LICENCE, ("2026-06-15", Match.NOT_ON_FILE)),
    ],
)
def test_a_residence_is_a_name_an_address_and_a_day_of_issue(text, kind, issued):
    reading = read(text, purpose=Purpose.RESIDENCE)
    fields = fields_of(reading)
    assert (reading.kind, reading.is_enough) == (kind, True)
    assert (fields[Field.NAME][1], fields[Field.ADDRESS][1]) == (Match.AGREES, Match.AGREES)
    assert fields[Field.ISSUED] == issued


@pytest.mark.parametrize(
    ("lost", "missing"),
    [
        ("氏名   関所花子", Field.NAME),
        ("昭和61年5月1日生", Field.BIRTH_DATE),
        ("2029年(令和11年)06月01日", Field.EXPIRES),
    ],
)
def test_what_is_required_and_was_not_read_is_named(lost, missing):
    reading = read(LICENCE.replace(lost, ""), purpose=Purpose.IDENTITY)
    assert (reading.is_enough, reading.missing) == (False, (missing,))


def test_legible_means_read_whether_it_agrees_or_not():
    other = Particulars(name="品川 太郎", address="東京都品川区大崎9-9-9", birth_date=date(1970, 1, 1))
    reading = read(LICENCE, purpose=Purpose.IDENTITY, particulars=other)
    assert reading.is_enough
    assert reading.cautions == (Caution.NAME_DIFFERS, Caution.ADDRESS_DIFFERS, Caution.BIRTH_DATE_DIFFERS)
    assert read(LICENCE, purpose=Purpose.IDENTITY, particulars=Particulars()).is_enough


@pytest.mark.parametrize(
    ("text", "purpose", "on", "caution"),
    [
        (LICENCE, Purpose.IDENTITY, date(2029, 6, 1), None),  # valid on its last day
        (LICENCE, Purpose.IDENTITY, date(2029, 6, 2), Caution.EXPIRED),
        (BILL, Purpose.RESIDENCE, date(2027, 10, 12), None),
        (BILL, Purpose.RESIDENCE, date(2027, 10, 13), Caution.TOO_OLD),  # twelve months to the day
        (BILL.replace("2026年10月13日", "2024年2月29日"), Purpose.RESIDENCE, date(2025, 2, 28), Caution.TOO_OLD),
        (BILL, Purpose.RESIDENCE, date(2026, 10, 12), Caution.DATE_AHEAD),
        (BILL.replace("電気ご使用量のお知らせ", "携帯電話ご利用料金"), Purpose.RESIDENCE, ON, Caution.MOBILE_BILL),
        (BILL, Purpose.IDENTITY, ON, Caution.OTHER_PURPOSE),
        (PASSPORT, Purpose.RESIDENCE, ON, Caution.OTHER_PURPOSE),
        (RECORD, Purpose.RESIDENCE, ON, Caution.NAME_IN_OTHER_FORM),
        (PASSPORT.replace("10 JAN 2034", ""), Purpose.IDENTITY, ON, None),  # the zone says it
        (PASSPORT.replace("3401103", "3401104"), Purpose.IDENTITY, ON, Caution.ZONE_WRONG),
        (PASSPORT.replace("01 MAY 1986", "02 MAY 1986"), Purpose.IDENTITY, ON, Caution.ZONE_DISAGREES),
        (PASSPORT.replace("\nSEKISHO\n", "\nMITO\n"), Purpose.IDENTITY, ON, Caution.ZONE_DISAGREES),
    ],
)
def test_a_person_is_told_what_to_look_at(text, purpose, on, caution):
    told = read(text, purpose=purpose, on=on).cautions
    assert caution in told if caution else Caution.EXPIRED not in told and Caution.TOO_OLD not in told


def test_a_name_that_only_the_zone_says_is_not_read():
    zone_alone = "\n".join(PASSPORT.strip().splitlines()[-2:])
    reading = read(zone_alone, purpose=Purpose.IDENTITY)
    assert (reading.missing, fields_of(reading)[Field.BIRTH_DATE][1]) == ((Field.NAME,), Match.AGREES)


def test_a_my_number_is_covered_and_read_into_no_field():
    reading = read(RECORD, purpose=Purpose.RESIDENCE)
    covered = [line.text for line in written(RECORD) if line.box in reading.hidden]
    assert covered == [MY_NUMBER]
    assert Caution.MY_NUMBER in reading.cautions
    assert not [field for field in reading.fields if "5678" in field.text + field.value]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("住民票   マイナンバー　１２３４５６７８９０１８", ["マイナンバー　１２３４５６７８９０１８"]),
        ("個人番号   1234   5678   9O18", [WHOLE]),  # the back of a card; its last group is misread
        ("お客様番号 123456789018", ["お客様番号 123456789018"]),  # whatever it is called
        ("住民票 個人番号   9999   0000   1111", ["9999", "0000", "1111"]),  # with a label, digits that fit or not
        ("住民票   1234   5678   9018", ["1234", "5678", "9018"]),
        ("住民票   " + "   ".join("123456789018"), list("123456789018")),  # each digit in a box of its form
        ("住民票   l234 5678 9O18", ["l234 5678 9O18"]),
        ("お客様番号 123456789012 電話 03-1234-5678", []),
        ("運転免許証 番号 第 123456789018 号", []),  # a licence's own number has twelve digits
        ("資格確認書 関所 花子   記号   12345   番号   678901", ["12345", "678901"]),
        ("年金手帳   基礎年金番号   1234-567890", ["1234-567890"]),
        ("個人番号カード 関所 花子 東京都千代田区", []),
    ],
)
def test_numbers_that_nobody_may_ask_for_are_covered(text, covered):
    lines = written(text)
    hidden = read_page(lines, purpose=Purpose.RESIDENCE, particulars=HANAKO, on=ON).hidden
    assert [
        WHOLE if box == WHOLE else next(line.text for line in lines if line.box == box) for box in hidden
    ] == covered


def test_a_my_number_ends_with_its_check_digit():
    assert [n for n in range(10) if is_my_number(f"12345678901{n}")] == [8]
    assert not is_my_number("12345678901８")


def test_both_sides_of_a_card_are_one_document():
    front, back = (
        LICENCE.replace("住所   東京都千代田区丸の内一丁目2番3号関所ビル101", ""),
        "備考   \n住所   " + HANAKO.address,
    )
    document = read_document([written(front), written(back)], purpose=Purpose.RESIDENCE, particulars=HANAKO, on=ON)
    assert [page.is_enough for page in document.pages] == [False, False]
    assert document.whole.is_enough
    assert {field.field: field.page for field in document.whole.fields}[Field.ADDRESS] == 1


def test_an_identity_document_that_names_somebody_else_stays_so_whatever_is_sent_with_it():
    other = LICENCE.replace("関所花子", "品川太郎")
    document = read_document([written(LICENCE), written(other)], purpose=Purpose.IDENTITY, particulars=HANAKO, on=ON)
    assert Caution.NAME_DIFFERS in document.whole.cautions


def test_a_name_beside_a_relative_s_is_not_the_holder_s_on_an_identity_document():
    text = LICENCE.replace("関所花子", "品川太郎") + "\n関所 花子"
    assert Caution.NAME_DIFFERS in read(text, purpose=Purpose.IDENTITY).cautions


def test_a_birth_date_that_can_be_read_in_two_ways_is_unsure():
    text = "DRIVER LICENSE\n1 SEKISHO\n2 HANAKO\n3 DOB   01/05/1986\n4b EXP   12/31/2027"
    fields = fields_of(read(text, purpose=Purpose.IDENTITY))
    assert fields[Field.BIRTH_DATE] == ("1986-05-01", Match.UNSURE)
    assert fields[Field.NAME] == ("SEKISHO HANAKO", Match.AGREES)


def test_every_kind_has_its_terms_and_only_some_prove_both():
    assert set(TERMS) == set(Kind)
    assert not TERMS[Kind.MOBILE_BILL].proves


def test_what_no_honest_page_has_room_for_is_covered_where_it_has_digits_and_not_read():
    lines = [Line(text=f"基礎年金番号 {at}", score=1, box=Box(0, at / 1000, 1, at / 1000)) for at in range(1000, 2000)]
    assert len(read_page(lines, purpose=Purpose.IDENTITY, particulars=HANAKO, on=ON).hidden) == len(lines)
    long = [Line(text=text * 10_000, score=1, box=WHOLE) for text in "1<氏(十年"]
    assert read_page(long, purpose=Purpose.IDENTITY, particulars=HANAKO, on=ON).fields == ()


SCRAPS = st.sampled_from(
    [
        "氏名",
        "住所",
        "個人番号",
        MY_NUMBER,
        "関所花子",
        "生年月日",
        "昭和61年5月1日",
        "まで有効",
        "P<JPN",
        "Name",
        "1",
        "4b",
        "様",
    ]
)
TEXTS = st.lists(st.lists(SCRAPS | st.text(max_size=8), max_size=5).map("   ".join), max_size=12).map("\n".join)


@settings(max_examples=40)
@given(TEXTS, st.sampled_from(Purpose), st.randoms(use_true_random=False))
def test_any_page_can_be_read_in_any_order_of_its_lines(text, purpose, dice):
    lines = written(text)
    shuffled = list(lines)
    dice.shuffle(shuffled)
    one = read_page(lines, purpose=purpose, particulars=HANAKO, on=ON)
    other = read_page(shuffled, purpose=purpose, particulars=HANAKO, on=ON)
    assert one.is_enough is (not one.missing)
    assert replace(one, hidden=()) == replace(other, hidden=())

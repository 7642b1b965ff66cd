"""An address is the same however its numbers are written, and another flat is never the same household."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.addresses import compare_address
from sekisho.core.intake.reading import Match

TOKYO = "東京都千代田区丸の内1-2-3 関所ビル101"
LONDON = "Flat 3, 12 High Street, London SW1A 1AA"


@pytest.mark.parametrize(
    ("on_file", "read", "match"),
    [
        (TOKYO, "東京都千代田区丸の内一丁目2番3号 関所ビル101号室", Match.AGREES),
        (TOKYO, "〒100-0005 千代田区丸の内１丁目２−３－１０１", Match.AGREES),
        (TOKYO, "千代田区丸の内1ー2ー3 101", Match.AGREES),
        (TOKYO, "千代田区丸の内1の2の3関所ビル一〇一号", Match.AGREES),
        (TOKYO, "東京都千代田区丸の内1-2-3", Match.UNSURE),  # which flat?
        (TOKYO, "東京都干代田区丸の内1-2-3 関所ビル101", Match.UNSURE),  # 干 for 千
        (TOKYO, "丸の内1-2-3-101", Match.UNSURE),  # of which town?
        (TOKYO, "東京都千代田区丸の内1-2-4 関所ビル101", Match.DIFFERS),
        (TOKYO, "東京都千代田区丸の内1-2-3 関所ビル102", Match.DIFFERS),
        (TOKYO, "東京都千代田区大手町1-2-3 関所ビル101", Match.DIFFERS),
        (TOKYO, "東京都千代田区", Match.DIFFERS),
        (TOKYO, LONDON, Match.NOT_ON_FILE),
        ("北海道札幌市中央区北一条西二十丁目3番地", "札幌市中央区北1条西20-3", Match.AGREES),
        ("東京都港区霞ヶ関2-3", "港区霞が関二丁目3番", Match.AGREES),
        ("長野県北佐久郡軽井沢町大字軽井沢1178番地の12", "軽井澤町軽井澤1178-12", Match.AGREES),
        (LONDON, "FLAT 3 12 HIGH ST LONDON SW1A 1AA", Match.AGREES),
        (LONDON, "12HighStreetFlat3LondonSW1A1AA", Match.AGREES),
        (LONDON, "12 High Street, Flat 3, London SW1A 1AA, United Kingdom", Match.AGREES),
        (LONDON, "12 High Street, London", Match.UNSURE),
        (LONDON, "14 High Street, Flat 3, London SW1A 1AA", Match.DIFFERS),
        (LONDON, "12", Match.DIFFERS),
        ("", TOKYO, Match.NOT_ON_FILE),
    ],
)
def test_an_address_agrees_however_it_is_written(on_file, read, match):
    assert compare_address(read, on_file) is match


@given(
    st.sampled_from(["東京都千代田区丸の内", "大阪府大阪市北区梅田", "京都府京都市中京区烏丸通"]),
    st.lists(st.integers(1, 99), min_size=3, max_size=3),
)
def test_the_numbers_of_a_house_read_the_same_with_their_units_and_without(town, numbers):
    block, house, number = numbers
    said = f"{town}{block}丁目{house}番{number}号"
    assert compare_address(f"{town}{block}-{house}-{number}", said) is Match.AGREES
    assert compare_address(f"{town}{block}-{house}-{number + 1}", said) is Match.DIFFERS


@given(st.text("東京都区町一二三十丁目番号-ー0123456789 abstreet,", max_size=60), st.text(max_size=40))
def test_any_two_texts_can_be_compared(read, on_file):
    assert compare_address(read, on_file) in Match
    assert compare_address(on_file, read) in Match

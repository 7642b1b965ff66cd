"""A name is compared as a bank would: other forms of a character and other spellings are the same name, and are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.names import compare_name, is_variant
from sekisho.core.intake.reading import Match, Particulars
from sekisho.core.intake.variants import GROUPS, usual

HANAKO = Particulars(name="関所 花子", kana="セキショ ハナコ", latin="SEKISHO HANAKO")
YUKO = Particulars(name="大野 優子", kana="オオノ ユウコ", latin="ONO YUKO")
TAKAHASHI = Particulars(name="髙橋 辺", kana="タカハシ ナベ")
ANNA = Particulars(name="Anna Maria Eriksson")


def compared(read, particulars):
    match = compare_name(read, particulars)
    return f"{match}, in another form" if is_variant(read, particulars) else match.value


@pytest.mark.parametrize(
    ("particulars", "read", "verdict"),
    [
        (HANAKO, "関所花子", "agrees"),
        (HANAKO, "関所　花子 様", "agrees"),
        (HANAKO, "花子 関所", "agrees"),
        (HANAKO, "関所 花子（セキショ ハナコ）", "agrees"),
        (HANAKO, "關所 花子", "agrees, in another form"),
        (HANAKO, "関所 太郎", "differs"),
        (HANAKO, "せきしょ はなこ", "agrees"),
        (HANAKO, "ｾｷｼｮ ﾊﾅｺ", "agrees"),
        (HANAKO, "Ms. Hanako SEKISHO", "agrees"),
        (HANAKO, "HANAKOSEKISHO", "agrees"),
        (HANAKO, "5EKISH0 HANAK0", "agrees"),
        (HANAKO, "SEKISYO HANAKO", "agrees, in another form"),
        (HANAKO, "H. Sekisho", "unsure"),
        (HANAKO, "Sekisho, Hanako Maria", "unsure"),
        (HANAKO, "SEKISH HANAKO", "unsure"),
        (HANAKO, "HANAKO", "differs"),
        (HANAKO, "SEKISHO TARO", "differs"),
        (YUKO, "Ōno Yūko", "agrees"),
        (YUKO, "OHNO YUKO", "agrees, in another form"),
        (YUKO, "OONO YUUKO", "agrees, in another form"),
        (YUKO, "ANNO YUKO", "differs"),
        (YUKO, "犬野優子", "unsure"),
        (Particulars(latin="ONO YUKO"), "OHNO YUKO", "unsure"),  # 小野 or 大野: only kana would tell
        (Particulars(latin="ONO YUKO"), "小野裕子", "not_on_file"),
        (TAKAHASHI, "高橋 邉", "agrees, in another form"),
        (TAKAHASHI, "高橋 邊", "agrees, in another form"),
        (TAKAHASHI, "TAKAHASI NABE", "agrees"),
        (Particulars(name="斎藤 一"), "斉藤 一", "unsure"),
        (Particulars(name="斎藤 一"), "齋藤 一", "agrees, in another form"),
        (Particulars(name="吉野 﨑"), "𠮷野 崎", "agrees, in another form"),
        (Particulars(kana="ナンバ シンイチ"), "NAMBA SHIN'ICHI", "agrees"),
        (Particulars(kana="ハットリ ジュンイチロウ"), "HATTORI JUNICHIRO", "agrees"),
        (ANNA, "ERIKSSON, ÁNNA MARÍA", "agrees"),
        (ANNA, "Anna Eriksson", "unsure"),
        (ANNA, "Anna Ericson", "differs"),
        (Particulars(), "関所花子", "not_on_file"),
        (HANAKO, "", "not_on_file"),
        (HANAKO, "〒100-0005", "not_on_file"),
    ],
)
def test_a_name_agrees_however_japan_writes_it(particulars, read, verdict):
    assert compared(read, particulars) == verdict


def test_every_form_in_the_table_is_the_first_of_its_group_and_of_no_other():
    groups = GROUPS.split()
    forms = "".join(groups)
    assert len(set(forms)) == len(forms)
    assert all(usual(form) == group[0] for group in groups for form in group)


def test_a_long_row_of_vowels_is_compared_at_once():
    assert compared("O" * 77 + "X", Particulars(kana="オ" * 80)) == "differs"


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_two_texts_can_be_compared_and_a_name_agrees_with_itself(read, on_file):
    assert compare_name(read, Particulars(name=on_file, kana=on_file, latin=on_file)) in Match
    assert compare_name(on_file, Particulars(name=on_file)) in {Match.AGREES, Match.NOT_ON_FILE}

"""`sekisho account import`: all of a list or none of it, and nothing that almost means something (NAM-09)."""

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.accounts import AccountState
from sekisho.core.passwords import Accepted, Flaw, read_common, read_new_password
from sekisho.entrypoints.cli.account_file import COLUMNS, NAMES, PERSON, Fault, House, read_accounts
from sekisho.settings import DEMO_MARKS

GOOD = {
    "username": "kaede314",
    "account": "U1234567",
    "state": "open",
    "language": "ja",
    "residence": "JP",
    "email": "kaede@example.jp",
    "phone": "+81-3-0000-0001",
    "password": "correct horse battery",
}
OTHER = GOOD | {"username": "minato", "account": "U7654321", "state": "closed", "language": "en", "residence": "GB"}


HOUSE = House(common=read_common(["trustno1", "iloveyou"]), brands=("関所証券", "Sekisho Securities"))


def read(content):
    return read_accounts(content, HOUSE)


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


def table(*rows, columns=COLUMNS):
    lines = [",".join(columns), *(",".join(quoted(row[name]) for name in columns) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


def rows_of(data):
    with closing(sqlite3.connect(data / "sekisho.sqlite3")) as database:
        return database.execute(
            "SELECT username, state FROM holder JOIN account ON number = account_number ORDER BY 1"
        ).fetchall()


def test_a_sound_list_is_brought_in_and_the_trail_says_so(installed, sekisho, tmp_path):
    (tmp_path / "people.csv").write_bytes(table(GOOD, OTHER))
    ended = sekisho("account", "import", "people.csv")
    assert ended.returncode == 0, ended.stderr
    assert rows_of(installed) == [("kaede314", "open"), ("minato", "closed")]
    trail = [json.loads(line) for line in sekisho("audit", "export").stdout.splitlines()]
    assert [(entry["happening"], entry["account"]) for entry in trail] == [
        ("account_created", "U1234567"),
        ("account_created", "U7654321"),
    ]
    assert sekisho("audit", "verify").returncode == 0


def test_a_password_is_stored_as_a_hash_and_appears_nowhere(installed, sekisho, tmp_path):
    (tmp_path / "people.csv").write_bytes(table(GOOD))
    ended = sekisho("account", "import", "people.csv")
    everything = b"".join(path.read_bytes() for path in installed.iterdir()) + (ended.stdout + ended.stderr).encode()
    assert b"correct horse battery" not in everything
    assert b"$argon2id$" in everything


def test_nothing_is_brought_in_when_one_line_is_wrong(installed, sekisho, tmp_path):
    (tmp_path / "people.csv").write_bytes(table(GOOD, OTHER | {"state": "FALSE"}))
    ended = sekisho("account", "import", "people.csv")
    assert ended.returncode == 1
    assert "3" in ended.stderr
    assert rows_of(installed) == []


def test_nothing_is_brought_in_when_one_name_is_taken(installed, sekisho, tmp_path):
    (tmp_path / "first.csv").write_bytes(table(OTHER))
    (tmp_path / "second.csv").write_bytes(table(GOOD, OTHER))
    assert sekisho("account", "import", "first.csv").returncode == 0
    ended = sekisho("account", "import", "second.csv")
    assert ended.returncode == 1
    assert "3" in ended.stderr
    assert rows_of(installed) == [("minato", "closed")]


@pytest.mark.parametrize("mark", DEMO_MARKS)
def test_real_people_are_not_brought_into_a_demo(installed, sekisho, tmp_path, mark):
    (installed / mark).touch()
    (tmp_path / "people.csv").write_bytes(table(GOOD))
    ended = sekisho("account", "import", "people.csv")
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert rows_of(installed) == []


def test_a_file_that_is_not_there_is_told_in_a_sentence(installed, sekisho):
    ended = sekisho("account", "import", "nowhere.csv")
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)


# ── The file ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "state",
    [
        "FALSE",
        "0",
        " closed ",
        "closed ",
        "Closed",
        "OPEN",
        "TRUE",
        "1",
        "",
        "open\n",
        "ｏｐｅｎ",
        "approved_today",
        "active",
        "none",
    ],
)
def test_a_state_that_is_not_exactly_one_of_ours_is_refused_with_its_line(state):
    assert read(table(GOOD, OTHER | {"state": state})) in (
        Fault(what="state", line=3),
        Fault(what="state", line=4),
    )


@pytest.mark.parametrize("state", AccountState)
def test_each_state_means_itself(state):
    (newcomer,) = read(table(GOOD | {"state": state.value}))
    assert newcomer.state is state


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("username", "Kaede314"),
        ("username", " kaede314"),
        ("username", "ａｂｃ"),
        ("username", "\u212aaede"),
        ("username", "ab"),
        ("username", "a" * 65),
        ("username", "a b c"),
        ("username", "abc\0"),
        ("language", "JA"),
        ("language", "fr"),
        ("language", ""),
        ("residence", "jp"),
        ("residence", "JPN"),
        ("residence", "日本"),
        ("email", "kaede"),
        ("email", "kaede@example"),
        ("email", "kaede@example.jp\r\nBcc: x@example.jp"),
        ("email", ""),
        ("phone", "03-0000-0000"),
        ("phone", "+81 (0)3"),
        ("phone", ""),
        ("password", "short"),
        ("password", "kaede314"),
        ("password", "correct\0horse"),
        ("password", "あ" * 342),
    ],
)
def test_a_cell_that_does_not_fit_is_refused_by_its_column_and_line(column, cell):
    fault = read(table(OTHER, GOOD | {column: cell}))
    assert isinstance(fault, Fault)
    assert fault.what == column
    assert fault.line >= 3


@pytest.mark.parametrize(
    "number", ["1234567", "u1234567", "U12345", "U123456789", "DU123", "U1234567 ", "Ｕ1234567", ""]
)
def test_only_a_live_account_s_number_is_an_account(number):
    assert read(table(GOOD | {"account": number})) == Fault(what="number", line=2)


@pytest.mark.parametrize("same", ["username", "account"])
def test_a_name_or_number_is_in_the_file_once(same):
    assert read(table(GOOD, OTHER | {same: GOOD[same]})) == Fault(what="twice", line=3)


def test_columns_may_stand_in_any_order_and_the_file_may_begin_with_a_byte_order_mark():
    columns = tuple(reversed(COLUMNS))
    assert read(b"\xef\xbb\xbf" + table(GOOD, columns=columns)) == read(table(GOOD))


@pytest.mark.parametrize(
    "columns", [COLUMNS[:-1], (*COLUMNS, "state"), (*COLUMNS, "is_admin"), tuple(name.upper() for name in COLUMNS)]
)
def test_a_file_with_other_columns_is_refused(columns):
    row = dict.fromkeys(columns, "x") | GOOD
    assert read(table(row, columns=columns)) == Fault(what="header")


def test_a_line_with_too_few_or_too_many_cells_is_refused():
    assert read(table(GOOD) + b"a,b\r\n") == Fault(what="cells", line=3)
    assert read(table(GOOD) + b",".join([b"x"] * 9) + b"\r\n") == Fault(what="cells", line=3)


@pytest.mark.parametrize(
    ("content", "what"), [(b"", "header"), (b"\xff\xfe", "text"), (table(), "empty"), (b'"', "text")]
)
def test_what_is_no_list_is_refused(content, what):
    assert read(content).what == what


@given(content=st.binary(max_size=300))
def test_garbage_never_raises(content):
    assert isinstance(read(content), Fault)


@given(text=st.text(min_size=8, max_size=200).filter(lambda text: text.isprintable()))
def test_a_password_is_taken_as_it_stands_or_the_file_is_refused_with_its_line(text):
    context = (GOOD["username"], GOOD["account"], GOOD["email"], *HOUSE.brands)
    wanted = read_new_password(text, is_alone=False, context=context, common=HOUSE.common)
    found = read(table(GOOD | {"password": text}))
    if isinstance(wanted, Accepted):
        assert found[0].password.reveal_text() == text
        assert repr(found[0]).endswith("password=Secret(…))")
    else:
        assert found == Fault(what="password", line=2, password=wanted)


@pytest.mark.parametrize("state", AccountState)
def test_eight_characters_do_beside_a_second_factor_and_fifteen_where_the_password_stands_alone(state):
    eight, fourteen, fifteen = "wq7-xk2m", "wq7-xk2m-pz4vt", "wq7-xk2m-pz4vtb"
    is_alone = state is AccountState.CLOSED
    for password, is_enough in ((eight[:7], False), (eight, not is_alone), (fourteen, not is_alone), (fifteen, True)):
        found = read(table(GOOD | {"state": state.value, "password": password}))
        assert isinstance(found, Fault) is not is_enough
        assert is_enough or found.password.why is Flaw.TOO_SHORT


@pytest.mark.parametrize(
    "password", ["Trustno1", "kaede314!", "kaede@example.jp", "u1234567", "Sekisho 2026", "関所証券関所証券"]
)
def test_a_first_guess_is_no_password(password):
    assert read(table(GOOD | {"password": password})).what == "password"


def test_a_password_that_is_not_taken_is_told_with_its_line_and_what_would_be(installed, sekisho, tmp_path):
    (tmp_path / "people.csv").write_bytes(table(GOOD, OTHER | {"password": "wq7-xk2m"}))
    ended = sekisho("account", "import", "people.csv")
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert "3" in ended.stderr
    assert "15" in ended.stderr
    assert "wq7-xk2m" not in ended.stderr
    assert rows_of(installed) == []


PAPERS = {
    "entity": "1001",
    "birth_date": "1980-02-29",
    "citizenship": "JP",
    "id_document": "passport",
    "id_number": "TR1234567",
}


# B096
@pytest.mark.parametrize(
    ("cell", "value", "what"),
    [
        ("entity", "one client", "entity"),
        ("birth_date", "29.2.1980", "birth_date"),
        ("citizenship", "Japan", "citizenship"),
        ("id_document", "library card", "id_document"),
        ("id_number", "", "id_number"),
        ("id_number", "TR1234567", ""),
    ],
)
def test_the_person_s_columns_are_read_strictly_all_together_or_not_at_all(cell, value, what):
    columns = (*COLUMNS, *PERSON)
    found = read(table(GOOD | PAPERS | {cell: value}, columns=columns))
    assert found == Fault(what=what, line=2) if what else found[0].papers is not None
    assert read(table(GOOD | PAPERS, columns=columns[:-1])) == Fault(what="header")
    assert read(table(GOOD | dict.fromkeys(PERSON, ""), columns=columns))[0].papers is None


NAMED = {
    "name": "関所 花子",
    "name_kana": "セキショ ハナコ",
    "name_latin": "SEKISHO HANAKO",
    "address": "東京都架空区見本町1-2-3",
}


@pytest.mark.parametrize("extra", [(), PERSON])
def test_what_a_document_is_compared_with_may_stand_in_the_list_all_together_or_not_at_all(extra):
    columns = (*COLUMNS, *extra, *NAMES)
    known = read(table(GOOD | PAPERS | NAMED, columns=columns))[0].known
    assert (known.name, known.kana, known.latin, known.address) == tuple(NAMED.values())
    assert (known.birth_date is not None) == bool(extra)
    assert read(table(GOOD | PAPERS | NAMED, columns=columns[:-1])) == Fault(what="header")
    assert read(table(GOOD | PAPERS | NAMED | {"name": "a\x07b"}, columns=columns)) == Fault(what="name", line=2)


def test_neither_birthday_nor_number_of_a_document_is_kept(installed, sekisho, tmp_path):
    columns = (*COLUMNS, *PERSON)
    (tmp_path / "people.csv").write_bytes(table(GOOD | PAPERS, columns=columns))
    assert sekisho("account", "import", "people.csv").returncode == 0
    kept = b"".join(path.read_bytes() for path in installed.iterdir())
    assert b"1001" in kept
    assert b"TR1234567" not in kept
    assert b"1980-02-29" not in kept

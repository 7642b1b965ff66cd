"""Which database a setting names, and how it is opened."""

import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.databases import postgresql, sqlite
from sekisho.core.errors import ConfigurationError


def test_a_url_names_server_database_and_account():
    found = postgresql("postgresql://sekisho:hunter2@db.example.com:5433/login")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.com", "5433", "login")
    assert (found["USER"], found["PASSWORD"]) == ("sekisho", "hunter2")


def test_a_socket_is_named_in_the_query():
    found = postgresql("postgresql://sekisho@/login?host=/run/postgresql&port=5433")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/postgresql", "5433", "login")


def test_what_else_the_query_says_goes_to_the_driver():
    assert postgresql("postgres://h/n?sslmode=verify-full&sslrootcert=/ca.pem")["OPTIONS"] == {
        "prepare_threshold": 5,
        "connect_timeout": 2,
        "options": "-c statement_timeout=5s -c lock_timeout=5s",
        "sslmode": "verify-full",
        "sslrootcert": "/ca.pem",
    }


def test_a_lost_server_is_answered_for_within_seconds_and_found_again():
    found = postgresql("postgresql://h/n")
    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["CONN_MAX_AGE"] > 0


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)


@given(user=TEXT, password=TEXT, name=TEXT)
def test_any_sign_may_stand_in_a_name_or_password(user, password, name):
    found = postgresql(f"postgresql://{quote(user, '')}:{quote(password, '')}@h:1/{quote(name, '')}")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == (user, password, name)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://h/n",
        "postgresql://h",
        "postgresql://h/",
        "sqlite:///x",
        "h/n",
        "postgresql://h:port/n",
        "postgresql://[h/n",
        "x",
    ],
)
def test_a_url_that_names_no_postgresql_database_is_refused_without_repeating_it(url):
    with pytest.raises(ConfigurationError) as refused:
        postgresql(url)
    assert str(refused.value) == "DATABASE_URL"


@pytest.mark.parametrize("name", ["plain", "with space", "関所", "a?b", "a#b", "a%20b", "a&mode=ro"])
def test_a_sqlite_file_is_found_whatever_its_folder_is_called(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    with closing(sqlite3.connect(folder / "x.sqlite3")) as made:
        made.execute("CREATE TABLE here (x)")
    with closing(sqlite3.connect(sqlite(folder / "x.sqlite3")["NAME"], uri=True)) as opened:
        assert opened.execute("SELECT count(*) FROM here").fetchone() == (0,)


def test_a_sqlite_file_that_is_lost_is_not_made_anew(tmp_path):
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(sqlite(tmp_path / "lost.sqlite3")["NAME"], uri=True)
    assert list(tmp_path.iterdir()) == []

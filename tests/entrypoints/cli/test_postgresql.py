"""An installation on PostgreSQL: the same commands, the same answers."""

import pytest


@pytest.fixture
def url(cluster):
    cluster.run("DROP DATABASE IF EXISTS sekisho_of_the_program")
    cluster.run("CREATE DATABASE sekisho_of_the_program")
    return cluster.url("sekisho_of_the_program")


def test_an_installation_is_made_looked_at_and_filled(sekisho, url, tmp_path):
    assert sekisho("serve", DATABASE_URL=url).returncode == 1
    assert sekisho("init", DATABASE_URL=url).returncode == 0
    assert not (tmp_path / "data" / "sekisho.sqlite3").exists()
    looked = sekisho("doctor", DATABASE_URL=url)
    assert looked.returncode == 0, looked.stdout
    (tmp_path / "people.csv").write_text(
        "username,account,state,language,residence,email,phone,password\n"
        "kaede314,U1234567,open,ja,JP,kaede@example.jp,+81-3-0000-0001,correct horse\n"
    )
    assert sekisho("account", "import", "people.csv", DATABASE_URL=url).returncode == 0
    again = sekisho("account", "import", "people.csv", DATABASE_URL=url)
    assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)
    assert sekisho("audit", "verify", DATABASE_URL=url).stdout == "The audit trail is intact; entries: 1.\n"

"""The demo throws away only what is its own."""

import pytest


@pytest.fixture(scope="session")
def folders(rooms):
    from sekisho.entrypoints.demo import folder

    return folder


def test_an_empty_or_missing_folder_becomes_the_demos(folders, tmp_path):
    for path in (tmp_path, tmp_path / "new" / "deeper"):
        folder = folders.DemoFolder(path)
        folder.claim(fresh=False)
        assert (path / "demo.mark").exists()
        assert not folder.is_seeded


@pytest.mark.parametrize("fresh", [True, False])
def test_a_folder_with_other_things_is_left_alone(folders, tmp_path, fresh):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(folders.NotOursError):
        folders.DemoFolder(tmp_path).claim(fresh=fresh)
    assert (tmp_path / "letter.txt").read_text() == "dear"
    assert not (tmp_path / "demo.mark").exists()


def test_a_finished_demo_is_kept_unless_a_fresh_one_is_wanted(folders, tmp_path):
    folder = folders.DemoFolder(tmp_path)
    folder.claim(fresh=False)
    (tmp_path / "sekisho.sqlite3").write_text("rows")
    folder.finish()
    folder.claim(fresh=False)
    assert (tmp_path / "sekisho.sqlite3").exists()
    folder.claim(fresh=True)
    assert not (tmp_path / "sekisho.sqlite3").exists()
    assert not folder.is_seeded


def test_an_unfinished_demo_is_begun_anew(folders, tmp_path):
    folder = folders.DemoFolder(tmp_path)
    folder.claim(fresh=False)
    (tmp_path / "measures").mkdir()
    (tmp_path / "sekisho.sqlite3").write_text("half of the rows")
    folder.claim(fresh=False)
    assert [path.name for path in tmp_path.iterdir()] == ["demo.mark"]


def test_a_link_to_elsewhere_is_removed_and_what_it_leads_to_is_not(folders, tmp_path):
    elsewhere, ours = tmp_path / "elsewhere", tmp_path / "ours"
    elsewhere.mkdir()
    (elsewhere / "letter.txt").write_text("dear")
    folder = folders.DemoFolder(ours)
    folder.claim(fresh=False)
    (ours / "link").symlink_to(elsewhere)
    folder.claim(fresh=True)
    assert (elsewhere / "letter.txt").exists()
    assert not (ours / "link").exists()

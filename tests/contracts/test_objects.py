"""Whole files are kept sealed: as they were, or not at all."""

import os
import resource
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.adapters.keyring import Keyring
from sekisho.adapters.objects import PIECE, TAG, SealedFolder
from sekisho.adapters.vault import FileVault
from sekisho.core.errors import SealBrokenError, StorageFullError

SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5]


@pytest.fixture
def objects(tmp_path, installation_folder):
    """An empty folder."""
    return SealedFolder(tmp_path / "objects", vault=FileVault(Keyring(installation_folder / "keys.json")))


def keep(objects, name, content, *, piece=70_000):
    draft = objects.begin(name)
    for at in range(0, len(content), piece):
        draft.write(content[at : at + piece])
    draft.keep()


def read(objects, name):
    return b"".join(objects.read(name))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_kept_is_read_byte_for_byte_and_lies_sealed(objects, tmp_path, size):
    content = os.urandom(64) * (size // 64 + 1)
    keep(objects, "one", content[:size])
    assert read(objects, "one") == content[:size]
    file = (tmp_path / "objects" / "one").read_bytes()
    assert content[:64] not in file
    assert (tmp_path / "objects" / "one").stat().st_mode & 0o077 == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_is_seen(objects, tmp_path, at, bit):
    path = tmp_path / "objects" / "one"
    if not path.exists():
        keep(objects, "one", b"x" * (2 * PIECE + 9))
    whole = path.read_bytes()
    place = int(at * len(whole))
    path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << bit)]) + whole[place + 1 :])
    with pytest.raises((SealBrokenError, LookupError)):
        read(objects, "one")
    path.write_bytes(whole)


def test_a_file_cut_off_between_two_pieces_or_with_pieces_swapped_is_seen(objects, tmp_path):
    keep(objects, "one", os.urandom(3 * PIECE))
    path = tmp_path / "objects" / "one"
    whole, sealed = path.read_bytes(), PIECE + TAG
    head = len(whole) - 3 * sealed
    for wrong in (
        whole[: head + 2 * sealed],
        whole[:head],
        whole[:head] + whole[head + sealed :],
        whole[:head]
        + whole[head + sealed : head + 2 * sealed]
        + whole[head : head + sealed]
        + whole[head + 2 * sealed :],
        whole + whole[-sealed:],
    ):
        path.write_bytes(wrong)
        with pytest.raises(SealBrokenError):
            read(objects, "one")


def test_a_file_moved_to_another_name_does_not_open(objects, tmp_path):
    keep(objects, "one", b"content")
    (tmp_path / "objects" / "one").rename(tmp_path / "objects" / "two")
    with pytest.raises(SealBrokenError):
        read(objects, "two")


def test_nothing_is_there_before_it_is_kept_or_after_it_is_dropped(objects, tmp_path):
    draft = objects.begin("one")
    draft.write(b"x" * (PIECE + 1))
    with pytest.raises(LookupError):
        read(objects, "one")
    draft.drop()
    assert list((tmp_path / "objects").iterdir()) == []


def test_a_full_disk_is_said_and_leaves_nothing(objects, tmp_path):
    draft = objects.begin("one")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * PIECE, hard))
    try:
        with pytest.raises(StorageFullError):
            draft.write(b"x" * (4 * PIECE))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    draft.drop()
    assert list((tmp_path / "objects").iterdir()) == []
    keep(objects, "two", b"x" * (4 * PIECE))


def test_what_was_left_behind_is_named_once_it_is_old_and_can_be_removed(objects, tmp_path):
    keep(objects, "kept", b"content")
    begun = objects.begin("begun")
    assert list(objects.left_behind(before=timedelta(minutes=10))) == []
    for path in (tmp_path / "objects").iterdir():
        os.utime(path, (0, 0))
    assert sorted(objects.left_behind(before=timedelta(minutes=10))) == ["begun", "kept"]
    objects.remove("begun")
    objects.remove("kept")
    begun.drop()
    assert list((tmp_path / "objects").iterdir()) == []


@pytest.mark.parametrize("name", ["", "../one", "a/b", "A", "x" * 65, "a.part", "ｏ"])
def test_a_name_is_no_path(objects, name):
    with pytest.raises(ValueError, match=r".*"):
        objects.begin(name)
    assert not Path(name).exists() or name == ""

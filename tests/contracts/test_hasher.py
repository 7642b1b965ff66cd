"""The contract of `ports.Hasher`, on Argon2id and on the quick fake; and what only the real one promises."""

import json
import re
import threading
import time
from statistics import median

import pytest

from sekisho.adapters.hashing import Argon2Hasher
from sekisho.adapters.keyring import Keyring
from sekisho.core.secret import Secret
from sekisho.testing.hasher import QuickHasher

PASSWORD = Secret("correct horse 電池 \0 staple")


@pytest.fixture
def keyring(tmp_path):
    return Keyring.create(tmp_path / "keys.json")


@pytest.fixture(params=["argon2", "quick"])
def hasher(request, keyring):
    return Argon2Hasher(keyring) if request.param == "argon2" else QuickHasher()


def test_what_was_hashed_matches_and_nothing_else_does(hasher):
    stored = hasher.hash(PASSWORD)
    assert hasher.matches(stored, Secret(PASSWORD.reveal()))
    assert not hasher.matches(stored, Secret(PASSWORD.reveal() + b" "))
    assert not hasher.matches(stored, Secret(""))


def test_nobody_s_hash_matches_nothing(hasher):
    assert not hasher.matches(None, PASSWORD)
    assert not hasher.matches(None, Secret(""))


@pytest.mark.parametrize(
    "stored", ["", "$", "1$", "1$argon2id$", "plain text", "quick$", "quick$$", "1$argon2id$v=19$m=8$x$y"]
)
def test_what_is_no_hash_matches_nothing(hasher, stored):
    assert not hasher.matches(stored, PASSWORD)
    assert not hasher.matches(stored, Secret(stored))


def test_the_same_secret_hashes_differently_each_time(hasher):
    assert hasher.hash(PASSWORD) != hasher.hash(PASSWORD)


def test_nothing_is_cut_off_however_long_the_common_beginning(hasher):
    stored = hasher.hash(Secret("a" * 1023 + "b"))
    assert hasher.matches(stored, Secret("a" * 1023 + "b"))
    assert not hasher.matches(stored, Secret("a" * 1023 + "c"))
    assert not hasher.matches(stored, Secret("a" * 72))


def test_more_than_1024_bytes_are_never_hashed_and_never_match(hasher):
    stored = hasher.hash(Secret("a" * 1024))
    assert not hasher.matches(stored, Secret("a" * 1025))
    with pytest.raises(ValueError, match="1024"):
        hasher.hash(Secret("a" * 1025))


def test_a_new_hash_is_up_to_date_and_a_foreign_one_is_not(hasher):
    assert not hasher.is_outdated(hasher.hash(PASSWORD))
    assert hasher.is_outdated("")
    assert hasher.is_outdated("pbkdf2$whatever")


# ── Argon2id ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_cost_is_the_committed_one(keyring):
    assert re.fullmatch(
        r"1\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}",
        Argon2Hasher(keyring).hash(PASSWORD),
    )


def test_a_hash_of_a_lower_cost_still_matches_and_is_outdated(keyring):
    hasher = Argon2Hasher(keyring)
    hasher._argon2.memory_cost  # noqa: B018 - the attribute that the next line replaces is there
    weak = Argon2Hasher(keyring)
    weak._argon2 = type(weak._argon2)(time_cost=1, memory_cost=8192, parallelism=1)
    stored = weak.hash(PASSWORD)
    assert hasher.matches(stored, PASSWORD)
    assert hasher.is_outdated(stored)


def test_without_the_pepper_the_right_password_does_not_match(keyring, tmp_path):
    stored = Argon2Hasher(keyring).hash(PASSWORD)
    other = Keyring.create(tmp_path / "other.json")
    assert not Argon2Hasher(other).matches(stored, PASSWORD)


def test_after_a_new_key_old_hashes_match_and_are_outdated(tmp_path):
    path = tmp_path / "keys.json"
    hasher = Argon2Hasher(Keyring.create(path))
    stored = hasher.hash(PASSWORD)
    document = json.loads(path.read_text())
    document["keys"]["2"] = json.loads(_second_key(tmp_path))["keys"]["1"]
    document["current"] = 2
    path.write_text(json.dumps(document))
    assert hasher.matches(stored, PASSWORD)
    assert hasher.is_outdated(stored)
    renewed = hasher.hash(PASSWORD)
    assert renewed.startswith("2$")
    assert hasher.matches(renewed, PASSWORD)
    assert not hasher.is_outdated(renewed)


def _second_key(tmp_path):
    Keyring.create(tmp_path / "second.json")
    return (tmp_path / "second.json").read_text()


def test_an_unknown_name_a_wrong_password_and_too_long_a_one_cost_the_same(keyring):
    hasher = Argon2Hasher(keyring)
    stored = hasher.hash(PASSWORD)
    cases = {
        "wrong": (stored, Secret("wrong")),
        "unknown": (None, Secret("wrong")),
        "too long": (stored, Secret("w" * 100_000)),
        "no hash": ("1$argon2id$v=19$m=19456,t=2,p=1$x$y", Secret("wrong")),
    }
    costs = {name: [] for name in cases}
    for _ in range(7):
        for name, (known, secret) in cases.items():
            begun = time.thread_time()
            assert not hasher.matches(known, secret)
            costs[name].append(time.thread_time() - begun)
    middles = {name: median(spent) for name, spent in costs.items()}
    assert max(middles.values()) < 1.5 * min(middles.values()), middles


def test_no_more_computations_run_at_once_than_there_are_turns(keyring):
    hasher = Argon2Hasher(keyring, at_once=2)
    running, most = 0, 0
    lock = threading.Lock()
    compute = hasher._argon2.hash

    class Watched:
        def hash(self, peppered):
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            try:
                return compute(peppered)
            finally:
                with lock:
                    running -= 1

    hasher._argon2 = Watched()
    threads = [threading.Thread(target=hasher.hash, args=(PASSWORD,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2

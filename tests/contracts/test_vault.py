"""The contract of `ports.Vault`, and the keyring it rests on."""

import base64
import json
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.keyring import Keyring
from sekisho.adapters.vault import FileVault
from sekisho.core.errors import KeyUnavailableError, SealBrokenError
from sekisho.core.secret import Secret

SECRET = Secret("key of a device")
PLACE = "authenticator/fac_1/key"


@pytest.fixture
def path(tmp_path):
    Keyring.create(tmp_path / "keys.json")
    return tmp_path / "keys.json"


@pytest.fixture
def vault(path):
    return FileVault(Keyring(path))


@pytest.fixture(scope="module")
def lasting_vault(tmp_path_factory):
    return FileVault(Keyring.create(tmp_path_factory.mktemp("keys") / "keys.json"))


# ── Sealing ──────────────────────────────────────────────────────────────────────────────────────────────────


@given(secret=st.binary(max_size=2000), place=st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_opens_in_its_place(lasting_vault, secret, place):
    assert lasting_vault.open(lasting_vault.seal(Secret(secret), place=place), place=place) == Secret(secret)


@given(places=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2, unique=True))
def test_a_blob_moved_to_another_place_does_not_open(lasting_vault, places):
    sealed = lasting_vault.seal(SECRET, place=places[0])
    with pytest.raises(SealBrokenError):
        lasting_vault.open(sealed, place=places[1])


@given(bit=st.integers(min_value=0))
def test_a_blob_with_any_bit_flipped_does_not_open(lasting_vault, bit):
    sealed = bytearray(lasting_vault.seal(SECRET, place=PLACE))
    sealed[bit // 8 % len(sealed)] ^= 1 << bit % 8
    with pytest.raises(SealBrokenError):
        lasting_vault.open(bytes(sealed), place=PLACE)


def test_every_single_bit_counts(lasting_vault):
    sealed = lasting_vault.seal(SECRET, place=PLACE)
    for bit in range(8 * len(sealed)):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBrokenError):
            lasting_vault.open(bytes(flipped), place=PLACE)


@given(garbage=st.binary(max_size=200))
def test_garbage_does_not_open(lasting_vault, garbage):
    with pytest.raises(SealBrokenError):
        lasting_vault.open(garbage, place=PLACE)


def test_a_blob_cut_short_or_made_longer_does_not_open(vault):
    sealed = vault.seal(SECRET, place=PLACE)
    for changed in (*(sealed[:length] for length in range(len(sealed))), sealed + b"\0"):
        with pytest.raises(SealBrokenError):
            vault.open(changed, place=PLACE)


def test_the_same_secret_is_sealed_differently_each_time(vault):
    assert vault.seal(SECRET, place=PLACE) != vault.seal(SECRET, place=PLACE)


def test_a_sealed_blob_shows_nothing_of_the_secret(vault):
    assert SECRET.reveal() not in vault.seal(SECRET, place=PLACE)


def test_what_a_database_driver_hands_out_opens_too(vault):
    assert vault.open(memoryview(vault.seal(SECRET, place=PLACE)), place=PLACE) == SECRET


def test_another_keyring_opens_nothing(vault, tmp_path):
    other = FileVault(Keyring.create(tmp_path / "other.json"))
    with pytest.raises(SealBrokenError):
        other.open(vault.seal(SECRET, place=PLACE), place=PLACE)


# ── Fingerprints ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_fingerprint_is_the_same_each_time_and_64_hexadecimal_digits(vault, path):
    first = vault.fingerprint("kaede314", purpose="username")
    assert first == FileVault(Keyring(path)).fingerprint(Secret("kaede314"), purpose="username")
    assert len(bytes.fromhex(first)) == 32


def test_fingerprints_of_two_purposes_or_two_keyrings_never_meet(vault, tmp_path):
    other = FileVault(Keyring.create(tmp_path / "other.json"))
    prints = {
        vault.fingerprint("kaede314", purpose="username"),
        vault.fingerprint("kaede314", purpose="session"),
        other.fingerprint("kaede314", purpose="username"),
    }
    assert len(prints) == 3


# ── The keyring file ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_keyring_can_be_used_by_its_owner_alone(path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_keyring_is_private_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        Keyring.create(tmp_path / "keys.json")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_a_keyring_is_never_written_over(path):
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        Keyring.create(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o602, 0o610, 0o666, 0o777])
def test_a_keyring_that_others_may_use_is_refused_by_name(path, mode):
    path.chmod(mode)
    with pytest.raises(KeyUnavailableError, match=str(path)):
        Keyring(path)


@pytest.mark.parametrize(
    "key",
    [
        "",
        base64.b64encode(b"short").decode(),
        base64.b64encode(bytes(31)).decode(),
        base64.b64encode(bytes(32)).decode(),
        base64.b64encode(b"changeme" * 4).decode(),
        base64.b64encode(b"0123456789" * 4).decode(),
        "not base64!",
    ],
)
def test_a_short_repeated_or_unreadable_key_is_refused_by_the_file_s_name(path, key):
    document = json.loads(path.read_text())
    path.write_text(json.dumps(document | {"keys": {"1": key}}))
    with pytest.raises(KeyUnavailableError, match=str(path)):
        Keyring(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"sekisho_keyring": 2}', b'{"sekisho_keyring": 1, "keys": 7}'],
)
def test_what_is_no_keyring_is_refused_by_name(path, content):
    path.write_bytes(content)
    with pytest.raises(KeyUnavailableError, match=str(path)):
        Keyring(path)


def test_a_keyring_without_the_version_it_names_is_refused(path):
    path.write_text(json.dumps(json.loads(path.read_text()) | {"current": 2}))
    with pytest.raises(KeyUnavailableError, match=str(path)):
        Keyring(path)


def test_a_folder_or_nothing_in_the_place_of_a_keyring_is_refused(tmp_path):
    with pytest.raises(KeyUnavailableError, match="nothing"):
        Keyring(tmp_path / "nothing.json")
    with pytest.raises(KeyUnavailableError, match=str(tmp_path)):
        Keyring(tmp_path)


def test_an_error_never_repeats_a_key(path):
    document = json.loads(path.read_text())
    key = document["keys"]["1"]
    path.write_text(json.dumps(document | {"current": "1", "keys": {"1": key[:20]}}))
    with pytest.raises(KeyUnavailableError) as refused:
        Keyring(path)
    assert key[:20] not in str(refused.value)


def test_a_keyring_taken_away_closes_the_vault_and_brought_back_opens_it(vault, path):
    sealed = vault.seal(SECRET, place=PLACE)
    away = path.rename(path.with_name("away"))
    with pytest.raises(KeyUnavailableError, match=str(path)):
        vault.open(sealed, place=PLACE)
    with pytest.raises(KeyUnavailableError, match=str(path)):
        vault.seal(SECRET, place=PLACE)
    away.rename(path)
    assert vault.open(sealed, place=PLACE) == SECRET


def test_a_keyring_opened_to_others_while_it_is_in_use_closes_the_vault(vault, path):
    sealed = vault.seal(SECRET, place=PLACE)
    path.chmod(0o644)
    with pytest.raises(KeyUnavailableError, match=str(path)):
        vault.open(sealed, place=PLACE)


def test_a_new_key_seals_what_is_new_and_the_old_one_opens_what_is_old(vault, path, tmp_path):
    old = vault.seal(SECRET, place=PLACE)
    printed = vault.fingerprint("kaede314", purpose="username")
    Keyring.create(tmp_path / "second.json")
    document = json.loads(path.read_text())
    document["keys"]["2"] = json.loads((tmp_path / "second.json").read_text())["keys"]["1"]
    document["current"] = 2
    path.write_text(json.dumps(document))
    new = vault.seal(SECRET, place=PLACE)
    assert (old[4], new[4]) == (1, 2)
    assert vault.open(old, place=PLACE) == vault.open(new, place=PLACE) == SECRET
    assert vault.fingerprint("kaede314", purpose="username") == printed


def test_what_was_sealed_under_a_destroyed_key_does_not_open(vault, path, tmp_path):
    sealed = vault.seal(SECRET, place=PLACE)
    Keyring.create(tmp_path / "second.json")
    document = json.loads(path.read_text())
    document |= {
        "keys": {"2": json.loads((tmp_path / "second.json").read_text())["keys"]["1"]},
        "current": 2,
        "lookup": 2,
    }
    path.write_text(json.dumps(document))
    with pytest.raises(SealBrokenError):
        vault.open(sealed, place=PLACE)

"""Keys and what is sealed under them: without its key nothing can be read, ever again."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from edgefakes import HALL_KEY, CountingIds
from hypothesis import given
from hypothesis import strategies as st

from edge.hall.vault import Vault
from edge.journal import keys
from edge.journal.keys import KeyStore, UnreadableError, load_hall_key, seal, unseal
from edge.ports import StorageError

KEY, NONCE = bytes(range(32)), bytes(12)
PERSONAL = {"name": "张三丰", "number": "110101199001011234"}


@pytest.fixture
def key_store(tmp_path: Path):
    store = KeyStore(tmp_path / "keys.db")
    yield store
    store.close()


# --- sealing ---


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_what_was_sealed_comes_back(personal: dict):
    assert unseal(KEY, "V1", seal(KEY, NONCE, "V1", personal)) == personal


def test_a_seal_names_its_suite_and_nonce_and_hides_the_rest():
    sealed = seal(KEY, b"n" * 12, "V1", PERSONAL)
    assert sealed[:13] == b"\x01" + b"n" * 12
    assert "张".encode() not in sealed


@pytest.mark.parametrize(
    ("key", "visit"), [(bytes(32), "V1"), (KEY, "V2")], ids=["another key", "another visit"]
)
def test_another_key_or_another_visit_opens_nothing(key: bytes, visit: str):
    sealed = seal(KEY, NONCE, "V1", PERSONAL)
    with pytest.raises(UnreadableError, match=f"visit {visit}: not what was sealed"):
        unseal(key, visit, sealed)


@given(st.integers(0, 200))
def test_a_seal_with_any_bit_turned_is_not_opened(at: int):
    sealed = bytearray(seal(KEY, NONCE, "V1", PERSONAL))
    at %= len(sealed) * 8
    sealed[at // 8] ^= 1 << at % 8
    with pytest.raises(UnreadableError):
        unseal(KEY, "V1", bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(12), b"\x02" + bytes(40)])
def test_what_was_never_sealed_is_unreadable(sealed: bytes):
    with pytest.raises(UnreadableError, match="visit V1"):
        unseal(KEY, "V1", sealed)


# --- the key store ---


def test_a_visits_key_comes_back_with_the_halls_key_only(key_store: KeyStore):
    (visit, wrapped), sealed = Vault(HALL_KEY, CountingIds()).seal("V1", PERSONAL)
    key_store.add([(visit, wrapped)])
    assert unseal(key_store.key(HALL_KEY, "V1"), "V1", sealed) == PERSONAL
    with pytest.raises(UnreadableError, match="another hall"):
        key_store.key(bytes(32), "V1")
    with pytest.raises(UnreadableError, match="deleted"):
        key_store.key(HALL_KEY, "V2")


def test_no_two_visits_share_a_key_or_a_nonce():
    vault = Vault(HALL_KEY, CountingIds())
    sealed = [vault.seal(f"V{number}", PERSONAL) for number in range(20)]
    assert len({wrapped for (_visit, wrapped), _ in sealed}) == 20
    assert len({part[1:13] for _, part in sealed}) == 20


def test_a_deleted_key_leaves_no_byte_behind(tmp_path: Path, key_store: KeyStore):
    wrapped = {f"V{number}": bytes([number]) * 40 for number in range(1, 200)}
    key_store.add(list(wrapped.items()))
    key_store.drop([visit for visit in wrapped if visit != "V7"])
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    left = [visit for visit, key in wrapped.items() if key in files]
    assert left == ["V7"] == key_store.visits()


def test_keys_are_added_all_or_none(key_store: KeyStore):
    key_store.add([("V1", b"a")])
    with pytest.raises(StorageError, match=r"keys\.db: UNIQUE"):
        key_store.add([("V2", b"b"), ("V1", b"c")])
    assert key_store.visits() == ["V1"]
    key_store.add([("V2", b"b")])


def test_deleting_a_key_twice_is_fine(key_store: KeyStore):
    key_store.add([("V1", b"a")])
    key_store.drop(["V1"])
    key_store.drop(["V1", "V2"])
    assert key_store.visits() == []


def test_a_key_store_is_its_owners_and_keeps_no_log(tmp_path: Path, key_store: KeyStore):
    key_store.add([("V1", b"a")])
    assert (tmp_path / "keys.db").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys.db"]
    with contextlib.closing(sqlite3.connect(tmp_path / "keys.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_damaged_key_store_is_refused(tmp_path: Path):
    (tmp_path / "keys.db").write_bytes(b"not a database, whatever it is called" * 100)
    with pytest.raises(StorageError, match=r"keys\.db"):
        KeyStore(tmp_path / "keys.db")


# --- the hall's key ---


def test_the_halls_key_is_made_once_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "hall.key"
    key = load_hall_key(path, CountingIds())
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_hall_key(path, CountingIds("other")) == key == path.read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == ["hall.key"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int):
    path = tmp_path / "hall.key"
    load_hall_key(path, CountingIds())
    path.chmod(mode)
    with pytest.raises(StorageError, match=r"hall\.key: others may read it; expected mode 0600"):
        load_hall_key(path, CountingIds())


def test_a_key_of_another_length_is_refused(tmp_path: Path):
    path = tmp_path / "hall.key"
    path.write_bytes(bytes(31))
    path.chmod(0o600)
    with pytest.raises(StorageError, match="expected 32 bytes, found 31"):
        load_hall_key(path, CountingIds())


def test_a_first_start_that_was_cut_off_while_making_the_key_can_be_made_again(tmp_path: Path):
    path = tmp_path / "hall.key"
    path.with_name("hall.key.new").write_bytes(bytes(5))
    assert len(load_hall_key(path, CountingIds())) == keys.KEY_BYTES
    assert [each.name for each in tmp_path.iterdir()] == ["hall.key"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(StorageError, match="No such file"):
        load_hall_key(tmp_path / "nowhere" / "hall.key", CountingIds())

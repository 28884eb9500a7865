"""Blobs as files: piece by piece, found out when wrong, whole after any interruption."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.domain.library import Blob
from edge.library.blobs import Blobs
from edge.ports import CorruptBlobError, ShelfError


def blob_of(data: bytes) -> Blob:
    return Blob(hashlib.sha256(data).hexdigest(), len(data))


DATA = bytes(range(256)) * 10
BLOB = blob_of(DATA)


@pytest.fixture
def shelf(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "library")


def test_a_blob_comes_piece_by_piece(shelf: Blobs):
    assert shelf.sizes() == {}
    assert shelf.add(BLOB, 0, DATA[:1000]) == 1000
    assert shelf.sizes() == {BLOB.hash: 1000}
    assert not shelf.path(BLOB).exists()
    assert shelf.add(BLOB, 1000, DATA[1000:]) == BLOB.size
    assert shelf.read(BLOB) == DATA


def test_a_piece_that_comes_twice_or_too_early_changes_nothing(shelf: Blobs):
    shelf.add(BLOB, 0, DATA[:1000])
    assert shelf.add(BLOB, 0, DATA[:1000]) == 1000
    assert shelf.add(BLOB, 1500, DATA[1500:]) == 1000
    assert shelf.add(BLOB, 1000, DATA[1000:] + b"more than asked for") == BLOB.size
    assert shelf.add(BLOB, 0, b"late") == BLOB.size
    assert shelf.read(BLOB) == DATA


def test_an_empty_blob_is_whole_at_once(shelf: Blobs):
    empty = blob_of(b"")
    assert shelf.add(empty, 0, b"") == 0
    assert shelf.read(empty) == b""


def test_wrong_bytes_are_found_out_at_the_end_and_thrown_away(shelf: Blobs):
    shelf.add(BLOB, 0, b"x" * 1000)
    with pytest.raises(CorruptBlobError, match=BLOB.hash):
        shelf.add(BLOB, 1000, DATA[1000:])
    assert shelf.sizes() == {}
    shelf.add(BLOB, 0, DATA)
    assert shelf.read(BLOB) == DATA


def test_a_part_that_a_power_cut_left_too_long_is_thrown_away(shelf: Blobs, tmp_path: Path):
    shelf.add(BLOB, 0, DATA[:10])
    (tmp_path / "library" / f"{BLOB.hash}.part").write_bytes(DATA + b"torn")
    with pytest.raises(CorruptBlobError):
        shelf.add(BLOB, 10, DATA[10:])
    assert shelf.sizes() == {}


def test_a_file_that_rots_on_the_disk_is_never_given_out(shelf: Blobs):
    shelf.add(BLOB, 0, DATA)
    shelf.path(BLOB).write_bytes(DATA[:-1] + b"?")
    with pytest.raises(CorruptBlobError):
        shelf.read(BLOB)
    assert shelf.sizes() == {}


def test_a_file_that_the_disk_has_cut_short_is_fetched_again(shelf: Blobs):
    shelf.add(BLOB, 0, DATA)
    shelf.path(BLOB).write_bytes(DATA[:10])
    assert shelf.add(BLOB, 10, DATA[10:]) == 0
    assert shelf.add(BLOB, 0, DATA) == BLOB.size
    assert shelf.read(BLOB) == DATA


def test_what_nobody_names_any_more_goes_and_strangers_stay_out(shelf: Blobs, tmp_path: Path):
    other = blob_of(b"other")
    shelf.add(BLOB, 0, DATA)
    shelf.add(other, 0, b"oth")
    (tmp_path / "library" / "notes.txt").write_text("a person's")
    assert set(shelf.sizes()) == {BLOB.hash, other.hash}
    shelf.keep({BLOB.hash})
    assert shelf.sizes() == {BLOB.hash: BLOB.size}
    Blobs(tmp_path / "nothing").keep(set())


def test_a_disk_that_refuses_is_told_with_its_path(tmp_path: Path):
    (tmp_path / "library").write_text("in the way")
    with pytest.raises(ShelfError, match=str(tmp_path / "library")):
        Blobs(tmp_path / "library").add(BLOB, 0, DATA)


@settings(deadline=None)  # the disk takes what it takes
@given(data=st.binary(max_size=200), cuts=st.lists(st.integers(0, 220), max_size=12))
def test_pieces_in_any_order_make_the_blob_or_less_of_it(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, cuts: list[int]
):
    shelf, blob, there = Blobs(tmp_path_factory.mktemp("shelf")), blob_of(data), 0
    for offset in cuts:
        now = shelf.add(blob, offset, data[offset : offset + 60])
        assert there <= now <= blob.size
        there = now
    while there < blob.size or not shelf.path(blob).exists():
        there = shelf.add(blob, there, data[there : there + 60])
    assert shelf.read(blob) == data

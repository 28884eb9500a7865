"""The catalogue of headquarters' documents: written, read, signed, and what is none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.library import (
    CATALOGUE_BYTES_MAX,
    DOCUMENTS_MAX,
    BadCatalogueError,
    Blob,
    Catalogue,
    Root,
    lacking,
    read_catalogue,
    write_catalogue,
)

HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
NAMES = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,10}(/[a-z0-9][a-z0-9_.-]{0,10}){0,2}", fullmatch=True)
BLOBS = st.builds(Blob, HASHES, st.integers(0, 10**11))
CATALOGUES = st.builds(Catalogue, st.integers(0, 10**14), st.dictionaries(NAMES, BLOBS, max_size=8))
A, B = Blob("a" * 64, 10), Blob("b" * 64, 20)
GOOD = Catalogue(1_770_000_000_000, {"guides/zh.json": A, "tariffs.json": B})
ROOT = Root("H-01", 7, Blob("c" * 64, 300))


@given(CATALOGUES)
def test_what_is_written_is_read(catalogue: Catalogue):
    assert read_catalogue(write_catalogue(catalogue)) == catalogue


@given(st.binary(max_size=300))
def test_any_other_bytes_are_refused_by_name(written: bytes):
    with pytest.raises(BadCatalogueError):
        read_catalogue(b"x" + written)


@given(st.data())
def test_a_changed_byte_is_another_catalogue_or_none(data: st.DataObject):
    written = bytearray(write_catalogue(GOOD))
    at = data.draw(st.integers(0, len(written) - 1))
    written[at] ^= data.draw(st.integers(1, 255))
    try:
        assert read_catalogue(bytes(written)) != GOOD
    except BadCatalogueError:
        return


WRONG = [
    (b"", "not lines of ASCII"),
    ("资料\n".encode(), "not lines of ASCII"),
    (b"atrium library 2\n1\n", "line 1"),
    (b"atrium library 1\n", "line 2"),
    (b"atrium library 1\nnow\n", "line 2"),
    (b"atrium library 1\n1\n" + b"a" * 64 + b" 1 ../etc\n", "line 3: not a document"),
    (b"atrium library 1\n1\n" + b"a" * 64 + b" 1 A\n", "line 3: not a document"),
    (b"atrium library 1\n1\n" + (b"a" * 64 + b" 1 a\n") * 2, "line 4: out of order"),
    (b"x" * (CATALOGUE_BYTES_MAX + 1), "bytes, at most"),
]


@pytest.mark.parametrize(("written", "told"), WRONG)
def test_what_is_no_catalogue_is_told_with_its_line(written: bytes, told: str):
    with pytest.raises(BadCatalogueError, match=told):
        read_catalogue(written)


def test_a_catalogue_has_an_end():
    many = {f"d{number}": A for number in range(DOCUMENTS_MAX + 1)}
    with pytest.raises(BadCatalogueError, match="documents, at most"):
        write_catalogue(Catalogue(1, many))


def test_a_signature_is_for_one_hall_one_revision_and_one_catalogue():
    others = [
        replace(ROOT, hall="H-02"),
        replace(ROOT, revision=8),
        replace(ROOT, catalogue=A),
        replace(ROOT, catalogue=replace(ROOT.catalogue, size=301)),
    ]
    assert ROOT.signed_bytes() not in [other.signed_bytes() for other in others]
    assert len({other.signed_bytes() for other in others}) == len(others)


def test_the_same_bytes_under_two_names_are_kept_once():
    assert Catalogue(1, {"a": A, "b": A, "c": B}).size == 30


def test_what_is_begun_is_finished_first_and_then_the_small_ones():
    big, empty = Blob("d" * 64, 10**6), Blob("e" * 64, 0)
    there = {big.hash: 5, A.hash: 10}
    assert lacking([A, B, big, empty, B], there) == [(big, 5), (empty, 0), (B, 0)]
    assert lacking([A, empty], {A.hash: 10, empty.hash: 0}) == []

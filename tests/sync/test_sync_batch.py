import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syncfakes import wire_row

from edge.domain.chain import Row, row_hash
from sync.batch import RAW_MAX_BYTES, HashedRow, pack, row_json, split, unpack
from sync.envelope import BatchHeader, GarbageError, encode

text = st.text(st.characters(codec="utf-8"), max_size=30)
integers = st.integers(-(2**63), 2**63 - 1)


@st.composite
def hashed_rows(draw):
    first = draw(st.integers(1, 2**40))
    rows, head = [], bytes(32)
    for seq in range(first, first + draw(st.integers(1, 5))):
        columns = [draw(part) for part in (text, integers, text, integers, text, text, text)]
        row = Row(seq, *columns, draw(st.none() | st.binary(max_size=40)))
        head = row_hash(head, row)
        rows.append(HashedRow(row, head))
    return rows


def header_for(rows):
    first, last = rows[0].row.seq, rows[-1].row.seq
    return BatchHeader(hall="H", epoch="E", first=first, last=last, n=len(rows), newest=last)


def packed(rows):
    return pack(header_for(rows), [row_json(wire_row(*item)) for item in rows])


@given(hashed_rows())
def test_a_batch_arrives_as_it_was_sent(rows):
    header, body = split(packed(rows))
    assert header == header_for(rows)
    assert unpack(header, body) == rows


@given(hashed_rows(), st.data())
def test_a_flipped_bit_anywhere_never_gives_other_rows_than_those_sent(rows, data):
    payload = bytearray(packed(rows))
    position = data.draw(st.integers(0, len(payload) - 1))
    payload[position] ^= 1 << data.draw(st.integers(0, 7))
    try:
        header, body = split(bytes(payload))
        assert unpack(header, body) == rows
    except GarbageError:
        pass


@given(hashed_rows(), st.data())
def test_a_batch_cut_short_is_garbage(rows, data):
    payload = packed(rows)
    cut = payload[: data.draw(st.integers(0, len(payload) - 1))]
    with pytest.raises(GarbageError):
        unpack(*split(cut))


def one_row_batch(rows_text: bytes, body: bytes | None = None) -> bytes:
    header = BatchHeader(hall="H", epoch="E", first=1, last=1, n=1, newest=1)
    return encode(header) + b"\n" + (zlib.compress(rows_text) if body is None else body)


GOOD = [1, "K", 0, "b", 0, "synced", "s", "{}", None, "0" * 64]


@pytest.mark.parametrize(
    "row",
    [
        [2, *GOOD[1:]],
        [True, *GOOD[1:]],
        [1.0, *GOOD[1:]],
        ["1", *GOOD[1:]],
        [2**63, *GOOD[1:]],
        [*GOOD[:2], 2**63, *GOOD[3:]],
        [*GOOD[:8], "not base64!", GOOD[9]],
        [*GOOD[:9], "0" * 63],
        GOOD[:9],
        [*GOOD, 1],
        {},
        None,
    ],
)
def test_a_row_of_another_shape_is_garbage(row):
    with pytest.raises(GarbageError):
        unpack(*split(one_row_batch(json.dumps([row]).encode())))


def test_rows_that_were_not_announced_are_garbage():
    with pytest.raises(GarbageError, match="header announces"):
        unpack(*split(one_row_batch(json.dumps([GOOD, [2, *GOOD[1:]]]).encode())))


def test_text_that_is_no_unicode_is_garbage():
    row = json.dumps([[*GOOD[:6], "SUBJECT", *GOOD[7:]]]).replace("SUBJECT", "\\ud800")
    with pytest.raises(GarbageError):
        unpack(*split(one_row_batch(row.encode())))


def test_a_small_batch_that_unpacks_to_too_much_is_garbage():
    bomb = one_row_batch(b"[" + b" " * RAW_MAX_BYTES + b"]")
    assert len(bomb) < RAW_MAX_BYTES / 500
    with pytest.raises(GarbageError, match="more than"):
        unpack(*split(bomb))


def test_bytes_behind_the_packed_rows_are_garbage():
    body = zlib.compress(json.dumps([GOOD]).encode()) + b"more"
    with pytest.raises(GarbageError):
        unpack(*split(one_row_batch(b"", body)))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_batch_or_garbage(payload):
    with pytest.raises(GarbageError):
        unpack(*split(payload))

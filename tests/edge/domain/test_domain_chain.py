"""The hash chain, computed once more by hand from what its page says."""

import hashlib
import struct

from hypothesis import given
from hypothesis import strategies as st

from edge.domain.chain import Row, genesis, row_hash

ROW = Row(7, "TicketCalled", 1_790_000_000_123, "b-1", 4711, "synced", "V1", '{"leg":1}', None)


def _field(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + len(data).to_bytes(8, "big") + data


def test_the_genesis_is_the_hash_of_suite_hall_and_epoch():
    said = b"".join(_field(2, part) for part in (b"atrium", b"sha256-v1", "大厅".encode(), b"E1"))
    assert genesis("大厅", "E1") == hashlib.sha256(said).digest()


def test_a_row_is_hashed_behind_the_one_before_by_type_length_and_bytes():
    previous = bytes(32)
    said = (
        previous
        + _field(1, struct.pack(">q", 7))
        + _field(2, b"TicketCalled")
        + _field(1, struct.pack(">q", 1_790_000_000_123))
        + _field(2, b"b-1")
        + _field(1, struct.pack(">q", 4711))
        + _field(2, b"synced")
        + _field(2, b"V1")
        + _field(2, b'{"leg":1}')
        + _field(0, b"")
    )
    assert row_hash(previous, ROW) == hashlib.sha256(said).digest()


def test_sealed_bytes_count_and_empty_is_not_the_same_as_none():
    hashes = {row_hash(bytes(32), ROW._replace(sealed=sealed)) for sealed in (None, b"", b"\x01")}
    assert len(hashes) == 3


def test_bytes_that_move_from_one_column_to_the_next_change_the_hash():
    moved = ROW._replace(boot="b-", clock="1synced")
    assert row_hash(bytes(32), moved) != row_hash(bytes(32), ROW)


@given(
    st.builds(
        Row,
        *[st.integers(0, 2**63 - 1), st.text(), st.integers(0, 2**63 - 1)],
        st.text(),
        st.integers(0, 2**63 - 1),
        st.text(),
        st.text(),
        st.text(),
        st.none() | st.binary(),
    )
)
def test_any_other_row_has_another_hash(row: Row):
    if row != ROW:
        assert row_hash(bytes(32), row) != row_hash(bytes(32), ROW)

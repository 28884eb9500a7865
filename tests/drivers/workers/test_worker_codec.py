"""The worker wire: messages, and what is none."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.wire import Noise, Side, decode
from drivers.workers.codec import (
    BAD_CHECKSUM,
    BAD_SHAPE,
    LINE_MAX,
    NO_MESSAGE,
    TOO_LONG,
    UNFINISHED,
    WIRE_PROTOCOL,
    Message,
    MessageTooLongError,
    WorkerDecoder,
    encode,
)

VALUES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
MESSAGES = st.builds(
    Message,
    st.text(min_size=1, max_size=12),
    st.integers(0, 2**31),
    st.dictionaries(st.text(max_size=8), VALUES, max_size=4),
)


def decoded(data, cuts=()):
    decoder = WorkerDecoder(Side.DEVICE)
    edges = [0, *sorted(cuts), len(data)]
    found = []
    for start, end in itertools.pairwise(edges):
        found += decoder.feed(data[start:end])
    return [*found, *decoder.finish()]


@given(st.lists(MESSAGES, max_size=4), st.data())
def test_what_was_said_is_heard_in_any_cut(messages, data):
    line = b"".join(encode(message) for message in messages)
    cuts = data.draw(st.lists(st.integers(0, len(line)), max_size=6))
    assert decoded(line, cuts) == messages


@given(st.binary(max_size=200), MESSAGES, st.data())
def test_any_bytes_are_noise_in_any_cut_and_a_message_after_them_is_heard(noise, message, data):
    line = noise + encode(message)
    found = decoded(line, data.draw(st.lists(st.integers(0, len(line)), max_size=6)))
    assert found == decoded(line)
    assert found[-1] == message
    assert b"".join(item.data for item in found if isinstance(item, Noise)) == noise


@given(MESSAGES, st.data())
def test_a_flipped_bit_is_noise(message, data):
    line = bytearray(encode(message))
    bit = data.draw(st.integers(0, 8 * (len(line) - 1) - 1))
    line[bit // 8] ^= 1 << bit % 8
    found = decoded(bytes(line))
    assert all(isinstance(item, Noise) for item in found)
    assert b"".join(item.data for item in found) == line


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"ATR 3B68\r\n", NO_MESSAGE),
        (b'{"name":"state","number":0,"body":{}}\n', NO_MESSAGE),
        (b'{"crc":"00000000","name":"state","number":0,"body":{}}\n', BAD_CHECKSUM),
        (encode(Message("state"))[:-1], UNFINISHED),
    ],
)
def test_what_is_no_message_says_why(line, reason):
    assert decoded(line) == [Noise(line, reason)]


@pytest.mark.parametrize(
    "message",
    [Message(7), Message("state", "7"), Message("state", True), Message("state", 0, [])],  # type: ignore[arg-type]
)
def test_fields_of_another_kind_are_no_message(message):
    line = encode(message)
    assert decoded(line) == [Noise(line, BAD_SHAPE)]


def test_half_a_surrogate_pair_is_no_message():
    line = encode(Message("code", 0, {"text": "\ud83d"}))
    assert decoded(line) == [Noise(line, BAD_SHAPE)]


def test_nesting_without_end_is_no_message():
    rest = b'"name":"state","number":0,"body":' + b"[" * 4000 + b"}"
    line = encode(Message("state"))
    line = line.replace(line[18:-1], rest)
    assert [type(item) for item in decoded(line)] == [Noise]


def test_a_line_without_end_comes_out_in_pieces_and_the_next_message_is_heard():
    flood = b"x" * (3 * LINE_MAX + 5)
    found = decoded(flood + b"\n" + encode(Message("state")))
    assert [len(item.data) for item in found[:-1]] == [LINE_MAX, LINE_MAX, LINE_MAX, 6]
    assert [item.reason for item in found[:-1]] == [TOO_LONG, TOO_LONG, TOO_LONG, NO_MESSAGE]
    assert found[-1] == Message("state")


def test_a_message_that_fits_no_line_is_not_sent():
    with pytest.raises(MessageTooLongError, match="code: 5"):
        encode(Message("code", 0, {"text": "x" * 5000}))


def test_a_recording_decodes_with_what_is_personal_left_out_on_wish():
    known = encode(Message("code", 0, {"text": "13800138000", "symbology": "qrCode"}))
    unknown = encode(Message("dance", 3))
    shown = decode(WIRE_PROTOCOL, known + b"?\n" + unknown, Side.DEVICE)
    assert [frame["name"] for frame in shown["frames"]] == ["code", "unknown dance"]
    assert shown["errors"] == [{"reason": NO_MESSAGE, "hex": "3F0A"}]
    masked = WIRE_PROTOCOL.describe_masked(decoded(known)[0])
    assert "13800138000" not in json.dumps(masked)
    assert masked["symbology"] == "qrCode"


def test_a_message_hides_what_it_holds():
    assert "secret" not in repr(Message("code", 0, {"text": "secret"}))

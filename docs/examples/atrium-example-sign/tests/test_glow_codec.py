"""Frames of the Glow sign, and everything a line can do to them."""

import pytest
from drivers.wire import Noise, Side, decode
from hypothesis import given
from hypothesis import strategies as st

from atrium_example_sign.codec import (
    SHOW,
    WIRE_PROTOCOL,
    GlowDecoder,
    Message,
    TextTooLongError,
    UnshowableTextError,
    encode,
)

PING = bytes.fromhex("02 30 31 3F 41 30 03")
messages = st.builds(
    Message, st.integers(0, 255), st.sampled_from("S?AN"), st.text("A012号窗口 ", max_size=20)
)
streams = st.lists(messages.map(encode) | st.binary(max_size=120), max_size=5).map(b"".join)


def cut(*pieces: bytes) -> list[Message | Noise]:
    decoder = GlowDecoder()
    found = [item for piece in pieces for item in decoder.feed(piece)]
    return [*found, *decoder.finish()]


def test_a_frame_is_read_and_described():
    assert decode(WIRE_PROTOCOL, PING, Side.HOST) == {
        "frames": [{"name": "ping", "address": 1, "text": ""}],
        "errors": [],
    }


def test_a_flipped_bit_costs_one_frame():
    assert cut(b"\x02\x30\x31\x3e\x41\x30\x03" + PING) == [
        Noise(b"\x02\x30\x31\x3e\x41\x30\x03", "wrong check"),
        Message(1, "?"),
    ]


def test_a_lost_end_costs_one_frame():
    assert cut(PING[:-1] + PING) == [Noise(PING[:-1], "frame cut short"), Message(1, "?")]


@given(messages)
def test_what_is_written_is_read_again(message):
    assert cut(encode(message)) == [message]


@given(streams)
def test_every_byte_is_in_one_frame_or_one_noise(data):
    parts = [item.data if isinstance(item, Noise) else encode(item) for item in cut(data)]
    assert b"".join(parts) == data


@given(streams, st.integers(0, 300))
def test_any_cut_gives_the_same(data, at):
    singly = [bytes([byte]) for byte in data]
    assert cut(data) == cut(data[:at], data[at:]) == cut(*singly)


def test_what_fits_no_frame_is_refused_by_name():
    with pytest.raises(TextTooLongError):
        encode(Message(1, SHOW, "号" * 41))
    with pytest.raises(UnshowableTextError):
        encode(Message(1, SHOW, "A\x03"))

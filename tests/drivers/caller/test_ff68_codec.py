"""Frames of the FF 68 bus, and everything a line can do to them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.caller.ff68 import messages
from drivers.caller.ff68.codec import WIRE_PROTOCOL, Ff68Decoder, Frame, OutOfRangeError, encode
from drivers.wire import Noise, Side, decode

SIDES = {"D": Side.DEVICE, "H": Side.HOST}
LINES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("ff68_frames.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
GOOD = [line for line in LINES if not line[0].startswith("BAD")]
BAD = [line for line in LINES if line[0].startswith("BAD")]
NEXT = bytes.fromhex("FF6803036801010C0E16")

# Names here for what the frames are called in the list of frames.
NAMES = {
    "key evaluate": "key evaluate",
    "key call next": "key next",
    "ack of key call next (echo)": "ack key next",
    "key recall": "key recall",
    "ack of key cancel (echo)": "ack key cancel",
    "ack of keys 6 + confirm = give up (echo)": "ack key give up",
    "keys 0 + confirm = hang": "key hang",
    "ack of keys 0 + confirm = hang (echo)": "ack key hang",
    "keys 3 + confirm = call back": "key call back",
    "one-metre line (ignored)": "key one-metre line",
    "ack of one-metre line (ignored) (echo)": "ack key one-metre line",
    "key pause": "key pause",
    "key transfer": "key transfer",
    "ack of key transfer (echo)": "ack key transfer",
    "show ticket 007": "show ticket",
    "show waiting 012": "show waiting",
    "beep": "beep",
    "service stars 5": "stars",
    "start evaluation": "start evaluation",
}


def names(lines):
    return [f"{number} {line[0]}" for number, line in enumerate(lines)]


def cut(data, side=Side.DEVICE, pieces=None):
    decoder = Ff68Decoder(side)
    found = []
    for piece in pieces or [data]:
        found += decoder.feed(piece)
    return [*found, *decoder.finish()]


def fields(digits, side):
    [frame] = decode(WIRE_PROTOCOL, bytes.fromhex(digits), side)["frames"]
    return frame


def frames(side=Side.DEVICE):
    size = (1, 3) if side is Side.DEVICE else (0, 30)
    # Plenty of bytes that look like the beginning of a frame.
    data = st.lists(
        st.sampled_from(b"\xff\x68\x03\x16\x0c\x01"), min_size=size[0], max_size=size[1]
    ).map(bytes)
    return st.builds(Frame, st.integers(0, 255), st.integers(0, 255), data, st.just(side))


@pytest.mark.parametrize(("name", "side", "digits", "_source"), GOOD, ids=names(GOOD))
def test_every_known_frame_is_read_and_written_again_byte_for_byte(name, side, digits, _source):
    [frame] = cut(bytes.fromhex(digits), SIDES[side])
    assert isinstance(frame, Frame)
    assert encode(frame) == bytes.fromhex(digits)


@pytest.mark.parametrize(("name", "side", "digits", "_source"), GOOD, ids=names(GOOD))
def test_every_known_frame_has_its_name(name, side, digits, _source):
    found = fields(digits, SIDES[side])["name"]
    if "evaluator result" in name:
        assert found == ("rating" if side == "D" else "ack rating")
    else:
        assert found == NAMES[name]


@pytest.mark.parametrize(("name", "side", "digits", "_source"), BAD, ids=names(BAD))
def test_frames_made_wrong_on_purpose_are_one_noise_each(name, side, digits, _source):
    [noise] = cut(bytes.fromhex(digits), SIDES[side])
    assert noise.data == bytes.fromhex(digits)
    assert "length" in noise.reason


def test_fields_of_what_the_host_shows():
    assert fields("FF6808086801020A0A0A0000072816", Side.HOST)["ticket"] == "007"
    assert fields("FF6808086801020001020A0A0A2416", Side.HOST)["waiting"] == "012"
    assert fields("FF680303680102050816", Side.HOST)["stars"] == 5
    assert fields("FF680303680111031516", Side.DEVICE)["key"] == 3


@pytest.mark.parametrize(
    ("frame", "name"),
    [
        (Frame(1, 0x42, b"\x77", Side.DEVICE), "unknown 42 77"),
        (Frame(1, 0x01, b"\x07\x0f", Side.DEVICE), "unknown 01 07 0F"),
        (Frame(1, 0x77), "unknown 77"),
        (Frame(1, 0x42, b"\x0c", Side.DEVICE), "key next"),
        (Frame(1, 0x42, b"\x0c"), "ack key next"),
        (Frame(1, 0x02, bytes(6)), "show digits"),
    ],
)
def test_whole_frames_of_any_function_are_frames(frame, name):
    result = decode(WIRE_PROTOCOL, encode(frame), frame.side)
    assert result["errors"] == []
    assert result["frames"][0]["name"] == name


@given(st.sampled_from(Side).flatmap(frames))
def test_what_is_written_is_read_again(frame):
    assert cut(encode(frame), frame.side) == [frame]


@given(st.binary(max_size=700), st.sampled_from(Side))
def test_any_bytes_are_frames_or_noise_and_none_is_lost(data, side):
    found = cut(data, side)
    parts = [item.data if isinstance(item, Noise) else encode(item) for item in found]
    assert b"".join(parts) == data


@given(
    st.sampled_from(Side).flatmap(
        lambda side: st.tuples(
            st.just(side),
            st.lists(frames(side).map(encode) | st.binary(max_size=400), max_size=4).map(b"".join),
        )
    ),
    st.data(),
)
def test_the_same_bytes_give_the_same_frames_in_any_cut(said, draw):
    side, data = said
    at = draw.draw(st.lists(st.integers(0, len(data)), max_size=5).map(sorted))
    pieces = [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]
    singly = [bytes([byte]) for byte in data]
    assert cut(data, side, pieces) == cut(data, side) == cut(data, side, singly)


@given(frames(), st.data())
def test_a_flipped_bit_is_reported_as_noise(frame, draw):
    data = bytearray(encode(frame))
    data[draw.draw(st.integers(0, len(data) - 1))] ^= 1 << draw.draw(st.integers(0, 7))
    found = cut(bytes(data))
    assert frame not in found
    assert any(isinstance(item, Noise) for item in found)


@given(frames(), frames(), st.data())
def test_a_lost_byte_costs_its_own_frame_and_never_the_one_after_the_next(first, second, draw):
    data = encode(first)
    at = draw.draw(st.integers(0, len(data) - 1))
    found = cut(data[:at] + data[at + 1 :] + encode(second) + NEXT)
    assert found[-1] == Frame(1, 1, b"\x0c", Side.DEVICE)


@pytest.mark.parametrize(
    ("digits", "reason"),
    [
        ("0102030405", "no frame begins"),
        ("FF680A0A6801", "length 10 is outside 3 to 5"),
        ("FF6803046801010C0E16", "two lengths differ: 3 and 4"),
        ("FF6803030001010C0E16", "00 in place of the second 68"),
        ("FF6803036801010C0F16", "check is 0F, should be 0E"),
        ("FF6803036801010C0E17", "17 in place of 16"),
        ("FF6803036801", "unfinished"),
    ],
)
def test_noise_says_what_is_wrong(digits, reason):
    [noise] = cut(bytes.fromhex(digits))
    assert reason in noise.reason


def test_a_whole_frame_behind_an_unfinished_one_is_found_at_the_end():
    unfinished = bytes.fromhex("FF6820206801")
    echo = encode(Frame(1, 1, b"\x0c"))
    assert cut(unfinished + echo, Side.HOST) == [
        Noise(unfinished, "unfinished frame"),
        Frame(1, 1, b"\x0c"),
    ]


def test_a_flooded_line_fills_no_memory():
    decoder = Ff68Decoder(Side.HOST)
    data = b"\x00" * 100_000
    found = [*decoder.feed(data), *decoder.finish()]
    assert b"".join(item.data for item in found) == data
    assert max(len(item.data) for item in found) <= 256


@pytest.mark.parametrize(
    "frame",
    [
        Frame(256, 1, b"\x0c"),
        Frame(1, -1, b"\x0c"),
        Frame(1, 1, b"", Side.DEVICE),
        Frame(1, 1, bytes(4), Side.DEVICE),
        Frame(1, 1, bytes(31)),
    ],
)
def test_what_fits_no_frame_is_refused_by_name(frame):
    with pytest.raises(OutOfRangeError):
        encode(frame)


@pytest.mark.parametrize(
    ("ticket", "digits"),
    [
        ("A007", "000007"),
        ("B123", "010203"),
        ("C1234", "020304"),
        ("12", "0A0102"),
        ("", "0A0A0A"),
        ("贵宾５", "0A0A0A"),
    ],
)
def test_a_caller_shows_the_last_three_digits_of_a_ticket(ticket, digits):
    assert messages.show_ticket(1, ticket).data == bytes.fromhex("0A0A0A" + digits)


@pytest.mark.parametrize(
    ("count", "digits"), [(0, "000000"), (12, "000102"), (1000, "090909"), (-1, "000000")]
)
def test_a_caller_shows_how_many_wait_up_to_999(count, digits):
    assert messages.show_waiting(1, count).data == bytes.fromhex(digits + "0A0A0A")


def test_stars_and_beep_are_the_known_frames():
    assert encode(messages.show_stars(1, 5)).hex().upper() == "FF680303680102050816"
    assert encode(messages.beep(1)).hex().upper() == "FF6802026801030416"


@pytest.mark.parametrize("data", [b"\x0c", b"\x06\x0f", b"\x11"])
def test_a_key_is_acknowledged_by_its_own_bytes(data):
    key = Frame(3, 1, data, Side.DEVICE)
    assert encode(messages.acknowledge(key)) == encode(key)


def test_a_rating_is_acknowledged_under_another_function():
    rating = Frame(1, 0x11, b"\x03", Side.DEVICE)
    heard, said = encode(rating), encode(messages.acknowledge(rating))
    assert said[6] == 0x01
    assert said[-2] == heard[-2] - 0x10

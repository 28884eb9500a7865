"""Frames of strip screens: the known makes', an invented one's, and all a line can do to them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strip_line import LUMEN, PROFILES

from drivers.led.strip.checks import CheckKind
from drivers.led.strip.codec import StripDecoder
from drivers.led.strip.frames import Frame, encode
from drivers.led.strip.profile import load_profile
from drivers.led.strip.text import TextTooLongError, encode_text
from drivers.registry import wire_protocol
from drivers.wire import Noise, Side, decode

LINES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("strip_frames.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
LAYOUTS = {Path(named).stem: load_profile(named) for named in PROFILES}
every_make = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))


def known(line):
    profile, screen, address, sequence, text, digits = line
    number = int(sequence) if sequence else None
    frame = Frame(int(address), text.replace("_", " "), screen == "summary", number)
    return LAYOUTS[profile], frame, bytes.fromhex(digits)


def cut(layout, data, pieces=None):
    decoder = StripDecoder(layout)
    found = []
    for piece in pieces or [data]:
        found += decoder.feed(piece)
    return [*found, *decoder.finish()]


def one_by_one(data):
    return [bytes([byte]) for byte in data]


def text_frame(layout, address=1, text="请A001号"):
    return Frame(address, text, False, None if layout.sequence is None else 7)


# Characters of every make's encoding; a text of none is sent as a blank.
TEXTS = st.text(st.sampled_from("请到号窗口办理乗ABC019 @*-"), min_size=1, max_size=20)


@st.composite
def frames(draw):
    layout = draw(st.sampled_from(list(LAYOUTS.values())))
    summary = bool(layout.summary) and draw(st.booleans())
    counter = layout.sequence
    sequence = None if counter is None else draw(st.integers(counter.first, counter.last))
    address = draw(st.sampled_from(layout.addresses))
    return layout, Frame(address, draw(TEXTS), summary, sequence)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]} {line[4]}")
def test_every_known_frame_is_read_and_written_again_byte_for_byte(line):
    layout, frame, data = known(line)
    assert cut(layout, data) == [frame]
    assert encode(frame, layout) == data


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]} {line[4]}")
def test_the_wire_command_decodes_every_known_frame(line):
    _layout, frame, data = known(line)
    decoded = decode(wire_protocol(f"strip-{line[0]}"), data, Side.HOST)
    assert decoded["errors"] == []
    [described] = decoded["frames"]
    assert described["name"] == ("summary text" if frame.summary else "text")
    assert (described["address"], described["text"]) == (frame.address, frame.text)
    assert described.get("sequence") == frame.sequence


def test_the_invented_make_is_written_as_its_profile_says():
    # 02 'L' | "07" | 'T' | length of sequence and text in hex | '3' | text | CRC | 03
    data = encode(Frame(7, "请A1", False, 3), LAYOUTS["lumen"])
    covered = b"07T063" + "请A1".encode()
    crc = 0xFFFF
    for byte in covered:
        crc ^= byte
        for _bit in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    assert data == b"\x02L" + covered + crc.to_bytes(2, "little") + b"\x03"


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("sum8", 0xDD),
        ("lrc8", 0x23),
        ("xor", 0x31),
        ("sum16", 0x01DD),
        ("crc16-arc", 0xBB3D),
        ("crc16-modbus", 0x4B37),
        ("crc16-xmodem", 0x31C3),
        ("crc16-ccitt", 0x29B1),
    ],
)
def test_every_checksum_has_the_value_that_is_published_for_it(kind, check):
    assert CheckKind(kind).of(b"123456789") == check


@given(frames())
@settings(max_examples=60)
def test_what_is_written_is_read_again(made):
    layout, frame = made
    assert cut(layout, encode(frame, layout)) == [frame]


@given(st.sampled_from(list(LAYOUTS.values())), st.binary(max_size=120))
@settings(max_examples=60)
def test_any_bytes_are_frames_or_noise_and_none_is_lost(layout, data):
    found = cut(layout, data)
    if all(isinstance(item, Noise) for item in found):
        assert b"".join(item.data for item in found) == data


@given(frames(), st.lists(st.binary(max_size=12), max_size=4), st.data())
@settings(max_examples=60)
def test_the_same_bytes_give_the_same_frames_in_any_cut(made, garbage, draw):
    layout, frame = made
    whole = encode(frame, layout)
    parts = [part for noise in garbage for part in (noise, whole, whole[: len(noise)])]
    data = b"".join(parts)
    at = draw.draw(st.lists(st.integers(0, len(data)), max_size=5).map(sorted))
    pieces = [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]
    assert cut(layout, data, pieces) == cut(layout, data) == cut(layout, data, one_by_one(data))


@given(st.binary(max_size=30), frames())
@settings(max_examples=60)
def test_every_byte_is_in_exactly_one_frame_or_noise(garbage, made):
    layout, frame = made
    whole = encode(frame, layout)
    found = cut(layout, garbage + whole + garbage + whole)
    written = [item.data if isinstance(item, Noise) else encode(item, layout) for item in found]
    assert b"".join(written) == garbage + whole + garbage + whole


@given(frames(), st.data())
@settings(max_examples=60)
def test_a_flipped_bit_costs_its_frame_and_no_other(made, draw):
    layout, frame = made
    whole = encode(frame, layout)
    broken = bytearray(whole)
    at = draw.draw(st.integers(0, len(whole) - 1))
    broken[at] ^= 1 << draw.draw(st.integers(0, 7))
    found = cut(layout, whole + bytes(broken) + whole + whole)
    assert found[0] == frame
    assert found[-2:] == [frame, frame]


@every_make
def test_noise_before_and_between_frames_is_one_stretch_each(layout):
    frame = text_frame(layout)
    whole = encode(frame, layout)
    noise = Noise(b"\x11\x22\x33\x44", "no beginning of a frame")
    assert cut(layout, noise.data + whole + noise.data + whole) == [noise, frame, noise, frame]


@every_make
def test_a_frame_cut_short_costs_itself_and_not_the_next(layout):
    frame = text_frame(layout)
    whole = encode(frame, layout)
    for length in range(1, len(whole)):
        found = cut(layout, whole[:length] + whole)
        assert found[-1] == frame
        assert b"".join(item.data for item in found[:-1]) == whole[:length]


@every_make
def test_two_broken_frames_are_two_noises_and_say_why(layout):
    whole = bytearray(encode(text_frame(layout), layout))
    at = whole.index(b"A")
    whole[at] ^= 1
    found = cut(layout, bytes(whole) * 2)
    assert [item.data for item in found] == [bytes(whole)] * 2
    assert all(item.reason.startswith("checksum is ") for item in found)


@every_make
def test_garbage_behind_a_broken_frame_is_a_noise_of_its_own(layout):
    whole = bytearray(encode(text_frame(layout), layout))
    whole[whole.index(b"A")] ^= 1
    garbage = b"\x11\x22\x33"
    assert [item.data for item in cut(layout, bytes(whole) + garbage)] == [bytes(whole), garbage]


@every_make
def test_an_unfinished_tail_is_noise_at_the_end(layout):
    whole = encode(text_frame(layout), layout)
    decoder = StripDecoder(layout)
    assert decoder.feed(whole[:-1]) == []
    [noise] = decoder.finish()
    assert noise == Noise(whole[:-1], "unfinished frame")
    assert decoder.finish() == []
    assert decoder.feed(whole) == [text_frame(layout)]


@every_make
def test_a_flooded_line_fills_no_memory(layout):
    head = encode(text_frame(layout), layout)[:8]
    for flood in (b"\x00", b"\xfe", head):
        decoder = StripDecoder(layout)
        data = flood * (20_000 // len(flood))
        found = [item for at in range(0, len(data), 500) for item in decoder.feed(data[at:][:500])]
        found += decoder.finish()
        assert sum(len(item.data) for item in found) == len(data)
        assert max(len(item.data) for item in found) <= 4096


def test_a_length_that_is_too_long_or_too_short_is_named():
    whole = bytearray(encode(text_frame(LAYOUTS["yinda"]), LAYOUTS["yinda"]))
    whole[2] = 3
    assert cut(LAYOUTS["yinda"], bytes(whole))[0].reason == "length less than a frame has"
    whole[2] = 255
    assert cut(LAYOUTS["yinda"], bytes(whole))[0].reason == "text longer than a screen takes"


def test_a_number_that_is_none_is_named():
    whole = encode(text_frame(LAYOUTS["lumen"]), LAYOUTS["lumen"])
    assert cut(LAYOUTS["lumen"], whole[:2] + b"x1" + whole[4:])[0].reason == "address is no number"


def test_a_text_that_no_screen_shows_is_noise():
    layout = LAYOUTS["xinrui"]
    for text in (b"A\0B", b"AB\0", b"\x07\0"):
        body = b"\x01\xa5" + len(text).to_bytes(2, "big") + text
        check = CheckKind.XOR.of(body).to_bytes(1, "big")
        [noise] = cut(layout, b"\xa0\x90" + body + check)
        assert noise.reason == "text is none that a screen shows"


def test_every_character_is_followed_by_what_the_profile_says():
    assert encode_text("号A", LAYOUTS["xinrui"].writing) == b"\xba\xc5\0A\0"


@every_make
def test_no_text_is_a_blank_and_what_cannot_be_shown_is_left_out(layout):
    assert encode_text("", layout.writing) == encode_text(" ", layout.writing)
    assert encode_text("A\n\x00\x7fB", layout.writing) == encode_text("AB", layout.writing)
    assert encode_text("\n", layout.writing) == encode_text(" ", layout.writing)


def test_a_character_the_screen_has_no_sign_for_is_a_question_mark():
    assert encode_text("A😀", LAYOUTS["pingan"].writing) == b"A?"


def test_more_text_than_a_screen_takes_is_refused_with_both_numbers():
    with pytest.raises(TextTooLongError, match="202 bytes of text, 200 at most"):
        encode_text("号" * 101, LAYOUTS["pingan"].writing)


def test_the_invented_make_needs_no_line_of_code():
    assert Path(LUMEN).suffix == ".toml"
    drivers = Path(__file__).parents[3] / "drivers"
    assert not [path for path in drivers.rglob("*.py") if "lumen" in path.read_text("utf-8")]

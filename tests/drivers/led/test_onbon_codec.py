"""Frames of font cards: the manual's own, and everything a line can do to them."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.led.onbon.codec import (
    CARD_PREAMBLE,
    WIRE_PROTOCOL,
    Check,
    Frame,
    Header,
    OnbonDecoder,
    crc16,
    destination,
    encode,
)
from drivers.led.onbon.fields import OutOfRangeError
from drivers.led.onbon.requests import (
    Answer,
    ForbiddenCommandError,
    answer_from,
    answer_of,
    encode_request,
    ping,
    request,
)
from drivers.led.onbon.tables import FORMAT, RESET
from drivers.wire import Noise, Side, decode

SIDES = {"H": Side.HOST, "S": Side.DEVICE}
LINES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("onbon_frames.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
GOOD = [line for line in LINES if not line[0].startswith("BAD")]
BAD = [line for line in LINES if line[0].startswith("BAD")]


def names(lines):
    return [f"{number} {line[0]}" for number, line in enumerate(lines)]


def cut(data, side=Side.HOST, pieces=None):
    decoder = OnbonDecoder(side)
    found = []
    for piece in pieces or [data]:
        found += decoder.feed(piece)
    return [*found, *decoder.finish()]


def one_by_one(data):
    return [bytes([byte]) for byte in data]


def frames():
    headers = st.builds(
        Header,
        reserved=st.binary(min_size=3, max_size=3),
        barcode=st.none() | st.binary(min_size=16, max_size=16),
        check=st.sampled_from(Check),
        display_mode=st.integers(0, 255),
        device_type=st.integers(0, 255),
        version=st.integers(0, 255),
    )
    words = st.integers(0, 0xFFFF)
    # Plenty of the four bytes that have to be escaped.
    data = st.lists(st.sampled_from(b"\xa5\xa6\x5a\x5b\x01\x02\x00\xa3\x06"), max_size=60).map(
        bytes
    )
    return st.builds(Frame, words, words, data, st.just(Side.HOST), headers)


@pytest.mark.parametrize(("name", "side", "digits", "_source"), GOOD, ids=names(GOOD))
def test_every_published_frame_is_read_and_written_again_byte_for_byte(name, side, digits, _source):
    data = bytes.fromhex(digits)
    [frame] = cut(data, SIDES[side])
    assert isinstance(frame, Frame)
    preamble = CARD_PREAMBLE if side == "S" else 8
    assert encode(frame, preamble) == data


@pytest.mark.parametrize(("name", "side", "digits", "_source"), GOOD, ids=names(GOOD))
def test_every_published_frame_has_a_name_and_whole_fields(name, side, digits, _source):
    [frame] = decode(WIRE_PROTOCOL, bytes.fromhex(digits), SIDES[side])["frames"]
    assert not frame["name"].startswith("unknown")
    assert "malformed" not in frame
    assert "extra" not in frame


@pytest.mark.parametrize(("name", "side", "digits", "_source"), BAD, ids=names(BAD))
def test_frames_misprinted_in_the_manual_are_noise(name, side, digits, _source):
    data = bytes.fromhex(digits)
    [noise] = cut(data, SIDES[side])
    assert isinstance(noise, Noise)
    assert noise.data == data
    assert "length" in noise.reason


def test_the_checksum_is_the_published_one():
    assert crc16(b"123456789") == 0xBB3D


def test_fields_of_a_few_known_frames():
    known = {line[0]: line for line in GOOD}

    def fields(name):
        _name, side, digits, _source = known[name]
        return decode(WIRE_PROTOCOL, bytes.fromhex(digits), SIDES[side])["frames"][0]

    nack = fields("NACK A001")
    assert (nack["name"], nack["error"], nack["meaning"]) == ("nack", 5, "checksum wrong")
    assert (nack["to"], nack["from"]) == (0x8000, 0xFFFE)
    assert fields("set time A203")["time"] == "2013-01-25 11:17:26"
    assert fields("set MAC A406")["mac"] == "00FFFE83A856"
    assert fields("start write file A105")["file"] == "P000"
    assert fields("lock/unlock program A304")["locked"] == 0
    assert fields("special area page A402")["text"] == "www.onbonbx.com"
    areas = fields("realtime call text 请A001号到3号窗口 centred 128x16")["areas"]
    assert [area["text"] for area in areas] == ["请A001号到3号窗口"]
    assert (areas[0]["width_px"], areas[0]["height_px"]) == (128, 16)
    assert areas[0]["display"] == "static"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (bytes.fromhex("A200010000"), "ping"),
        (bytes.fromhex("A288010000"), "unknown A2 88"),
        (bytes.fromhex("77"), "unknown 77"),
        (b"", "unknown"),
    ],
)
def test_whole_frames_of_unknown_commands_are_frames(data, name):
    result = decode(WIRE_PROTOCOL, encode(Frame(1, 0x8000, data)), Side.HOST)
    assert result["errors"] == []
    assert result["frames"][0]["name"] == name


@pytest.mark.parametrize(
    "digits", ["A306", "A30601", "A306010000", "A30601000000012C0000", "A302010000", "A50E01"]
)
def test_a_body_that_is_too_short_is_named_and_shown(digits):
    data = bytes.fromhex(digits)
    [frame] = decode(WIRE_PROTOCOL, encode(Frame(1, 0x8000, data)), Side.HOST)["frames"]
    assert frame.get("malformed") or frame["name"].startswith("unknown")
    assert frame["data"] == digits


def test_status_tells_its_time_with_the_weekday_before_the_hour():
    body = "01 0F 26 20 03 02 01 09 30 00 01 50303030 00 00 01 00" + "00" * 28
    answer = Frame(0x8000, 1, bytes.fromhex("A102000000" + body), Side.DEVICE)
    [frame] = decode(WIRE_PROTOCOL, encode(answer, CARD_PREAMBLE), Side.DEVICE)["frames"]
    assert (frame["name"], frame["time"], frame["areas"]) == ("status", "2026-03-02 09:30:00", [0])


@pytest.mark.parametrize("reserved", ["", "0000"])
def test_fonts_are_read_with_and_without_reserved_bytes(reserved):
    data = bytes.fromhex("A20900" + reserved + "02" + "011010" + "000810")
    [frame] = decode(WIRE_PROTOCOL, encode(Frame(0x8000, 1, data, Side.DEVICE)), Side.DEVICE)[
        "frames"
    ]
    assert frame["fonts"] == [
        {"chinese": True, "width_px": 16, "height_px": 16},
        {"chinese": False, "width_px": 8, "height_px": 16},
    ]


@pytest.mark.parametrize("preamble", [1, 8, 9, 30])
def test_any_number_of_preamble_bytes_will_do(preamble):
    assert cut(encode(ping(1), preamble)) == [ping(1)]


@given(frames())
def test_what_is_written_is_read_again(frame):
    assert cut(encode(frame)) == [frame]


@given(frames())
def test_escaping_leaves_no_preamble_and_no_end_inside(frame):
    inside = encode(frame)[8:-1]
    assert 0xA5 not in inside
    assert 0x5A not in inside


@given(st.binary(max_size=200), st.sampled_from(Side))
def test_any_bytes_are_frames_or_noise_and_none_is_lost(data, side):
    found = cut(data, side)
    if all(isinstance(item, Noise) for item in found):
        assert b"".join(item.data for item in found) == data


@given(st.lists(frames().map(encode) | st.binary(max_size=30), max_size=5), st.data())
def test_the_same_bytes_give_the_same_frames_in_any_cut(parts, draw):
    data = b"".join(parts)
    at = draw.draw(st.lists(st.integers(0, len(data)), max_size=5).map(sorted))
    pieces = [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]
    assert cut(data, pieces=pieces) == cut(data) == cut(data, pieces=one_by_one(data))


@given(frames(), st.data())
def test_a_flipped_bit_is_noise_unless_the_frame_says_that_nobody_checks(frame, draw):
    frame = dataclasses.replace(frame, header=dataclasses.replace(frame.header, check=Check.CRC16))
    data = bytearray(encode(frame))
    at = draw.draw(st.integers(8, len(data) - 2))
    data[at] ^= 1 << draw.draw(st.integers(0, 7))
    for item in cut(bytes(data)):
        assert isinstance(item, Noise) or item.header.check is Check.NONE


def test_a_flipped_bit_that_switches_the_check_off_makes_no_answer():
    answer = Frame(0x8000, 1, bytes.fromhex("A000000000"), Side.DEVICE)
    unchecked = dataclasses.replace(answer, header=Header(check=Check.NONE))
    assert answer_from(1)(answer) == Answer(True, 0)
    assert answer_from(1)(unchecked) is None


def test_noise_before_a_frame_is_one_stretch():
    noise, frame = cut(b"\x00\x5a\xff\x13" + encode(ping(1)))
    assert noise == Noise(b"\x00\x5a\xff\x13", "no preamble")
    assert frame == ping(1)


def test_a_frame_cut_short_costs_itself_and_not_the_next():
    whole = encode(ping(1))
    noise, frame = cut(whole[:20] + whole)
    assert noise == Noise(whole[:20], "frame cut short")
    assert frame == ping(1)


def test_a_lost_end_costs_one_frame():
    whole = encode(ping(1))
    noise, frame = cut(whole[:-1] + whole)
    assert isinstance(noise, Noise)
    assert frame == ping(1)


def test_an_unfinished_tail_is_noise_at_the_end():
    decoder = OnbonDecoder(Side.HOST)
    assert decoder.feed(encode(ping(1))[:-1]) == []
    assert decoder.finish() == [Noise(encode(ping(1))[:-1], "unfinished frame")]
    assert decoder.finish() == []


@pytest.mark.parametrize("flood", [b"\xa5", b"\x00", b"\xa5\x00"])
def test_a_flooded_line_fills_no_memory(flood):
    decoder = OnbonDecoder(Side.HOST)
    data = flood * 250_000
    found = [*decoder.feed(data), *decoder.finish()]
    assert sum(len(item.data) for item in found) == len(data)
    assert max(len(item.data) for item in found) < 250_000


def test_a_wrong_escape_is_named():
    data = b"\xa5" + bytes(10) + b"\xa6\x03" + bytes(10) + b"\x5a"
    assert cut(data) == [Noise(data, "A6 03 is no escape")]


def test_an_unknown_check_mode_is_named():
    data = bytearray(encode(ping(1)))
    data[8 + 8] = 7
    [noise] = cut(bytes(data))
    assert noise.reason == "check mode 7 is unknown"


@pytest.mark.parametrize(
    "header", [Header(barcode=b"short"), Header(reserved=b""), Header(device_type=256)]
)
def test_a_header_that_cannot_be_written_is_refused_by_name(header):
    with pytest.raises(OutOfRangeError, match="header"):
        encode(Frame(1, 0x8000, b"", Side.HOST, header))


def test_more_data_than_a_length_can_say_is_refused():
    with pytest.raises(OutOfRangeError, match="header"):
        encode(Frame(1, 0x8000, bytes(0x10000)))


@pytest.mark.parametrize("code", [RESET, FORMAT, (0xA1, 0x05), (0xA2, 0x06)])
def test_commands_that_leave_a_mark_on_the_card_are_never_written(code):
    with pytest.raises(ForbiddenCommandError, match="never sent"):
        encode_request(request(1, code))


def test_a_broken_frame_still_tells_whom_it_was_meant_for():
    data = bytearray(encode(ping(7)))
    data[-2] ^= 1
    [noise] = cut(bytes(data))
    assert destination(noise) == 7
    assert destination(Noise(b"\x01\x02", "no preamble")) is None
    assert destination(Noise(b"\xa5\x5a", "too short")) is None
    assert destination(Noise(b"\xa5\xa6\x77\x5a", "no escape")) is None


def test_only_acks_and_nacks_are_answers():
    assert answer_of(Frame(0x8000, 1, bytes.fromhex("A207000000"), Side.DEVICE)) is None
    assert answer_of(Frame(0x8000, 1, bytes.fromhex("A000"), Side.DEVICE)) is None
    nack = answer_of(Frame(0x8000, 1, bytes.fromhex("A001030000"), Side.DEVICE))
    assert nack is not None
    assert (nack.accepted, nack.error) == (False, 3)

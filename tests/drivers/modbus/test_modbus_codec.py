"""Modbus frames: published ones, and everything a line can do to them."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.modbus import messages
from drivers.modbus.codec import (
    WIRE_PROTOCOL,
    WIRE_PROTOCOL_TCP,
    Frame,
    Framing,
    OutOfRangeError,
    decoder,
    encode,
)
from drivers.modbus.messages import Bits, Registers
from drivers.wire import Noise, Side, decode

SIDES = {"H": Side.HOST, "S": Side.DEVICE}
LINES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("modbus_frames.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
BY_NAME = {line[0]: bytes.fromhex(line[2]) for line in LINES}
ANSWER = BY_NAME["reply read 8 coils, relay 1 on"]


def cut(pieces, side=Side.HOST, framing=Framing.RTU):
    ear = decoder(side, framing)
    found = []
    for piece in pieces:
        found += ear.feed(piece)
    return [*found, *ear.finish()]


def one_by_one(data):
    return [bytes([byte]) for byte in data]


def bytes_of(items, framing=Framing.RTU):
    return b"".join(
        item.data if isinstance(item, Noise) else encode(item, framing) for item in items
    )


def questions():
    address, count = st.integers(0, 0xFFFF), st.integers(1, 100)
    words = st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=100)
    return st.one_of(
        st.builds(messages.read, st.sampled_from([*Bits, *Registers]), address, count),
        st.builds(messages.write_coil, address, st.integers(0, 0xFFFF)),
        st.builds(messages.write_register, address, st.integers(0, 0xFFFF)),
        st.builds(messages.write_registers, address, words),
    )


def frames():
    units, transactions = st.integers(0, 255), st.just(0)
    return st.builds(Frame, units, questions(), transactions)


def streams():
    """Whole frames, garbage, and garbage made of pieces of frames."""
    whole = frames().map(encode)
    broken = st.tuples(whole, st.integers(1, 8)).map(lambda pair: pair[0][: pair[1]])
    return st.lists(st.one_of(whole, broken, st.binary(max_size=20)), max_size=5).map(b"".join)


@pytest.mark.parametrize(("name", "side", "digits", "_source"), LINES, ids=list(BY_NAME))
def test_every_published_frame_is_read_and_written_again_byte_for_byte(name, side, digits, _source):
    data = bytes.fromhex(digits)
    [frame] = cut([data], SIDES[side])
    assert isinstance(frame, Frame)
    assert encode(frame) == data


def test_questions_are_the_published_ones():
    assert encode(Frame(1, messages.read(Bits.COILS, 0, 8))) == BY_NAME["read 8 coils"]
    assert encode(Frame(1, messages.read(Bits.INPUTS, 0, 8))) == BY_NAME["read 8 inputs"]
    assert encode(Frame(1, messages.write_coil(1, messages.ON))) == BY_NAME["relay 2 on"]
    assert encode(Frame(1, messages.write_coil(3, messages.OFF))) == BY_NAME["relay 4 off"]
    assert encode(Frame(1, messages.write_coil(0, 0x5500))) == BY_NAME["relay 1 toggle"]
    assert encode(Frame(1, messages.write_coil(0x0200, 7))) == BY_NAME["relay 1 flash on, 0.7 s"]
    assert encode(Frame(1, messages.write_register(0, 1234))) == BY_NAME["panel shows 1234"]


def test_fields_of_published_frames():
    def fields(name, side):
        [frame] = decode(WIRE_PROTOCOL, BY_NAME[name], side)["frames"]
        return frame

    assert fields("relay 1 toggle", Side.HOST) == {
        "name": "write coil",
        "address": 0,
        "value": "5500",
        "means": "toggle",
        "unit": 1,
        "pdu": "0500005500",
    }
    assert fields("read 8 coils", Side.HOST)["count"] == 8
    assert fields("reply read 8 coils, relay 1 on", Side.DEVICE)["bits"] == [1, 0, 0, 0, 0, 0, 0, 0]
    assert fields("panel shows 1234", Side.HOST)["registers"] == [1234]
    refused = fields("exception illegal address to FC05", Side.DEVICE)
    assert (refused["name"], refused["to"], refused["code"]) == ("exception", "write coil", 2)
    assert refused["meaning"] == "it has nothing at this address"


@pytest.mark.parametrize(
    ("digits", "side", "fields"),
    [
        ("0F000300020103", Side.HOST, {"address": 3, "count": 2, "bits": [1, 1]}),
        ("10007000020441303132", Side.HOST, {"count": 2, "registers": [0x4130, 0x3132]}),
        ("1000700002", Side.DEVICE, {"address": 0x70, "count": 2}),
        ("0100000000", Side.HOST, {"address": 0, "count": 0}),
        ("0F0003FFFF0103", Side.HOST, {"address": 3, "count": 0xFFFF}),
        ("04020102", Side.DEVICE, {"registers": [0x0102]}),
        ("11", Side.HOST, {"name": "report device"}),
    ],
)
def test_fields_of_messages_and_nothing_on_the_error_stream(digits, side, fields, capfd, caplog):
    data = encode(Frame(1, bytes.fromhex(digits), side=side))
    [frame] = decode(WIRE_PROTOCOL, data, side)["frames"]
    assert frame | fields == frame
    assert caplog.records == []
    assert capfd.readouterr().err == ""


def test_the_same_message_under_the_header_of_tcp():
    data = encode(Frame(1, messages.read(Bits.COILS, 0, 8), 0x1234), Framing.TCP)
    assert data.hex().upper() == "12340000000601" + "0100000008"
    [frame] = decode(WIRE_PROTOCOL_TCP, data, Side.HOST)["frames"]
    assert (frame["name"], frame["transaction"], frame["unit"]) == ("read coils", 0x1234, 1)


def test_a_flipped_bit_is_reported_as_noise():
    spoilt = bytes([*ANSWER[:-1], ANSWER[-1] ^ 4])
    [noise] = cut([spoilt], Side.DEVICE)
    assert noise.data == spoilt
    assert noise.reason.startswith("check is")


def test_only_the_frame_that_lost_a_byte_is_lost():
    items = cut([ANSWER + ANSWER[:-1] + ANSWER + ANSWER], Side.DEVICE)
    assert [isinstance(item, Frame) for item in items] == [True, False, True, True]
    assert items[1].data == ANSWER[:-1]


def test_an_echo_before_the_answer_is_noise_and_the_answer_is_found():
    noise, frame = cut([BY_NAME["read 8 coils"] + ANSWER], Side.DEVICE)
    assert (noise.data, noise.reason) == (
        BY_NAME["read 8 coils"],
        "byte count 0 is outside 1 to 250",
    )
    assert encode(frame) == ANSWER


def test_behind_noise_a_frame_is_waited_for_wherever_it_is_cut():
    for question in (messages.write_registers(3, [1, 2]), messages.read(Bits.INPUTS, 0, 8)):
        data = encode(Frame(1, question))
        for place in range(len(data)):
            noise, frame = cut([b"\x00" + data[:place], data[place:]])
            assert (noise.data, frame) == (b"\x00", Frame(1, question))


def test_an_unfinished_frame_waits_and_is_named_at_the_end():
    ear = decoder(Side.DEVICE)
    assert ear.feed(ANSWER[:4]) == []
    assert ear.finish() == [Noise(ANSWER[:4], "unfinished frame")]


def test_a_function_of_unknown_size_is_noise_in_rtu_and_a_frame_in_tcp():
    [noise] = cut([encode(Frame(1, b"\x41\x01\x02"))])
    assert noise.reason == "nobody knows how long function 41 is"
    data = encode(Frame(1, b"\x41\x01\x02"), Framing.TCP)
    [frame] = decode(WIRE_PROTOCOL_TCP, data, Side.HOST)["frames"]
    assert frame["name"] == "unknown function 41"


@pytest.mark.parametrize(
    ("digits", "reason"),
    [
        ("000100010006010100000008", "protocol 0001 in place of 0000"),
        ("0001000000010101", "length 1 is outside 2 to 254"),
        ("0001000000050101000000", "length 5 does not fit the function"),
        ("0001000000060181", "unfinished frame"),
    ],
)
def test_a_header_that_cannot_be_is_named(digits, reason):
    items = cut([bytes.fromhex(digits)], framing=Framing.TCP)
    assert items[0].reason == reason


def test_a_host_makes_no_exceptions():
    [noise] = cut([BY_NAME["exception illegal address to FC05"]], Side.HOST)
    assert noise.reason == "a host makes no exceptions"


def test_an_exception_nobody_knows_is_named_all_the_same():
    data = encode(Frame(1, b"\xc1\x63", side=Side.DEVICE))
    [frame] = decode(WIRE_PROTOCOL, data, Side.DEVICE)["frames"]
    assert (frame["to"], frame["code"]) == ("unknown function 41", 0x63)
    assert frame["meaning"] == "it refuses, with a code nobody knows"


@pytest.mark.parametrize(
    "frame", [Frame(256, b"\x01"), Frame(1, b""), Frame(1, bytes(254)), Frame(1, b"\x01", 65536)]
)
def test_what_fits_no_frame_is_refused(frame):
    with pytest.raises(OutOfRangeError):
        encode(frame)


@settings(max_examples=60)
@given(st.lists(frames(), max_size=4), st.sampled_from(Framing))
def test_what_is_written_is_read_again(said, framing):
    assert cut([b"".join(encode(frame, framing) for frame in said)], framing=framing) == said


@settings(max_examples=60)
@given(streams(), st.sampled_from(Side), st.sampled_from(Framing), st.lists(st.integers(0, 200)))
def test_any_cut_gives_the_same_and_no_byte_is_lost(data, side, framing, cuts):
    places = [0, *sorted(place for place in cuts if place < len(data)), len(data)]
    pieces = [data[start:end] for start, end in itertools.pairwise(places)]
    whole = cut([data], side, framing)
    assert cut(pieces, side, framing) == whole
    assert cut(one_by_one(data), side, framing) == whole
    assert bytes_of(whole, framing) == data


@settings(max_examples=60)
@given(st.binary(max_size=600), st.sampled_from(Side), st.sampled_from(Framing))
def test_any_bytes_survive_and_describe_themselves(data, side, framing):
    items = cut([data], side, framing)
    assert bytes_of(items, framing) == data
    for item in items:
        if isinstance(item, Frame):
            assert WIRE_PROTOCOL.describe(item)["name"]


def test_endless_noise_is_handed_out_and_not_kept():
    ear = decoder(Side.DEVICE)
    kept = sum(len(item.data) for _time in range(100) for item in ear.feed(b"\x00" * 100))
    assert kept > 9_500
    assert sum(len(item.data) for item in ear.finish()) == 10_000 - kept

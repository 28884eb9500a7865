"""Newland's frames: the published ones, and what goes wrong with them."""

import pytest

from drivers.scanner.lines import WITHOUT_END, Line
from drivers.scanner.newland.codec import (
    BAD_CRC,
    NO_REPLY,
    WIRE_PROTOCOL,
    ReplyDecoder,
)
from drivers.scanner.newland.frames import (
    HexCommand,
    HexReply,
    TextCommand,
    TextReply,
    Verdict,
    encode,
)
from drivers.scanner.newland.languages import LANGUAGES
from drivers.scanner.newland.probe import PROBE
from drivers.wire import Noise, Side, decode

DONE = HexReply(0, b"\x00")
CODE = Line(b"A007")


def heard(data):
    decoder = ReplyDecoder()
    return [*decoder.feed(data), *decoder.finish()]


def test_every_published_frame_is_one_frame_and_has_its_name(recorded):
    for frame in recorded("newland_frames.txt"):
        report = decode(WIRE_PROTOCOL, frame.data, frame.side)
        assert report["errors"] == [], frame.name
        (fields,) = report["frames"]
        assert fields["name"] == frame.name.partition(":")[0]
        meaning = frame.name.rpartition(": ")[2]
        assert frame.side is Side.HOST or fields["meaning"] in (meaning, "done")


def test_what_is_said_to_a_scanner_is_what_was_published(recorded):
    published = {frame.name: frame.data for frame in recorded("newland_frames.txt")}
    hexes, texts = LANGUAGES["hex"], LANGUAGES["text"]
    assert encode(hexes.trigger(on=True)) == published["write zone: trigger"]
    assert encode(hexes.question) == published["read zone: baud rate"]
    assert encode(texts.trigger(on=True)) == published["text command: trigger"]


def test_a_command_without_a_crc_is_known_as_such(recorded):
    (frame,) = [line for line in recorded("newland_frames.txt") if "not checked" in line.name]
    (fields,) = decode(WIRE_PROTOCOL, frame.data, Side.HOST)["frames"]
    assert (fields["address"], fields["data"], fields["checked"]) == ("0002", "01", False)
    assert encode(HexCommand(8, 2, b"\x01", checked=False)) == frame.data


@pytest.mark.parametrize(
    ("body", "verdict", "text"),
    [
        (b"C11ENA1\x06,MIN12\x06", Verdict.OK, "C11ENA1,MIN12"),
        (b"C11ENA1\x06,MIN999\x15", Verdict.BAD_DATA, "C11ENA1,MIN999"),
        (b"XYZABC\x05", Verdict.UNKNOWN_TAG, "XYZABC"),
        (b"C11ENA1", None, "C11ENA1"),
    ],
)
def test_a_text_reply_is_as_good_as_its_worst_verdict(body, verdict, text):
    reply = TextReply(body)
    assert (reply.verdict, reply.text) == (verdict, text)
    assert WIRE_PROTOCOL.describe(reply)["command"] == text


def test_a_code_between_two_replies_is_a_code():
    stream = encode(DONE) + encode(CODE) + encode(TextReply(b"SCNTRG1\x06")) + encode(CODE)
    assert heard(stream) == [DONE, CODE, TextReply(b"SCNTRG1\x06"), CODE]


def test_a_flipped_bit_in_a_hex_reply_is_noise_and_the_next_frame_is_heard():
    broken = bytearray(encode(DONE))
    broken[4] ^= 1
    assert heard(bytes(broken) + encode(CODE)) == [Noise(bytes(broken), BAD_CRC), CODE]


def test_a_lost_byte_in_a_hex_reply_costs_no_other_reply():
    broken = encode(DONE)[:-1]
    assert heard(broken + encode(DONE)) == [Noise(broken, BAD_CRC), DONE]


def test_a_code_without_its_end_is_noise_before_a_reply():
    assert heard(b"A00" + encode(DONE)) == [Noise(b"A00", WITHOUT_END), DONE]


def test_what_begins_like_a_reply_and_is_none_is_noise_up_to_its_line_end():
    assert heard(b"\x02\x07what\r" + encode(CODE)) == [Noise(b"\x02\x07what\r", NO_REPLY), CODE]


def test_a_command_to_the_scanner_that_is_cut_short_by_the_next_is_noise():
    report = decode(WIRE_PROTOCOL, b"\x7e\x010000#SCN" + encode(TextCommand("SCNTRG0")), Side.HOST)
    assert [fields["command"] for fields in report["frames"]] == ["SCNTRG0"]
    assert [noise["reason"] for noise in report["errors"]] == ["unfinished"]


def test_a_scanner_is_recognised_by_its_answer_in_either_language():
    assert "text commands" in PROBE.recognise(encode(TextReply(b"C11ENA0\x06")))
    assert "hex commands" in PROBE.recognise(b"\xff" + encode(HexReply(0, b"\x39\x01")))
    assert PROBE.recognise(b"6901234567892\r\n") == ""
    assert PROBE.recognise(PROBE.question) == ""

"""Honeywell's commands, replies and codes: the published ones, and what goes wrong with them."""

import pytest

from drivers.scanner.honeywell.codec import (
    NO_COMMAND,
    NO_REPLY,
    WIRE_PROTOCOL,
    CommandDecoder,
    ReplyDecoder,
)
from drivers.scanner.honeywell.frames import (
    TRIGGER_OFF,
    TRIGGER_ON,
    Menu,
    Reply,
    Trigger,
    Verdict,
    encode,
)
from drivers.scanner.honeywell.probe import PROBE
from drivers.scanner.lines import Line
from drivers.wire import Noise, Side, decode

CODE = Line(b"A007")
OK = Reply("CBRENA1", Verdict.OK, ".")


def heard(data):
    decoder = ReplyDecoder()
    return [*decoder.feed(data), *decoder.finish()]


def test_every_published_frame_is_one_frame_and_has_its_name(recorded):
    for frame in recorded("honeywell_frames.txt"):
        report = decode(WIRE_PROTOCOL, frame.data, frame.side)
        assert report["errors"] == [], frame.name
        assert [fields["name"] for fields in report["frames"]] == [frame.name.partition(":")[0]]


def test_what_is_said_to_a_scanner_is_what_was_published(recorded):
    published = {frame.name: frame.data for frame in recorded("honeywell_frames.txt")}
    assert encode(Trigger(on=True)) == published["trigger on"] == TRIGGER_ON
    assert encode(Trigger(on=False)) == published["trigger off"] == TRIGGER_OFF
    assert PROBE.question.upper() == published["query: Codabar enable"].upper()


def test_a_code_between_replies_is_a_code():
    assert heard(encode(OK) + encode(CODE) + encode(OK)) == [OK, CODE, OK]


def test_a_reply_whose_last_character_got_lost_is_a_reply_after_a_pause():
    decoder = ReplyDecoder()
    assert decoder.feed(b"CBRENA1\x06") == []
    assert decoder.finish() == [Reply("CBRENA1", Verdict.OK)]


def test_a_verdict_on_what_is_no_command_is_noise():
    assert heard(b"\xff\xfe\x06." + encode(CODE)) == [Noise(b"\xff\xfe\x06.", NO_REPLY), CODE]


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_put_into_words(verdict):
    assert WIRE_PROTOCOL.describe(Reply("CBRENA9", verdict, "!"))["meaning"]


def test_a_change_that_wears_the_flash_shows_in_a_recording():
    (fields,) = decode(WIRE_PROTOCOL, encode(Menu("232BAD9", ".")), Side.HOST)["frames"]
    assert fields == {"name": "menu command", "command": "232BAD9", "permanent": True}


def test_a_menu_command_that_is_cut_short_by_a_trigger_is_noise():
    decoder = CommandDecoder()
    found = decoder.feed(b"??" + encode(Menu("CBRENA?"))[:-1] + TRIGGER_ON)
    assert [type(item) for item in found] == [Noise, Noise, Trigger]
    assert [item.reason for item in found[:2]] == [NO_COMMAND, "unfinished"]


def test_a_scanner_is_recognised_by_its_answer():
    assert "Honeywell" in PROBE.recognise(encode(CODE) + encode(OK))
    assert PROBE.recognise(b"6901234567892\r\n") == ""
    assert PROBE.recognise(PROBE.question) == ""

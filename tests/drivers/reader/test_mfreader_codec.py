"""STX/ETX frames: against the published ones, and against whatever a wire makes of them."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.reader.content import CardContent, ContentError, join_content, text_in
from drivers.reader.mfreader.codec import (
    BAD_LRC,
    NO_ETX,
    NO_HEAD,
    UNFINISHED,
    WIRE_PROTOCOL,
    MfDecoder,
)
from drivers.reader.mfreader.frames import (
    BEEP,
    DATA_BYTES_MAX,
    READ_ALL,
    READ_TEXT,
    RESET,
    VERSION,
    Answer,
    Command,
    FrameTooLongError,
    encode,
    may_answer,
)
from drivers.reader.mfreader.words import STATUS_OK, STATUS_READ_OK, meaning_of
from drivers.reader.sw3 import SW3_MEANINGS
from drivers.wire import Noise, Side, decode

FRAMES = Path(__file__).with_name("mfreader_frames.txt")
SIDES = {"H": Side.HOST, "S": Side.DEVICE}
PUBLISHED = [
    line.split(" | ") for line in FRAMES.read_text().splitlines() if not line.startswith("#")
]
NAMES = {
    "reset": "reset",
    "RF on": "RF on",
    "RF off": "RF off",
    "PSAM slot 12 power on": "PSAM power on",
    "PSAM slot 12 power off": "PSAM power off",
    "read ID: all": "read identity card",
    "read ID: text only": "read identity card",
    "status OK": "ok",
    "status find card failed": "find failed",
    "status card found": "card found",
    "status packet format error": "the reader received a wrong format",
    "status packet checksum error": "the reader received a wrong checksum",
    "status unknown command": "the reader does not know the command",
}

answers = st.builds(Answer, st.integers(0, 0xFFFF), st.binary(max_size=40))
commands = st.builds(Command, st.integers(0, 0xFFFF), st.binary(max_size=40))
heads = st.lists(st.sampled_from([b"\x02", b"\x02\x00\x02", b"\x03", b"\x02\x09"]), max_size=20)
pieces = st.one_of(
    answers.map(encode),
    st.binary(max_size=30),
    heads.map(b"".join),
    heads.map(lambda photo: encode(Answer(STATUS_READ_OK, b"".join(photo)))),
    answers.map(lambda answer: encode(answer)[:-1]),
    answers.map(lambda answer: encode(answer)[:-1] + b"\x00"),
)
streams = st.lists(pieces, max_size=8).map(b"".join)


def heard(data: bytes, side: Side = Side.DEVICE) -> list:
    decoder = MfDecoder(side)
    return [*decoder.feed(data), *decoder.finish()]


@pytest.mark.parametrize(("name", "side", "digits", "_source"), PUBLISHED, ids=lambda part: "")
def test_every_published_frame_comes_out_as_it_went_in_and_has_its_name(
    name, side, digits, _source
):
    data = bytes.fromhex(digits)
    (frame,) = heard(data, SIDES[side])
    assert encode(frame) == data
    (fields,) = decode(WIRE_PROTOCOL, data, SIDES[side])["frames"]
    assert fields["name"] == NAMES[name]


def test_the_published_commands_are_the_ones_the_reader_is_asked():
    published = {name: bytes.fromhex(digits) for name, _side, digits, _source in PUBLISHED}
    assert encode(RESET) == published["reset"]
    assert encode(READ_ALL) == published["read ID: all"]
    assert encode(READ_TEXT) == published["read ID: text only"]


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (BEEP, {"name": "beep", "beep_ms": 100, "times": 1}),
        (READ_TEXT, {"name": "read identity card", "part": "text"}),
        (Command(0xCA01, b"\x09"), {"part": "unknown part 09"}),
        (Command(0x3222, b"\x00\x00\x12"), {"slot": "12", "delay": 0}),
        (Command(0x3223, b"\x12"), {"slot": "12"}),
        (Command(0x3224, b"\x12\x00\x84"), {"slot": "12", "apdu": "0084"}),
        (Command(0x3226, b"\x00\x84"), {"apdu": "0084"}),
        (Command(0x3113, b"\x00"), {"name": "beep", "parameters": "00"}),
        (Command(0x4711, b"\x07"), {"name": "unknown command 4711", "parameters": "07"}),
    ],
)
def test_a_command_is_described_by_its_fields(command, fields):
    (found,) = decode(WIRE_PROTOCOL, encode(command), Side.HOST)["frames"]
    assert fields.items() <= found.items()


def test_a_card_is_described_by_its_fields_and_masked_where_others_look(published):
    text = published["TEXTBLOCK HK/Macau/Taiwan J (256 B)"].data
    answer = Answer(STATUS_READ_OK, join_content(CardContent(text, bytes(1024))))
    assert len(encode(answer)) == 1291  # as the maker's own program counts
    (fields,) = decode(WIRE_PROTOCOL, encode(answer), Side.DEVICE)["frames"]
    assert fields["name"] == "text and photo"
    assert fields["text"]["name"] == "陳大文"
    masked = str(WIRE_PROTOCOL.describe_masked(answer))
    assert "陳大文" not in masked
    assert "8100" not in masked


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (0x0001, "command is not supported"),
        (0x00FE, "a module in the reader does not answer"),
        (0x1005, "contact card could not be powered"),
        (0x2006, "PSAM does not answer"),
        (0x3002, "contactless card is not inserted"),
        (0x7777, "unknown status 7777"),
        *((sw3 << 8, meaning) for sw3, meaning in SW3_MEANINGS.items()),
    ],
)
def test_every_status_has_a_meaning(status, meaning):
    assert meaning_of(status) == meaning


def test_garbage_before_a_frame_is_one_noise():
    assert heard(b"\x00\xff\x02\xff" + encode(Answer(STATUS_OK))) == [
        Noise(b"\x00\xff\x02\xff", NO_HEAD),
        Answer(STATUS_OK),
    ]


def test_a_flipped_bit_is_reported_as_noise():
    broken = bytearray(encode(Answer(STATUS_OK, b"1.0")))
    broken[5] ^= 0x10
    assert heard(bytes(broken) + encode(Answer(STATUS_OK))) == [
        Noise(bytes(broken), BAD_LRC),
        Answer(STATUS_OK),
    ]


def test_a_lost_byte_costs_one_frame_and_not_the_next():
    damaged = encode(Answer(STATUS_OK, b"version 1.0"))
    damaged = damaged[:6] + damaged[7:]
    assert heard(damaged + encode(Answer(0x8000)) + encode(Answer(STATUS_OK))) == [
        Noise(damaged, NO_ETX),
        Answer(0x8000),
        Answer(STATUS_OK),
    ]


def test_a_frame_within_a_photo_is_part_of_the_photo():
    answer = Answer(STATUS_READ_OK, encode(Answer(0x8000)) * 20)
    assert heard(encode(answer)) == [answer]


def test_a_length_that_swallows_what_follows_gives_it_back_in_the_end():
    good = encode(Answer(STATUS_OK))
    assert heard(b"\x02\x08\x00" + good + good) == [
        Noise(b"\x02\x08\x00", UNFINISHED),
        Answer(STATUS_OK),
        Answer(STATUS_OK),
    ]


def test_noise_without_end_is_handed_out_in_bounded_pieces():
    decoder = MfDecoder(Side.DEVICE)
    found = [item for _ in range(100) for item in decoder.feed(bytes(1000))]
    assert {len(item.data) for item in found} == {4096}
    assert len(found) == 100_000 // 4096


def test_what_looks_like_heads_and_is_none_is_looked_at_once():
    class CountingDecoder(MfDecoder):
        looked = 0

        def _begins(self, at):
            self.looked += 1
            return super()._begins(at)

    decoder = CountingDecoder(Side.DEVICE)
    for byte in b"\x02\xff" * 2000:
        decoder.feed(bytes((byte,)))
    assert decoder.looked < 4 * 4000


def test_a_frame_longer_than_any_is_not_made():
    with pytest.raises(FrameTooLongError, match="2313"):
        encode(Answer(STATUS_OK, bytes(DATA_BYTES_MAX - 1)))


def test_an_echo_and_a_late_answer_are_not_taken_for_an_answer():
    for command in (VERSION, RESET, BEEP, READ_ALL, READ_TEXT):
        (echo,) = heard(encode(command))
        assert not may_answer(command, echo)
    assert not may_answer(VERSION, Answer(STATUS_READ_OK))
    assert not may_answer(READ_ALL, Answer(STATUS_OK, b"1.0"))
    assert may_answer(READ_ALL, Answer(0x8000))


@pytest.mark.parametrize("head", ["", "0100", "01000000"])
def test_a_text_alone_is_taken_with_or_without_its_length(published, head):
    text = published["TEXTBLOCK citizen (256 B)"].data
    assert text_in(bytes.fromhex(head) + text) == text


@pytest.mark.parametrize("size", [0, 36, 255, 257, 258, 260, 1284])
def test_lengths_that_do_not_add_up_are_an_error_by_name(size):
    with pytest.raises(ContentError, match=f"{size} bytes"):
        text_in(b"\xff" * size)


def test_what_an_answer_carries_stays_out_of_its_repr():
    assert "carried" not in repr(Answer(STATUS_READ_OK, b"carried"))


@given(commands)
def test_commands_round_trip(command):
    assert heard(encode(command), Side.HOST) == [command]


@given(answers)
def test_answers_round_trip(answer):
    assert heard(encode(answer)) == [answer]


@given(streams)
def test_every_byte_is_in_exactly_one_frame_or_noise(data):
    said = [item.data if isinstance(item, Noise) else encode(item) for item in heard(data)]
    assert b"".join(said) == data


@given(streams, st.lists(st.integers(0, 400)))
def test_any_cut_gives_the_same(data, cuts):
    decoder = MfDecoder(Side.DEVICE)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    found = [
        item for start, end in itertools.pairwise(edges) for item in decoder.feed(data[start:end])
    ]
    assert [*found, *decoder.finish()] == heard(data)


@given(st.binary(max_size=300), st.sampled_from(Side))
def test_any_bytes_are_survived_and_described(data, side):
    report = decode(WIRE_PROTOCOL, data, side)
    assert report["frames"] or report["errors"] or not data


@given(answers | commands)
def test_any_frame_can_be_described(frame):
    assert WIRE_PROTOCOL.describe(frame)["name"]


def test_the_protocol_is_registered():
    assert registry.wire_protocol("mfreader") is WIRE_PROTOCOL

"""Lines of a NUT server: published ones, its own, and everything that can stand in their place."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ups.nut.codec import WIRE_PROTOCOL, Line, NutDecoder, OutOfRangeError, encode
from drivers.wire import Noise, Side, decode

SIDES = {">": Side.HOST, "<": Side.DEVICE}
LINES = [
    (SIDES[line[0]], line[2:])
    for line in Path(__file__).with_name("nut_lines.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def cut(pieces, side=Side.DEVICE):
    ear = NutDecoder(side)
    found = []
    for piece in pieces:
        found += ear.feed(piece)
    return [*found, *ear.finish()]


def one_by_one(data):
    return [bytes([byte]) for byte in data]


def lines():
    printable = st.characters(exclude_categories=("C",), exclude_characters="\x7f")
    words = st.lists(st.text(printable, max_size=12), min_size=1, max_size=6).map(tuple)
    return st.builds(Line, words, st.just(Side.DEVICE))


@pytest.mark.parametrize(("side", "text"), LINES, ids=[text for _side, text in LINES])
def test_every_known_line_is_read_and_written_again_byte_for_byte(side, text):
    data = text.encode() + b"\n"
    [line] = cut([data], side)
    assert encode(line) == data
    assert not WIRE_PROTOCOL.describe(line)["name"].startswith("unknown")


def test_fields_of_known_lines():
    def fields(text, side=Side.DEVICE):
        [frame] = decode(WIRE_PROTOCOL, text.encode() + b"\n", side)["frames"]
        return frame

    assert fields('VAR hall ups.status "OB LB"') == {
        "name": "var",
        "ups": "hall",
        "variable": "ups.status",
        "value": "OB LB",
    }
    assert fields("ERR DATA-STALE")["meaning"] == "it hears nothing new from the UPS"
    assert fields('UPS hall "A \\"B\\""')["description"] == 'A "B"'
    assert fields("GET VAR hall ups.status", Side.HOST)["variable"] == "ups.status"
    assert fields("BLAH 1 2") == {"name": "unknown BLAH", "words": 3}


def test_a_password_is_in_no_description_and_no_repr():
    line = Line(("PASSWORD", "geheim"))
    assert encode(line) == b"PASSWORD geheim\n"
    assert "geheim" not in str(WIRE_PROTOCOL.describe(line))
    assert "geheim" not in repr(line)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\n", "an empty line"),
        (b'VAR hall x "OL\n', "quotes are not as they should be at character 11"),
        (b"VAR \x01\n", "control bytes in a line"),
        (b"VAR \xff\n", "no UTF-8 at byte 4"),
    ],
)
def test_a_broken_line_is_named_and_the_next_one_is_read(data, reason):
    assert cut([data + b"OK\n"]) == [Noise(data, reason), Line(("OK",), Side.DEVICE)]


def test_an_endless_line_is_handed_out_and_not_kept():
    *noise, line = cut([b"A" * 5000 + b"\nOK\n"])
    assert [len(item.data) for item in noise] == [1024, 1024, 1024, 1024, 905]
    assert {item.reason for item in noise} == {"a line longer than 1024 bytes"}
    assert line == Line(("OK",), Side.DEVICE)


def test_a_line_that_was_cut_off_is_named_at_the_end():
    assert cut([b"VAR hall ups.st"]) == [Noise(b"VAR hall ups.st", "unfinished line")]


@pytest.mark.parametrize("words", [(), ("A\nB",), ("x" * 2000,)])
def test_what_fits_no_line_is_refused(words):
    with pytest.raises(OutOfRangeError):
        encode(Line(words))


@settings(max_examples=60)
@given(st.lists(lines(), max_size=5))
def test_what_is_written_is_read_again(said):
    assert cut([b"".join(encode(line) for line in said)]) == said


@settings(max_examples=60)
@given(
    st.lists(st.one_of(lines().map(encode), st.binary(max_size=40)), max_size=6).map(b"".join),
    st.lists(st.integers(0, 400)),
)
def test_any_cut_gives_the_same_and_no_byte_is_lost(data, cuts):
    places = [0, *sorted(place for place in cuts if place < len(data)), len(data)]
    whole = cut([data])
    assert cut(data[start:end] for start, end in itertools.pairwise(places)) == whole
    assert cut(one_by_one(data)) == whole
    assert data.count(b"\n") >= sum(isinstance(item, Line) for item in whole)
    for item in whole:
        if isinstance(item, Line):
            assert WIRE_PROTOCOL.describe(item)["name"]

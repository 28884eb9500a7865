"""Codes as lines of text: ends, endless ones, and what bytes are text."""

import pytest

from drivers.scanner.holding import Holds
from drivers.scanner.line.codec import WIRE_PROTOCOL, LineDecoder
from drivers.scanner.lines import CODE_BYTES_MAX, ENDLESS, WITHOUT_END, Line
from drivers.scanner.symbologies import SYMBOLOGIES, aim_identifier, split_aim
from drivers.scanner.text import CodeTextError, code_text
from drivers.wire import Noise, Side, decode


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_a_code_ends_at_cr_lf_or_both(end):
    report = decode(WIRE_PROTOCOL, b"A007" + end + b"B001" + end, Side.DEVICE)
    codes = [fields["text"] for fields in report["frames"] if fields["name"] == "code"]
    assert codes == ["A007", "B001"]
    assert report["errors"] == []


def test_a_code_is_there_as_soon_as_its_cr_is():
    assert LineDecoder(Side.DEVICE).feed(b"A007\r") == [Line(b"A007", b"\r")]


def test_what_has_no_end_after_a_pause_is_noise_and_the_next_code_is_whole():
    decoder = LineDecoder(Side.DEVICE)
    assert decoder.feed(b"A00") == []
    assert decoder.finish() == [Noise(b"A00", WITHOUT_END)]
    assert decoder.feed(b"B001\r") == [Line(b"B001")]


def test_an_endless_line_is_noise_with_all_that_belongs_to_it():
    decoder = LineDecoder(Side.DEVICE)
    found = decoder.feed(b"x" * (CODE_BYTES_MAX + 100) + b"\rA007\r")
    assert [type(item) for item in found] == [Noise, Noise, Line]
    assert {item.reason for item in found[:2]} == {ENDLESS}
    assert found[2] == Line(b"A007")


def test_the_longest_code_there_is_is_a_code():
    longest = b"7" * 7089
    assert LineDecoder(Side.DEVICE).feed(longest + b"\r") == [Line(longest)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_is_read_in_both_encodings(encoding):
    assert code_text("张三，营业厅".encode(encoding)) == "张三，营业厅"


def test_separators_of_gs1_belong_to_a_code():
    assert code_text(b"[)>\x1e06\x1d17V123\x1e\x04") == "[)>\x1e06\x1d17V123\x1e\x04"


@pytest.mark.parametrize("data", [b"\xff\xff", b"A\x00B", b"\x1b[0m", b"\x80"])
def test_bytes_that_are_no_text_are_refused_without_being_quoted(data):
    with pytest.raises(CodeTextError, match="bytes") as refused:
        code_text(data)
    assert "A" not in str(refused.value) and "\\x" not in str(refused.value)


def test_a_line_that_is_no_code_is_described_with_its_problem():
    fields = WIRE_PROTOCOL.describe(Line(b"\x00\x01"))
    assert fields["name"] == "line that is no code" and fields["text"] == "0001"


@pytest.mark.parametrize("symbology", sorted(SYMBOLOGIES))
def test_every_symbology_comes_back_from_its_aim_identifier(symbology):
    assert split_aim(aim_identifier(symbology) + "A007") == (symbology, "A007")


def test_what_has_no_aim_identifier_is_left_alone():
    assert split_aim("A007") == ("", "A007")
    assert split_aim("]C") == ("", "]C")
    assert split_aim("]X0rune") == ("", "rune")


def test_a_code_is_new_when_it_was_away_longer_than_a_hold():
    holds = Holds(2.0)
    seen = [holds.is_new(code, at_s) for code, at_s in (("A", 0), ("A", 1.9), ("A", 3.8))]
    assert seen == [True, False, False]
    assert holds.is_new("A", 6.0)
    assert holds.is_new("B", 6.1) and holds.is_new("A", 6.2)

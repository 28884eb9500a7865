"""Profiles of strip screens: what is wrong with one is said in a line."""

from pathlib import Path

import pytest
from strip_line import LUMEN

from drivers.datafile import DataFileError
from drivers.led.strip.layout import Form, Number, Order
from drivers.led.strip.options import StripOptions
from drivers.led.strip.profile import load_profile

GOOD = Path(LUMEN).read_text("utf-8")
# Ends by fixed bytes, where the other ends by its length.
SHORT = 'strip = ["40", "address", "text", "0D"]\n'


def wrong(tmp_path, text):
    file = tmp_path / "wrong.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(DataFileError) as caught:
        load_profile(str(file))
    said = str(caught.value)
    assert said.startswith(f"{file}: ")
    assert "\n" not in said
    return said.removeprefix(f"{file}: ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"sequence", "text"', '"sequnce", "text"', "strip[5]: 'sequnce' is neither bytes in hex"),
        ('"sequence", "text"', '"sequnce", "text"', "the nearest known is 'sequence'"),
        ('"03"]', '"3"]', "strip[8]: '3' is neither bytes in hex nor a field"),
        ('"03"]', '""]', "strip[8]: '' is neither"),
        ('"03"]', "3]", "strip: wants a list of texts in quotes"),
        ("encoding", "encodng", "encodng: unknown key; the nearest known is 'encoding'"),
        ('"utf-8"', '"utf8"', "encoding: 'utf8' is not known; the nearest known is 'utf-8'"),
        ('"crc16-modbus"', '"crc-modbus"', "checksum.kind: 'crc-modbus' is not known; the nearest"),
        ('order = "little"', 'ordr = "little"', "checksum.ordr: unknown key; the nearest known"),
        ("covers = [2, 6]", "covers = [2, 9]", "checksum.covers: wants the first and last part"),
        ("covers = [2, 6]", "covers = [2]", "checksum.covers: wants 2 whole numbers"),
        ("covers = [2, 6]", "", "checksum.covers: wants the first and last part, of 8 that strip"),
        ("covers = [2, 6]", "covers = [2, 8]", "checksum.covers: parts 2 to 8 of strip have the"),
        ("covers = [2, 6]", "covers = [2, 6]\nbytes = 1", "checksum.bytes: 1 have no room for"),
        ("counts = [5, 6]", "counts = [5, 5]", "strip: wants fixed bytes after the text"),
        ("counts = [5, 6]", "counts = [0, 6]", "length.counts: wants the first and last part"),
        ("text_bytes_max = 80", "text_bytes_max = 255", "text_bytes_max: a length of 256 does not"),
        ("text_bytes_max = 80", "text_bytes_max = 0", "text_bytes_max: 0 is not 1 to 1024"),
        ('"length", "sequence", "text"', '"text", "length", "sequence"', 'strip: wants "length"'),
        ('"sequence", "text"', '"text"', 'strip: has "sequence" 0 times, and it is described'),
        ("[sequence]", "[sequenze]", "sequenze: unknown key"),
        ('"address"', '"address", "address"', 'strip: wants "address" once, not 2 times'),
        ('"address"', '"54"', 'strip: wants "address" once, not 0 times'),
        ("range = [1, 40]", "range = [1, 100]", "address.range: 1 to 100 does not fit, 99"),
        ("range = [1, 9]", "range = [9, 1]", "sequence.range: 9 to 1 does not fit, 9"),
        ("pause_ms = 30", "pause_ms = -1", "pause_ms: -1 is not 0 to 10000"),
        ("pause_ms = 30", 'blank = ""', "blank: wants a character that can be shown"),
        ("pause_ms = 30", 'after_char = "0"', "after_char: wants bytes in hex"),
        ("pause_ms = 30", 'after_char = "41"', "after_char: 41 may stand in a text of utf-8 too"),
        ('form = "hex"', 'form = "hexadecimal"', "length.form: 'hexadecimal' is not known"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path, old, new, said):
    assert old in GOOD
    assert said in wrong(tmp_path, GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "strip: is missing"),
        ("strip = [\n", "Invalid"),
        ('strip = ["address", "text", "0D"]\n', "strip: wants fixed bytes before the text"),
        ('strip = ["40", "address", "checksum", "text", "0D"]\n', "[checksum] is missing"),
        ('strip = ["40", "address", "text", "41"]\n', "strip: 41 after the text may stand in a"),
        (SHORT + 'after_char = "0D"\n', "strip: 0D after the text may stand in a text too"),
        (SHORT + 'encoding = "utf-16-be"\n', "encoding: utf-16-be may have any byte"),
        (SHORT + 'text_bytes_max = 1\nafter_char = "00"\n', "text_bytes_max: 1 have no room for"),
        (SHORT + 'summary = ["40", "text", "0D"]\n', 'summary: wants "address" once, not 0'),
    ],
)
def test_what_a_profile_lacks_is_named(tmp_path, text, said):
    assert said in wrong(tmp_path, text)


def test_a_profile_that_is_not_there_names_those_that_are():
    with pytest.raises(DataFileError, match=r"pinan\.toml: No such file.*pingan, xinrui, yinda"):
        load_profile("pinan")


def test_a_profile_may_be_a_few_lines(tmp_path):
    file = tmp_path / "panel.toml"
    file.write_text(SHORT, "utf-8")
    layout = load_profile(str(file))
    assert (layout.name, layout.pause_s, layout.checksum) == ("panel", 0.1, None)
    assert list(layout.addresses) == list(range(1, 256))


@pytest.mark.parametrize("named", ["pingan", "xinrui", "yinda"])
def test_every_shipped_profile_says_whose_it_is_and_how_that_is_known(named):
    layout = load_profile(named)
    assert layout.title
    assert "public code" in layout.evidence
    assert layout.pause_s == 0.1


@pytest.mark.parametrize(
    ("number", "value", "written"),
    [
        (Number(2), 0x0102, b"\x01\x02"),
        (Number(2, order=Order.LITTLE), 0x0102, b"\x02\x01"),
        (Number(3, Form.DIGITS), 42, b"042"),
        (Number(4, Form.HEX), 0xBEEF, b"BEEF"),
    ],
)
def test_numbers_are_written_as_the_profile_says(number, value, written):
    assert number.write(value) == written
    assert number.read(written) == value
    assert number.max >= value


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"profile": "nobody"}, "nobody.toml"),
        ({"addresses": ()}, "addresses: one or more"),
        ({"addresses": (1, 2), "summary_addresses": (2,)}, "addresses: one or more, each once"),
        ({"addresses": (0,)}, "addresses: 0 is not within 1 to 255"),
        ({"profile": LUMEN, "addresses": (41,)}, "addresses: 41 is not within 1 to 40"),
        ({"profile": "xinrui", "summary_addresses": (9,)}, "profile xinrui has no summary screens"),
        ({"refresh_interval_s": -1.0}, "refresh_interval_s: -1 is less than 0"),
    ],
)
def test_impossible_options_are_named(options, named):
    with pytest.raises(ValueError, match=named):
        StripOptions(**options)


def test_the_example_in_the_documents_is_a_profile(tmp_path):
    page = Path(__file__).parents[3] / "docs" / "devices" / "strip.md"
    file = tmp_path / "example.toml"
    file.write_text(page.read_text("utf-8").split("```toml")[1].split("```")[0], "utf-8")
    layout = load_profile(str(file))
    assert layout.title == "Lumen strip screens"
    assert layout.checksum is not None

"""What the interpreter makes of bytes that are not our own."""

import pytest
from escpos.printer import Dummy
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from printing import image_of, printed, scanned

from drivers.printer.escpos import commands
from drivers.printer.escpos.content import Line, Raster

_CUT = commands.cut()


def _spans(data):
    lines = [item for item in printed(data + _CUT).tickets[0].items if isinstance(item, Line)]
    return [span for line in lines for span in line.spans]


def test_a_letter_of_a_code_page_is_narrow_and_the_same_letter_in_kanji_mode_is_wide():
    words = commands.kanji(False) + b"\x82\n" + commands.kanji(True) + "é".encode("gb18030") + b"\n"
    assert [(span.text, span.dots) for span in _spans(words)] == [("é", 12), ("é", 24)]


@pytest.mark.parametrize(
    ("page", "byte", "letter"),
    [(0, b"\x82", "é"), (16, b"\xe9", "é"), (17, b"\x80", "А"), (19, b"\xd5", "€")],
)
def test_code_pages_are_read_as_their_number_says(page, byte, letter):
    data = commands.kanji(False) + b"\x1bt" + bytes([page]) + byte + b"\n"
    assert [span.text for span in _spans(data)] == [letter]


def test_kanji_size_and_size_of_ascii_are_two_things():
    spans = _spans(b"\x1c!\x0cA" + commands.text("电") + b"\n")
    assert [(span.text, span.width) for span in spans] == [("A", 1), ("电", 2)]


def test_commands_that_are_not_obeyed_are_named_and_break_nothing():
    strange = (
        b"\x1b-\x02"
        + b"\x1bZ"
        + b"\x1d(L\x02\x00\x30\x01"
        + b"\x1bt\x63"
        + b"\x1dkC\x0c123456789012"
    )
    twin = printed(strange + b"A012\n" + _CUT)
    assert twin.tickets[0].lines == ["A012"]
    assert twin.look()["not_understood"] == [
        "unknown ESC -",
        "unknown ESC Z",
        "unknown GS ( L",
        "code page 99",
        "barcode EAN13",
    ]


def test_of_commands_that_are_not_obeyed_only_so_many_names_are_kept():
    letters = bytes(set(range(0x41, 0x5B)) - set(b"@ABCDEFGHJKRTVW"))
    strange = b"".join(b"\x1b" + bytes([a]) + b"\x1c" + bytes([a]) for a in letters)
    kept = printed(strange * 3 + b"A\n" + _CUT).look()["not_understood"]
    assert len(kept) == len(set(kept)) <= 20


@pytest.mark.parametrize("way", ["bitImageRaster", "graphics"])
def test_a_logo_of_other_people_s_making_is_painted_dot_by_dot(way):
    other = Dummy()
    chequered = Image.new("1", (64, 48), 1)
    chequered.paste(0, (0, 0, 32, 24))
    chequered.paste(0, (32, 24, 64, 48))
    other.image(chequered, impl=way)
    (ticket,) = printed(other.output + _CUT).tickets
    painted = image_of(ticket).crop((40, 0, 104, 48)).convert("1")
    assert painted.tobytes() == chequered.tobytes()
    assert ticket.logos == 1


@pytest.mark.parametrize(("mode", "dots"), [(0, (8, 2)), (1, (16, 2)), (2, (8, 4)), (3, (16, 4))])
def test_a_picture_may_be_stretched(mode, dots):
    data = b"\x1dv0" + bytes([mode, 1, 0, 2, 0]) + b"\xff\xff" + _CUT
    (picture,) = [item for item in printed(data).tickets[0].items if isinstance(item, Raster)]
    assert (picture.row_bytes * 8 * picture.wide, picture.height_dots) == dots


def test_a_picture_without_a_row_is_nothing():
    assert printed(b"\x1dv0\x00\x01\x00\x00\x00A\n" + _CUT).tickets[0].lines == ["A"]
    assert printed(b"\x1dv0\x00\x00\x00\x01\x00" + _CUT).tickets[0].picture


def test_a_whole_ticket_of_other_people_s_making_is_read_back_by_a_scanner():
    other = Dummy()
    other.hw("INIT")
    other.set(align="center", custom_size=True, width=2, height=2)
    other.text("A012\n城东供电营业厅\n")
    other.qr("https://hall.example/t/K7Q2", native=True, size=6, ec=1)
    other.ln()
    other.barcode("{BA012-260302", "CODE128", height=80, width=2)
    other.cut()
    (ticket,) = printed(other.output).tickets
    assert ticket.lines[:2] == ["A012", "城东供电营业厅"]
    assert scanned(ticket) == {
        "QRCode": "https://hall.example/t/K7Q2",
        "Code128": "A012-260302",
    }


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from([b"\x1d(L\x0c\x00\x30\x70\x30\x01\x01\x31\x08\x00\x02\x00ab"]),
            st.sampled_from(
                [
                    b"\x1d(L\x02\x0002",
                    b"\x1dv0\x00\x02\x00\x02\x00abcd",
                    b"\x1b!\x30",
                    b"\x1c.",
                    _CUT,
                ]
            ),
            st.sampled_from(["电力", "é"]).map(lambda words: words.encode("gb18030")),
        ),
        max_size=12,
    ).map(b"".join)
)
def test_no_bytes_bring_the_interpreter_or_the_painter_down(data):
    twin = printed(data + b"\n" * 3 + _CUT)
    assert all(ticket.picture for ticket in twin.tickets)

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.contract import PaperTicket
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.codec import HostDecoder
from drivers.printer.escpos.commands import UnprintableError
from drivers.printer.escpos.content import Line
from drivers.printer.escpos.frames import Command
from drivers.printer.escpos.interpreter import Interpreter
from drivers.printer.escpos.layout import (
    DOTS_BY_WIDTH_MM,
    lay_out,
    lay_out_void,
)
from drivers.printer.escpos.layoutfile import load_layout
from drivers.printer.escpos.lettering import cells, wrap
from drivers.printer.escpos.realtime import RealTimeEar

DEFAULT = load_layout("default")
_WIDTHS = st.sampled_from(sorted(DOTS_BY_WIDTH_MM.values()))
_ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
_TICKETS = st.builds(
    PaperTicket,
    **{field.name: st.text(max_size=40) for field in dataclasses.fields(PaperTicket)}
    | {"barcode": _ASCII, "qr": st.text(st.characters(min_codepoint=32), max_size=60)},
)


def _commands(data):
    decoder = HostDecoder()
    return [*decoder.feed(data), *decoder.finish()]


def _paper(data, dots):
    interpreter = Interpreter(dots)
    return [item for command in _commands(data) for item in interpreter.take(command)]


def _lines(ticket, dots=576):
    return [item for item in _paper(lay_out(ticket, DEFAULT, dots), dots) if isinstance(item, Line)]


def test_a_ticket_reads_from_number_to_footer():
    assert [line.text for line in _lines(TICKET)] == [
        "A012",
        "城东供电营业厅",
        "新装用电",
        "New supply",
        "前面还有 3 位",
        "请到一楼大厅等候",
        "2026-03-02 09:41",
        "过号请到咨询台",
    ]


def test_the_number_is_24_mm_high_on_both_papers():
    for dots in DOTS_BY_WIDTH_MM.values():
        (number,) = _lines(TICKET, dots)[0].spans
        assert (number.width, number.height, number.bold) == (8, 8, True)


def test_a_long_number_is_as_large_as_fits_on_one_line():
    (number,) = _lines(dataclasses.replace(TICKET, number="预约A012"), 384)[0].spans
    assert (number.width, number.dots) == (4, 384)


def test_what_a_visitor_must_know_is_twice_as_large_as_the_small_print():
    sizes = {line.text: line.spans[0].height for line in _lines(TICKET)}
    assert {sizes[text] for text in ("新装用电", "前面还有 3 位", "请到一楼大厅等候")} == {2}


def test_what_is_empty_is_left_out():
    bare = PaperTicket("A012", "", "", "", "", "", "", "", "")
    names = [command.name for command in _commands(lay_out(bare, DEFAULT, 576))]
    assert [line.text for line in _lines(bare)] == ["A012"]
    assert "QR print" not in names
    assert "barcode" not in names
    assert names[-1] == "cut"


def test_the_cut_leaves_a_bridge_unless_a_full_one_is_asked_for():
    assert _commands(lay_out(TICKET, DEFAULT, 576))[-1].fields["full"] is False
    assert _commands(lay_out(TICKET, DEFAULT, 576, full_cut=True))[-1].fields["full"] is True


@settings(max_examples=25)
@given(_TICKETS, _WIDTHS)
def test_any_ticket_is_commands_without_noise_and_fits_the_receive_buffer(ticket, dots):
    data = lay_out(ticket, DEFAULT, dots)
    assert all(isinstance(item, Command) for item in _commands(data))
    assert not any(item.name.startswith("unknown") for item in _commands(data))
    assert len(data) < 4096


@settings(max_examples=25)
@given(_TICKETS, _WIDTHS)
def test_no_ticket_holds_a_real_time_command(ticket, dots):
    ear = RealTimeEar()
    assert [command for _piece, command in ear.hear(lay_out(ticket, DEFAULT, dots))] == [None]


@settings(max_examples=25)
@given(_TICKETS, _WIDTHS)
def test_no_line_is_wider_than_the_paper(ticket, dots):
    # A line that is too wide would be broken by the printer, and count twice here.
    texts = [item for item in _commands(lay_out(ticket, DEFAULT, dots)) if item.name == "line feed"]
    assert len(_lines(ticket, dots)) == len(texts)


@pytest.mark.parametrize(("dots", "characters_max"), [(384, 31), (576, 49)])
def test_a_barcode_may_be_as_long_as_the_paper_is_wide(dots, characters_max):
    lay_out(dataclasses.replace(TICKET, barcode="A" * characters_max), DEFAULT, dots)
    with pytest.raises(UnprintableError, match="wider than the paper"):
        lay_out(dataclasses.replace(TICKET, barcode="A" * (characters_max + 1)), DEFAULT, dots)


@pytest.mark.parametrize(
    ("dots", "characters", "module_dots"),
    [(384, 8, 3), (384, 14, 2), (384, 16, 1), (576, 14, 3), (576, 23, 2), (576, 24, 1)],
)
def test_bars_are_as_wide_as_fits(dots, characters, module_dots):
    ticket = dataclasses.replace(TICKET, barcode="A" * characters)
    sent = {item.name: item.fields for item in _commands(lay_out(ticket, DEFAULT, dots))}
    assert sent["barcode module"]["dots"] == module_dots


def test_a_qr_code_takes_the_largest_modules_that_fit():
    for words, module_dots in ((TICKET.qr, 6), ("x" * 500, 5)):
        sent = _commands(lay_out(dataclasses.replace(TICKET, qr=words), DEFAULT, 384))
        (size,) = [item.fields["dots"] for item in sent if item.name == "QR module size"]
        assert size <= module_dots
        assert any(item.name == "QR print" for item in sent)


def test_a_qr_code_with_too_much_in_it_is_refused():
    with pytest.raises(UnprintableError, match="too many for a QR code"):
        lay_out(dataclasses.replace(TICKET, qr="电" * 3000), DEFAULT, 576)


@pytest.mark.parametrize(
    ("words", "room", "lines"),
    [
        ("请到二楼三号窗口等候", 16, ["请到二楼三", "号窗口等候"]),
        ("New supply and capacity", 16, ["New supply", "and capacity"]),
        ("前面还有 12 位，约 10–15 分钟", 24, ["前面还有 12 位，", "约 10–15 分钟"]),
        ("请您保管好此票，谢谢", 14, ["请您保管好", "此票，谢谢"]),
        ("x" * 20, 8, ["x" * 8, "x" * 8, "x" * 4]),
        ("", 8, []),
        ("0–", 2, ["0", "–"]),
        ("1二，", 3, ["1二", "，"]),
    ],
)
def test_lines_break_where_a_reader_would(words, room, lines):
    assert wrap(words, room) == lines


@given(st.text(max_size=60), st.integers(min_value=2, max_value=48))
def test_wrapping_loses_nothing_but_spaces_and_keeps_to_the_room(words, room):
    lines = wrap(words, room)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(cells(line) <= room for line in lines)


def test_no_line_begins_with_a_closing_mark():
    assert wrap("一二三四五六七，八", 14)[1][0] != "，"


def test_a_half_ticket_is_marked_void_and_cut_off():
    items = _paper(lay_out_void(384), 384)
    assert "作废" in items[0].text
    assert type(items[-1]).__name__ == "Cut"

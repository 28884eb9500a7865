"""A sheet to take home: read from heading to date, in the languages of the tickets, and cut."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st
from printer_bench import hall, virtual

from drivers.contract import PaperSheet
from drivers.printer.escpos.blocks import Languages
from drivers.printer.escpos.codec import HostDecoder
from drivers.printer.escpos.commands import UnprintableError
from drivers.printer.escpos.content import Cut, Line
from drivers.printer.escpos.interpreter import Interpreter
from drivers.printer.escpos.layout import DOTS_BY_WIDTH_MM
from drivers.printer.escpos.sheet import lay_out_sheet

SHEET = PaperSheet(
    heading="还缺这些",
    heading_english="Still to be brought",
    about="更名与过户",
    about_english="Change of name",
    marked=(("身份证", "Identity card"), ("联系电话", "Phone")),
    lines=(("保留到 2026-11-29", "Kept until 2026-11-29"),),
    code="7K3M-9QXD",
    barcode="7K3M-9QXD",
    issued_at="2026-11-22 09:41",
)
_WIDTHS = st.sampled_from(sorted(DOTS_BY_WIDTH_MM.values()))
_WORDS = st.text(max_size=40)
_SHEETS = st.builds(
    PaperSheet,
    **{field.name: _WORDS for field in dataclasses.fields(PaperSheet)}
    | {
        "marked": st.lists(st.tuples(_WORDS, _WORDS), max_size=4).map(tuple),
        "lines": st.lists(st.tuples(_WORDS, _WORDS), max_size=4).map(tuple),
        "barcode": st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12),
    },
)


def paper(sheet, languages=Languages.ZH_EN, dots=576):
    decoder, interpreter = HostDecoder(), Interpreter(dots)
    data = lay_out_sheet(sheet, languages, dots)
    commands = [*decoder.feed(data), *decoder.finish()]
    return [item for command in commands for item in interpreter.take(command)]


def lines(*said):
    return [item.text for item in paper(*said) if isinstance(item, Line)]


def test_a_sheet_reads_from_heading_to_date_with_a_box_for_each_thing():
    assert lines(SHEET) == [
        "还缺这些",
        "Still to be brought",
        "更名与过户",
        "Change of name",
        "□ 身份证",
        "Identity card",
        "□ 联系电话",
        "Phone",
        "保留到 2026-11-29",
        "Kept until 2026-11-29",
        "7K3M-9QXD",
        "2026-11-22 09:41",
    ]


def test_a_sheet_speaks_the_languages_of_the_tickets():
    assert "Identity card" not in lines(SHEET, Languages.ZH)
    assert "□ 身份证" not in lines(SHEET, Languages.EN)


@given(_SHEETS, _WIDTHS)
def test_whatever_stands_on_it_comes_out_in_one_piece_or_is_refused(sheet, dots):
    try:
        items = paper(sheet, Languages.ZH_EN, dots)
    except UnprintableError:
        return
    assert isinstance(items[-1], Cut)
    assert sum(isinstance(item, Cut) for item in items) == 1


@virtual
async def test_a_sheet_is_printed_and_cut_like_a_ticket():
    async with hall() as bench:
        await bench.driver.print_sheet(SHEET)
        (printed,) = bench.twin.tickets
        assert (printed.lines[0], printed.barcodes) == ("还缺这些", ["7K3M-9QXD"])

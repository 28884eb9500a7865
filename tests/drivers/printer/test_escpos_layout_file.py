import dataclasses
from pathlib import Path

import pytest
from printing import printed, scanned

from drivers.contract import PaperTicket
from drivers.datafile import DataFileError
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.content import Line
from drivers.printer.escpos.layout import lay_out
from drivers.printer.escpos.layoutfile import load_layout
from drivers.printer.escpos.options import EscposOptions
from drivers.shipped import shipped_folder

SHIPPED = sorted(path.stem for path in shipped_folder("tickets").glob("*.toml"))
BOTH = dataclasses.replace(
    TICKET,
    hall_english="East Town Hall",
    ahead_english="3 ahead of you",
    where_english="Please wait in the hall",
    footer_english="Ask at the desk if you missed your call",
)
_CUT = '\n[[ticket]]\nblock = "cut"\n'
_NUMBER = '[[ticket]]\nblock = "number"\n'


@pytest.fixture
def layout_of(tmp_path):
    """Return a function that reads a layout from its text."""
    written = iter(range(100))

    def load(text):
        path = tmp_path / f"layout{next(written)}.toml"
        path.write_text(text, encoding="utf-8")
        return load_layout(str(path))

    return load


def _lines(ticket, layout, dots=576):
    return [line for piece in printed(lay_out(ticket, layout, dots), dots).tickets
            for line in piece.lines]  # fmt: skip


def test_the_default_layout_prints_what_was_printed_before_there_were_layouts():
    lines = Path(__file__).with_name("ticket_default_layout.txt").read_text().splitlines()
    assert lay_out(TICKET, load_layout("default"), 576) == bytes.fromhex("".join(lines[1:]))


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("dots", [384, 576])
def test_every_shipped_layout_prints_a_ticket_that_scans_on_both_papers(name, dots):
    twin = printed(lay_out(BOTH, load_layout(name), dots), dots)
    assert "A012" in twin.tickets[0].lines
    assert scanned(twin.tickets[0]) == {"QRCode": TICKET.qr, "Code128": TICKET.barcode}
    assert (twin.look()["hanging"], twin.look()["not_understood"]) == ([], [])


@pytest.mark.parametrize(
    ("languages", "lines"),
    [
        ("zh-en", ["新装用电", "New supply"]),
        ("en-zh", ["New supply", "新装用电"]),
        ("zh", ["新装用电"]),
        ("en", ["New supply"]),
    ],
)
def test_a_layout_chooses_languages_and_their_order(layout_of, languages, lines):
    block = '[[ticket]]\nblock = "service"\nbold = true\n'
    layout = layout_of(f'languages = "{languages}"\n' + _NUMBER + block + _CUT)
    assert _lines(BOTH, layout) == ["A012", *lines]


def test_what_is_said_in_one_language_only_stands_there_in_that_one(layout_of):
    layout = layout_of('languages = "en"\n' + _NUMBER + '[[ticket]]\nblock = "hall"\n' + _CUT)
    assert _lines(TICKET, layout) == ["A012", "城东供电营业厅"]


def test_of_two_languages_only_the_first_is_bold_and_the_second_may_be_smaller(layout_of):
    block = '[[ticket]]\nblock = "service"\nbold = true\nsize = 3\nsecond_size = 1\n'
    twin = printed(lay_out(BOTH, layout_of(_NUMBER + block + _CUT), 576))
    spans = [item.spans[0] for item in twin.tickets[0].items if isinstance(item, Line)]
    assert [(span.height, span.bold) for span in spans[1:]] == [(3, True), (1, False)]


def test_words_of_the_site_s_own_stand_where_the_layout_has_them(layout_of):
    text = '[[ticket]]\nblock = "text"\nzh = "欢迎光临"\nen = "Welcome"\nalign = "right"\n'
    twin = printed(lay_out(TICKET, layout_of(text + _NUMBER + _CUT), 576))
    assert twin.tickets[0].lines == ["欢迎光临", "Welcome", "A012"]
    aligns = [item.align for item in twin.tickets[0].items if isinstance(item, Line)]
    assert aligns == ["right", "right", "centre"]


def test_a_second_copy_is_a_piece_of_paper_of_its_own(layout_of):
    copy = '[[second_copy]]\nblock = "barcode"\nheight_mm = 6\n[[second_copy]]\nblock = "cut"\n'
    twin = printed(lay_out(TICKET, layout_of(_NUMBER + _CUT + copy), 576))
    ticket, second = twin.tickets
    assert (ticket.lines, ticket.barcodes) == (["A012"], [])
    assert (second.lines, second.barcodes) == ([], [TICKET.barcode])


@pytest.mark.parametrize(("own", "full"), [("", True), ("full = false", False)])
def test_a_layout_may_say_how_to_cut_and_else_the_printer_s_option_does(layout_of, own, full):
    data = lay_out(TICKET, layout_of(_NUMBER + _CUT + own), 576, full_cut=True)
    assert data.endswith(b"\x1dVA\x00" if full else b"\x1dVB\x00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_NUMBER + "siz = 3\n" + _CUT, "ticket[1].siz: unknown key; the nearest known is 'size'"),
        (_NUMBER + "size = 9\n" + _CUT, "ticket[1].size: 9 is not 1 to 8"),
        (_NUMBER + "size = true\n" + _CUT, "ticket[1].size: True is not 1 to 8"),
        (_NUMBER + 'size = "2"\n' + _CUT, "wants a whole number from 1 to 8, not '2'"),
        (_NUMBER + 'align = "center"\n' + _CUT, "the nearest known is 'centre'"),
        (_NUMBER + _CUT + "full = 1\n", "ticket[2].full: wants true or false, not 1"),
        ('[[ticket]]\nblock = "nubmer"\n' + _CUT, "'nubmer' is no block; the nearest known is"),
        ('[[ticket]]\nblock = "hall"\n' + _CUT, "ticket: has no number"),
        (_NUMBER, 'ticket: wants one block "cut", as its last'),
        (_NUMBER + _CUT + _CUT, 'ticket: wants one block "cut", as its last'),
        ("ticket = 3\n", "ticket: wants a list, written [[ticket]], not 3"),
        ("ticket = [3]\n", "ticket: wants a list of tables, written [[ticket]]"),
        ('languages = "de"\n' + _NUMBER + _CUT, "languages: 'de' is not known"),
        ("laguages = 1\n" + _NUMBER + _CUT, "the nearest known is 'languages'"),
        (_NUMBER * 50 + _CUT, "ticket: 51 blocks are too many"),
        ("ticket = [\n", "Invalid value (at end of document)"),
        ("# " + "x" * 70_000, "70002 bytes are too many"),
    ],
)
def test_a_layout_that_cannot_be_used_is_refused_in_one_line(layout_of, text, said):
    with pytest.raises(DataFileError) as refused:
        layout_of(text)
    assert said in str(refused.value)
    assert str(refused.value).startswith("/")
    assert "\n" not in str(refused.value)


def test_a_layout_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(ValueError, match=r"defualt\.toml: No such file.*there are: default"):
        EscposOptions(layout="defualt")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DataFileError, match=r"own\.toml: .*decode"):
        load_layout(str(path))


def test_a_ticket_without_english_twins_can_still_be_made():
    bare = PaperTicket("A001", "厅", "交费", "Pay", "", "", "", "qr", "B1")
    assert _lines(bare, load_layout("english-first")) == ["A001", "厅", "Pay", "交费"]

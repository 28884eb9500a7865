import dataclasses
import io
import subprocess
import sys

import pytest
import zxingcpp
from PIL import Image

from drivers.printer.escpos import commands, picture
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.content import PictureUnavailableError
from drivers.printer.escpos.layout import lay_out
from drivers.printer.escpos.layoutfile import load_layout
from drivers.printer.escpos.twin import EscposTwin

DEFAULT = load_layout("default")


def _printed(data, dots=576):
    twin = EscposTwin(dots=dots, print_mm_s=100_000.0)
    twin.receive(data)
    while twin.due_s is not None or not twin.tickets:
        twin.tick(twin.due_s or 0.0)
    return twin.tickets[-1]


def _image(ticket):
    return Image.open(io.BytesIO(ticket.picture))


def _scanned(ticket):
    found = zxingcpp.read_barcodes(_image(ticket))
    return {barcode.format.name: barcode.text for barcode in found}


@pytest.mark.parametrize(("dots", "pixels"), [(384, 464), (576, 656)])
def test_a_scanner_reads_both_codes_from_the_picture_of_a_ticket(dots, pixels):
    ticket = _printed(lay_out(TICKET, DEFAULT, dots), dots)
    assert _scanned(ticket) == {"QRCode": TICKET.qr, "Code128": TICKET.barcode}
    assert _image(ticket).size == (pixels, ticket.length_mm * 8)


def test_bars_of_one_dot_can_still_be_read():
    long = dataclasses.replace(TICKET, barcode="QK7Q2ABCDEFG2345")
    assert _scanned(_printed(lay_out(long, DEFAULT, 384), 384))["Code128"] == long.barcode


def test_the_chinese_on_the_ticket_is_what_the_hall_wrote():
    rare = dataclasses.replace(TICKET, hall="䶮口营业厅", where="请到3号窗口（二楼）等候")
    lines = _printed(lay_out(rare, DEFAULT, 576)).lines
    assert lines[1] == "䶮口营业厅"
    assert "".join(lines[5:7]).startswith("请到3号窗口（二楼）等候")


def test_a_qr_code_with_chinese_in_it_is_read_back():
    assert _printed(commands.qr("城东营业厅 A012".encode(), 8) + commands.cut()).qr_codes == [
        "城东营业厅 A012"
    ]
    ticket = _printed(lay_out(dataclasses.replace(TICKET, qr="城东营业厅 A012"), DEFAULT, 576))
    assert _scanned(ticket)["QRCode"] == "城东营业厅 A012"


@pytest.mark.real("fonts")
def test_each_character_has_a_shape_of_its_own():
    shapes = {_printed(commands.text(char) + b"\n" + commands.cut()).picture for char in "电力 AB"}
    assert len(shapes) == 5


def test_the_number_is_the_blackest_thing_on_paper():
    ticket = _image(_printed(lay_out(TICKET, DEFAULT, 576)))
    number = ticket.crop((0, 0, ticket.width, 200))
    ink = sum(number.histogram()[:128]) / (number.width * number.height)
    assert ink > 0.15


def test_alignment_moves_a_line_across_the_paper():
    def left_edge(align):
        data = commands.align(align) + b"A\n" + commands.cut()
        inverted = _image(_printed(data)).point(lambda shade: 255 - shade)
        return inverted.getbbox()[0]

    left, centre, right = (left_edge(align) for align in commands.Align)
    assert 40 <= left < 60
    assert 310 < centre < 340
    assert right > 590


def test_without_a_chinese_font_there_is_still_a_picture_and_the_codes_can_be_read(monkeypatch):
    monkeypatch.setattr(picture, "_FOLDERS", ())
    picture._font.cache_clear()
    try:
        assert _scanned(_printed(lay_out(TICKET, DEFAULT, 576)))["Code128"] == TICKET.barcode
    finally:
        picture._font.cache_clear()


def test_without_pillow_tickets_are_printed_and_only_their_picture_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.delitem(sys.modules, "drivers.printer.escpos.picture")
    ticket = _printed(lay_out(TICKET, DEFAULT, 576))
    assert ticket.lines[0] == "A012"
    with pytest.raises(PictureUnavailableError, match="needs Pillow"):
        _ = ticket.picture


def test_driver_and_twin_load_no_picture_library():
    program = (
        "import sys, drivers.printer.escpos.case as _;"
        "print(*{'PIL', 'zxingcpp'} & set(sys.modules))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (ended.stdout.strip(), ended.stderr) == ("", "")

"""An encoder of other people's making, and what our decoder makes of its bytes."""

import pytest
from escpos.printer import Dummy
from PIL import Image

from drivers.printer.escpos import commands
from drivers.printer.escpos.codec import WIRE_PROTOCOL
from drivers.printer.escpos.commands import Align, QrLevel
from drivers.wire import Side, decode


@pytest.fixture
def other():
    printer = Dummy()
    printer.hw("INIT")
    return printer


def test_its_ticket_decodes_whole(other):
    other.set(align="center", bold=True, custom_size=True, width=2, height=2)
    other.text("A012\n城东供电营业厅\n")
    other.qr("https://hall.example/t/K7Q2", native=True, size=6, ec=1)
    other.barcode("{BA012-260302", "CODE128", height=80, width=2)
    other.cut()
    decoded = decode(WIRE_PROTOCOL, other.output, Side.HOST)
    texts = [frame.get("text") for frame in decoded["frames"] if frame.get("text")]
    names = {frame["name"] for frame in decoded["frames"]}
    assert decoded["errors"] == []
    assert texts == ["A012", "城东供电营业厅", "https://hall.example/t/K7Q2", "A012-260302"]
    assert {"initialise", "align", "bold", "size", "QR print", "barcode", "cut"} <= names


def test_its_qr_code_is_ours(other):
    other.qr("https://hall.example/t/K7Q2", native=True, size=5, ec=3)
    ours = commands.qr(b"https://hall.example/t/K7Q2", 5, QrLevel.H)
    assert other.output == commands.initialise() + ours


def test_its_barcode_is_ours(other):
    other.barcode("{BA012-260302", "CODE128", height=80, width=2)
    ours = commands.align(Align.CENTRE) + commands.code128_bars("A012-260302", 80, 2)
    assert other.output == commands.initialise() + ours


def test_its_cuts_are_ours(other):
    other.cut("PART", feed=False)
    assert other.output == commands.initialise() + commands.cut()


def test_its_picture_of_a_logo_is_ours(other):
    stripes = Image.new("1", (64, 24), 1)
    stripes.paste(0, (0, 0, 64, 8))
    other.image(stripes, impl="bitImageRaster")
    rows = b"\xff" * 64 + b"\x00" * 128
    assert other.output == commands.initialise() + commands.raster(rows, 8)

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from drivers.printer.escpos.preview import SAMPLE, main

_PICTURES = Path(__file__).parents[3] / "docs" / "pictures"


def _size(path):
    with Image.open(path) as picture:
        return picture.size


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("ticket-paper", {SAMPLE.qr, SAMPLE.barcode}),
        ("ticket-paper-logo", {SAMPLE.qr, SAMPLE.barcode}),
        ("ticket-paper-english", {SAMPLE.qr, SAMPLE.barcode}),
        ("ticket-paper-copy", {SAMPLE.barcode}),
    ],
)
def test_the_codes_in_the_document_s_pictures_scan(name, codes):
    with Image.open(_PICTURES / f"{name}.png") as picture:
        found = zxingcpp.read_barcodes(picture)
    assert {code.text for code in found} == codes


@pytest.mark.real("fonts")
@pytest.mark.parametrize(
    ("layout", "names"),
    [
        ("default", ["ticket-paper"]),
        ("english-first", ["ticket-paper-english"]),
        ("with-copy", ["ticket-paper-logo", "ticket-paper-copy"]),
    ],
)
def test_the_document_s_pictures_have_the_size_of_what_is_printed_today(tmp_path, layout, names):
    assert main([layout, str(tmp_path / "ticket.png")]) == ""
    written = [_size(path) for path in sorted(tmp_path.iterdir(), reverse=True)]
    assert written == [_size(_PICTURES / f"{name}.png") for name in names]


def test_narrow_paper_is_narrow(tmp_path):
    assert main(["default", str(tmp_path / "ticket.png"), "58"]) == ""
    assert _size(tmp_path / "ticket.png")[0] == 464


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "usage:"),
        (["defualt", "ticket.png"], "there are: default"),
        (["default", "ticket.png", "60"], "not 58 or 80"),
        (["default", "/no/such/folder/ticket.png"], "No such file"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_line(arguments, said):
    assert said in main(arguments)

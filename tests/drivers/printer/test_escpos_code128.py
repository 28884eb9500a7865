import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.printer.escpos import code128, commands
from drivers.printer.escpos.code128 import BarcodeError

_PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30)


def _scanned(data):
    """Paint the bars with white around them, and let a scanner of other people's making read."""
    modules = "0" * 20 + code128.modules(data) + "0" * 20
    row = Image.new("L", (len(modules), 1))
    row.putdata([0 if module == "1" else 255 for module in modules])
    picture = row.resize((len(modules) * 3, 60), Image.Resampling.NEAREST)
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.Code128)
    return [barcode.text for barcode in found]


@settings(max_examples=60)
@given(_PRINTABLE)
def test_a_scanner_reads_what_the_hall_wrote(words):
    assert _scanned(commands.code128_data(words)) == [words]


@given(_PRINTABLE)
def test_the_text_below_the_bars_is_what_the_hall_wrote(words):
    assert code128.readable(commands.code128_data(words)) == words


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"{C\x0c\x22\x38", "123456"),
        (b"{BA{C\x0c\x22", "A1234"),
        (b"{C\x0c{BA{{", "12A{"),
        (b"{AAB12", "AB12"),
        (b"{BNo{S7", "No7"),
    ],
)
def test_other_code_sets_are_read_too(data, text):
    assert _scanned(data) == [text]
    assert code128.readable(data) == text


def test_a_check_value_from_the_textbook():
    # PJJ123C in code set A has the check value 54.
    assert code128.values(b"{APJJ123C")[-1] == 54


def test_a_function_mark_has_no_text():
    assert code128.values(b"{B{1A")[1] == 102
    assert code128.readable(b"{B{1A{4") == "A"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "begins with none"),
        (b"ABC", "begins with none"),
        (b"{X1", "begins with none"),
        (b"{C\x64", "byte 64 at 2"),
        (b"{Aa", "byte 61 at 2"),
        (b"{BA\x7f\x80", "byte 80 at 4"),
        (b"{BA{", "{ at 3 means nothing"),
        (b"{C{2", "{2 at 2 means nothing"),
        (b"{B{B", "{B at 2 means nothing"),
    ],
)
def test_what_is_no_code128_says_where(data, reason):
    with pytest.raises(BarcodeError, match=reason):
        code128.values(data)

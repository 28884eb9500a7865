import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from printing import image_of, printed, scanned

from drivers.datafile import DataFileError
from drivers.printer.escpos import commands, logo
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.codec import HostDecoder
from drivers.printer.escpos.content import Raster
from drivers.printer.escpos.layout import lay_out
from drivers.printer.escpos.layoutfile import load_layout
from drivers.printer.escpos.logo import Dots, LogoError, dots_of, raster, read_picture
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.realtime import RealTimeEar
from drivers.printer.escpos.twin import EscposTwin

_LAYOUT = """
[[ticket]]
block = "logo"
file = "{file}"
width_percent = {percent}
[[ticket]]
block = "number"
[[ticket]]
block = "qr"
[[ticket]]
block = "cut"
"""


@pytest.fixture
def layout_with(tmp_path):
    """Return a function that writes a layout with the logo `file` beside it."""

    def write(file, percent=50):
        path = tmp_path / "own.toml"
        path.write_text(_LAYOUT.format(file=file, percent=percent), encoding="utf-8")
        return str(path)

    load_layout.cache_clear()
    return write


def _shaded(tmp_path, size=(200, 40)):
    """Write a picture that goes from black on the left to white on the right."""
    picture = Image.linear_gradient("L").rotate(90).resize(size)
    picture.save(tmp_path / "logo.png")
    return picture


def _pbm(tmp_path, width, rows):
    height = len(rows) // ((width + 7) // 8)
    path = tmp_path / "logo.pbm"
    path.write_bytes(b"P4\n# by hand\n%d %d\n" % (width, height) + rows)
    return path


def test_a_logo_in_shades_is_scaled_to_the_paper_and_dithered(tmp_path, layout_with):
    _shaded(tmp_path)
    twin = printed(lay_out(TICKET, load_layout(layout_with("logo.png")), 576))
    picture = image_of(twin.tickets[0]).convert("L")
    left, right = (656 - 288) // 2, (656 + 288) // 2
    ink = [
        sum(picture.crop((edge, 0, edge + 48, 57)).histogram()[:128]) / (48 * 57)
        for edge in range(left, right, 48)
    ]
    assert ink == sorted(ink, reverse=True)
    assert (ink[0] > 0.85, ink[-1] < 0.15) == (True, True)
    assert (twin.look()["last_logos"], scanned(twin.tickets[0])["QRCode"]) == (1, TICKET.qr)


def test_a_logo_in_dots_is_printed_dot_by_dot(tmp_path, layout_with):
    _pbm(tmp_path, 16, b"\xff\x00" * 30)
    twin = printed(lay_out(TICKET, load_layout(layout_with("logo.pbm")), 576))
    bands = [item for item in twin.tickets[0].items if isinstance(item, Raster)]
    assert b"".join(band.rows for band in bands) == b"\xff\x00" * 30
    assert [band.height_dots for band in bands] == [24, 6]
    assert {band.align for band in bands} == {"centre"}


def test_what_only_fills_the_last_byte_of_a_row_stays_white(tmp_path):
    dots = dots_of(read_picture(_pbm(tmp_path, 12, b"\xff\xff" * 2)), 12, 576)
    assert dots.rows == b"\xff\xf0" * 2


def test_a_transparent_logo_lies_on_white_paper(tmp_path):
    Image.new("RGBA", (32, 8), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    assert set(dots_of(read_picture(tmp_path / "clear.png"), 64, 576).rows) == {0}


@given(st.binary(min_size=8, max_size=400).map(lambda data: data[: len(data) // 8 * 8]))
def test_no_logo_holds_a_real_time_command(rows):
    data = raster(Dots(64, rows + b"\x10\x04\x01\x10\x14\x08\x10\x05"))
    ear = RealTimeEar()
    assert [command for _piece, command in ear.hear(data)] == [None]


@given(st.binary(min_size=9, max_size=900).map(lambda data: data[: len(data) // 9 * 9]))
def test_a_logo_comes_back_from_its_commands_but_for_a_dot_here_and_there(rows):
    decoder = HostDecoder()
    found = decoder.feed(raster(Dots(72, rows)))
    back = b"".join(command.data[8:] for command in found)
    assert len(back) == len(rows)
    assert all(here in (there, there & ~0x10) for here, there in zip(back, rows, strict=True))


def test_a_logo_is_made_into_dots_once(tmp_path, layout_with):
    _shaded(tmp_path)
    layout = load_layout(layout_with("logo.png"))
    dots_of.cache_clear()
    for _ticket in range(3):
        lay_out(TICKET, layout, 576)
    assert dots_of.cache_info().misses == 1


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda path: None, "No such file"),
        (lambda path: path.write_bytes(b"no picture"), "no picture that can be read"),
        (lambda path: path.write_bytes(b""), "no picture that can be read"),
        (lambda path: path.write_bytes(b"P4\nwide 4\n"), "no width and height after P4"),
        (lambda path: path.write_bytes(b"P4\n0 4\n"), "no width and height after P4"),
        (lambda path: path.write_bytes(b"P4\n16 4\n\x00"), "1 bytes of dots are not 16 × 4"),
        (lambda path: path.write_bytes(b"x" * 3_000_000), "3000000 bytes are too many"),
        (
            lambda path: Image.new("1", (4000, 2000)).save(path, "PNG"),
            "4000 × 2000 pixels are too many",
        ),
    ],
)
def test_a_logo_that_cannot_be_used_is_refused_with_file_and_key(
    tmp_path, layout_with, write, said
):
    write(tmp_path / "logo.png")
    with pytest.raises(DataFileError, match=r"own\.toml: ticket\[1\]\.file: .*logo\.png") as error:
        load_layout(layout_with("logo.png"))
    assert said in str(error.value)


def test_a_logo_that_is_too_large_for_the_paper_is_refused_with_the_options(tmp_path, layout_with):
    _pbm(tmp_path, 400, b"\x00" * 50 * 8)
    path = layout_with("logo.pbm")
    EscposOptions(layout=path)
    with pytest.raises(LogoError, match=r"400 dots are wider than paper of 384"):
        EscposOptions(layout=path, paper_width_mm=58)


def test_a_logo_that_would_be_too_high_is_refused_with_the_options(tmp_path, layout_with):
    _shaded(tmp_path, (100, 90))
    EscposOptions(layout=layout_with("logo.png", 40))
    load_layout.cache_clear()
    with pytest.raises(LogoError, match=r"518 dots are too high at this width, 240 at most"):
        EscposOptions(layout=layout_with("logo.png", 100))


def test_without_pillow_a_logo_in_shades_says_what_to_do(tmp_path, monkeypatch):
    _shaded(tmp_path)
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.delitem(sys.modules, "drivers.printer.escpos.shades", raising=False)
    with pytest.raises(LogoError, match=r"needs Pillow: pip install 'atrium-hall\[logo\]', or"):
        read_picture(tmp_path / "logo.png")


def test_a_logo_in_dots_loads_no_picture_library():
    program = (
        "import sys; from drivers.printer.escpos.options import EscposOptions;"
        "EscposOptions(layout='with-copy'); print(*{'PIL'} & set(sys.modules))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (ended.stdout.strip(), ended.stderr) == ("", "")


def test_a_band_of_a_logo_fits_into_any_receive_buffer():
    widest = raster(Dots(576, b"\x55" * 72 * logo.HEIGHT_DOTS_MAX))
    decoder = HostDecoder()
    assert max(len(command.data) for command in decoder.feed(widest)) < 2048


def test_a_picture_wider_than_the_paper_is_cut_off_at_its_edge():
    twin = EscposTwin(dots=384, print_mm_s=100_000.0)
    twin.receive(commands.raster(b"\xff" * 60 * 8, 60) + b"\n" + commands.cut())
    while twin.due_s is not None or not twin.tickets:
        twin.tick(twin.due_s or 0.0)
    assert image_of(twin.tickets[0]).width == 464

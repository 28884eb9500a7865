"""Logos: from a file to the dots that a printer burns.

A PBM file holds dots already: they are printed as they are, and nothing needs to be installed for
it. Any other picture (PNG) has shades: it is scaled to the paper and dithered, which is Pillow's
work. Pillow is loaded for such a file alone, once, when the layout is read: a hall without a logo,
or with one in PBM, never loads it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from drivers.printer.escpos import commands

HEIGHT_DOTS_MAX = 240  # 30 mm: 17 KB, 1.5 s at 115200 baud
_FILE_BYTES_MAX = 2 * 1024 * 1024
_PIXELS_MAX = 4_000_000
# A whole band fits into the smallest receive buffers, and a lost byte costs no more than a band.
_BAND_DOTS = 24
_PBM = re.compile(rb"P4(?:\s+(?:#[^\n]*\n)?)(\d+)(?:\s+(?:#[^\n]*\n)?)(\d+)\s")


class LogoError(ValueError):
    """A picture that cannot be printed; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Dots:
    """Black and white, row by row, eight dots a byte, the leftmost in bit 7; one is black."""

    width: int
    rows: bytes

    @property
    def row_bytes(self) -> int:
        return (self.width + 7) // 8

    @property
    def height(self) -> int:
        return len(self.rows) // self.row_bytes


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture as its file has it. `shades` is Pillow's image in grey, or None for dots."""

    file: Path
    dots: Dots | None
    shades: Any


def read_picture(file: Path) -> Picture:
    """Return the picture in `file`. Raises `LogoError`."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise LogoError(f"{file}: {error.strerror}") from None
    if len(data) > _FILE_BYTES_MAX:
        raise LogoError(f"{file}: {len(data)} bytes are too many, {_FILE_BYTES_MAX} at most")
    if data[:2] == b"P4":
        return Picture(file, _read_pbm(file, data), None)
    return Picture(file, None, _read_shades(file, data))


def _read_pbm(file: Path, data: bytes) -> Dots:
    head = _PBM.match(data)
    if head is None or not int(head[1]) * int(head[2]):
        raise LogoError(f"{file}: no width and height after P4")
    width, height = int(head[1]), int(head[2])
    rows = data[head.end() :]
    if len(rows) != (width + 7) // 8 * height:
        raise LogoError(f"{file}: {len(rows)} bytes of dots are not {width} × {height}")
    return Dots(width, _without_filling(width, rows))


def _without_filling(width: int, rows: bytes) -> bytes:
    """Return `rows` with white in what only fills the last byte of each."""
    row_bytes = (width + 7) // 8
    cleared = bytearray(rows)
    for last in range(row_bytes - 1, len(rows), row_bytes):
        cleared[last] &= 0xFF << -width % 8 & 0xFF
    return bytes(cleared)


def _read_shades(file: Path, data: bytes) -> Any:
    try:
        pillow = import_module("drivers.printer.escpos.shades")
    except ModuleNotFoundError:
        hint = "pip install 'atrium-hall[logo]', or give the logo as PBM (P4)"
        raise LogoError(f"{file}: a logo with shades needs Pillow: {hint}") from None
    try:
        return pillow.read(data, _PIXELS_MAX)
    except ValueError as error:
        raise LogoError(f"{file}: {error}") from None


@lru_cache(maxsize=16)
def dots_of(picture: Picture, width_dots: int, paper_dots: int) -> Dots:
    """Return `picture` as dots: one with shades `width_dots` wide, one in dots as it is.

    Raises `LogoError` where it is too large for paper `paper_dots` wide.
    """
    dots = picture.dots or _dither(picture, width_dots)
    if dots.width > paper_dots:
        raise LogoError(f"{picture.file}: {dots.width} dots are wider than paper of {paper_dots}")
    if dots.height > HEIGHT_DOTS_MAX:
        height = f"{dots.height} dots are too high at this width"
        raise LogoError(f"{picture.file}: {height}, {HEIGHT_DOTS_MAX} at most")
    return dots


def _dither(picture: Picture, width_dots: int) -> Dots:
    rows: bytes = import_module("drivers.printer.escpos.shades").dither(picture.shades, width_dots)
    return Dots(width_dots, rows)


@lru_cache(maxsize=16)
def raster(dots: Dots) -> bytes:
    """Return the commands that print `dots`, band by band."""
    step = _BAND_DOTS * dots.row_bytes
    bands = (dots.rows[at : at + step] for at in range(0, len(dots.rows), step))
    return b"".join(commands.raster(band, dots.row_bytes) for band in bands)

"""Printing onto a twin's paper at once, and reading it back with a scanner's eyes."""

import io

import zxingcpp
from PIL import Image

from drivers.printer.escpos.twin import EscposTwin

_PIECE_BYTES = 512  # a receive buffer holds no more than a few of them


def printed(data, dots=576):
    """Return the twin that has worked `data` off."""
    twin = EscposTwin(dots=dots, print_mm_s=100_000.0)
    for at in range(0, len(data), _PIECE_BYTES):
        twin.receive(data[at : at + _PIECE_BYTES])
        settle(twin)
    return twin


def settle(twin):
    """Let time pass until nothing more is due."""
    twin.tick(0.0)
    while twin.due_s is not None:
        twin.tick(twin.due_s)


def image_of(ticket):
    return Image.open(io.BytesIO(ticket.picture))


def scanned(ticket):
    """Return what a scanner reads from the picture: format to text."""
    found = zxingcpp.read_barcodes(image_of(ticket))
    return {barcode.format.name: barcode.text for barcode in found}

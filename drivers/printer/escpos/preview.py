"""Seeing a layout before there is a printer: a sample ticket on a twin's paper, as PNG.

    python -m drivers.printer.escpos.preview LAYOUT PICTURE.png [58]

LAYOUT is the name of a shipped layout or the path of one; a second copy goes to PICTURE-2.png.
"""

import sys
from pathlib import Path

from drivers.contract import PaperTicket
from drivers.printer.escpos.content import PictureUnavailableError, PrintedTicket
from drivers.printer.escpos.layout import lay_out
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.twin import EscposTwin

SAMPLE = PaperTicket(
    number="A012",
    hall="阳光路供电营业厅",
    hall_english="Sunshine Road Power Service Hall",
    service="新装与增容",
    service_english="New supply and capacity",
    ahead="前面还有 3 人",
    ahead_english="3 ahead of you",
    where="请到一楼大厅等候",
    where_english="Please wait in the main hall",
    issued_at="2026-03-02 09:41",
    qr="https://hall.example/t/K7Q2MX",
    barcode="QK7Q2MX4",
    footer="请留意叫号",
    footer_english="Please listen for your number",
)
_PIECE_BYTES = 512  # the twin's receive buffer holds a few of them


def preview(options: EscposOptions, ticket: PaperTicket = SAMPLE) -> list[PrintedTicket]:
    """Return the pieces of paper that `ticket` becomes."""
    twin = EscposTwin(dots=options.dots, print_mm_s=10_000.0)
    data = lay_out(ticket, options.ticket, options.dots, full_cut=options.full_cut)
    for at in range(0, len(data), _PIECE_BYTES):
        twin.receive(data[at : at + _PIECE_BYTES])
        twin.tick(0.0)
        while twin.due_s is not None:
            twin.tick(twin.due_s)
    return list(twin.tickets)


def main(arguments: list[str]) -> str:
    """Write the pictures; return what is wrong, or nothing."""
    if len(arguments) not in (2, 3):
        return "usage: python -m drivers.printer.escpos.preview LAYOUT PICTURE.png [58]"
    layout, target = arguments[0], Path(arguments[1])
    try:
        width_mm = int(arguments[2]) if arguments[2:] else 80
        pieces = preview(EscposOptions(paper_width_mm=width_mm, layout=layout))
        for number, piece in enumerate(pieces, 1):
            name = target.name if number == 1 else f"{target.stem}-{number}{target.suffix}"
            target.with_name(name).write_bytes(piece.picture)
    except (ValueError, OSError, PictureUnavailableError) as error:
        return str(error)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)

"""Recordings of what passes on a device's wire, taken through a running hall."""

from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import TextIO

from drivers.transports.capture import Piece, write_piece
from drivers.wire import Side
from edge.client import HallClient


def new_recording(path: Path, device: str) -> TextIO:
    """Open a file that is not there yet, for its owner alone. Raises `OSError`."""
    file = path.open("x", encoding="utf-8")
    path.chmod(0o600)
    file.write(f"# {device}\n")
    return file


async def record(
    hall: HallClient, device: str, file: TextIO, on_piece: Callable[[], None] = lambda: None
) -> None:
    """Write to `file` what passes on the wire of `device`, each piece at once, without end.

    The hall notes that it was recorded. Raises `HallError`.
    """
    began_s: float | None = None
    async with aclosing(hall.wire(device, raw=True)) as pieces:
        async for passed in pieces:
            began_s = passed.at_s if began_s is None else began_s
            data = bytes.fromhex(passed.hex)
            file.write(write_piece(Piece(passed.at_s - began_s, Side(passed.side), data)))
            file.flush()
            on_piece()

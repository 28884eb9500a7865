"""Recording what passes over a wire, and playing a recording back as the device.

A capture is a text file, one line a piece: seconds since the start, `>` for host to device or `<`
for device to host, and the bytes in hex. Lines that begin with `#` are remarks.
"""

import asyncio
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from drivers.contract import Wire, WireLostError
from drivers.wire import Side

SCHEME = "replay:"


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that passed in one go, `at_s` seconds after the recording began."""

    at_s: float
    side: Side
    data: bytes


def write_piece(piece: Piece) -> str:
    """Return the line of a capture file for `piece`."""
    arrow = ">" if piece.side is Side.HOST else "<"
    return f"{piece.at_s:.6f} {arrow} {piece.data.hex().upper()}\n"


def read_capture(lines: Iterator[str], source: str) -> list[Piece]:
    """Read a capture. Raises `ValueError` naming `source`, the line and what is wrong with it."""
    pieces = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            at_s, arrow, digits = line.split()
            side = {">": Side.HOST, "<": Side.DEVICE}[arrow]
            pieces.append(Piece(_seconds(at_s), side, bytes.fromhex(digits)))
        except (ValueError, KeyError) as error:
            wanted = "seconds, > or <, hex"
            raise ValueError(f"{source}:{number}: expected {wanted}: {line.strip()!r}") from error
    return pieces


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < math.inf:
        raise ValueError(text)
    return seconds


class CapturingWire:
    """Passes everything on to `wire` and writes it to `file` as well."""

    def __init__(self, wire: Wire, file: TextIO, clock: Callable[[], float]) -> None:
        self._wire = wire
        self._file = file
        self._clock = clock
        self._began_s = clock()

    def _record(self, side: Side, data: bytes) -> None:
        if data:
            self._file.write(write_piece(Piece(self._clock() - self._began_s, side, data)))
            self._file.flush()

    async def write(self, data: bytes) -> None:
        self._record(Side.HOST, data)
        await self._wire.write(data)

    async def read(self, within_s: float) -> bytes:
        data = await self._wire.read(within_s)
        self._record(Side.DEVICE, data)
        return data

    async def close(self) -> None:
        await self._wire.close()


class ReplayWire:
    """Plays the device's side of a capture: answers appear once the host has said its part.

    `paced`, each takes as long as it took then. What the host writes is compared with what it
    wrote in the recording; a difference ends the replay with `WireLostError`, naming both.
    """

    def __init__(self, pieces: list[Piece], *, paced: bool = False) -> None:
        self._pieces = list(pieces)
        self._expected = bytearray()
        self._paced = paced
        self._played_s = 0.0

    @property
    def ended(self) -> bool:
        """Whether everything in the recording has been said and heard."""
        return not self._pieces and not self._expected

    async def write(self, data: bytes) -> None:
        for piece in self._pieces:
            if piece.side is not Side.HOST:
                break
            self._expected += piece.data
        while self._pieces and self._pieces[0].side is Side.HOST:
            self._played_s = self._pieces.pop(0).at_s
        if not self._expected.startswith(data):
            said, wanted = data.hex(), bytes(self._expected[: len(data)]).hex()
            raise WireLostError(f"replay: the host said {said}, the recording has {wanted}")
        del self._expected[: len(data)]

    async def read(self, within_s: float) -> bytes:
        if not self._pieces:
            raise WireLostError("replay: the recording is at its end")
        piece = self._pieces[0]
        waits_for_host = piece.side is Side.HOST or bool(self._expected)
        due_s = piece.at_s - self._played_s if self._paced else 0.0
        if waits_for_host or due_s > within_s:
            await asyncio.sleep(within_s)
            self._played_s += 0.0 if waits_for_host else within_s
            return b""
        await asyncio.sleep(max(due_s, 0.0))
        self._played_s = piece.at_s
        return self._pieces.pop(0).data

    async def close(self) -> None:
        self._pieces.clear()


async def open_replay(port: str) -> Wire:
    """Open the recording that `replay:FILE` names, at the pace of then. Raises `WireLostError`."""
    path = port.removeprefix(SCHEME)
    try:
        text = await asyncio.to_thread(Path(path).read_text, "utf-8")
        return ReplayWire(read_capture(iter(text.splitlines()), path), paced=True)
    except (OSError, ValueError) as error:
        raise WireLostError(f"{port}: {error}") from error

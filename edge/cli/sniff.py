"""`atrium wire sniff` and `atrium wire diff`: making out a device that nobody knows."""

import asyncio
import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from drivers.contract import LineSettings, WireLostError
from drivers.registry import wire_protocol, wire_protocol_names
from drivers.transports import open_wire
from drivers.transports.capture import Piece, read_capture, write_piece
from drivers.wire import Side
from edge.cli.options import Json
from edge.cli.written import write_file
from edge.errors import UnusableError
from edge.provisioning.sniffing import BAUDRATES, Difference, Guess, differences, rank

Port = Annotated[str, typer.Argument(help="A path, socket://HOST:PORT or rfc2217://HOST:PORT.")]
Seconds = Annotated[float, typer.Option(help="How long to listen at each speed.", min=0.05)]
Baud = Annotated[list[int] | None, typer.Option(help="Listen at this speed only; may be repeated.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write what was heard at the best speed here.")
]

_SHOWN_BYTES = 16


def sniff(
    port: Port,
    seconds: Seconds = 3.0,
    baud: Baud = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Listen to an unknown device at every usual speed; nothing is said to it.

    Have it speak meanwhile: press its keys, scan a code, lay down a card. Exit 1 if nothing makes
    sense.
    """
    heard = asyncio.run(_listen(port, baud or list(BAUDRATES), seconds, quiet=as_json))
    guesses = rank(heard, [wire_protocol(name) for name in wire_protocol_names()])
    if as_json:
        print(json.dumps([_as_json(guess) for guess in guesses]))  # noqa: T201
    else:
        _print(guesses)
    best = guesses[0]
    if output is not None and best.heard:
        remark = f"# {port} at {best.baudrate} baud: {best.why}\n"
        write_file(output, remark + write_piece(Piece(0.0, Side.DEVICE, best.heard)))
        typer.echo(f"written to {output}", err=True)
    raise typer.Exit(0 if best.score > 0.5 else 1)


async def _listen(
    port: str, baudrates: list[int], seconds: float, *, quiet: bool
) -> dict[int, bytes]:
    heard = {}
    with Progress(disable=quiet, console=Console(stderr=True), transient=True) as progress:
        for baudrate in progress.track(baudrates, description="listening"):
            try:
                heard[baudrate] = await _at(port, baudrate, seconds)
            except WireLostError as error:
                raise UnusableError(str(error)) from None
    return heard


async def _at(port: str, baudrate: int, seconds: float) -> bytes:
    wire = await open_wire(port, LineSettings(baudrate))
    try:
        deadline, heard = time.monotonic() + seconds, b""
        while (left_s := deadline - time.monotonic()) > 0:
            heard += await wire.read(left_s)
        return heard
    finally:
        await wire.close()


def _as_json(guess: Guess) -> dict[str, Any]:
    return {
        "baudrate": guess.baudrate,
        "score": round(guess.score, 2),
        "protocol": guess.protocol,
        "why": guess.why,
        "bytes": len(guess.heard),
        "hex": guess.heard[:_SHOWN_BYTES].hex().upper(),
    }


def _print(guesses: list[Guess]) -> None:
    table = Table("baud", "score", "why", "bytes", "begins with")
    for guess in guesses:
        begins = guess.heard[:_SHOWN_BYTES].hex(" ").upper()
        bytes_ = str(len(guess.heard))
        table.add_row(str(guess.baudrate), f"{guess.score:.1f}", guess.why, bytes_, begins)
    Console().print(table)


def diff(
    first: Annotated[Path, typer.Argument(help="A recording.")],
    second: Annotated[Path, typer.Argument(help="Another, of the same with one thing changed.")],
    side: Annotated[Side, typer.Option("--from", help="Whose words to compare.")] = Side.DEVICE,
    as_json: Json = False,
) -> None:
    """Show what differs between two recordings: where a length, a counter, a checksum stands.

    Exit 1 if they differ.
    """
    found = differences(_said(first, side), _said(second, side))
    if as_json:
        print(json.dumps([_difference_as_json(each) for each in found]))  # noqa: T201
    else:
        for each in found:
            typer.echo(_in_words(each))
        if not found:
            typer.echo("no difference")
    raise typer.Exit(1 if found else 0)


def _said(path: Path, side: Side) -> bytes:
    try:
        with path.open(encoding="utf-8") as lines:
            pieces = read_capture(lines, str(path))
    except (OSError, ValueError) as error:
        raise UnusableError(f"{path}: {error}") from None
    return b"".join(piece.data for piece in pieces if piece.side is side)


def _difference_as_json(found: Difference) -> dict[str, Any]:
    return {
        "at": found.at,
        "before": found.before.hex().upper(),
        "first": found.first.hex().upper(),
        "second": found.second.hex().upper(),
    }


def _in_words(found: Difference) -> str:
    before, first, second = (
        part.hex(" ").upper() or "–" for part in (found.before, found.first, found.second)
    )
    return f"byte {found.at}: … {before}  [{first}] → [{second}]"

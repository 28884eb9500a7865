"""`atrium wire`: what bytes on a device's line say, and recordings of them."""

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Annotated, TextIO

import typer

from drivers.registry import wire_protocol, wire_protocol_names
from drivers.wire import Side, decode
from edge.cli.options import DEFAULT_STATE, State
from edge.cli.replay import replay
from edge.cli.sniff import diff, sniff
from edge.cli.written import naming
from edge.client import HallClient, HallError
from edge.recording import new_recording, record
from edge.state_dir import StateDir


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the commands."""
    wire = typer.Typer(no_args_is_help=True, help="Look at what devices say.")
    app.add_typer(wire, name="wire")

    @wire.callback()
    def wires() -> None:
        """Look at what devices say."""

    @wire.command("decode")
    def decode_hex(
        data: Annotated[list[str], typer.Argument(help="Bytes in hex; spaces do not matter.")],
        protocol: Annotated[str, typer.Option(help=f"One of {', '.join(wire_protocol_names())}.")],
        side: Annotated[Side, typer.Option("--from", help="Who said it.")] = Side.DEVICE,
    ) -> None:
        """Decode bytes into frames; exit 1 if any of them is no frame."""
        found = decode(wire_protocol(protocol), _bytes(" ".join(data)), side)
        print(json.dumps(found, ensure_ascii=False))  # noqa: T201
        raise typer.Exit(1 if found["errors"] else 0)

    wire.command("capture")(capture)
    wire.command("replay")(replay)
    wire.command("sniff")(sniff)
    wire.command("diff")(diff)


def capture(
    device: Annotated[str, typer.Argument(help="The device's id.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    state: State = DEFAULT_STATE,
    seconds: Annotated[float, typer.Option(help="How long; else until Ctrl-C.", min=0.0)] = 0.0,
) -> None:
    """Record what passes on a device's wire, with times, for `atrium wire replay` and for tests.

    Of a reader this holds what stands on the cards: use a card of your own. The hall notes that it
    was recorded.
    """
    if output.exists():
        raise typer.BadParameter(f"{output} exists already", param_hint="--output")
    with naming(output), new_recording(output, device) as file:
        typer.echo(f"recording {device} to {output}; Ctrl-C ends", err=True)
        _record_until_told(device, state, file, seconds)
    typer.echo(f"{len(output.read_text().splitlines()) - 1} pieces recorded", err=True)


def _record_until_told(device: str, state: Path, file: TextIO, seconds: float) -> None:
    begins = file.tell()
    try:
        with contextlib.suppress(KeyboardInterrupt, TimeoutError):
            asyncio.run(_record(device, state, file, seconds))
    except HallError:
        if file.tell() == begins:
            Path(file.name).unlink()
        raise


async def _record(device: str, state: Path, file: TextIO, seconds: float) -> None:
    async with (
        asyncio.timeout(seconds or None),
        HallClient(str(StateDir(state).socket("engineer"))) as hall,
    ):
        await record(hall, device, file)


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise typer.BadParameter(f"not hex: {error}", param_hint="HEX") from None

"""`atrium wire decode`: what bytes on a device's line say."""

import json
from typing import Annotated

import typer

from drivers.registry import wire_protocol, wire_protocol_names
from drivers.wire import Side, decode


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


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise typer.BadParameter(f"not hex: {error}", param_hint="HEX") from None

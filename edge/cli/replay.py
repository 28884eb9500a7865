"""`atrium wire replay`: a recording from the field, heard by the driver it was made with."""

import asyncio
import datetime as dt
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from drivers.contract import Context, DeviceEvent, Kind, WireLostError
from drivers.registry import driver_for
from drivers.transports.capture import ReplayWire, read_capture
from edge.cli.options import Json
from edge.config import check_table
from edge.errors import UnusableError

Options = Annotated[str, typer.Option(help="The driver's options, as a JSON object.")]
Fast = Annotated[bool, typer.Option("--fast", help="As fast as it goes, not at the pace of then.")]


def replay(
    recording: Annotated[Path, typer.Argument(help="A file of `atrium wire capture`.")],
    kind: Annotated[Kind, typer.Option(help="What the device is for.")],
    protocol: Annotated[str, typer.Option(help="What it speaks.")],
    options: Options = "{}",
    fast: Fast = False,
    as_json: Json = False,
) -> None:
    """Play a recording to its driver and show what the driver says of it, nothing personal.

    Exit 1 if the driver did not get to the end of it.
    """
    driver_class = driver_for(kind, protocol)
    schema = driver_class.declaration.options
    chosen: Any = check_table(_object(options), schema, "--options")
    said: list[DeviceEvent] = []

    def report(event: DeviceEvent) -> None:
        said.append(event)
        typer.echo(json.dumps(_as_json(event)) if as_json else str(event))

    wire = ReplayWire(_pieces(recording), paced=not fast)
    driver = driver_class(wire, chosen, Context(report, lambda: dt.datetime.now().astimezone()))
    ended = asyncio.run(_to_its_end(driver.run()))
    typer.echo(ended, err=True)
    raise typer.Exit(0 if wire.ended else 1)


async def _to_its_end(running: Any) -> str:
    try:
        await running
    except WireLostError as error:
        return str(error)
    return "the driver ended by itself"


def _as_json(event: DeviceEvent) -> dict[str, str]:
    # The text of an event leaves out whatever is personal; its fields would not.
    return {"event": type(event).__name__, "said": str(event)}


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"not JSON: {error}", param_hint="--options") from None
    if not isinstance(value, dict):
        raise typer.BadParameter("expected a JSON object", param_hint="--options")
    return value


def _pieces(recording: Path) -> list[Any]:
    try:
        with recording.open(encoding="utf-8") as lines:
            return read_capture(lines, str(recording))
    except (OSError, ValueError) as error:
        raise UnusableError(f"{recording}: {error}") from None

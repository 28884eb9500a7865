"""`atrium devices`: what the hall's devices say of themselves, and what is done about them."""

import asyncio
import contextlib
import getpass
import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from drivers.contract import Health
from edge.api import shapes
from edge.cli.options import DEFAULT_STATE, Json, State
from edge.cli.scaffold import new
from edge.cli.scan import scan
from edge.cli.shown import moment, wire_line
from edge.client import HallClient
from edge.state_dir import StateDir

Device = Annotated[str, typer.Argument(help="The device's id, as `atrium devices list` names it.")]
Unit = Annotated[str, typer.Option(help="The unit on its line, where it has several.")]
Note = Annotated[str, typer.Option(help="What is done about it.")]
By = Annotated[str, typer.Option(help="Who knows of it; else whoever is logged in.")]
T = TypeVar("T")


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the commands."""
    devices = typer.Typer(no_args_is_help=True, help="Look at the hall's devices, and test them.")
    app.add_typer(devices, name="devices")
    devices.command("list")(list_devices)
    devices.command("test")(test_device)
    devices.command("watch")(watch_device)
    devices.command("faults")(list_faults)
    devices.command("ack")(acknowledge)
    devices.command("scan")(scan)
    devices.command("new")(new)


def list_devices(state: State = DEFAULT_STATE, as_json: Json = False) -> None:
    """List devices with their health; exit 1 if any cannot be used."""
    found = _ask(state, HallClient.devices)
    if as_json:
        _print_json([device.model_dump() for device in found])
    else:
        _print_devices(found)
    raise typer.Exit(1 if any(_lost(device) for device in found) else 0)


def test_device(device: Device, state: State = DEFAULT_STATE, as_json: Json = False) -> None:
    """Run a device's self-test, which may print, light up or speak; exit 1 if it finds trouble."""
    waiting = contextlib.nullcontext() if as_json else Console().status(f"testing {device} …")
    with waiting:
        found = _ask(state, lambda hall: hall.test_device(device))
    if as_json:
        _print_json(found.model_dump())
    else:
        for finding in found.findings:
            mark = "[green]✓[/]" if finding.ok else "[bold red]✗[/]"
            Console().print(f"{mark} ", end="")
            Console(markup=False, highlight=False).print(finding.said)
    raise typer.Exit(0 if found.ok else 1)


def watch_device(device: Device, state: State = DEFAULT_STATE, as_json: Json = False) -> None:
    """Show what passes on a device's wire, decoded, until Ctrl-C. Nothing personal is shown."""

    async def watch(hall: HallClient) -> None:
        if not as_json:
            typer.echo(f"{device}: > is the hall, < the device; Ctrl-C ends", err=True)
        began_s: float | None = None
        async with contextlib.aclosing(hall.wire(device)) as frames:
            async for passed in frames:
                began_s = passed.at_s if began_s is None else began_s
                if as_json:
                    _print_json(passed.model_dump(exclude_defaults=True))
                else:
                    typer.echo(wire_line(passed, began_s))

    with contextlib.suppress(KeyboardInterrupt):
        _ask(state, watch)


def list_faults(state: State = DEFAULT_STATE, as_json: Json = False) -> None:
    """List open faults with what to do about them; exit 1 if there are any."""
    found = _ask(state, HallClient.faults)
    if as_json:
        _print_json([fault.model_dump() for fault in found])
    elif not found:
        typer.echo("no fault is open")
    else:
        _print_faults(found)
    raise typer.Exit(1 if found else 0)


def acknowledge(
    device: Device, note: Note = "", unit: Unit = "", by: By = "", state: State = DEFAULT_STATE
) -> None:
    """Note that somebody knows of an open fault, and what is done about it."""
    body = shapes.Acknowledgement(
        device=device, unit=unit, note=note, by=by or f"engineer {getpass.getuser()}"
    )
    fault = _ask(state, lambda hall: hall.acknowledge_fault(body))
    typer.echo(f"{fault.device}: acknowledged by {fault.acknowledged_by}")


def _ask(state: Path, question: Any) -> Any:
    async def ask() -> Any:
        async with HallClient(str(StateDir(state).socket("engineer"))) as hall:
            return await _awaited(question(hall))

    return asyncio.run(ask())


async def _awaited(answer: Coroutine[Any, Any, T]) -> T:
    return await answer


def _lost(device: shapes.Device) -> bool:
    return not Health(device.health).usable


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)  # noqa: T201


def _print_devices(devices: list[shapes.Device]) -> None:
    table = Table(pad_edge=False, box=SIMPLE_HEAD)
    table.add_column("device", no_wrap=True)
    table.add_column("speaks", overflow="fold")
    table.add_column("health", no_wrap=True)
    table.add_column("at, and what is known", overflow="fold")
    for device in devices:
        table.add_row(
            escape(device.id),
            escape(f"{device.kind} {device.protocol}"),
            _health(device.health),
            escape(_known(device)),
        )
        for unit in device.units:
            if not Health(unit.health).usable:
                name, detail = escape(f"  unit {unit.unit}"), escape(unit.detail)
                table.add_row(name, "", _health(unit.health), detail)
    Console().print(table)


def _health(health: str) -> str:
    usable = Health(health).usable
    return f"[green]✓ {health}[/]" if usable else f"[bold red]✗ {health}[/]"


def _known(device: shapes.Device) -> str:
    paper = f"paper {device.paper}" if device.paper not in ("unknown", "full") else ""
    without = f"without it: {device.fallback}" if _lost(device) else ""
    # The port stands in what a lost device's wire said.
    port = "" if device.port in device.detail else device.port
    return "; ".join(filter(None, (port, device.place, paper, device.detail, without)))


def _print_faults(faults: list[shapes.Fault]) -> None:
    table = Table(pad_edge=False, box=SIMPLE_HEAD)
    for name in ("since", "device", "fault", "seen", "known by", "what to do"):
        table.add_column(name, overflow="fold", no_wrap=name in ("since", "seen"))
    for fault in faults:
        where = f"{fault.device} unit {fault.unit}" if fault.unit else fault.device
        what = f"{fault.health}: {fault.detail}" if fault.detail else fault.health
        known = ": ".join(filter(None, (fault.acknowledged_by, fault.note)))
        shown = (moment(fault.since), where, what, f"{fault.count}×", known, fault.hint.en)
        table.add_row(*map(escape, shown))
    Console().print(table)

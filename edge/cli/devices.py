"""`atrium devices list`: what the hall's devices say of themselves."""

import asyncio
import json
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from edge.api import shapes
from edge.cli.options import DEFAULT_STATE, Json, State
from edge.client import HallClient
from edge.state_dir import StateDir


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the commands."""
    devices = typer.Typer(no_args_is_help=True, help="Look at the hall's devices.")
    app.add_typer(devices, name="devices")

    @devices.callback()
    def of_devices() -> None:
        """Look at the hall's devices."""

    @devices.command("list")
    def list_devices(state: State = DEFAULT_STATE, as_json: Json = False) -> None:
        """List devices with their health; exit 1 if any cannot be used."""
        found = asyncio.run(_devices(state))
        if as_json:
            said = [device.model_dump() for device in found]
            print(json.dumps(said, ensure_ascii=False))  # noqa: T201
        else:
            _print_devices(found)
        lost = [device for device in found if device.health not in ("online", "assumed")]
        raise typer.Exit(1 if lost else 0)


async def _devices(state: Path) -> list[shapes.Device]:
    async with HallClient(str(StateDir(state).socket("engineer"))) as hall:
        return await hall.devices()


def _print_devices(devices: list[shapes.Device]) -> None:
    table = Table("device", "kind", "protocol", "port", "health", "detail", "without it")
    for device in devices:
        lost = device.health not in ("online", "assumed")
        health = f"[bold red]✗ {device.health}[/]" if lost else f"[green]✓ {device.health}[/]"
        paper = f" (paper {device.paper})" if device.paper not in ("unknown", "full") else ""
        without = device.fallback if lost else ""
        table.add_row(
            device.id,
            device.kind,
            device.protocol,
            device.port,
            health + paper,
            device.detail,
            without,
        )
    Console().print(table)

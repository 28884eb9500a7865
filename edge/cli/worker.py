"""`atrium run worker`: a device whose library is native, in a process of its own."""

from pathlib import Path
from typing import Annotated

import typer

from drivers.contract import WireLostError
from drivers.transports.worker import SCHEME, worker_socket
from drivers.workers.worker import run_worker
from edge.cli.options import DEFAULT_STATE, Config, LogLevel, State, set_up_logging
from edge.devices.config import DeviceConfig
from edge.errors import UnusableError
from edge.settings import load_settings

Name = Annotated[str, typer.Argument(help="NAME, where the device's port is worker:NAME.")]


def register(_app: typer.Typer, run: typer.Typer) -> None:
    """Add the command."""
    run.command("worker")(worker)


def worker(
    name: Name, config: Config, state: State = DEFAULT_STATE, log_level: LogLevel = "info"
) -> None:
    """Run the worker of the device whose port is `worker:NAME`, until SIGTERM."""
    set_up_logging(log_level)
    device = _device(config, name)
    try:
        socket = worker_socket(state.absolute(), name)
    except WireLostError as error:
        raise UnusableError(f"{config}: device {device.id}: {error}") from None
    raise typer.Exit(run_worker(device.kind, device.protocol, socket, device.options))


def _device(config: Path, name: str) -> DeviceConfig:
    workers = {
        each.port.removeprefix(SCHEME): each
        for each in load_settings(config).devices
        if each.port.startswith(SCHEME)
    }
    if name not in workers:
        there = ", ".join(f"{SCHEME}{each}" for each in workers) or "none"
        raise UnusableError(f"{config}: no device has the port {SCHEME}{name}; there are: {there}")
    return workers[name]

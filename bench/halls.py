"""Halls to measure: the demo hall's configuration, and real controllers on it."""

import asyncio
import contextlib
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import tomli_w

from bench.processes import Process, atrium, running, wait_until_it_answers
from edge.client import HallClient
from edge.devices.config import DeviceConfig
from edge.paths import shipped_config
from edge.settings import load_settings
from edge.state_dir import StateDir

_SHIPPED = shipped_config("demo.toml")
_PATIENCE_S = 60.0


def write_config(
    folder: Path,
    *,
    devices: tuple[str, ...] = (),
    quiet: bool = False,
    baudrate: int = 0,
    more: Sequence[dict[str, Any]] = (),
    broker_port: int = 18830,
    link_broker_port: int = 18830,
    kiosk_port: int = 8080,
    page_port: int = 8090,
) -> Path:
    """Write the demo hall's configuration with those of its `devices` alone; return the file.

    With `quiet` no strip is pinged, so that its line is free whenever it has shown its text. With
    `baudrate` all lines are that fast. `more` devices stand in the hall too.
    """
    content: dict[str, Any] = tomllib.loads(_SHIPPED.read_text("utf-8"))
    content["devices"] = [each for each in content["devices"] if each["id"] in devices]
    if quiet:
        content["devices"][0]["options"]["ping_interval_s"] = 3600.0
    for each in content["devices"] if baudrate else ():
        each["baudrate"] = baudrate
    for counter in content["counters"]:
        for unit in ("led", "caller"):
            if counter[unit]["device"] not in devices:
                del counter[unit]
    content["devices"] += more
    content.pop("forms", None)  # files that lie beside the demo's own
    content["outputs"] = [each for each in content["outputs"] if each["device"] in devices]
    readers = {name: "ticket-1" for name in content["kiosk"]["readers"] if name in devices}
    # Measured are screens, not letting them in.
    content["kiosk"] = {
        "listen": f"127.0.0.1:{kiosk_port}",
        "readers": readers,
        "pairing": False,
    }
    content["sync"]["broker"]["port"] = link_broker_port
    content["backoffice"]["broker"]["port"] = broker_port
    content["backoffice"]["listen"] = f"127.0.0.1:{page_port}"
    path = folder / "hall.toml"
    path.write_text(tomli_w.dumps(content), encoding="utf-8")
    return path


def device(config: Path, name: str) -> DeviceConfig:
    """Return one device of a configuration."""
    (found,) = [each for each in load_settings(config).devices if each.id == name]
    return found


@contextlib.contextmanager
def controller(config: Path, state: Path) -> Iterator[Process]:
    """Run a controller on `state`; it answers when the block begins."""
    with starting_controller(config, state) as process:
        wait_until_it_answers(process, socket_of(state, "engineer"), "/v1/health")
        yield process


def starting_controller(config: Path, state: Path) -> contextlib.AbstractContextManager[Process]:
    """Start a controller on `state`; it may not answer yet when the block begins."""
    command = atrium("run", "edge", "--config", config, "--state", state, "--open-access")
    return running(command, config.with_name("edge.log"))


def socket_of(state: Path, role: str) -> Path:
    """Return the address of a role's socket."""
    return StateDir(state).socket(role)


async def devices_there(hall: HallClient, *names: str) -> None:
    """Return once every device of the hall can be used, or those that are named."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            wanted = [each for each in await hall.devices() if not names or each.id in names]
            if all(each.health in ("online", "assumed") for each in wanted):
                return
            await asyncio.sleep(0.05)

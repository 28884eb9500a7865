"""A broker for demonstrations and tests: mosquitto where it is installed, else amqtt in Python.

`python -m sync.demo_broker --listen 127.0.0.1:18830 --state DIR` is one process that listens on
loopback, lets everybody in and keeps nothing. Not for a hall: halls and headquarters bring their
own broker, with TLS and an access list.
"""

import asyncio
import importlib.util
import ipaddress
import logging
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Never

import typer

from sync.stopping import until_told

# Debian puts servers where only root's PATH looks.
_PATH_WITH_SBIN = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


class NoBrokerError(Exception):
    """Neither mosquitto nor amqtt is installed, or it cannot listen where it should."""


def _installed(program: str) -> str | None:
    return shutil.which(program, path=_PATH_WITH_SBIN)


def broker_command(
    port: int,
    state: Path,
    host: str = "127.0.0.1",
    installed: Callable[[str], str | None] = _installed,
    importable: Callable[[str], object] = importlib.util.find_spec,
) -> list[str]:
    """Return the command of a broker at `host:port`, which keeps its files in `state`.

    Raises `NoBrokerError`.
    """
    mosquitto = installed("mosquitto")
    if mosquitto is not None:
        return [mosquitto, "-c", str(_mosquitto_config(port, state, host))]
    if importable("amqtt") is not None:
        return amqtt_command(port, host)
    raise NoBrokerError(
        "no MQTT broker: install mosquitto (apt install mosquitto) or amqtt (pip install amqtt)"
    )


def amqtt_command(port: int, host: str = "127.0.0.1") -> list[str]:
    """Return the command of the broker in Python, which speaks MQTT 3.1.1 only."""
    return [sys.executable, "-m", "sync.demo_broker", "--listen", f"{host}:{port}", "--amqtt"]


def _mosquitto_config(port: int, state: Path, host: str) -> Path:
    state.mkdir(parents=True, exist_ok=True)
    lines = [f"listener {port} {host}", "allow_anonymous true", "persistence false"]
    if os.geteuid() == 0:
        lines.append("user root")  # else it becomes a user that cannot read this folder
    path = state / "mosquitto.conf"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _amqtt_config(listen: str) -> dict[str, Any]:
    return {
        "listeners": {"default": {"type": "tcp", "bind": listen}},
        "plugins": {
            "amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True},
        },
    }


async def serve_amqtt(listen: str) -> Never:
    """Run the broker in Python at `HOST:PORT` until cancelled. Raises `NoBrokerError`."""
    # An optional dependency: where mosquitto is installed, it need not be.
    from amqtt.broker import Broker  # noqa: PLC0415
    from amqtt.errors import BrokerError  # noqa: PLC0415

    broker = Broker(_amqtt_config(listen))
    try:
        await broker.start()
    except (BrokerError, OSError) as error:
        raise NoBrokerError(f"cannot listen on {listen}: {_reason(error)}") from None
    try:
        await asyncio.Event().wait()
    finally:
        await broker.shutdown()
    raise AssertionError  # waiting ends by cancellation only


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error
    return os.strerror(cause.errno) if isinstance(cause, OSError) and cause.errno else str(cause)


def main(
    listen: Annotated[str, typer.Option(help="HOST:PORT, a loopback address.")],
    state: Annotated[Path, typer.Option(help="Where its configuration is written.")] = Path(),
    amqtt: Annotated[bool, typer.Option(help="Take the broker in Python in any case.")] = False,
) -> None:
    """Run a broker that is for demonstrations only."""
    # What it logs as an error comes with a traceback, and once more as an exception to us.
    logging.getLogger("amqtt").setLevel(logging.CRITICAL)
    try:
        host, port = _loopback(listen)
        if amqtt or (command := broker_command(port, state, host))[0] == sys.executable:
            asyncio.run(until_told(serve_amqtt(listen)))
            return
    except NoBrokerError as error:
        typer.echo(f"demo broker: {error}", err=True)
        raise typer.Exit(1) from None
    os.execv(command[0], command)  # noqa: S606 - this process becomes the broker


def _loopback(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    try:
        on_loopback = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        on_loopback = False
    if not on_loopback or not port.isdecimal() or not 0 < int(port) < 65536:
        raise NoBrokerError(f"--listen {listen}: expected a loopback HOST:PORT")
    return host.strip("[]"), int(port)


if __name__ == "__main__":
    typer.run(main)

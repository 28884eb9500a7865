"""The edge service: from configuration to a running hall, and a clean end on SIGTERM."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
from pathlib import Path

from edge.api.app import create_app
from edge.controller import Controller, build, check_devices
from edge.domain.refusals import RefusedError
from edge.errors import UnusableError
from edge.listening import TcpAddress
from edge.ports import StorageError
from edge.server import Listeners, bind_unix
from edge.settings import EdgeSettings, load_settings
from edge.state_dir import StateDir, state_trouble

log = logging.getLogger(__name__)

_SOCKET_ROLES = ("kiosk", "sync", "staff", "engineer")


class NotAllowedError(UnusableError):
    """What was asked for is allowed in a demo on this machine only."""


def check_open_access(settings: EdgeSettings, listen: TcpAddress | None) -> None:
    """Refuse open access where strangers could reach it, or where a real hall would have it."""
    if not settings.config.demo:
        raise NotAllowedError(f"--open-access needs hall.demo = true in {settings.source}")
    if listen is not None and not listen.is_loopback:
        raise NotAllowedError(f"--open-access listens on loopback only, not on {listen.host}")


def check_listen(settings: EdgeSettings, listen: TcpAddress | None) -> None:
    """Refuse other machines: they would need TLS and pairing, and a demo's PINs everybody knows."""
    if listen is not None and not listen.is_loopback:
        which = "a demo hall" if settings.config.demo else "the API"
        raise NotAllowedError(f"{which} listens on loopback only, not on {listen.host}")


async def serve(
    config: Path, state: Path, listen: TcpAddress | None, *, open_access: bool = False
) -> None:
    """Run the hall until SIGTERM or SIGINT.

    Raises `ConfigError`, `NotAllowedError`, `StateDirError`, `StateHeldError`, `ListenError`,
    `StorageError`.
    """
    stop = _stop_on_signals()
    settings = load_settings(config)
    check_devices(settings)
    check_listen(settings, listen)
    if open_access:
        check_open_access(settings, listen)
    state_dir = StateDir(state)
    state_dir.prepare()
    os.umask(0o077)  # whatever is made from here on holds somebody's data or a key to it
    with contextlib.ExitStack() as held:
        held.callback(os.close, state_dir.hold())
        sockets = _sockets(state_dir, listen, held)
        with state_trouble(state):
            controller = build(settings, state_dir, open_access=open_access)
        await _run(controller, Listeners(create_app(controller.api), sockets), stop)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _sockets(
    state: StateDir, tcp: TcpAddress | None, held: contextlib.ExitStack
) -> list[tuple[str, socket.socket]]:
    sockets = []
    if tcp is not None:
        sockets.append(("tcp", held.enter_context(tcp.bind())))
    for role in _SOCKET_ROLES:
        sockets.append((role, held.enter_context(bind_unix(state.socket(role)))))
    return sockets


async def _run(controller: Controller, listeners: Listeners, stop: asyncio.Event) -> None:
    await _start(controller)
    parts = [
        asyncio.create_task(listeners.run(), name="listeners"),
        asyncio.create_task(controller.run(), name="controller"),
        asyncio.create_task(_until_stopped(controller, listeners, stop), name="stop"),
    ]
    done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    # First the listeners, so that what was asked is answered; then the rest; the journal last.
    controller.api.feed.close()
    controller.pool.end_listening()
    for part in parts:
        part.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(part, return_exceptions=True)
    await controller.hall.close()
    for part in done:
        part.result()


async def _start(controller: Controller) -> None:
    try:
        await controller.start()
    except RefusedError as error:
        raise StorageError(str(error)) from error
    finally:
        gc.freeze()  # what has been loaded stays: no later search need look at it
        gc.enable()


async def _until_stopped(controller: Controller, listeners: Listeners, stop: asyncio.Event) -> None:
    await listeners.wait_until_ready()
    log.info("hall %s is ready", controller.hall.settings.names.id)
    await stop.wait()

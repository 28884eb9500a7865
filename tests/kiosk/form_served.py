"""A real hall with forms, and the form screen before it."""

import asyncio
import contextlib
import socket
import sys
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
from kiosk_hall import served
from kiosk_served import NOON, Kiosk

from edge.api.app import create_app as create_api
from edge.client import HallClient
from edge.controller import build
from edge.hall import Hall
from edge.server import Listeners, bind_unix
from edge.settings import load_settings
from edge.state_dir import StateDir
from kiosk.config import KioskConfig
from kiosk.form.config import FormConfig
from kiosk.form.script import form_screens
from kiosk.pairing.house import House, Ports
from kiosk.web import create_app

FORMS = Path(__file__).parents[2] / "config" / "forms"

HALL = """
[hall]
id = "hall-1"
name = "滨江路营业厅"
name_english = "Binjiang Road Hall"

[journal]
reserve_mb = 1
needed_mb = 1

[[counters]]
id = "1"
name = "1号窗口"
name_english = "Counter 1"

[forms]
files = [{files}]
"""
SERVICE = """
[[services]]
id = "{id}"
name = "{id}"
name_english = "{id}"
prefix = "{prefix}"
"""


def hall_text() -> str:
    """Return the configuration of a hall with every form that is shipped."""
    forms = sorted(FORMS.glob("*.toml"))
    tables = [tomllib.loads(form.read_text(encoding="utf-8")) for form in forms]
    services = sorted({table["service"] for table in tables if table.get("service")})
    offered = [SERVICE.format(id=id_, prefix=chr(65 + at)) for at, id_ in enumerate(services)]
    return HALL.format(files=", ".join(f'"{form}"' for form in forms)) + "".join(offered)


@contextlib.asynccontextmanager
async def hall_with_forms(folder: Path) -> AsyncIterator[Path]:
    """Run a controller; yield the socket that screens come in by."""
    config = folder / "hall.toml"
    config.write_text(hall_text(), encoding="utf-8")
    arguments = ["run", "edge", "--config", str(config), "--state", str(folder)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "edge", *arguments, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async for line in process.stderr:
            if b"is ready" in line:
                break
        yield folder / "sockets" / "kiosk.sock"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def form_screen_before(hall: Path, **options: Any) -> AsyncIterator[Kiosk]:
    """Serve the form screen before the hall at that socket."""
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = KioskConfig(
        readers={"reader-1": "form-1"},
        reconnect_min_s=0.05,
        reconnect_max_s=0.2,
        retry_pause_s=0.05,
    )
    house = House(Ports(hall.parent), 300.0, is_open=True)
    kinds = [form_screens(FormConfig(**options))]
    app = create_app(
        config, lambda: HallClient(str(hall)), local_time=lambda: NOON, kinds=kinds, house=house
    )
    async with served(app, listener), httpx.AsyncClient(base_url=url) as http:
        yield Kiosk(url, http, app, house)


@contextlib.asynccontextmanager
async def hall_at(folder: Path) -> AsyncIterator[tuple[Hall, Path]]:
    """Run a hall in this process; give it, and the socket that screens come in by."""
    config = folder / "hall.toml"
    config.write_text(hall_text(), encoding="utf-8")
    state = StateDir(folder)
    state.prepare()
    controller = build(load_settings(config), state, open_access=False)
    await controller.start()
    path = state.socket("kiosk")
    listeners = Listeners(create_api(controller.api), [("kiosk", bind_unix(path))])
    serving = asyncio.create_task(listeners.run())
    await listeners.wait_until_ready()
    try:
        yield controller.hall, path
    finally:
        controller.api.feed.close()
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await controller.hall.close()

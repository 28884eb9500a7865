"""The screens' web server before a hall, and a browser's side of it without a browser."""

import contextlib
import datetime as dt
import json
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from kiosk_hall import served
from let_in import ComesByLink, link_for

from edge.client import HallClient
from kiosk.config import KioskConfig
from kiosk.pairing.house import House, Ports
from kiosk.script import Kind
from kiosk.web import create_app

NOON = dt.datetime(2025, 3, 3, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@dataclass
class Stream:
    """One screen's server-sent events."""

    lines: AsyncIterator[str]
    ids: list[str] = field(default_factory=list)

    async def next(self, event: str = "state") -> dict:
        """Return the next message of that kind."""
        kind = ""
        async for line in self.lines:
            if line.startswith("id: "):
                self.ids.append(line[4:])
            if line.startswith("event: "):
                kind = line[7:]
            if line.startswith("data: ") and kind == event:
                return json.loads(line[6:])
        raise EOFError("the stream ended")

    async def until(self, condition) -> dict:
        """Return the first state for which `condition` holds."""
        while True:
            state = await self.next()
            if condition(state):
                return state


@dataclass
class Kiosk:
    """The web server of the screens under test, and a browser's side of it."""

    url: str
    http: httpx.AsyncClient
    app: object
    house: House

    def link(self, address: str) -> str:
        """Return where a browser gets in as the screen at `address`, once."""
        return self.url + link_for(self.house, address)

    @contextlib.asynccontextmanager
    async def stream(self, path: str) -> AsyncIterator[Stream]:
        async with self.http.stream("GET", path) as response:
            assert response.status_code == 200
            yield Stream(response.aiter_lines())

    async def touch(self, state: dict, action: str, value: str = "") -> dict:
        body = {"dialogue": state["dialogue"], "action": action, "value": value}
        answer = await self.http.post("/ticket/touch", json=body, headers=self.own_page())
        assert answer.status_code == 200, answer.text
        return answer.json()

    def own_page(self) -> dict[str, str]:
        return {"Origin": self.url, "X-Atrium-Screen": "ticket"}


@contextlib.asynccontextmanager
async def kiosk_before(
    hall: Path, config: KioskConfig, kinds: Sequence[Kind] = ()
) -> AsyncIterator[Kiosk]:
    state = hall.with_name("screens")
    state.mkdir(parents=True, exist_ok=True)  # the hall may come later
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    house = House(Ports(state), 300.0)
    connect = lambda: HallClient(str(hall))  # noqa: E731
    app = create_app(config, connect, local_time=lambda: NOON, kinds=kinds, house=house)
    client = httpx.AsyncClient(base_url=url, auth=ComesByLink(house))
    async with served(app, listener), client as http:
        yield Kiosk(url, http, app, house)

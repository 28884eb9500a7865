"""The screens' server with tablets, and a tablet's browser without the browser."""

import asyncio
import contextlib
import itertools
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from kiosk_hall import served
from kiosk_served import NOON, Stream
from reception_hall import PIN
from starlette.applications import Starlette

from edge.client import HallClient
from kiosk.config import KioskConfig
from kiosk.pairing.house import House
from kiosk.pairing.house import Ports as PairingPorts
from kiosk.pairing.office import Answer, Question, ask, socket_in
from kiosk.pairing.register import Screen
from kiosk.pairing.secrets_kept import hash_of
from kiosk.reception.config import ReceptionConfig
from kiosk.reception.house import Ports, Reception
from kiosk.reception.mounting import mount
from kiosk.web import create_app

_KEYS = itertools.count()

QUICK = ReceptionConfig(look_pause_s=0.001, reconnect_min_s=0.01, reconnect_max_s=0.02)


@dataclass
class Tablet:
    """A browser with cookies of its own."""

    http: httpx.AsyncClient
    url: str

    async def open(self, page: str = "/reception") -> str:
        """Open the page and return it."""
        answer = await self.http.get(page)
        assert answer.status_code == 200
        return answer.text

    async def post(self, path: str, body: object = None) -> httpx.Response:
        headers = {"Origin": self.url, "X-Atrium-Screen": "reception"}
        return await self.http.post(f"/reception/{path}", json=body, headers=headers)

    async def press(
        self, action: str, about: str = "", value: str = "", key: str = "", **fields: object
    ) -> dict:
        """Press something; return what the tablet shows then."""
        body = {
            "press": key or f"press-{next(_KEYS)}",
            "action": action,
            "about": about,
            "value": value,
            "fields": {
                name: given if isinstance(given, list) else [given]
                for name, given in fields.items()
            },
        }
        answer = await self.post("press", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def sign_in(self, staff: str = "2001", pin: str = PIN) -> dict:
        return await self.press("sign_in", staff=staff, pin=pin)

    @contextlib.asynccontextmanager
    async def watching(self, path: str = "events") -> AsyncIterator[Stream]:
        async with self.http.stream("GET", f"/reception/{path}") as response:
            yield Stream(response.aiter_lines())


@dataclass
class Front:
    """The server, and new tablets before it."""

    url: str
    state_dir: Path
    reception: Reception
    house: House
    app: Starlette

    @contextlib.asynccontextmanager
    async def tablet(self, **cookies: str) -> AsyncIterator[Tablet]:
        async with httpx.AsyncClient(base_url=self.url, verify=False, timeout=60) as http:
            for name, value in cookies.items():
                http.cookies.set(name, value, domain="127.0.0.1", path="/reception")
            yield Tablet(http, self.url)

    @contextlib.asynccontextmanager
    async def paired(self, name: str = "tablet-1") -> AsyncIterator[Tablet]:
        """Yield a tablet that has been paired already."""
        token = f"the token of {name}, which nobody guesses".replace(" ", "-").replace(",", "")
        if self.house.register.holder(token) is None:
            await self.house.register.add(Screen(name, 0, hash_of(token)))
        async with self.tablet(atrium_reception=token) as tablet:
            yield tablet

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[Tablet]:
        """Yield a paired tablet at which the receptionist 2001 has signed in."""
        async with self.paired() as tablet:
            await tablet.sign_in()
            yield tablet

    async def ask(self, **question: str) -> Answer:
        """Ask as an engineer does."""
        return await asyncio.to_thread(ask, socket_in(self.state_dir), Question(**question))

    async def pair(self, tablet: Tablet, name: str = "tablet-1") -> httpx.Response:
        """Have somebody confirm the code that `tablet` shows; return what it got."""
        code = code_on(await tablet.open())
        async with tablet.watching("pairing/events") as stream:
            await stream.next()
            question = {"do": "pair", "code": code, "role": "reception", "name": name}
            asking = asyncio.create_task(self.ask(**question))
            await stream.next()
            answer = await tablet.post("pairing")
        await asking
        return answer


def code_on(page: str) -> str:
    """Return the code that a page shows."""
    found = re.search(r'class="code">([^<]+)<', page)
    assert found is not None
    return found[1].replace(" ", "")


@contextlib.asynccontextmanager
async def front(
    state_dir: Path,
    config: ReceptionConfig = QUICK,
    kiosk: KioskConfig | None = None,
    **pairing: object,
) -> AsyncIterator[Front]:
    """Serve screens and tablets before the hall whose sockets are in `state_dir`."""
    settings = kiosk or KioskConfig()
    sockets = state_dir / "sockets"
    sockets.mkdir(exist_ok=True)
    house = House(PairingPorts(state_dir, **pairing), settings.pairing_code_s)
    kiosk_socket = str(sockets / "kiosk.sock")
    app = create_app(settings, lambda: HallClient(kiosk_socket), lambda: NOON, house=house)
    staff = str(sockets / "staff.sock")
    there = Ports(lambda: HallClient(staff))
    reception = mount(app, config, there, settings.language, house)
    listener = socket.create_server(("127.0.0.1", 0))
    async with served(app, listener):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield Front(url, state_dir, reception, house, app)
        reception.close()
        house.close()

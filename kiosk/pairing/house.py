"""All that is known of a hall's screens: who waits, who is in, who is just being answered."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from edge.errors import ExpectedError
from kiosk.audience import Audience
from kiosk.pairing.codes import Codes, Waiting
from kiosk.pairing.links import Links
from kiosk.pairing.office import Answer, Question, open_office, socket_in
from kiosk.pairing.register import Register, Screen, ScreenNameTakenError
from kiosk.pairing.roles import Place, address_of
from kiosk.pairing.secrets_kept import hash_of, new_code, new_secret

_CLAIM_WITHIN_S = 10.0

State = dict[str, Any]


class NobodyClaimsError(ExpectedError):
    """The code was right, but its browser has gone."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} does not answer: open the page there again, for a new code")


class Tenant(Protocol):
    """Somebody who keeps something for each screen of a role, such as who is signed in there."""

    def said_of(self, name: str) -> str:
        """Return what an engineer is told of that screen."""

    async def leave(self, name: str) -> None:
        """Let go of that screen: it is paired no more."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What pairing needs from the world: the hall's directory, time, and chance."""

    state_dir: Path
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    steady_s: Callable[[], float] = time.monotonic
    new_code: Callable[[], str] = new_code
    new_secret: Callable[[], str] = new_secret


class House:
    """All of it. `is_open`: browsers that nobody has let in are answered all the same."""

    def __init__(self, ports: Ports, code_lifetime_s: float, *, is_open: bool = False) -> None:
        folder = ports.state_dir
        self.register = Register(folder / "screens.json", folder / "tablets.json")
        self.codes = Codes(ports.steady_s, ports.new_code, code_lifetime_s)
        self.new_secret = ports.new_secret
        self.waiting_audience: Audience[State] = Audience()
        self.tenants: dict[str, Tenant] = {}
        self.on_change: Callable[[], None] = lambda: None
        self._links = Links(ports.steady_s)
        self._ports = ports
        self._is_open = is_open
        self._claims: dict[tuple[str, str], asyncio.Event] = {}
        self._asking: dict[tuple[str, str], set[asyncio.Future[None]]] = {}
        self._news = 0

    @contextlib.asynccontextmanager
    async def open_to_engineers(self) -> AsyncIterator[None]:
        """Answer the commands of this machine meanwhile."""
        async with open_office(socket_in(self._ports.state_dir), self._answer):
            yield

    def close(self) -> None:
        """Send every browser that waits away; each comes back when there is a server again."""
        self.waiting_audience.close()

    # --- browsers ---

    def lets_in(self, place: Place) -> bool:
        """Whether a screen of that kind is answered without being paired."""
        return self._is_open and not place.role.always

    def screen_at(self, place: Place, token: str) -> Screen | None:
        """Return the screen that holds `token`, where it is the one asked for."""
        screen = self.register.holder(token)
        if screen is None or screen.role != place.role.name:
            return None
        return screen if place.name in ("", screen.name) else None

    @contextlib.contextmanager
    def asking(self, screen: Screen, task: "asyncio.Future[None]") -> Iterator[None]:
        """Cancel `task`, which answers `screen`, should it be revoked meanwhile."""
        tasks = self._asking.setdefault((screen.role, screen.name), set())
        tasks.add(task)
        try:
            yield
        finally:
            tasks.discard(task)

    def waiting_state(self) -> State:
        """Return what a browser that shows a code hears: that it is to ask what became of it."""
        return {"version": self._news}

    async def claim(self, secret: str, place: Place) -> str | None:
        """Return the new token of a browser whose code somebody has confirmed: once.

        Raises `ScreenNameTakenError`, `OSError`.
        """
        waiting = self.codes.of(secret, place)
        if waiting is None or not waiting.name:
            return None
        self.codes.end(waiting)
        token = await self._let_in(waiting.role, waiting.name, waiting.by)
        self._claims.pop((waiting.role, waiting.name), asyncio.Event()).set()
        return token

    async def enter(self, secret: str, place: Place) -> str | None:
        """Return the new token of a browser that came by a link, once. Raises `OSError`.

        Whoever was that screen is it no more.
        """
        link = self._links.take(secret, place)
        if link is None:
            return None
        token = await self._let_in(link.role, link.name, link.by, instead=True)
        await self._show_out(link.role, link.name)
        return token

    async def _let_in(self, role: str, name: str, by: str, *, instead: bool = False) -> str:
        token = self.new_secret()
        screen = Screen(name, self._ports.now_ms(), hash_of(token), role, by)
        await self.register.add(screen, instead=instead)
        self.on_change()
        return token

    async def _show_out(self, role: str, name: str) -> None:
        for task in self._asking.pop((role, name), set()):
            task.cancel()
        if role in self.tenants:
            await self.tenants[role].leave(name)

    # --- engineers ---

    def link(self, role: str, name: str, lifetime_s: float, by: str = "") -> str:
        """Return the path of a new link that lets one browser in as that screen."""
        secret = self.new_secret()
        self._links.add(secret, role, name, by, lifetime_s)
        base, mark, query = address_of(role, name).partition("?")
        return f"{base}/enter/{secret}{mark}{query}"

    async def _answer(self, question: Question, by: str) -> Answer:
        match question.do:
            case "list":
                return {"screens": [self._listed(screen) for screen in self.register.all()]}
            case "link":
                made = self.link(question.role, question.name, question.lifetime_s, by)
                return {"path": made}
            case "revoke":
                await self._revoke(question.role, question.name)
            case "pair":
                await self._pair(question, by)
        return {"role": question.role, "name": question.name}

    def _listed(self, screen: Screen) -> Answer:
        tenant = self.tenants.get(screen.role)
        return {
            "role": screen.role,
            "name": screen.name,
            "paired_at": screen.paired_at,
            "by": screen.by,
            "said": tenant.said_of(screen.name) if tenant else "",
        }

    async def _revoke(self, role: str, name: str) -> None:
        await self.register.remove(role, name)
        self.on_change()
        await self._show_out(role, name)

    async def _pair(self, question: Question, by: str) -> None:
        called = question.role, question.name
        self.register.require_free(*called)
        if called in self._claims:
            raise ScreenNameTakenError(*called)
        try:
            waiting = self.codes.confirm(question.code, *called, by)
        finally:
            self._tell_waiting()
        await self._until_claimed(waiting)

    async def _until_claimed(self, waiting: Waiting) -> None:
        called = waiting.role, waiting.name
        claimed = self._claims[called] = asyncio.Event()
        try:
            async with asyncio.timeout(_CLAIM_WITHIN_S):
                await claimed.wait()
        except TimeoutError:
            self.codes.end(waiting)
            raise NobodyClaimsError(waiting.name) from None
        finally:
            self._claims.pop(called, None)

    def _tell_waiting(self) -> None:
        self._news += 1
        self.waiting_audience.publish(self.waiting_state())

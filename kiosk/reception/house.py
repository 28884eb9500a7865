"""All tablets of one hall, put together: which wait, which are paired, what each shows."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from edge.client import HallClient
from edge.errors import ExpectedError
from kiosk.audience import Audience
from kiosk.reception.config import ReceptionConfig
from kiosk.reception.office import Answer, Question, open_office, socket_in
from kiosk.reception.pages import ReceptionPages
from kiosk.reception.pairing import Pairing, Waiting
from kiosk.reception.secrets_kept import new_code, new_secret
from kiosk.reception.tablet import State, TabletPage, Tools
from kiosk.reception.tablets import Tablet, TabletNameTakenError, Tablets
from kiosk.reception.watching import Watching
from kiosk.screens import Screens

_CLAIM_WITHIN_S = 10.0


class NobodyClaimsError(ExpectedError):
    """The code was right, but its browser has gone."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} does not answer: open the page there again, for a new code")


@dataclass(frozen=True, slots=True)
class Ports:
    """What the tablets need from the world.

    `connect` opens a connection that staff may sign in on, `state_dir` is the hall's.
    """

    connect: Callable[[], HallClient]
    state_dir: Path
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    steady_s: Callable[[], float] = time.monotonic
    new_code: Callable[[], str] = new_code
    new_secret: Callable[[], str] = new_secret


class Reception:
    """All of it. `run` it beside the screens, whose steps it watches."""

    def __init__(
        self, config: ReceptionConfig, ports: Ports, screens: Screens, language: str
    ) -> None:
        self.tablets = Tablets(ports.state_dir / "tablets.json")
        self.pages = ReceptionPages(screens.pages.revision, language)
        self.pairing = Pairing(ports.steady_s, ports.new_code, config.pairing_code_s)
        self.new_secret = ports.new_secret
        self.beat = screens.beat
        self._ports = ports
        self._open: dict[str, TabletPage] = {}
        self._waiting_audience: Audience[State] = Audience()
        self._claims: dict[str, asyncio.Event] = {}
        self._news = 0
        self._watching = Watching(
            screens.terminals.values(), ports.now_ms, config.stuck_after_s, self._changed
        )
        self._tools = Tools(
            ports.connect,
            self.pages,
            config,
            language,
            self._watching.steps,
            ports.now_ms,
            run=ports.new_secret()[:16],
        )

    async def run(self) -> None:
        """Watch the screens and let engineers in, until cancelled."""
        async with open_office(socket_in(self._ports.state_dir), self._answer):
            try:
                await self._watching.run()
            finally:
                await asyncio.gather(*(page.close() for page in self._open.values()))

    def close(self) -> None:
        """Send every browser away; each comes back when there is a server again."""
        self._waiting_audience.close()
        for page in self._open.values():
            page.audience.close()

    # --- browsers ---

    def page_of(self, token: str) -> TabletPage | None:
        """Return the page of the tablet that holds `token`, if it is paired."""
        tablet = self.tablets.holder(token)
        if tablet is None:
            return None
        if tablet.name not in self._open:
            self._open[tablet.name] = TabletPage(tablet.name, self._tools)
        return self._open[tablet.name]

    @property
    def waiting_audience(self) -> Audience[State]:
        """Where browsers that show a code hear that something has become of one."""
        return self._waiting_audience

    def waiting_state(self) -> State:
        """Return what a browser that shows a code hears: that it is to ask what became of it."""
        return {"version": self._news, "revision": self.pages.revision}

    async def claim(self, secret: str) -> str | None:
        """Return the new token of a browser whose code somebody has confirmed: once.

        Raises `TabletNameTakenError`, `OSError`.
        """
        waiting = self.pairing.of(secret)
        if waiting is None or not waiting.name:
            return None
        self.pairing.end(waiting)
        token = self.new_secret()
        await self.tablets.add(waiting.name, token, self._ports.now_ms())
        self._claims.pop(waiting.name, asyncio.Event()).set()
        return token

    # --- engineers ---

    async def _answer(self, question: Question) -> Answer:
        if question.do == "list":
            return {"tablets": [self._listed(tablet) for tablet in self.tablets.all()]}
        if question.do == "revoke":
            await self._revoke(question.name)
        else:
            await self._pair(question.code, question.name)
        return {"name": question.name}

    def _listed(self, tablet: Tablet) -> Answer:
        page = self._open.get(tablet.name)
        staff = page.staff if page else ""
        return {"name": tablet.name, "paired_at": tablet.paired_at, "staff": staff}

    async def _revoke(self, name: str) -> None:
        await self.tablets.remove(name)
        page = self._open.pop(name, None)
        if page is not None:
            await page.close()

    async def _pair(self, code: str, name: str) -> None:
        self.tablets.require_free(name)
        if name in self._claims:
            raise TabletNameTakenError(name)
        try:
            waiting = self.pairing.confirm(code, name)
        finally:
            self._tell_waiting()
        await self._until_claimed(waiting)

    async def _until_claimed(self, waiting: Waiting) -> None:
        claimed = self._claims[waiting.name] = asyncio.Event()
        try:
            async with asyncio.timeout(_CLAIM_WITHIN_S):
                await claimed.wait()
        except TimeoutError:
            self.pairing.end(waiting)
            raise NobodyClaimsError(waiting.name) from None
        finally:
            self._claims.pop(waiting.name, None)

    def _tell_waiting(self) -> None:
        self._news += 1
        self._waiting_audience.publish(self.waiting_state())

    def _changed(self) -> None:
        for page in self._open.values():
            page.changed()

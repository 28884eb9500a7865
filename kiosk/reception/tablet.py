"""One paired tablet: who works on it, where on the page they are, and the page itself."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from edge.api import shapes
from edge.client import HallClient, HallError
from kiosk.audience import Audience
from kiosk.reception import deeds
from kiosk.reception.config import ReceptionConfig
from kiosk.reception.deeds import Said, said_of
from kiosk.reception.desk import Desk
from kiosk.reception.pages import ReceptionPages, View
from kiosk.reception.place import Place, done_at, first_place, moved, sections_for
from kiosk.reception.presses import Press
from kiosk.reception.seen import EVERYTHING
from kiosk.reception.watching import Step

State = dict[str, Any]

_LANGUAGES = ("zh", "en")
_WRONG_PIN = ("sign_in_refused", "sign_in_locked")


@dataclass(frozen=True, slots=True)
class Tools:
    """What all tablets share. `connect` opens a connection that staff may sign in on."""

    connect: Callable[[], HallClient]
    pages: ReceptionPages
    config: ReceptionConfig
    language: str
    steps: Callable[[], Sequence[Step]]
    now_ms: Callable[[], int]
    run: str  # tells the states of this process from those of the one before


class TabletPage:
    """A tablet by its name. `state()` is the whole of what its browser must know.

    The session's token never leaves this process, and neither does a PIN.
    """

    def __init__(self, name: str, tools: Tools) -> None:
        self.name = name
        self.audience: Audience[State] = Audience()
        self._tools = tools
        self._language = tools.language
        self._desk: Desk | None = None
        self._place = Place()
        self._said: Said | None = None
        self._unheard: Press | None = None
        self._last: str = ""
        self._locked = ""
        self._knocks = 0
        self._version = 0
        self._pressing = asyncio.Lock()
        self._closed = False
        self._idle: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def staff(self) -> str:
        """Who is signed in; empty for nobody."""
        return self._desk.person.staff if self._desk else ""

    # --- what happens to it ---

    async def press(self, press: Press) -> None:
        """Do what was pressed. The same press sent again does nothing twice."""
        async with self._pressing:
            if self._closed:
                return
            self._restart_idle()
            if press.press != self._last and press.action != "touch":
                self._last = press.press
                await self._handle(press)
                self.changed()

    def changed(self) -> None:
        """Show what is true now."""
        if self._desk is not None and self._desk.over:
            self._lock("session_over")
        self._version += 1
        self.audience.publish(self.state())

    async def close(self) -> None:
        """Sign whoever works here out, and end the page."""
        self._closed = True
        self.audience.close()
        async with self._pressing:  # whoever is just signing in is signed out again
            self._lock("")
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _handle(self, press: Press) -> None:
        if press.action == "language":
            self._language = press.value if press.value in _LANGUAGES else self._language
        elif self._desk is None:
            await self._knock(press)
        elif press.action in ("sign_out", "lock"):
            self._lock("locked" if press.action == "lock" else "")
        else:
            await self._work(self._desk, press)

    async def _work(self, desk: Desk, press: Press) -> None:
        if press.action == "again":
            if self._unheard is not None:
                await self._do(desk, self._unheard)
        elif press.action in deeds.DEEDS:
            await self._do(desk, press)
        else:
            self._said = None
            self._place = moved(
                self._place, press.action, press.about, press.value, desk.person.rights
            )

    async def _do(self, desk: Desk, press: Press) -> None:
        try:
            self._said = await deeds.do(desk.hall, press, desk.person.rights)
        except HallError:
            desk.over = True
            return
        self._unheard = press if self._said.tone == "unheard" else None
        await desk.look_now()
        if self._said.tone == "done":
            waits = any(line.visit == self._place.about for line in desk.seen.queue)
            self._place = done_at(self._place, still_there=waits)

    # --- who works here ---

    async def _knock(self, press: Press) -> None:
        if press.action == "sign_in":
            await self._sign_in(press)
        elif press.action == "somebody_else":
            self._locked, self._said, self._place = "", None, Place()

    async def _sign_in(self, press: Press) -> None:
        hall = self._tools.connect()
        staff, pin = press.field("staff") or self._locked, press.field("pin")
        self._said = None
        self._knocks += 1
        try:
            shapes.SignIn(staff=staff, pin=pin)
            session = await hall.sign_in(staff, pin)
        except ValueError:
            self._said = Said("refused", "refused_incomplete")
        except HallError as error:
            self._said = _not_in(error)
        else:
            await self._let_in(hall, session)
            return
        await hall.close()

    async def _let_in(self, hall: HallClient, session: shapes.Session) -> None:
        desk = Desk(hall, session, self._tools.config, self.changed)
        if not sections_for(session.rights):
            self._said = Said("refused", "refused_nothing_here")
            self._later(desk)
            return
        await desk.look_now(EVERYTHING)
        if self._locked != session.staff:
            self._place = first_place(session.rights)
        self._desk, self._locked, self._unheard = desk, "", None
        self._restart_idle()

    def _lock(self, why: str) -> None:
        """Sign out, and with a reason ask the same person for the PIN."""
        if self._desk is None:
            return
        self._locked = self.staff if why else ""
        self._said = Said("refused", why) if why else None
        if not why:
            self._place = Place()
        self._later(self._desk)
        self._desk = None
        self._stop_idle()

    def _later(self, desk: Desk) -> None:
        # The hall may take its time, and nobody waits for it.
        task = asyncio.get_running_loop().create_task(desk.leave())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _restart_idle(self) -> None:
        self._stop_idle()
        if self._desk is not None:
            loop = asyncio.get_running_loop()
            self._idle = loop.call_later(self._tools.config.idle_lock_s, self._idled)

    def _stop_idle(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _idled(self) -> None:
        self._lock("locked")
        self.changed()

    # --- what it shows ---

    def state(self) -> State:
        """Return what the browser shows. `calls` are those for help that nobody has taken."""
        view = self._view()
        calls = sum(not call.accepted_by for call in view.seen.help) if view.seen else 0
        return {
            "run": self._tools.run,
            "version": self._version,
            "language": self._language,
            "html": self._tools.pages.part(view),
            "form": self._place.form_name if self._desk else f"sign-in:{self._knocks}",
            "calls": calls,
            "now_ms": self._tools.now_ms(),
            "revision": self._tools.pages.revision,
        }

    def _view(self) -> View:
        desk = self._desk
        return View(
            tablet=self.name,
            language=self._language,
            person=desk.person if desk else None,
            seen=desk.seen if desk else None,
            place=self._place,
            said=self._said,
            locked=self._locked,
            steps=tuple(self._tools.steps()),
            now_ms=self._tools.now_ms(),
            stuck_after_s=self._tools.config.stuck_after_s,
        )


def _not_in(error: HallError) -> Said:
    said = said_of(error)
    if error.code in _WRONG_PIN:
        return replace(said, key=f"refused_{error.code}", values=dict(error.details))
    return replace(said, tone="refused", key="away" if said.tone == "unheard" else said.key)

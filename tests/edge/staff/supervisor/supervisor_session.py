"""A terminal in front of a hall: signed in, and asked to press keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from staff_cuttable_line import CuttableLine
from supervisor_fake_hall import PIN, FakeHall, served, until
from textual.pilot import Pilot
from textual.widgets import Input

from edge.staff.patience import Patience
from edge.staff.supervisor.app import SupervisorApp
from edge.staff.supervisor.hall_client import SupervisorClient
from edge.staff.supervisor.screens.dialogues import Dialogue
from edge.staff.supervisor.screens.live import LiveScreen

QUICK = Patience(answer_timeout_s=5.0, retry_pauses_s=(0.01,), reconnect_pauses_s=(0.01, 0.05))


@dataclass
class Terminal:
    """The application, the keys to it, and the hall behind it."""

    app: SupervisorApp
    pilot: Pilot[None]
    hall: FakeHall = field(default_factory=FakeHall)
    line: CuttableLine | None = None

    @property
    def text(self) -> str:
        """Everything on the front screen."""
        return self.app.export_screenshot().replace("&#160;", " ")

    async def lose(self) -> None:
        """Lose the controller, and see that it is lost."""
        assert self.line is not None
        await self.line.cut()
        await until(lambda: not self.app.board.linked)
        await self.pilot.pause()

    async def regain(self) -> None:
        """Have the controller back, and see it."""
        assert self.line is not None
        await self.line.connect()
        await until(lambda: self.app.board.linked)
        await self.pilot.pause()

    @property
    def said(self) -> str:
        """The latest thing the terminal said."""
        return self.app.board.said.words.chinese

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)

    async def asked(self) -> Dialogue:
        """Wait for a question, and return its screen."""
        await until(lambda: isinstance(self.app.screen, Dialogue) and self.app.screen.is_mounted)
        await self.pilot.pause()
        assert isinstance(self.app.screen, Dialogue)
        return self.app.screen

    async def answer(self, *texts: str) -> None:
        """Answer one question after the other: with a text, or by Enter where it is empty.

        A blank marks the first choice, or takes its mark away.
        """
        for text in texts:
            question = await self.asked()
            if text == " ":
                await self.press("space")
            elif text:
                question.query_one(Input).value = text
            await self.press("enter")
            await until(lambda asked=question: self.app.screen is not asked)

    async def done(self) -> None:
        """Wait until the order is answered."""
        await until(lambda: not self.app.board.busy)

    async def front(self, screen: type[Any]) -> Any:
        """Wait for a screen, and return it."""
        await until(lambda: isinstance(self.app.screen, screen) and self.app.screen.is_mounted)
        await self.pilot.pause()
        return self.app.screen

    async def type_in(self, staff: str, pin: str = PIN) -> None:
        """Fill in the first screen."""
        self.app.screen.query_one("#staff", Input).value = staff
        self.app.screen.query_one("#pin", Input).value = pin
        self.app.screen.query_one("#pin", Input).focus()
        await self.press("enter")


@asynccontextmanager
async def terminal(tmp_path: Path, hall: FakeHall) -> AsyncIterator[Terminal]:
    """Put a terminal in front of `hall`, on a line that can be cut; nobody is signed in."""
    behind, socket = tmp_path / "hall.sock", tmp_path / "staff.sock"
    line = CuttableLine(socket, behind)
    async with served(hall, behind), SupervisorClient(str(socket)) as client:
        await line.connect()
        app = SupervisorApp(client, QUICK, looks_apart_s=0)
        try:
            async with app.run_test(size=(100, 30)) as pilot:
                yield Terminal(app, pilot, hall, line)
        finally:
            await line.cut()


@asynccontextmanager
async def signed_in(tmp_path: Path, hall: FakeHall, staff: str = "3001") -> AsyncIterator[Terminal]:
    """Put a terminal in front of `hall`, signed in, with the board in sight."""
    async with terminal(tmp_path, hall) as opened:
        await opened.type_in(staff)
        await opened.front(LiveScreen)
        await until(lambda: opened.app.board.linked)
        await opened.pilot.pause()
        yield opened

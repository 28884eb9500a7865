"""The customer screens before a real controller, as visitors read and touch them."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_process import PATIENCE_S, EdgeProcess

sys.path.insert(0, str(Path(__file__).parent.parent / "kiosk"))

from kiosk_served import Kiosk, Stream, kiosk_before

from kiosk.config import KioskConfig

CONFIG = KioskConfig(
    readers={"reader-1": "ticket-1", "scanner-1": "ticket-1"},
    evaluators=["1"],
    reconnect_min_s=0.05,
    reconnect_max_s=0.2,
)
State = dict[str, Any]


@dataclass
class Glass:
    """One screen: what it shows, as it changes."""

    stream: Stream

    async def until(self, condition: Callable[[State], bool]) -> State:
        """Return the first state for which `condition` holds."""
        async with asyncio.timeout(PATIENCE_S):
            return await self.stream.until(condition)

    async def shows(self, *texts: str) -> State:
        """Return the first state with all `texts` on it."""
        return await self.until(lambda state: all(text in state["html"] for text in texts))


@dataclass
class Screens:
    """Ticket screen, main board and the evaluator of counter 1."""

    kiosk: Kiosk
    ticket: Glass
    board: Glass
    evaluator: Glass

    async def touch(self, state: State, action: str, value: str = "") -> State:
        """Touch the ticket screen that shows `state`; return what it shows then."""
        touched: State = await self.kiosk.touch(state, action, value)
        return touched

    async def choose(self, state: State, service: str) -> State:
        """Choose a service, say that everything it asks for is there, and have it on paper."""
        asked = await self.touch(state, "service", service)
        assert "这些材料都带了吗" in asked["html"]
        return await self.touch(await self.touch(asked, "seen"), "paper", "on")

    async def rate(self, asking: State, grade: int) -> None:
        """Touch a face on the evaluator that shows `asking`."""
        body = {"question": asking["question"], "grade": grade}
        headers = self.kiosk.own_page()
        answer = await self.kiosk.http.post("/evaluator/1/touch", json=body, headers=headers)
        assert answer.status_code == 200


@contextlib.asynccontextmanager
async def screens_of(edge: EdgeProcess) -> AsyncIterator[Screens]:
    """Give the screens of a hall, each with somebody before it."""
    async with (
        kiosk_before(Path(edge.socket("kiosk")), CONFIG) as kiosk,
        kiosk.stream("/ticket/events") as ticket,
        kiosk.stream("/board/events") as board,
        kiosk.stream("/evaluator/1/events") as evaluator,
    ):
        yield Screens(kiosk, Glass(ticket), Glass(board), Glass(evaluator))

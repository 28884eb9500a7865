"""At which step the visitor at each ticket screen is, and since when; never who that is."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kiosk.audience import SeatLostError
from kiosk.dialogue import Stage
from kiosk.form.stay import Stage as FormStage
from kiosk.screens import AnyStation
from kiosk.tools import State

_AGAIN_S = 1.0
# Whoever fills in a form there is not on the way to a ticket.
_FILLING_IN = frozenset(FormStage) - frozenset(Stage)
_AT_EASE = frozenset({Stage.ATTRACT, Stage.TICKET, Stage.MAP, *_FILLING_IN})


@dataclass(frozen=True, slots=True)
class Step:
    """What one ticket screen shows. Times are wall milliseconds, `began` 0: nobody is there."""

    screen: str
    dialogue: str
    stage: str
    since: int
    began: int = 0

    def is_stuck(self, now_ms: int, stuck_after_s: float) -> bool:
        """Whether whoever stands there has been on the way to a ticket for too long."""
        on_the_way = bool(self.began) and self.stage not in _AT_EASE
        return on_the_way and now_ms - self.began >= stuck_after_s * 1000


def stepped(before: Step, dialogue: str, stage: str, now_ms: int) -> Step:
    """Return the step after the screen has shown `stage` of `dialogue`."""
    if (before.dialogue, before.stage) == (dialogue, stage):
        return before
    began = before.began if before.dialogue == dialogue else 0
    if stage != Stage.ATTRACT:
        began = began or now_ms
    return Step(before.screen, dialogue, stage, now_ms, began)


class Watching:
    """Watches all ticket screens. Of what they show it keeps the step and the time alone."""

    def __init__(
        self,
        terminals: Iterable[AnyStation],
        now_ms: Callable[[], int],
        stuck_after_s: float,
        on_change: Callable[[], None],
    ) -> None:
        self._terminals = list(terminals)
        self._now_ms = now_ms
        self._stuck_after_s = stuck_after_s
        self._on_change = on_change
        self._steps = {
            each.name: Step(each.name, "", Stage.ATTRACT, now_ms()) for each in self._terminals
        }

    def steps(self) -> list[Step]:
        """Return the step of every screen, in the order of the configuration."""
        return list(self._steps.values())

    async def run(self) -> None:
        """Watch until cancelled."""
        async with asyncio.TaskGroup() as group:
            for terminal in self._terminals:
                group.create_task(self._watch(terminal))

    async def _watch(self, terminal: AnyStation) -> None:
        while True:
            with terminal.audience.seat(terminal.state()) as seat:
                try:
                    while True:
                        self._see(terminal.name, await seat.next())
                except SeatLostError:
                    pass
            await asyncio.sleep(_AGAIN_S)

    def _see(self, screen: str, state: State) -> None:
        before = self._steps[screen]
        after = stepped(before, state["dialogue"], state["stage"], self._now_ms())
        if after is before:
            return
        self._steps[screen] = after
        self._on_change()
        if after.began:
            # Whoever only waits changes nothing: being stuck by then is news all the same.
            due_s = self._stuck_after_s - (self._now_ms() - after.began) / 1000
            asyncio.get_running_loop().call_later(max(0.0, due_s), self._on_change)

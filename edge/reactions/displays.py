"""LED strips, hard callers, evaluators, doors and lamps, kept as they should be.

Each unit has a wish computed from the committed state. Whatever changes the state, or brings the
device back, wakes the unit's task, which makes the device show the wish of that moment; wishes
that were never shown are forgotten. So after any silence a strip shows now, never then.
"""

import asyncio
from collections.abc import Sequence

from drivers.contract import CounterUnits, TextDisplay
from edge.devices.asking import ask
from edge.devices.pool import DevicePool
from edge.domain.leg import LegState
from edge.domain.plan import CounterPlan, Plan
from edge.domain.rating import to_rate
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.reactions.converging import Converging
from edge.reactions.lighting import LightingConfig, lighting
from edge.reactions.outputs import OutputConfig, output

# What goes by the clock is looked at this often.
_MINUTE_S = 60.0


class Displays:
    """All strips, callers and evaluators of the hall."""

    def __init__(
        self,
        recorder: Recorder,
        plan: Plan,
        pool: DevicePool,
        rating_window_s: int,
        outputs: Sequence[OutputConfig] = (),
        light: LightingConfig | None = None,
    ) -> None:
        """Have evaluators ask until `rating_window_s` after the end of a visit."""
        self._recorder = recorder
        self._plan = plan
        self._pool = pool
        self._rating_window_ms = rating_window_s * 1000
        self.units = [
            *(self._strip(counter) for counter in plan.counters if counter.led),
            *(self._caller(counter) for counter in plan.counters if counter.caller),
            *(self._evaluator(counter) for counter in plan.counters if counter.caller),
            *(output(config, recorder, pool) for config in outputs),
            *lighting(light or LightingConfig(), recorder.clock, pool),
        ]
        recorder.subscribe(lambda _recorded: self._wake_all())

    async def run(self) -> None:
        """Keep all units true until cancelled."""
        self._wake_all()
        async with asyncio.TaskGroup() as group:
            for unit in self.units:
                group.create_task(unit.run(), name=f"display {unit.device} {unit.unit}")
            while True:
                await asyncio.sleep(_MINUTE_S)
                self._wake_all()

    def _wake_all(self) -> None:
        for unit in self.units:
            unit.woken.set()

    def device_changed(self, device: str) -> None:
        """Show again on a device that has come back, or was gone for a moment."""
        for unit in self.units:
            if unit.device == device:
                unit.refresh()

    def _strip(self, counter: CounterPlan) -> Converging:
        address = counter.led
        assert address is not None  # noqa: S101

        async def show(text: str) -> bool:
            # Told while it is away too: it shows the last it was told as soon as it is back.
            driver = self._pool.driver(address.device, TextDisplay)
            if driver is None:
                return False
            await ask(address.device, driver.show(address.unit, text))
            return True

        def wish() -> str:
            return strip_text(self._recorder.committed, counter)

        return Converging(address.device, address.unit, wish, show)

    def _caller(self, counter: CounterPlan) -> Converging:
        address = counter.caller
        assert address is not None  # noqa: S101

        async def show(wish: str) -> bool:
            driver = self._pool.driver(address.device, CounterUnits, address.unit)
            if driver is None:
                return False
            word, _, value = wish.partition(" ")
            if word == "ticket":
                await ask(address.device, driver.show_ticket(address.unit, value))
            else:
                await ask(address.device, driver.show_waiting(address.unit, int(value)))
            return True

        def wish() -> str:
            return caller_wish(self._recorder.committed, self._plan, counter)

        return Converging(address.device, address.unit, wish, show)

    def _evaluator(self, counter: CounterPlan) -> Converging:
        address = counter.caller
        assert address is not None  # noqa: S101

        async def show(visit: str) -> bool:
            if not visit:
                return True  # nobody can stop it asking, and nothing needs to
            driver = self._pool.driver(address.device, CounterUnits, address.unit)
            if driver is None:
                return False
            await ask(address.device, driver.ask_rating(address.unit))
            return True

        def wish() -> str:
            now = self._recorder.clock.moment().at
            return to_rate(self._recorder.committed, counter.id, now, self._rating_window_ms)

        return Converging(address.device, address.unit, wish, show)


def strip_text(state: HallState, counter: CounterPlan) -> str:
    """Return what the strip above `counter` should say."""
    now = state.counter(counter.id)
    visit = state.visits.get(now.visit)
    if visit is None:
        return counter.name if now.is_open else f"{counter.name} 暂停服务"
    if visit.state is LegState.CALLED:
        return f"{visit.leg.ticket} 到{counter.name}"
    return f"{visit.leg.ticket} 办理中"


def caller_wish(state: HallState, plan: Plan, counter: CounterPlan) -> str:
    """Return what the caller at `counter` should show: its ticket, or how many wait for it."""
    now = state.counter(counter.id)
    visit = state.visits.get(now.visit)
    if visit is not None:
        return f"ticket {visit.leg.ticket}"
    return f"waiting {state.queue.count(plan.served_by(counter.id, now.staff))}"

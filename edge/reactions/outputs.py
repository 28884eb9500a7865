"""Doors, lights and call lamps: outputs of relay boards that follow what is so in the hall."""

from dataclasses import dataclass
from enum import StrEnum

from drivers.contract import Switches
from edge.devices.asking import ask
from edge.devices.pool import DevicePool
from edge.domain.leg import LegState
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.reactions.converging import Converging


class While(StrEnum):
    """As long as what an output is on."""

    DAY_OPEN = "day_open"
    COUNTER_OPEN = "counter_open"  # the one named, or any
    CALLED = "called"  # somebody is called to the one named, or to any
    ON_BATTERY = "on_battery"


@dataclass(frozen=True)
class OutputConfig:
    """Output `unit` of relay board `device` is on `on_while` this is so, at `counter` or at any."""

    device: str
    unit: str
    on_while: While
    counter: str = ""


def should_be_on(state: HallState, config: OutputConfig) -> bool:
    """Return whether the output should be on now."""
    counters = [config.counter] if config.counter else list(state.counters)
    match config.on_while:
        case While.DAY_OPEN:
            return bool(state.day)
        case While.COUNTER_OPEN:
            return any(state.counter(counter).is_open for counter in counters)
        case While.CALLED:
            return any(_is_called(state, counter) for counter in counters)
        case While.ON_BATTERY:
            return state.mains != "mains"


def _is_called(state: HallState, counter: str) -> bool:
    visit = state.visits.get(state.counter(counter).visit)
    return visit is not None and visit.state is LegState.CALLED


def output(config: OutputConfig, recorder: Recorder, pool: DevicePool) -> Converging:
    """Return the output, converging on what it should be."""

    def wish() -> str:
        return "on" if should_be_on(recorder.committed, config) else "off"

    async def show(wanted: str) -> bool:
        board = pool.driver(config.device, Switches, config.unit)
        if board is None:
            return False
        await ask(config.device, board.switch(config.unit, wanted == "on"))
        return True

    return Converging(config.device, config.unit, wish, show)

"""The people counter's case for the contract suite."""

import asyncio

from drivers.conformance import Case
from drivers.contract import DeviceEvent, PeopleCounted
from drivers.footfall.modbus.driver import PulseCounter
from drivers.footfall.modbus.options import PulseOptions
from drivers.footfall.modbus.twin import FootfallTwin

_OPTIONS = PulseOptions(inputs={"front": 0}, counters={"back": 0})
# Long enough to be seen over a wire on which two answers take a second.
_PULSE_S = 2.0
# Two pulses and their pauses, and then the next reading of the counter.
_SEEN_WITHIN_S = 10.0


async def _exercise(_driver: PulseCounter, twin: FootfallTwin, events: list[DeviceEvent]) -> None:
    for door in ("front", "back"):
        await asyncio.sleep(_SEEN_WITHIN_S)
        heard = len(events)
        for _time in range(2):
            twin.act("pass", door=door)
        await asyncio.sleep(_SEEN_WITHIN_S)
        counted = [event for event in events[heard:] if isinstance(event, PeopleCounted)]
        if sum(event.count for event in counted) != 2 or {event.unit for event in counted} != {
            door
        }:
            raise AssertionError(f"two went through {door}, reported {counted}")


CASE = Case(
    driver=PulseCounter,
    twin=lambda: FootfallTwin(_OPTIONS, _PULSE_S),
    exercise=_exercise,
    options=_OPTIONS,
    echoes=True,
    takes_for_its_own=frozenset({"modbus"}),
)

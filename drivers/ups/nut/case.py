"""The UPS's case for the contract suite."""

import asyncio

from drivers.conformance import Case
from drivers.contract import DeviceEvent, PowerChanged
from drivers.ups.nut.driver import NutOptions, NutUps
from drivers.ups.nut.twin import NutTwin

_OPTIONS = NutOptions(ups="hall")
# A poll of three questions on a slow wire, begun just too early, and the next one.
_SEEN_WITHIN_S = 10.0


async def _exercise(_driver: NutUps, twin: NutTwin, events: list[DeviceEvent]) -> None:
    twin.act("restore_mains")  # an exercise that was broken off may have left it cut
    twin.act("set_charge", percent=100)
    await asyncio.sleep(_SEEN_WITHIN_S)
    for action, on_battery in (("cut_mains", True), ("restore_mains", False)):
        heard = len(events)
        twin.act(action)
        await asyncio.sleep(_SEEN_WITHIN_S)
        said = [event.power for event in events[heard:] if isinstance(event, PowerChanged)]
        if [state.on_battery for state in said] != [on_battery]:
            raise AssertionError(f"after {action}: {said}")


CASE = Case(
    driver=NutUps,
    twin=NutTwin,
    exercise=_exercise,
    options=_OPTIONS,
    garbage=b"\r\n \t",  # all that can stand between lines of text
    takes_for_its_own=frozenset({"nut"}),
)

"""The relay board's case for the contract suite."""

import asyncio

from drivers.conformance import Case
from drivers.conformance.case import require
from drivers.contract import DeviceEvent, InputChanged
from drivers.relay.modbus.driver import RelayBoard
from drivers.relay.modbus.options import RelayOptions
from drivers.relay.modbus.twin import RelayTwin

# Longer than the board's poll, its debouncing and the way of the answer on a slow wire.
_SEEN_WITHIN_S = 2.0
_OPTIONS = RelayOptions(momentary_s={"3": 1.0})


async def _exercise(driver: RelayBoard, twin: RelayTwin, events: list[DeviceEvent]) -> None:
    for on in (True, False):
        for _time in range(2):
            await driver.switch("1", on)
            require(twin.look()["relays"]["1"] is on, f"relay 1 was told to be on={on}")
    for _time in range(2):
        await driver.switch("3", True)
        require(twin.look()["relays"]["3"], "relay 3 was told to be on")
    await asyncio.sleep(_SEEN_WITHIN_S)
    require(not twin.look()["relays"]["3"], "relay 3 goes off by itself")
    twin.act("open_input", number=2)  # an exercise that was broken off may have left it closed
    await asyncio.sleep(_SEEN_WITHIN_S)
    for action, on in (("close_input", True), ("open_input", False)):
        heard = len(events)
        twin.act(action, number=2)
        await asyncio.sleep(_SEEN_WITHIN_S)
        changes = [event for event in events[heard:] if isinstance(event, InputChanged)]
        require(changes == [InputChanged("2", on)], f"input 2 became {on}, reported {changes}")


CASE = Case(
    driver=RelayBoard,
    twin=RelayTwin,
    exercise=_exercise,
    options=_OPTIONS,
    echoes=True,
    takes_for_its_own=frozenset({"modbus"}),
)

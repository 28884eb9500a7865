"""The callers' case for the contract suite. The bus has no poll: silence cannot be seen."""

import asyncio

from drivers.caller.ff68.driver import Ff68Bus
from drivers.caller.ff68.options import Ff68Options
from drivers.caller.ff68.twin import Ff68Twin
from drivers.conformance import Case
from drivers.conformance.case import require
from drivers.contract import CallerKey, DeviceEvent, KeyPressed, RatingPressed

# Past the window in which the same again counts as a repeat, and past a unit's last repeat.
_PAUSE_S = 4.0
_WIRE_S = 0.1


async def _exercise(driver: Ff68Bus, twin: Ff68Twin, events: list[DeviceEvent]) -> None:
    await _show(driver, twin)
    await _press(twin, events)


async def _show(driver: Ff68Bus, twin: Ff68Twin) -> None:
    for _time in range(2):
        await driver.show_ticket("1", "A007")
        await asyncio.sleep(_WIRE_S)
        require(_unit(twin)["ticket"] == "007", f"shows {_unit(twin)}, not ticket 007")
        await driver.show_waiting("1", 12)
        await asyncio.sleep(_WIRE_S)
        require(_unit(twin)["waiting"] == "012", f"shows {_unit(twin)}, not 012 waiting")
        await driver.ask_rating("1")
        await asyncio.sleep(_WIRE_S)
        require(bool(_unit(twin)["asking"]), "the evaluator does not ask")


async def _press(twin: Ff68Twin, events: list[DeviceEvent]) -> None:
    await asyncio.sleep(_PAUSE_S)
    heard = len(events)
    twin.act("press_key", unit="1", key=CallerKey.NEXT)
    await asyncio.sleep(_PAUSE_S)
    twin.act("press_rating", unit="1", key=0)
    await asyncio.sleep(_PAUSE_S)
    pressed = [event for event in events[heard:] if isinstance(event, KeyPressed | RatingPressed)]
    wanted = [KeyPressed("1", CallerKey.NEXT), RatingPressed("1", 0)]
    require(pressed == wanted, f"pressed {wanted}, reported {pressed}")
    require(_unit(twin)["acknowledged"] == "rating 0", "the unit was not acknowledged")


def _unit(twin: Ff68Twin) -> dict[str, object]:
    unit: dict[str, object] = twin.look()["units"]["1"]
    return unit


CASE = Case(
    driver=Ff68Bus,
    twin=Ff68Twin,
    exercise=_exercise,
    options=Ff68Options(),
    one_way=True,
    echoes=True,
)

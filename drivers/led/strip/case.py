"""The strip screens' case for the contract suite."""

import asyncio
from functools import partial

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.led.strip.driver import StripScreens
from drivers.led.strip.options import StripOptions
from drivers.led.strip.twin import StripTwin, twin_of

_LOOK_S = 0.05
_LOOKS_MAX = 100


async def _exercise(driver: StripScreens, twin: StripTwin, _events: list[DeviceEvent]) -> None:
    for text in ("请A001号到3号窗口", "A002 - 1"):
        for _time in range(2):
            await driver.show("1", text)
            await _look_for(twin, text)
    await driver.self_test()
    await _look_for(twin, "A002 - 1")


async def _look_for(twin: StripTwin, text: str) -> None:
    for _look in range(_LOOKS_MAX):
        if twin.text(1) == text:
            return
        await asyncio.sleep(_LOOK_S)
    raise AssertionError(f"told to show {text!r}, the screen shows {twin.text(1)!r}")


def case_of(options: StripOptions) -> Case:
    """Return the case of screens with these options, of which one has address 1."""
    return Case(
        driver=StripScreens,
        twin=partial(twin_of, options),
        exercise=_exercise,
        options=options,
        one_way=True,
    )


CASE = case_of(StripOptions())

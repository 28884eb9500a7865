"""The strips' case for the contract suite."""

import datetime as dt

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.led.onbon.driver import OnbonStrips
from drivers.led.onbon.options import OnbonOptions
from drivers.led.onbon.twin import OnbonTwin


async def _exercise(driver: OnbonStrips, twin: OnbonTwin, _events: list[DeviceEvent]) -> None:
    for text in ("请A001号到3号窗口", "A002 → 1"):
        for _time in range(2):
            await driver.show("1", text)
            if twin.text(1) != text:
                raise AssertionError(f"told to show {text!r}, the strip shows {twin.text(1)!r}")
    for _time in range(2):
        await _adjust(driver, twin)
    await driver.self_test()


async def _adjust(driver: OnbonStrips, twin: OnbonTwin) -> None:
    await driver.set_brightness(40)
    await driver.set_lit(False)
    dark = twin.look()["strips"]["1"]
    await driver.set_lit(True)
    await driver.set_clock(dt.datetime(2026, 3, 2, 9, 30))  # noqa: DTZ001 - the card has no zone
    seen = twin.look()["strips"]["1"]
    if (dark["on"], seen["on"], seen["brightness"]) != (False, True, 6):
        raise AssertionError(f"told to shine with 6 of 15, the strip was {dark}, is {seen}")
    if not seen["clock"].startswith("2026-03-02 09:30"):
        raise AssertionError(f"told it is 9:30, the strip says {seen['clock']!r}")


CASE = Case(
    driver=OnbonStrips, twin=OnbonTwin, exercise=_exercise, options=OnbonOptions(), echoes=True
)

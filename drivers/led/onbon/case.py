"""The strips' case for the contract suite."""

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.led.onbon.driver import OnbonOptions, OnbonStrips
from drivers.led.onbon.twin import OnbonTwin


async def _exercise(driver: OnbonStrips, twin: OnbonTwin, _events: list[DeviceEvent]) -> None:
    for text in ("请A001号到3号窗口", "A002 → 1"):
        for _time in range(2):
            await driver.show("1", text)
            if twin.text(1) != text:
                raise AssertionError(f"told to show {text!r}, the strip shows {twin.text(1)!r}")


CASE = Case(driver=OnbonStrips, twin=OnbonTwin, exercise=_exercise, options=OnbonOptions())

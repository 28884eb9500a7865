"""The numeric panels' case for the contract suite."""

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.led.panel.driver import NumericPanels, PanelOptions
from drivers.led.panel.twin import PanelTwin


async def _exercise(driver: NumericPanels, twin: PanelTwin, _events: list[DeviceEvent]) -> None:
    for text, shown in (("请A012号到3号窗口", "12"), ("B345 → 1", "345")):
        for _time in range(2):
            await driver.show("1", text)
            if twin.text(1) != shown:
                raise AssertionError(f"told to show {text!r}, the panel shows {twin.text(1)!r}")


CASE = Case(
    driver=NumericPanels,
    twin=PanelTwin,
    exercise=_exercise,
    options=PanelOptions(),
    echoes=True,
    takes_for_its_own=frozenset({"modbus"}),
)

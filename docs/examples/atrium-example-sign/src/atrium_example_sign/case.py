"""How the contract suite uses the sign: it is told two texts, each twice."""

from drivers.conformance import Case
from drivers.contract import DeviceEvent

from atrium_example_sign.driver import GlowOptions, GlowSign
from atrium_example_sign.twin import GlowTwin


async def _exercise(driver: GlowSign, twin: GlowTwin, _events: list[DeviceEvent]) -> None:
    for text in ("请A012号到3号窗口", "A013 → 4"):
        for _time in range(2):
            await driver.show("1", text)
            if twin.text != text:
                raise AssertionError(f"told to show {text!r}, the sign shows {twin.text!r}")


CASE = Case(driver=GlowSign, twin=GlowTwin, exercise=_exercise, options=GlowOptions(), echoes=True)

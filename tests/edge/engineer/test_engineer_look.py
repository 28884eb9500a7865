"""The engineer's first screen as it was approved, and its picture for the documentation."""

import os
from pathlib import Path
from typing import Any

import pytest
from engineer_fake_hall import DEVICES, NOW_MS, fault
from terminal_pictures import aligned, photograph
from textual.app import App
from textual.widgets import DataTable

import edge.engineer
from edge.api import shapes
from edge.engineer.bench import Bench
from edge.engineer.hall import Hall
from edge.engineer.screens.devices import DevicesScreen
from edge.engineer.shown import SelfTested
from edge.staff.theme import THEME

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
SIZE = (120, 30)
PICTURE_MAX = 200_000


class StillApp(App[None]):
    """The devices of a hall at one moment, with the strips chosen and tested."""

    CSS_PATH = Path(edge.engineer.__file__).with_name("engineer.tcss")
    ENABLE_COMMAND_PALETTE = False

    async def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        screen = DevicesScreen()
        await self.push_screen(screen)
        screen.show_bench(bench(), NOW_MS)
        screen.query_one(DataTable).move_cursor(row=2)


def bench() -> Bench:
    """Return a hall with two faults, one of them known of."""
    health = shapes.Health(
        status="degraded",
        hall="sunshine-road",
        name="阳光路营业厅",
        name_english="Sunshine Road hall",
        demo=False,
        day="2025-06-15",
        seq=1,
        storage="ok",
        faults=2,
        uplink=shapes.Uplink(epoch="e", acked=0, pending=0),
    )
    known = {"acknowledged_by": "engineer li", "note": "周四换电源"}
    faults = (fault("strips", "2", count=4, **known), fault("callers", kind="caller"))
    saw = ((True, "the bus answers at 57600"), (False, "strip 2 is silent: check its power"))
    tested = {"strips": SelfTested(NOW_MS, saw)}
    return Bench(Hall(health, DEVICES, faults), linked=True, tested=tested)


@pytest.mark.usefixtures("in_china")
@pytest.mark.parametrize("size", [(80, 24), SIZE])
def test_the_devices_look_as_approved(snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(StillApp(), terminal_size=size)


@pytest.mark.skipif(os.environ.get("ATRIUM_PICTURES") != "1", reason="ATRIUM_PICTURES=1 only")
@pytest.mark.usefixtures("in_china")
async def test_a_picture_for_the_documentation() -> None:
    app = StillApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        drawing = app.export_screenshot(title="atrium engineer")
    picture = PICTURES / "engineer.png"
    photograph(aligned(drawing), picture)
    assert picture.stat().st_size < PICTURE_MAX

"""The working screen as a clerk sees it, compared with the last one that was approved."""

import os
from pathlib import Path
from typing import Any

import pytest
from staff_fake_hall import until
from staff_still import StillApp, desk_in_the_morning, desk_out_of_touch, desk_with_faults
from terminal_pictures import aligned, photograph

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
SIZE = (104, 30)
PICTURE_MAX = 200_000


def test_the_working_screen_looks_as_approved(snap_compare: Any) -> None:
    assert snap_compare(StillApp(desk_in_the_morning()), terminal_size=SIZE)


@pytest.mark.usefixtures("in_china")
def test_the_faults_look_as_approved(snap_compare: Any) -> None:
    assert snap_compare(StillApp(desk_with_faults(), opened=True), terminal_size=SIZE)


async def test_everything_fits_into_the_smallest_terminal() -> None:
    app = StillApp(desk_in_the_morning())
    async with app.run_test(size=(80, 24)):
        await until(lambda: "F10" in app.export_screenshot())
        picture = app.export_screenshot()
        for text in ("A042", "电费缴纳", "阳光路营业厅", "窗口屏故障", "F10", "上一位评价", "B007"):
            assert text in picture


@pytest.mark.skipif(os.environ.get("ATRIUM_PICTURES") != "1", reason="ATRIUM_PICTURES=1 only")
@pytest.mark.parametrize(
    ("name", "desk"),
    [
        ("staff", desk_in_the_morning()),
        ("staff-controller-lost", desk_out_of_touch()),
        ("staff-faults", desk_with_faults()),
    ],
)
@pytest.mark.usefixtures("in_china")
async def test_pictures_for_the_documentation(name: str, desk: Any) -> None:
    app = StillApp(desk, opened=name == "staff-faults")
    async with app.run_test(size=SIZE):
        await until(lambda: "F10" in app.export_screenshot())
        drawing = app.export_screenshot(title="atrium staff")
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / f"{name}.png"
    photograph(aligned(drawing), picture)
    assert picture.stat().st_size < PICTURE_MAX

"""The board as a supervisor and an auditor see it, compared with the last one approved."""

import os
from pathlib import Path
from typing import Any

import pytest
import supervisor_halls as halls
from supervisor_fake_hall import until
from supervisor_still import StillApp, as_auditor, bad, calm, out_of_touch
from terminal_pictures import aligned, photograph

from edge.staff.supervisor.screens.report import ReportScreen
from edge.staff.supervisor.screens.tickets import TicketsScreen
from edge.staff.supervisor.words import Language

PICTURES = Path(__file__).parents[4] / "docs" / "pictures"
SMALL, LARGE = (80, 24), (160, 45)
PICTURE_MAX = 200_000

pytestmark = pytest.mark.usefixtures("in_china")


def test_a_calm_hall_looks_as_approved(snap_compare: Any) -> None:
    assert snap_compare(StillApp(calm()), terminal_size=SMALL)


def test_a_bad_day_looks_as_approved_in_english(snap_compare: Any) -> None:
    assert snap_compare(StillApp(bad(Language.ENGLISH)), terminal_size=SMALL)


def test_a_bad_day_looks_as_approved_to_an_auditor_at_a_large_terminal(snap_compare: Any) -> None:
    assert snap_compare(StillApp(as_auditor(bad())), terminal_size=LARGE)


def test_tickets_in_line_look_as_approved(snap_compare: Any) -> None:
    tickets = StillApp(calm(), lambda board: TicketsScreen(board, ""))
    assert snap_compare(tickets, terminal_size=SMALL)


@pytest.mark.parametrize("language", Language)
def test_the_report_of_the_day_looks_as_approved(snap_compare: Any, language: Language) -> None:
    report = StillApp(calm(language), lambda board: ReportScreen(board, halls.report()))
    assert snap_compare(report, terminal_size=SMALL)


@pytest.mark.skipif(os.environ.get("ATRIUM_PICTURES") != "1", reason="ATRIUM_PICTURES=1 only")
@pytest.mark.parametrize(
    ("name", "board", "size"),
    [
        ("supervisor", calm(), SMALL),
        ("supervisor-bad-day", bad(), LARGE),
        ("supervisor-controller-lost", out_of_touch(), SMALL),
    ],
)
async def test_pictures_for_the_documentation(name: str, board: Any, size: Any) -> None:
    app = StillApp(board)
    async with app.run_test(size=size) as pilot:
        await until(lambda: "English" in app.export_screenshot())
        await pilot.pause()
        drawing = app.export_screenshot(title="atrium supervisor")
    picture = PICTURES / f"{name}.png"
    photograph(aligned(drawing), picture)
    assert picture.stat().st_size < PICTURE_MAX

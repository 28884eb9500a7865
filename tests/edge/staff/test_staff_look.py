"""Every screen as a clerk sees it, in both languages, compared with the last that was approved."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from staff_fake_hall import until
from staff_still import (
    StillApp,
    desk_asking,
    desk_at_rest,
    desk_in_the_morning,
    desk_out_of_touch,
    desk_paused,
    desk_reading,
    desk_revealed,
    desk_serving,
    desk_with_a_question,
    desk_with_faults,
    desk_with_news,
    in_english,
)
from terminal_pictures import aligned, photograph

from edge.staff.actions import Action
from edge.staff.desk import Desk

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
SMALLEST, SIZE, STRIP = (80, 24), (104, 30), (80, 3)
PICTURE_MAX = 200_000

SCREENS = {
    "sign_in": (Desk(), {}),
    "choose": (replace(desk_in_the_morning(), counter_id="9"), {}),
    "free": (desk_at_rest(), {}),
    "called": (desk_in_the_morning(), {}),
    "serving": (desk_serving(), {}),
    "over_the_target_with_news": (desk_with_news(), {}),
    "revealed": (desk_revealed(), {}),
    "notes": (desk_reading(), {}),
    "paused": (desk_paused(), {}),
    "controller_lost": (desk_out_of_touch(), {}),
    "no_show_asked": (desk_with_a_question(), {}),
    "locked": (desk_serving(), {"locked": True}),
}
DIALOGS = {
    "send_back": desk_asking(Action.SEND_BACK),
    "park": desk_asking(Action.PARK),
    "take_back": desk_asking(Action.TAKE_BACK, desk=desk_at_rest()),
    "transfer": desk_asking(Action.TRANSFER),
    "transfer_why": desk_asking(Action.TRANSFER, "counter", "2"),
    "transfer_to_counter": desk_asking(Action.TRANSFER, "counter"),
    "walk_direct": desk_asking(Action.WALK_DIRECT, desk=desk_at_rest()),
    "call_chosen": desk_asking(Action.CALL_CHOSEN, desk=desk_at_rest()),
    "delivered": desk_asking(Action.FINISH_WITH, "done"),
    "pause": desk_asking(Action.PAUSE, desk=desk_at_rest()),
    "note": desk_asking(Action.NOTE),
    "reveal": desk_asking(Action.REVEAL),
    "help": desk_asking(Action.HELP, desk=desk_with_news()),
    "read": desk_asking(Action.READ, desk=desk_with_news()),
}


IN_SIGHT = {
    "zh": "A042|办理中|06:12|超时|电费缴纳|张** 身份证 60 多岁|3301-0042-17|王芳：带了房产证"
    "|产权证明|更名过户|A043|搁置|到时|求助已有人接：周婷|系统维护|办结并叫号|转办|窗口屏故障",
    "en": "A042|Serving|06:12|over|Bill payment|张** ID card in the sixties|3301-0042-17|王芳"
    "|Missing|Change of name|Parked|due|Help: 周婷|Payments are slow|Transfer",
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.usefixtures("in_china")
def test_a_screen_looks_as_approved(snap_compare: Any, name: str, language: str) -> None:
    desk, how = SCREENS[name]
    shown = in_english(desk) if language == "en" else desk
    assert snap_compare(StillApp(shown, **how), terminal_size=SMALLEST)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *((name, "zh") for name in DIALOGS),
        ("call_chosen", "en"),
        ("delivered", "en"),
        ("read", "en"),
    ],
)
@pytest.mark.usefixtures("in_china")
def test_a_dialog_looks_as_approved(snap_compare: Any, name: str, language: str) -> None:
    desk = DIALOGS[name]
    shown = in_english(desk) if language == "en" else desk
    assert snap_compare(StillApp(shown), terminal_size=SMALLEST)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "name", ["called", "over_the_target_with_news", "revealed", "controller_lost"]
)
@pytest.mark.usefixtures("in_china")
def test_the_three_lines_look_as_approved(snap_compare: Any, name: str, language: str) -> None:
    desk, _ = SCREENS[name]
    shown = in_english(desk) if language == "en" else desk
    assert snap_compare(StillApp(shown, compact=True), terminal_size=STRIP)


@pytest.mark.parametrize("name", ["park", "transfer_to_counter", "delivered"])
def test_a_dialog_in_three_lines_looks_as_approved(snap_compare: Any, name: str) -> None:
    assert snap_compare(StillApp(DIALOGS[name], compact=True), terminal_size=STRIP)


@pytest.mark.usefixtures("in_china")
def test_a_larger_terminal_shows_the_whole_hall_as_approved(snap_compare: Any) -> None:
    assert snap_compare(StillApp(desk_with_news()), terminal_size=(120, 36))


@pytest.mark.usefixtures("in_china")
def test_the_faults_look_as_approved(snap_compare: Any) -> None:
    assert snap_compare(StillApp(desk_with_faults(), opened=True), terminal_size=SIZE)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_everything_fits_into_the_smallest_terminal(language: str) -> None:
    desk = replace(desk_with_news(), language=language)
    app = StillApp(desk)
    async with app.run_test(size=SMALLEST):
        await until(lambda: "^P" in app.export_screenshot())
        picture = app.export_screenshot().replace("&#160;", " ")
        for text in IN_SIGHT[language].split("|"):
            assert text in picture, text


@pytest.mark.skipif(os.environ.get("ATRIUM_PICTURES") != "1", reason="ATRIUM_PICTURES=1 only")
@pytest.mark.parametrize(
    ("name", "desk", "size"),
    [
        ("staff", desk_with_news(), SMALLEST),
        ("staff-controller-lost", desk_out_of_touch(), SMALLEST),
        ("staff-faults", desk_with_faults(), SMALLEST),
        ("staff-dialog", desk_asking(Action.PARK), SMALLEST),
        ("staff-notes", desk_reading(), SMALLEST),
        ("staff-compact", desk_serving(), STRIP),
    ],
)
@pytest.mark.usefixtures("in_china")
async def test_pictures_for_the_documentation(name: str, desk: Any, size: tuple[int, int]) -> None:
    app = StillApp(desk, opened=name == "staff-faults", compact=name == "staff-compact")
    async with app.run_test(size=size):
        await until(lambda: "A042" in app.export_screenshot())
        await until(lambda: desk.asking is None or "材料不全" in app.export_screenshot())
        drawing = app.export_screenshot(title="atrium staff")
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / f"{name}.png"
    photograph(aligned(drawing), picture)
    assert picture.stat().st_size < PICTURE_MAX

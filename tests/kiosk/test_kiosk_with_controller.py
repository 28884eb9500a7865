"""The screens before a real controller: a ticket is taken, its call is shown, its visit rated."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kiosk_served import kiosk_before

from edge.api.shapes import NewNotice, NewVisit
from edge.client import HallClient
from kiosk.config import KioskConfig

# A hall without devices; the PIN is 2468.
HALL = """
[hall]
id = "hall-1"
name = "滨江路营业厅"
name_english = "Binjiang Road Hall"

[journal]
reserve_mb = 1
needed_mb = 1

[[services]]
id = "pay"
name = "交电费"
name_english = "Pay a bill"
prefix = "A"
zone = "A区"
zone_english = "Zone A"

[[services]]
id = "move"
name = "过户"
name_english = "Change of name"
prefix = "B"
documents = [{ name = "身份证", name_english = "Identity card" }]

[[services]]
id = "gas"
name = "燃气"
name_english = "Gas"
prefix = "G"
quotas = [{ hours = "00:00-24:00", tickets = 0 }]

[[counters]]
id = "1"
name = "1号窗口"
name_english = "Counter 1"

[[staff]]
id = "1001"
name = "陈静"
pin = "$argon2id$v=19$m=19456,t=2,p=1$olNb3zxQSZNBCOSr/uae2Q\
$7s881mPjE6ofJLurNRTpEiE+qBRLbJdPCB8/7gIS48w"

[[staff]]
id = "3001"
name = "林涛"
role = "supervisor"
pin = "$argon2id$v=19$m=19456,t=2,p=1$olNb3zxQSZNBCOSr/uae2Q\
$7s881mPjE6ofJLurNRTpEiE+qBRLbJdPCB8/7gIS48w"
"""


@asynccontextmanager
async def controller(folder: Path, hall: str = HALL) -> AsyncIterator[Path]:
    """Run a controller; yield the folder of its sockets."""
    config = folder / "hall.toml"
    config.write_text(hall, encoding="utf-8")
    arguments = ["run", "edge", "--config", str(config), "--state", str(folder)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "edge", *arguments, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async for line in process.stderr:
            if b"is ready" in line:
                break
        yield folder / "sockets"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def test_a_ticket_taken_at_the_screen_is_called_on_the_board(tmp_path):
    async with (
        controller(tmp_path) as sockets,
        kiosk_before(sockets / "kiosk.sock", KioskConfig()) as kiosk,
        kiosk.stream("/ticket/events") as ticket,
        kiosk.stream("/board/events") as board,
        HallClient(str(sockets / "staff.sock")) as clerk,
    ):
        state = await ticket.until(lambda state: "触摸取号" in state["html"])
        await kiosk.touch(await kiosk.touch(state, "touch"), "service", "pay")
        shown = await ticket.until(lambda state: "A001" in state["html"])
        assert "请到A区等候" in shown["html"]
        assert "<svg" in shown["html"]  # without a printer, the code is on the screen
        await clerk.sign_in("1001", "2468")
        await clerk.open_counter("1")
        await clerk.call_next("1")
        called = await board.until(lambda state: "A001" in state["html"])
    assert "1号窗口" in called["html"]


async def test_a_visit_is_rated_at_its_counter_also_after_the_controller_has_restarted(tmp_path):
    config = KioskConfig(evaluators=["1"], reconnect_max_s=0.2)
    kiosk_socket = tmp_path / "sockets" / "kiosk.sock"
    async with (
        kiosk_before(kiosk_socket, config) as kiosk,
        kiosk.stream("/evaluator/1/events") as evaluator,
    ):
        async with (
            controller(tmp_path) as sockets,
            HallClient(str(sockets / "staff.sock")) as clerk,
        ):
            await clerk.sign_in("1001", "2468")
            await clerk.open_counter("1")
            visit = (await clerk.new_visit(NewVisit(service="pay"))).visit
            for press in (clerk.call_next, clerk.start, clerk.finish):
                await press("1")
            await evaluator.until(lambda state: state["stage"] == "asking")
        await evaluator.until(lambda state: "评价暂停" in state["html"])
        async with (
            controller(tmp_path) as sockets,
            HallClient(str(sockets / "staff.sock")) as clerk,
        ):
            asking = await evaluator.until(lambda state: "data-grade" in state["html"])
            body = {"question": asking["question"], "grade": 5}
            await kiosk.http.post("/evaluator/1/touch", json=body, headers=kiosk.own_page())
            await evaluator.until(lambda state: state["stage"] == "thanks")
            assert (await clerk.visit(visit)).grade == 5


async def test_what_a_supervisor_does_is_on_the_glass_and_what_a_visitor_wants_in_the_hall(
    tmp_path,
):
    config = KioskConfig(offers_hold_s=0.1)
    async with (
        controller(tmp_path) as sockets,
        kiosk_before(sockets / "kiosk.sock", config) as kiosk,
        kiosk.stream("/ticket/events") as ticket,
        HallClient(str(sockets / "staff.sock")) as boss,
    ):
        state = await ticket.until(lambda state: "触摸取号" in state["html"])
        await boss.sign_in("3001", "2468")
        await boss.open_counter_for("1", "1001")
        await boss.new_visit(NewVisit(service="pay"))
        await kiosk.touch(state, "touch")
        menu = await ticket.until(lambda state: "分钟" in state["html"])
        assert "名额已满" in menu["html"]
        shown = await boss.show_notice(NewNotice(text="停电检修"))
        await ticket.until(lambda state: "停电检修" in state["html"])
        await boss.end_notice(shown.notice)
        await ticket.until(lambda state: "停电检修" not in state["html"])
        await kiosk.touch(menu, "help")
        await ticket.until(lambda state: "已呼叫工作人员" in state["html"])
        await boss.accept_help("ticket-1")
        await ticket.until(lambda state: "工号 3001" in state["html"])
        for service in ("pay", "move"):
            menu = await kiosk.touch(menu, "mark", service)
        asked = await kiosk.touch(menu, "take")
        assert "身份证" in asked["html"]
        await kiosk.touch(asked, "seen")
        await ticket.until(lambda state: "之后还办：过户" in state["html"])
        await kiosk.touch(asked, "leave")
        await ticket.until(lambda state: "触摸取号" in state["html"])
        queue = await boss.queue()
        assert [each.then for each in queue] == [[], ["move"]]
        while await boss.help_calls():
            pass

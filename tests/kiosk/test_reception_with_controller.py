"""A tablet before a real controller: paired by the command, signed in, a day's presses."""

import asyncio
import sys

from reception_tablet import QUICK, code_on, front
from test_kiosk_with_controller import HALL, controller

from edge.api.shapes import HelpCall
from edge.client import HallClient

_PIN = HALL[HALL.index('pin = "') : HALL.index('"\n', HALL.index('pin = "'))]
RECEPTION = f"""
[[priorities]]
id = "elderly"
name = "老年人"
name_english = "Elderly"
level = 1

[[services]]
id = "connect"
name = "新装用电"
name_english = "New connection"
prefix = "C"
documents = [{{ name = "身份证", name_english = "Identity card" }}]

[[staff]]
id = "2001"
name = "周婷"
role = "receptionist"
{_PIN}"
"""


async def atrium(*words: str) -> str:
    """Run a command; return what it says."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "edge", *words, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode()


async def test_a_receptionists_day_on_a_paired_tablet(tmp_path):
    async with (
        controller(tmp_path, HALL + RECEPTION) as sockets,
        front(tmp_path, QUICK) as there,
        there.tablet() as tablet,
        HallClient(str(sockets / "kiosk.sock")) as screen,
    ):
        state = ("--state", str(tmp_path))
        code = code_on(await tablet.open())
        async with tablet.watching("pairing/events") as stream:
            await stream.next()
            pairing = asyncio.create_task(
                atrium("screens", "pair", code, "--role", "reception", "--name", "tablet-1", *state)
            )
            await stream.next()
            await tablet.post("pairing")
        assert await pairing == "reception tablet-1 is paired\n"
        signed_in = await tablet.sign_in("2001", "2468")
        assert "周婷" in signed_in["html"], signed_in["html"]

        taken = await tablet.press(
            "take", service="connect", count="2", priority="elderly", delivery="screen"
        )
        assert "C001" in taken["html"]
        assert "C002" in taken["html"]
        first, second = [line.visit for line in await _queue(sockets)]
        await tablet.press("documents", first, needed="身份证")
        await tablet.press("priority", second, "")
        await tablet.press("service", second, "pay", key="once")
        await tablet.press("forget")
        await tablet.press("service", second, "pay", key="once")
        await tablet.press("cancel", first, "left")
        [left] = await _queue(sockets)
        assert (left.visit, left.service, left.segments) == (second, "pay", [])
        await tablet.press("divert", second, "online")
        assert await _queue(sockets) == []

        async with tablet.watching() as stream:
            await screen.call_help(HelpCall(place="ticket-1", about="choosing"))
            assert await stream.until(lambda shown: shown["calls"] == 1)
        assert "已记下" in (await tablet.press("accept", "ticket-1"))["html"]
        assert "已结束" in (await tablet.press("end_help", "ticket-1"))["html"]

        assert "3 个纸号" in (await tablet.press("slips", "pay", first="1", count="3"))["html"]
        assert [line.ticket for line in await _queue(sockets)] == ["A001", "A002", "A003"]
        assert "已发送" in (await tablet.press("send", text="B区人多"))["html"]

        assert "staff 2001" in await atrium("screens", "list", *state)
        await atrium("screens", "revoke", "reception", "tablet-1", *state)
        assert code_on(await tablet.open())


async def _queue(sockets):
    async with HallClient(str(sockets / "staff.sock")) as receptionist:
        await receptionist.sign_in("2001", "2468")
        return await receptionist.queue()

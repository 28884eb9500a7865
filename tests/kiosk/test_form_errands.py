"""What a form screen asks of a hall that is away: for as long as the stay lasts, and no longer."""

import asyncio
from itertools import count

from drivers import virtualtime
from edge.client import HallClient
from kiosk.config import KioskConfig
from kiosk.errands import Errands
from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form.hall import FormErrands
from kiosk.form.pictures import Pictures
from kiosk.form.stay import Paper
from kiosk.pages import Pages
from kiosk.tools import Tools

PHOTO = b"\xff\xd8\xff of a card"
BIND = do.Bind("s1", "A1", "V1")


def asking() -> tuple[FormErrands, Pictures]:
    """Return the errands of a screen whose hall is nowhere to be found."""
    config, ids, pictures = KioskConfig(), count(1), Pictures()
    hall = HallClient("/nowhere/hall.sock")
    tools = Tools(hall, Errands(hall, config), Pages(config), config, lambda: f"d{next(ids)}", "r")
    return FormErrands(tools, pictures), pictures


def attach(pictures: Pictures) -> do.Attach:
    return do.Attach("s1", "A1", "card", 1, pictures.lay(PHOTO, "s1"))


def test_a_hall_may_be_away_for_an_hour_and_an_errand_goes_on():
    async def scene() -> bool:
        errands, pictures = asking()
        asked = asyncio.create_task(errands.run(attach(pictures), "form-1"))
        await asyncio.sleep(3600)
        goes_on = not asked.done()
        await errands.run(do.Over("s1"), "form-1")
        assert await asked is None
        return goes_on

    assert virtualtime.run(scene())


def test_with_its_stay_an_errand_ends_at_once_and_those_of_others_go_on():
    async def scene() -> tuple[bool, bool, float]:
        errands, _ = asking()
        own = asyncio.create_task(errands.run(BIND, "form-1"))
        others = asyncio.create_task(errands.run(do.FetchForms("s2"), "form-1"))
        await asyncio.sleep(100)
        began = asyncio.get_running_loop().time()
        await errands.run(do.Over("s1"), "form-1")
        await own
        took_s = asyncio.get_running_loop().time() - began
        await asyncio.sleep(100)
        going_on = not others.done()
        others.cancel()
        return own.done(), going_on, took_s

    assert virtualtime.run(scene()) == (True, True, 0.0)


def test_a_photo_is_gone_with_its_stay_sent_or_not():
    async def scene() -> list[bytes | None]:
        errands, pictures = asking()
        sending, never_sent = attach(pictures), pictures.lay(PHOTO, "s1")
        asked = asyncio.create_task(errands.run(sending, "form-1"))
        await asyncio.sleep(10)
        of_the_next = pictures.lay(PHOTO, "s2")
        await errands.run(do.Over("s1"), "form-1")
        await asked
        return [pictures.of(name) for name in (sending.picture, never_sent, of_the_next)]

    assert virtualtime.run(scene()) == [None, None, PHOTO]


def test_a_photo_is_gone_also_where_its_errand_is_cut_off():
    async def scene() -> bytes | None:
        errands, pictures = asking()
        sending = attach(pictures)
        asked = asyncio.create_task(errands.run(sending, "form-1"))
        await asyncio.sleep(10)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        return pictures.of(sending.picture)

    assert virtualtime.run(scene()) is None


def test_what_the_dialogue_asks_for_again_itself_is_told_to_be_unanswered():
    async def scene() -> list[e.Event | None]:
        errands, _ = asking()
        return [
            await errands.run(do.HandIn("s1", "A1", ""), "form-1"),
            await errands.run(do.Print("s1", "key", "A1"), "form-1"),
        ]

    assert virtualtime.run(scene()) == [e.Unanswered("s1"), e.Printed("s1", Paper.NO_PRINTER)]

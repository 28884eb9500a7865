"""What a board plays in a real browser: pictures and films, and a call that takes their place."""

import io
from pathlib import Path

import pytest
from glasses import BOARD
from kiosk_hall import medium
from PIL import Image

from kiosk.board.config import BoardConfig

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

FILM = (Path(__file__).parent / "data" / "film.webm").read_bytes()


def picture_file() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (160, 90), "#2d6a61").save(drawn, "PNG")
    return drawn.getvalue()


async def test_a_call_takes_the_place_of_what_is_played(stage):
    async with stage(boards=[BoardConfig(layout="media")]) as set_up:
        set_up.hall.plays(medium("a"), a_png=picture_file())
        async with set_up.screen("/board", BOARD) as glass:
            await glass.page.locator("#stage img:not([hidden])").wait_for()
            set_up.hall.calls_ticket("B007", 3)
            card = glass.page.locator("#stage .card .call")
            await card.wait_for()
            assert "B007" in await card.inner_text()
            assert "3号窗口" in await card.inner_text()


async def test_a_film_is_played_without_sound(stage):
    async with stage(boards=[BoardConfig(layout="calls+media")]) as set_up:
        set_up.hall.plays(medium("f", "film"), f_webm=FILM)
        async with set_up.screen("/board", BOARD) as glass:
            film = glass.page.locator("#stage video:not([hidden])")
            await film.wait_for()
            assert await film.evaluate("(film) => film.muted")

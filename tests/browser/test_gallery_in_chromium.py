"""A picture of every screen in both languages, for docs/screens, where pictures are asked for."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessible import violations
from form_stays import at
from glasses import BOARD, UPRIGHT, WIDE, Glass, photograph
from kiosk_dialogues import PATHS, begun
from kiosk_hall import FakeHall, hall_at
from kiosk_served import kiosk_before
from let_in import link_for
from PIL import Image
from query_hall import one_account, query_hall_at, query_kiosk_before
from test_query_pages import NOW, stay

from edge.client import HallClient
from kiosk import dialogue as d
from kiosk.config import KioskConfig
from kiosk.errands import Errands
from kiosk.form.config import FormConfig
from kiosk.form.pages import FormPages
from kiosk.form.script import form_screens
from kiosk.form.stay import Stage as FormStage
from kiosk.hall_feed import HallView
from kiosk.nearby import Nearby
from kiosk.pages import Pages
from kiosk.query.config import QueryConfig
from kiosk.query.pages import QueryPages
from kiosk.query.stay import Stage as QueryStage
from kiosk.scene import Manner, Scene
from kiosk.tools import Tools

pytestmark = [
    pytest.mark.real("chromium"),
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(os.environ.get("ATRIUM_PICTURES") != "1", reason="no pictures asked for"),
]

GALLERY = Path(__file__).parents[2] / "docs" / "screens"
TAGS = {"zh": "zh-CN", "en": "en"}
BESIDE = Nearby(frozenset({"reader", "scanner"}))

TICKET = [d.Stage.ATTRACT, d.Stage.CHOOSING, d.Stage.PRIORITY, d.Stage.TYPING, d.Stage.TICKET]
QUERY = [
    QueryStage.HOME,
    QueryStage.ACCOUNT,
    QueryStage.BILL,
    QueryStage.USAGE,
    QueryStage.TARIFF,
    QueryStage.OUTAGES,
    QueryStage.GUIDE,
    QueryStage.FOLLOWED,
]
FORM = [
    FormStage.ATTRACT,
    FormStage.CHOOSING,
    FormStage.FILLING,
    FormStage.REVIEW,
    FormStage.SIGNING,
    FormStage.KEPT,
    FormStage.HANDED_IN,
]

# A page as its own server draws it, laid under the glass without a way there.
SHOW = """([html, stage, language]) => {
  const screen = document.getElementById("screen");
  screen.innerHTML = html;
  screen.dataset.stage = stage;
  document.documentElement.lang = language;
}"""


async def hang(glass: Glass, html: str, stage: str, language: str, name: str) -> None:
    """Show a page, hold it against WCAG, and keep its picture at half its size."""
    await glass.page.evaluate(SHOW, [html, stage, TAGS[language]])
    await keep(glass, f"{name}-{language}")


async def keep(glass: Glass, name: str) -> None:
    assert await violations(glass.page) == []
    seen = Image.open(io.BytesIO(await photograph(glass.page))).convert("RGB")
    half = seen.resize((seen.width // 2, seen.height // 2), Image.Resampling.LANCZOS)
    GALLERY.mkdir(parents=True, exist_ok=True)
    few_colours = half.quantize(96, dither=Image.Dither.NONE)
    few_colours.save(GALLERY / f"{name}.png", optimize=True)


def ticket_pages(pages: Pages, view: HallView) -> Iterator[tuple[str, str, str]]:
    for stage in TICKET:
        dialogue, _ = begun(*PATHS.get(stage, ()))
        for language in TAGS:
            scene = Scene(view, Manner(language), beside=BESIDE, voice=False)
            yield stage, language, pages.ticket_part(dialogue, scene, "ticket-1")


async def test_the_ticket_screen(glass_at, tmp_path):
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    config = KioskConfig(readers={"reader-1": "ticket-1"}, priority_groups=["elderly", "disabled"])
    async with (
        hall_at(socket, hall),
        kiosk_before(socket, config) as kiosk,
        glass_at(kiosk.url, link_for(kiosk.house, "/ticket"), UPRIGHT) as glass,
    ):
        await glass.sees("触摸取号")
        screens = kiosk.app.state.screens
        for stage, language, html in ticket_pages(screens.pages, screens.view):
            await hang(glass, html, stage, language, f"ticket-{stage}")


async def test_the_query_screen(glass_at, tmp_path):
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    async with (
        query_hall_at(socket, hall, one_account()),
        query_kiosk_before(socket) as kiosk,
        glass_at(kiosk.url, link_for(kiosk.house, "/query?terminal=query-1"), UPRIGHT) as glass,
    ):
        await glass.sees("查我的电费")
        screens = kiosk.app.state.screens
        config, client = KioskConfig(), HallClient(str(socket))
        tools = Tools(client, Errands(client, config), screens.pages, config, lambda: "id", "run")
        pages = QueryPages(QueryConfig(), lambda: NOW, tools)
        for stage in QUERY:
            for language in TAGS:
                scene = Scene(screens.view, Manner(language), beside=BESIDE, voice=False)
                await hang(glass, pages.part(stay(stage), scene), stage, language, f"query-{stage}")


async def test_the_form_screen(glass_at, tmp_path):
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    kinds = [form_screens(FormConfig(screens=["form-1"]))]
    async with (
        hall_at(socket, hall),
        kiosk_before(socket, KioskConfig(), kinds) as kiosk,
        glass_at(kiosk.url, link_for(kiosk.house, "/form?terminal=form-1"), UPRIGHT) as glass,
    ):
        await glass.page.locator("[data-action=begin]").wait_for(timeout=60_000)
        screens = kiosk.app.state.screens
        pages = FormPages(screens.pages, offers_help=True)
        for stage in FORM:
            for language in TAGS:
                scene = Scene(screens.view, Manner(language), beside=BESIDE, voice=False)
                html = pages.part(at(stage).stay, scene)
                await hang(glass, html, stage, language, f"form-{stage}")


@pytest.mark.parametrize("language", TAGS)
async def test_the_evaluator(glass_at, tmp_path, language):
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    async with (
        hall_at(socket, hall),
        kiosk_before(socket, KioskConfig(evaluators=["1"], language=language)) as kiosk,
        glass_at(kiosk.url, link_for(kiosk.house, "/evaluator/1"), WIDE) as glass,
    ):
        await glass.page.locator(".rests").wait_for()
        hall.starts_service("V1")
        hall.ends_service("V1")
        await glass.page.locator(".faces").wait_for()
        await keep(glass, f"evaluator-{language}")


@pytest.mark.parametrize("language", TAGS)
async def test_the_board(glass_at, tmp_path, language):
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    for number, ticket in enumerate(("A012", "B007", "C003"), 1):
        hall.calls_ticket(ticket, number)
    async with (
        hall_at(socket, hall),
        kiosk_before(socket, KioskConfig(language=language)) as kiosk,
        glass_at(kiosk.url, link_for(kiosk.house, "/board"), BOARD) as glass,
    ):
        await glass.sees("C003")
        await keep(glass, f"board-{language}")

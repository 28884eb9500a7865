"""The visitor's side of a counter in real Chromium, before a real hall."""

import dataclasses
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from by_keys import enter
from glasses import WIDE, Glass
from kiosk_served import kiosk_before

sys.path.append(str(Path(__file__).parents[1] / "edge" / "api"))
sys.path.append(str(Path(__file__).parents[1] / "edge"))

from api_hall import ApiHall, open_hall, served
from api_library import Sender, knowing, said
from edgefakes import CARD

from edge.api.shapes import MobileDimension, NewApplication, NewVisit
from edge.client import HallClient
from edge.domain.mobile.described import Dimension
from edge.mobile.config import MobileConfig
from edge.settings import EdgeSettings
from kiosk.config import KioskConfig
from kiosk.counter.config import CounterConfig
from kiosk.counter.script import counter_screens

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

GUIDE = "2001"
SPEED = MobileDimension(id="speed", name="办理速度", name_english="Speed")
ANSWERS = {
    "body": "person",
    "name": "张三丰",
    "identity": "11010519491231002X",
    "phone": "13800138000",
    "by": "self",
    "account": "3301234567",
    "reason": "sold",
    "former_name": "<script>alert(1)</script>",
    "true": "yes",
}
DOCUMENTS = ["identity-card", "property", "sale"]
SIDE = counter_screens(CounterConfig(screens=["1"], news_s=2.0), [SPEED])
NEWS = [
    {
        "id": name,
        "kind": "announcement",
        "title": title,
        "title_english": english,
        "text": text,
        "text_english": text_english,
        "day": day,
    }
    for name, day, title, english, text, text_english in (
        (
            "hours",
            "2026-11-20",
            "春节期间营业时间调整",
            "Opening hours over the Spring Festival",
            "除夕至初六营业厅只办理故障报修和缴费，其他业务自初七起恢复。线上渠道照常服务。",
            "From New Year's Eve to the sixth day this hall takes reports of faults and payments "
            "only. Everything else is done again from the seventh day on.",
        ),
        (
            "price",
            "2026-11-02",
            "居民峰谷电价可以自愿选择",
            "Peak and off-peak prices for homes",
            "每年可以变更一次，请带身份证到任一窗口办理。",
            "You may change once a year: bring your identity card to any counter.",
        ),
    )
]

# The page stands still again: it has gone on smoothly, or is at its end.
READ_ON = """() => {
  const page = document.querySelector(".work");
  const stood = page.dataset.stood === String(page.scrollTop);
  page.dataset.stood = page.scrollTop;
  return stood;
}"""


@dataclass
class Desk:
    """A counter: the clerk's hands, and the glass before the visitor."""

    hall: ApiHall
    clerk: HallClient
    kiosk: HallClient
    glass: Glass

    async def serves(self, visit: str | None = None) -> str:
        """Serve somebody; return the visit."""
        wish = NewVisit(service="pay-bill", delivery="screen", visit=visit)
        ticket = await self.kiosk.new_visit(wish)
        await self.clerk.call_next("1")
        await self.clerk.start("1")
        return ticket.visit

    async def with_a_card(self) -> str:
        """Serve somebody who has laid a card at a reader; return the visit."""
        return await self.serves(
            await self.hall.controller.hall.identity.identify("reader-1", CARD)
        )

    async def with_a_form(self) -> str:
        """Serve somebody who has filled a form in; return the visit."""
        visit = await self.serves()
        begun = NewApplication(
            form="name-change", answers=ANSWERS, documents=DOCUMENTS, at="form-1"
        )
        application = await self.kiosk.begin_application(begun)
        await self.kiosk.bind_application(application.application, visit)
        return visit


def asks_for_speed(settings: EdgeSettings) -> EdgeSettings:
    asked = MobileConfig(dimensions=(Dimension("speed", "办理速度", "Speed"),))
    hall = dataclasses.replace(settings.hall, mobile=asked)
    return knowing(dataclasses.replace(settings, hall=hall))


@pytest.fixture
def desk(glass_at, tmp_path: Path):
    @asynccontextmanager
    async def opened() -> AsyncIterator[Desk]:
        async with (
            open_hall(tmp_path / "hall", changed=asks_for_speed) as hall,
            served(hall, "kiosk") as socket,
            served(hall, "staff") as staff,
            kiosk_before(Path(socket), KioskConfig(), [SIDE]) as screens,
            HallClient(staff, await hall.sign_in()) as clerk,
            HallClient(socket) as kiosk,
        ):
            await clerk.open_counter("1")
            link = screens.link("/counter?terminal=1").removeprefix(screens.url)
            async with glass_at(screens.url, link, WIDE) as glass:
                yield Desk(hall, clerk, kiosk, glass)

    return opened


async def test_the_visitor_follows_what_is_done_and_rates_it(desk, picture):
    async with desk() as at:
        await at.glass.sees("欢迎光临")
        await picture(at.glass.page, "counter-welcome")
        visit = await at.serves()
        await at.glass.sees("正在为您办理")
        await picture(at.glass.page, "counter-serving")
        await at.clerk.finish("1")
        await at.glass.tap(".face.grade-4")
        await at.glass.tap(".dimension .part >> nth=1")
        await at.glass.page.locator("textarea").fill("<b>快</b>")
        await picture(at.glass.page, "counter-rating")
        await at.glass.tap("[data-action=send]")
        await at.glass.sees("谢谢您的评价")
        rated = at.hall.controller.hall.recorder.committed.visits[visit]
        assert rated.grade == 4


async def test_the_visitor_confirms_who_they_are_and_the_next_sees_nothing_of_it(desk, picture):
    async with desk() as at:
        await at.with_a_card()
        await at.clerk.show("1", "identity")
        await at.glass.sees("张**")
        await picture(at.glass.page, "counter-identity")
        await at.glass.tap("[data-action=agree][data-value=yes]")
        await at.glass.sees("您已确认")
        assert (await at.clerk.side("1")).agreed is True
        await at.clerk.finish("1")
        await at.serves()
        await at.clerk.show("1", "identity")
        await at.glass.sees("未出示")
        assert "张" not in await at.glass.page.content()


async def test_the_visitor_signs_the_form_and_gets_a_number(desk, picture):
    async with desk() as at:
        visit = await at.with_a_form()
        await at.clerk.show("1", "form")
        await at.glass.sees("请核对您的申请")
        await picture(at.glass.page, "counter-form")
        agree = at.glass.page.locator("[data-action=agree][data-value=yes]")
        assert await agree.is_disabled(), "the end of the form was not seen yet"
        await at.glass.tap("[data-further]")
        await at.glass.page.locator(".work").evaluate("(each) => each.scrollTo(0, 9999)")
        await agree.tap()
        await at.clerk.show("1", "sign")
        canvas = at.glass.page.locator("canvas.drawing")
        await canvas.wait_for()
        box = await canvas.bounding_box()
        mouse = at.glass.page.mouse
        await mouse.move(box["x"] + 80, box["y"] + 80)
        await mouse.down()
        await mouse.move(box["x"] + 300, box["y"] + 160, steps=8)
        await mouse.move(box["x"] + 500, box["y"] + 60, steps=8)
        await mouse.up()
        await picture(at.glass.page, "counter-sign")
        await at.glass.tap("[data-hands-in]")
        await at.glass.page.locator(".followed, .notice").first.wait_for()
        await picture(at.glass.page, "counter-signed")
        hall = at.hall.controller.hall
        now = hall.recorder.committed.applications[hall.applications.of_visit(visit)]
        assert now.number
        await at.glass.sees(now.number)


async def test_a_visitor_who_is_served_calls_somebody_and_reads_who_is_coming(desk, picture):
    async with desk() as at:
        await at.serves()
        await at.glass.sees("正在为您办理")
        await at.glass.tap("[data-action=help]")
        await at.glass.sees("已呼叫工作人员")
        async with HallClient(at.clerk.address, await at.hall.sign_in(GUIDE)) as guide:
            (call,) = await guide.help_calls()
            await guide.accept_help(call.place)
            await at.glass.sees(f"工号 {GUIDE}")
            await picture(at.glass.page, "counter-help")
            await guide.end_help(call.place)
        await at.glass.page.locator(".help-note").wait_for(state="detached")


async def test_a_form_is_read_to_its_end_and_a_service_rated_by_keys_alone(desk):
    async with desk() as at:
        visit = await at.with_a_form()
        await at.clerk.show("1", "form")
        await at.glass.sees("请核对您的申请")
        agree = "[data-action=agree][data-value=yes]"
        while await at.glass.page.locator(agree).is_disabled():
            await enter(at.glass, "[data-further]")
            await at.glass.page.wait_for_function(READ_ON)
        await enter(at.glass, agree)
        await at.glass.sees("您已确认")
        await at.clerk.finish("1")
        await enter(at.glass, ".face.grade-5")
        await enter(at.glass, "[data-action=send]")
        await at.glass.sees("谢谢您的评价")
        assert at.hall.controller.hall.recorder.committed.visits[visit].grade == 5


async def test_a_counter_that_pauses_or_closes_says_so(desk):
    async with desk() as at:
        await at.clerk.pause("1", "meal")
        await at.glass.sees("暂停服务")
        await at.clerk.resume("1")
        await at.glass.sees("欢迎光临")
        await at.clerk.close_counter("1")
        await at.glass.sees("暂未开放")


async def test_announcements_take_turns_while_nobody_is_called(desk, picture):
    async with desk() as at:
        await at.glass.sees("欢迎光临")
        await Sender(at.hall).publish({"articles.json": said(articles=NEWS)})
        for title in ("春节期间", "峰谷电价", "春节期间"):
            await at.glass.page.locator(".news article:not([hidden])", has_text=title).wait_for()
        await picture(at.glass.page, "counter-news")
        await at.serves()
        await at.glass.loses("春节期间")

"""The ticket screen over HTTP: who one is, who comes first, what is owed, paper or not, the way."""

from dataclasses import replace

import pytest
from kiosk_hall import hall_at
from kiosk_served import kiosk_before

from kiosk.config import KioskConfig
from kiosk.hall_map import Area, HallMap, ScreenPlace

MAP = HallMap(
    20,
    12,
    areas=(Area("B区", "Zone B", x_m=12, y_m=4, width_m=6, depth_m=4),),
    screens=(ScreenPlace("ticket-1", 10, 9),),
)
CONFIG = KioskConfig(
    readers={"reader-1": "ticket-1"},
    priority_groups=["elderly", "pregnant", "unknown"],
    paperless=True,
    map=MAP,
    retry_pause_s=0.01,
)


@pytest.fixture
async def screen(hall, hall_socket):
    """Return the server of a hall that offers all of it, and the stream of its ticket screen."""
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, CONFIG) as kiosk,
        kiosk.stream("/ticket/events") as stream,
    ):
        yield kiosk, stream


def shows(*texts: str):
    return lambda state: all(text in state["html"] for text in texts)


begins = shows("触摸取号")


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("account", "3100123456", "户号 **3456 已记下"),
        ("phone", "13812345678", "手机号 **5678 已记下"),
    ],
)
async def test_an_account_or_a_phone_may_be_typed_in_place_of_a_card(
    screen, hall, kind, number, said
):
    kiosk, stream = screen
    state = await kiosk.touch(await stream.until(begins), "keypad", kind)
    assert f'data-sends="{kind}"' in state["html"]
    await kiosk.touch(state, kind, number)
    greeted = await stream.until(shows(said))
    assert number not in str(greeted)
    assert hall.typed == [{"screen": "ticket-1", "kind": kind, "number": number}]


@pytest.mark.parametrize(
    ("action", "value"),
    [("account", "12345"), ("account", "12345A"), ("phone", "01012345678"), ("phone", "138")],
)
async def test_what_can_be_no_number_of_its_kind_is_not_sent(screen, hall, action, value):
    kiosk, stream = screen
    state = await kiosk.touch(await stream.until(begins), "keypad", action)
    assert (await kiosk.touch(state, action, value))["stage"] == "typing"
    assert hall.typed == []


@pytest.mark.parametrize(("kinds", "is_there"), [(["phone"], True), ([], False)])
async def test_a_hall_may_leave_out_kinds_of_numbers_and_all_of_them(
    hall, hall_socket, kinds, is_there
):
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, replace(CONFIG, identify_by=kinds)) as kiosk,
        kiosk.stream("/ticket/events") as stream,
    ):
        state = await stream.until(begins)
    assert ('data-value="phone"' in state["html"]) == is_there
    assert 'data-value="identity"' not in state["html"]


async def test_the_groups_of_the_hall_are_offered_and_the_one_that_was_touched_is_asked_for(
    screen, hall
):
    kiosk, stream = screen
    state = await kiosk.touch(await stream.until(begins), "touch")
    asked = await kiosk.touch(state, "priorities")
    assert shows("请选择优先类别", "老年人", "孕妇", "Only our staff will see this")(asked)
    assert "残障人士" not in asked["html"]  # the hall has it, this screen does not offer it
    menu = await kiosk.touch(asked, "priority", "pregnant")
    assert shows("已选择优先服务", "孕妇")(menu)
    paper = await kiosk.touch(menu, "service", "connect")
    await kiosk.touch(paper, "paper", "on")
    await stream.until(shows("C012"))
    assert hall.asked[0][1]["priority"] == "pregnant"


@pytest.mark.parametrize(("wanted", "delivery"), [("on", "paper"), ("off", "screen")])
async def test_the_visitor_chooses_between_paper_and_screen(screen, hall, wanted, delivery):
    kiosk, stream = screen
    state = await kiosk.touch(await stream.until(begins), "touch")
    asked = await kiosk.touch(state, "service", "connect")
    assert shows("要小票吗", "新装用电")(asked)
    assert hall.asked == []
    await kiosk.touch(asked, "paper", wanted)
    await stream.until(shows("C012"))
    assert hall.asked[0][1]["delivery"] == delivery


async def test_where_no_paper_would_come_nobody_is_asked_for_it(screen, hall):
    kiosk, stream = screen
    hall.loses("printer-1", "printer")
    state = await kiosk.touch(await stream.until(begins), "touch")
    lost = await stream.until(shows("小票暂停打印"))
    assert (await kiosk.touch(lost, "service", "connect"))["stage"] == "issuing"
    assert state["dialogue"] == lost["dialogue"]


async def test_what_is_owed_is_a_note_until_the_visitor_touches_it(screen, hall):
    kiosk, stream = screen
    hall.owed["V9"] = 12_340_50
    hall.identifies("V9", "张**")
    state = await stream.until(shows("您好，张**", "您的户号有一条缴费提示"))
    assert "12,340.50" not in state["html"]
    shown = await kiosk.touch(state, "owed", "on")
    assert shows("待缴电费 12,340.50 元")(shown)
    assert "自助缴费机" not in shown["html"]  # this hall has none
    hidden = await kiosk.touch(shown, "owed", "off")
    assert "12,340.50" not in hidden["html"]


@pytest.mark.parametrize("owed_fen", [None, 0, -500])
async def test_whoever_owes_nothing_or_nobody_knows_of_sees_no_note(screen, hall, owed_fen):
    _kiosk, stream = screen
    if owed_fen is not None:
        hall.owed["V9"] = owed_fen
    hall.identifies("V9", "张**")
    state = await stream.until(shows("您好，张**"))
    hall.happens("TicketIssued", "V1", leg=1, delivery="paper", reason="")
    hall.waiting["connect"] = 7
    later = await stream.until(shows("等候 7 人"))
    assert "缴费提示" not in state["html"] + later["html"]


async def test_nobody_waits_for_an_answer_about_what_is_owed(screen, hall):
    kiosk, stream = screen
    hall.accounts_gate.clear()
    hall.owed["V9"] = 100
    hall.identifies("V9", "张**")
    state = await stream.until(shows("您好，张**"))
    asked = await kiosk.touch(state, "service", "connect")
    await kiosk.touch(asked, "paper", "on")
    ticket = await stream.until(shows("C012"))
    hall.accounts_gate.set()
    assert "缴费" not in ticket["html"]


async def test_the_way_is_said_on_the_ticket_and_drawn_on_the_map(screen, hall):
    kiosk, stream = screen
    state = await kiosk.touch(await stream.until(begins), "touch")
    await kiosk.touch(await kiosk.touch(state, "service", "connect"), "paper", "on")
    ticket = await stream.until(shows("C012", "请到B区等候", "在您右前方，约 6 米"))
    drawn = await kiosk.touch(ticket, "map")
    assert shows("C012", "您在这里", "约 6 米", 'class="area meant"', "<svg")(drawn)
    assert "style=" not in drawn["html"]
    assert (await kiosk.touch(drawn, "ticket"))["stage"] == "ticket"


async def test_a_zone_that_is_on_no_map_is_said_in_words_alone(screen, hall):
    kiosk, stream = screen
    state = await kiosk.touch(await stream.until(begins), "touch")
    await kiosk.touch(await kiosk.touch(state, "service", "meter"), "paper", "on")
    ticket = await stream.until(shows("E012", "请到C区等候"))
    assert 'data-action="map"' not in ticket["html"]


async def test_whoever_needs_large_type_has_twice_as_long(screen):
    kiosk, stream = screen
    state = await kiosk.touch(await stream.until(begins), "touch")
    assert (round(state["rest_s"]), state["warn_s"]) == (30, 10)
    elder = await kiosk.touch(state, "elder", "on")
    assert (round(elder["rest_s"]), elder["warn_s"]) == (60, 20)

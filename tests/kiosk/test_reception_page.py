"""What a tablet shows: no more than the rights allow, always what is true, and never who it is."""

import httpx
import pytest
from kiosk_hall import FakeHall, hall_at
from let_in import ComesByLink
from reception_hall import RECEPTION, ReceptionHall, help_call, in_line, reception_hall_at
from reception_tablet import QUICK, Front, front

from kiosk.config import KioskConfig
from kiosk.reception.config import ReceptionConfig
from kiosk.reception.place import SECTIONS, SHEETS


@pytest.fixture
def hall() -> ReceptionHall:
    return ReceptionHall(
        queue=[
            in_line("V1", "A001", segments=["elderly"], checked=True),
            in_line("V2", "C001", "connect", missing=["身份证"], checked=True),
            in_line("V3", "A002", state="no_show"),
        ]
    )


@pytest.fixture
async def there(hall, tmp_path) -> Front:
    async with (
        reception_hall_at(tmp_path / "sockets" / "staff.sock", hall),
        front(tmp_path, QUICK) as served,
    ):
        yield served


async def test_the_queue_tells_number_service_wait_priority_and_documents(there):
    async with there.at_work() as tablet:
        html = (await tablet.press("forget"))["html"]
    for told in ("A001", "交电费", "老年人", "资料齐", "缺 1 样", "已过号", "等候 2 人"):
        assert told in html
    assert html.count("data-since=") == 3


async def test_everything_is_there_in_english_too(there):
    async with there.at_work() as tablet:
        html = (await tablet.press("language", value="en"))["html"]
    for told in ("Pay a bill", "Elderly", "Documents complete", "1 missing", "Missed", "2 waiting"):
        assert told in html


async def test_each_section_is_there_only_with_its_right(there, hall):
    async with there.paired() as tablet:
        for right in sorted(set(SECTIONS.values())):
            hall.rights["2001"] = [right]
            html = (await tablet.sign_in())["html"]
            for section, needed in SECTIONS.items():
                offered = f'data-action="section" data-value="{section}"' in html
                assert offered == (needed == right)
                shown = (await tablet.press("section", value=section))["html"]
                assert (f'<div class="desk {section}' in shown) == (needed == right)
            await tablet.press("sign_out")


async def test_each_deed_on_a_visit_is_offered_only_with_its_right(there, hall):
    async with there.paired() as tablet:
        for sheet, right in SHEETS.items():
            hall.rights["2001"] = [each for each in RECEPTION if each != right]
            await tablet.sign_in()
            html = (await tablet.press("open", "V1"))["html"]
            assert f'data-action="sheet" data-value="{sheet}"' not in html
            html = (await tablet.press("sheet", value=sheet))["html"]
            assert f'data-action="{sheet}"' not in html
            await tablet.press("sign_out")
        hall.rights["2001"] = list(RECEPTION)
        await tablet.sign_in()
        html = (await tablet.press("open", "V1"))["html"]
        assert all(f'data-action="sheet" data-value="{sheet}"' in html for sheet in SHEETS)


async def test_whoever_only_looks_is_offered_nothing_to_press(there, hall):
    hall.rights["4001"] = ["see_queue"]
    async with there.paired() as tablet:
        await tablet.sign_in("4001")
        html = (await tablet.press("open", "V1"))["html"]
    offered = {part.split('"')[0] for part in html.split('data-action="')[1:]}
    assert offered == {"language", "lock", "sign_out", "open", "back", "section"}


async def test_only_what_can_be_done_with_a_ticket_is_offered(there):
    async with there.at_work() as tablet:
        waits = (await tablet.press("open", "V1"))["html"]
        missed = (await tablet.press("open", "V3"))["html"]
    assert 'data-action="reinstate"' not in waits
    assert 'data-action="reinstate"' in missed
    assert 'data-value="documents"' not in missed
    assert 'data-value="cancel"' not in missed


async def test_the_checklist_is_that_of_the_service_and_shows_what_was_noted(there):
    async with there.at_work() as tablet:
        await tablet.press("open", "V2")
        html = (await tablet.press("sheet", value="documents"))["html"]
    assert 'value="房产证明" checked' in html
    assert 'value="身份证" checked' not in html
    assert "户号" not in html


async def test_a_ticket_that_comes_is_seen_without_anybody_asking(there, hall):
    async with there.at_work() as tablet, tablet.watching() as stream:
        await stream.next()
        hall.queue.append(in_line("V9", "A009"))
        hall.happens("TicketIssued", "V9")
        await stream.until(lambda state: "A009" in state["html"])


async def test_a_call_for_help_is_counted_wherever_somebody_is_on_the_page(there, hall):
    async with there.at_work() as tablet, tablet.watching() as stream:
        assert (await stream.next())["calls"] == 0
        hall.help = [help_call("ticket-1", about="choosing")]
        hall.happens("HelpCalled", "ticket-1")
        assert (await stream.until(lambda state: state["calls"] == 1))["calls"] == 1
        html = (await tablet.press("section", value="help"))["html"]
        assert "取号屏 ticket-1" in html
        assert "选择业务" in html
        await tablet.press("accept", "ticket-1")
        state = await tablet.press("forget")
        assert state["calls"] == 0
        assert "我已前往" in state["html"]


async def test_a_lost_hall_is_seen_at_once_lets_nothing_be_pressed_and_comes_back(there, hall):
    async with there.at_work() as tablet, tablet.watching() as stream:
        await stream.next()
        hall.goes_away()
        lost = await stream.until(lambda state: "联系已断开" in state["html"])
        assert '<fieldset class="panes" disabled>' in lost["html"]
        assert "A001" in lost["html"]
        hall.queue.append(in_line("V9", "A009"))
        hall.away = False
        back = await stream.until(lambda state: "A009" in state["html"])
        assert "disabled" not in back["html"]
        assert "联系已断开" not in back["html"]


async def test_the_form_is_the_same_until_something_was_done(there):
    async with there.at_work() as tablet:
        before = (await tablet.press("section", value="ticket"))["form"]
        assert (await tablet.press("forget"))["form"] == before
        assert (await tablet.press("take"))["form"] == before
        assert (await tablet.press("take", service="pay"))["form"] != before


@pytest.mark.parametrize(
    "wrong", [{"Origin": "http://elsewhere.example"}, {"X-Atrium-Screen": None}]
)
async def test_a_press_from_a_foreign_page_is_refused(there, hall, wrong):
    async with there.at_work() as tablet:
        headers = {"Origin": there.url, "X-Atrium-Screen": "reception"} | wrong
        given = {name: value for name, value in headers.items() if value is not None}
        press = {"press": "p", "action": "cancel", "about": "V1", "value": "left"}
        answer = await tablet.http.post("/reception/press", json=press, headers=given)
    assert answer.status_code == 403
    assert hall.asked == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"press": "p", "action": "dance"}, 422),
        ({"action": "take"}, 422),
        ({"press": "p", "action": "take", "more": 1}, 422),
        ({"press": "p", "action": "take", "fields": {"service": ["x" * 20_000]}}, 413),
    ],
)
async def test_what_is_no_press_is_refused_in_one_line(there, body, status):
    async with there.at_work() as tablet:
        answer = await tablet.post("press", body)
    assert answer.status_code == status
    assert len(answer.text.splitlines()) == 1


async def test_the_page_holds_no_inline_code_and_keeps_the_policy(there):
    async with there.at_work() as tablet:
        answer = await tablet.http.get("/reception")
    assert "unsafe" not in answer.headers["content-security-policy"]
    for inline in ("style=", "<style", "onclick", "<script>"):
        assert inline not in answer.text


async def test_a_screen_shows_its_step_and_who_is_stuck_but_nothing_of_the_person(tmp_path, hall):
    config = ReceptionConfig(look_pause_s=0.001, stuck_after_s=0.01)
    kiosk_hall, sockets = FakeHall(), tmp_path / "sockets"
    kiosk = KioskConfig(readers={"reader-1": "ticket-1"})
    async with (
        reception_hall_at(sockets / "staff.sock", hall),
        hall_at(sockets / "kiosk.sock", kiosk_hall),
        front(tmp_path, config, kiosk) as there,
        there.at_work() as tablet,
        tablet.watching() as stream,
        httpx.AsyncClient(base_url=there.url, auth=ComesByLink(there.house)) as visitor,
        visitor.stream("GET", "/ticket/events") as screen,
    ):
        resting = (await tablet.press("section", value="help"))["html"]
        assert "待机" in resting
        assert "可能遇到困难" not in resting
        lines = screen.aiter_lines()
        while "触摸取号" not in await anext(lines):
            pass
        kiosk_hall.identifies("V7", "张**", "70_plus")
        state = await stream.until(lambda state: "可能遇到困难" in state["html"])
        assert "选择业务" in state["html"]
        assert "张" not in state["html"]
        assert "V7" not in state["html"]

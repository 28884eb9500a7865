"""Who may work on a tablet: a number, a PIN and a right; and what ends it."""

import pytest
from reception_hall import PIN, ReceptionHall, reception_hall_at
from reception_tablet import QUICK, Front, front

from kiosk.reception.config import ReceptionConfig


@pytest.fixture
def hall() -> ReceptionHall:
    return ReceptionHall()


@pytest.fixture
async def there(hall, tmp_path) -> Front:
    async with (
        reception_hall_at(tmp_path / "sockets" / "staff.sock", hall),
        front(tmp_path, QUICK) as served,
    ):
        yield served


async def test_number_and_pin_open_the_page_and_the_token_stays_on_the_server(there, hall):
    async with there.paired() as tablet:
        state = await tablet.sign_in()
        assert "周婷" in state["html"]
        seen = str(state) + await tablet.open()
    assert list(hall.sessions.values()) == ["2001"]
    assert not any(token in seen for token in hall.sessions)
    assert PIN not in seen


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (("sign_in_refused", 401, {}), "工号或密码不对"),
        (("sign_in_locked", 429, {"wait_s": 30}), "请等 30 秒"),
    ],
)
async def test_a_wrong_pin_and_a_lock_are_told_in_words(there, hall, refusal, words):
    hall.refuse = refusal
    async with there.paired() as tablet:
        state = await tablet.sign_in(pin="0000")
    assert words in state["html"]
    assert "0000" not in state["html"]


async def test_without_a_hall_nobody_gets_in_and_the_page_says_why(tmp_path):
    async with front(tmp_path, QUICK) as alone, alone.paired() as tablet:
        assert "暂时联系不上" in (await tablet.sign_in())["html"]


async def test_what_was_left_empty_is_not_asked_of_the_hall(there, hall):
    async with there.paired() as tablet:
        assert "请先选好或填好" in (await tablet.sign_in("", ""))["html"]
    assert hall.sessions == {}


async def test_somebody_with_nothing_to_do_here_is_not_let_in(there, hall):
    hall.rights["5001"] = ["see_faults", "device_work"]
    async with there.paired() as tablet:
        state = await tablet.sign_in("5001")
        assert "没有可做的事" in state["html"]
        assert 'name="pin"' in state["html"]
    async with there.paired() as tablet:
        assert "周婷" in (await tablet.sign_in("2001"))["html"]
    assert hall.signed_out == ["5001"]


async def test_whoever_signs_out_is_signed_out_at_the_hall(there, hall):
    async with there.at_work() as tablet, tablet.watching() as stream:
        await tablet.press("sign_out")
        state = await stream.until(lambda state: 'name="staff"' in state["html"])
        assert "周婷" not in state["html"]
    await there.ask(do="revoke", role="reception", name="tablet-1")
    assert hall.signed_out == ["2001"]


async def test_a_tablet_that_nobody_touches_locks_and_asks_for_the_same_person(hall, tmp_path):
    config = ReceptionConfig(idle_lock_s=0.05, look_pause_s=0.001)
    async with (
        reception_hall_at(tmp_path / "sockets" / "staff.sock", hall),
        front(tmp_path, config) as there,
        there.at_work() as tablet,
        tablet.watching() as stream,
    ):
        locked = await stream.until(lambda state: "已锁定" in state["html"])
        assert "2001" in locked["html"]
        assert 'name="staff"' not in locked["html"]


async def test_after_a_lock_the_pin_alone_brings_back_what_was_open(there):
    async with there.at_work() as tablet:
        await tablet.press("section", value="roll")
        assert "已锁定" in (await tablet.press("lock"))["html"]
        assert "下一个" in (await tablet.press("sign_in", pin=PIN))["html"]


async def test_after_a_lock_somebody_else_may_sign_in_and_begins_anew(there, hall):
    hall.rights["3001"] = ["see_queue"]
    async with there.at_work() as tablet:
        await tablet.press("section", value="roll")
        await tablet.press("lock")
        assert 'name="staff"' in (await tablet.press("somebody_else"))["html"]
        state = await tablet.sign_in("3001")
    assert "下一个" not in state["html"]
    assert "等候" in state["html"]


async def test_a_session_that_is_over_asks_for_the_pin(there, hall):
    async with there.at_work() as tablet, tablet.watching() as stream:
        hall.sessions.clear()
        hall.happens("TicketIssued")
        state = await stream.until(lambda state: "登录已失效" in state["html"])
        assert 'name="pin"' in state["html"]


async def test_a_press_before_anybody_has_signed_in_does_nothing(there, hall):
    async with there.paired() as tablet:
        state = await tablet.press("cancel", "VA001", "left")
        assert 'name="pin"' in state["html"]
    assert hall.asked == []

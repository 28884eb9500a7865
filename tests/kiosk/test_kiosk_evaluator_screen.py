"""The touch evaluator over HTTP: whom it asks, what a touch does in the hall, and bad days."""

import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from kiosk_hall import FakeHall, counter, hall_at
from kiosk_served import Kiosk, Stream, kiosk_before

from kiosk.config import KioskConfig

CONFIG = KioskConfig(
    evaluators=["1", "9"], retry_pause_s=0.01, reconnect_min_s=0.01, reconnect_max_s=0.02
)


@pytest.fixture
async def kiosk(hall: FakeHall, hall_socket: Path) -> AsyncIterator[Kiosk]:
    async with hall_at(hall_socket, hall), kiosk_before(hall_socket, CONFIG) as kiosk:
        yield kiosk


@contextlib.asynccontextmanager
async def glass(kiosk: Kiosk, at: str = "1") -> AsyncIterator[Stream]:
    async with kiosk.stream(f"/evaluator/{at}/events") as stream:
        yield stream


async def touch(kiosk: Kiosk, state: dict, grade: int, at: str = "1") -> dict:
    body = {"question": state["question"], "grade": grade}
    path = f"/evaluator/{at}/touch"
    answer = await kiosk.http.post(path, json=body, headers=kiosk.own_page())
    assert answer.status_code == 200, answer.text
    return answer.json()


def in_stage(stage: str):
    return lambda state: state["stage"] == stage and "暂停" not in state["html"]


def shows(text: str):
    return lambda state: text in state["html"]


async def test_at_rest_it_shows_its_counter_and_a_welcome_in_both_languages(kiosk):
    async with glass(kiosk) as stream:
        state = await stream.until(shows("1号窗口"))
    assert "Counter 1" in state["html"]
    assert "欢迎光临" in state["html"]
    assert "When you are finished, please rate us here" in state["html"]
    page = (await kiosk.http.get("/evaluator/1")).text
    assert "1号窗口" in page


async def test_a_visitor_is_asked_touches_once_is_thanked_and_then_it_rests(kiosk, hall):
    async with glass(kiosk) as stream:
        await stream.until(in_stage("idle"))
        hall.ends_service("VISIT-1")
        asking = await stream.until(in_stage("asking"))
        for words in ("您对刚才的服务满意吗？", "非常满意", "Very good", "非常不满意", "Very poor"):
            assert words in asking["html"]
        assert asking["html"].count("data-grade=") == 5
        await touch(kiosk, asking, 4)
        thanks = await stream.until(in_stage("thanks"))
        assert "谢谢您的评价" in thanks["html"]
        assert "Thank you for your rating" in thanks["html"]
        await stream.until(in_stage("idle"))
    assert hall.ratings == [("VISIT-1", 4)]


async def test_a_double_touch_counts_once(kiosk, hall):
    async with glass(kiosk) as stream:
        hall.ends_service("VISIT-1")
        asking = await stream.until(in_stage("asking"))
        hall.gate.clear()
        sending = await touch(kiosk, asking, 5)
        assert sending["stage"] == "sending"
        assert sending["html"].count("disabled") == 5
        await touch(kiosk, asking, 1)
        hall.gate.set()
        await stream.until(in_stage("thanks"))
        await touch(kiosk, asking, 1)
    assert hall.ratings == [("VISIT-1", 5)]


async def test_who_is_asked_is_nowhere_on_the_glass(kiosk, hall):
    async with glass(kiosk) as stream:
        hall.counters["1"] = counter("1", ticket="A012", visit="VISIT-2", state="called")
        hall.ends_service("VISIT-1")
        asking = await stream.until(in_stage("asking"))
    told = str(asking) + (await kiosk.http.get("/evaluator/1")).text
    for secret in ("VISIT-1", "VISIT-2", "A012", "陈静"):
        assert secret not in told


async def test_a_visitor_who_is_served_next_ends_the_question(kiosk, hall):
    async with glass(kiosk) as stream:
        hall.ends_service("VISIT-1")
        await stream.until(in_stage("asking"))
        hall.starts_service("VISIT-2")
        await stream.until(in_stage("idle"))


async def test_the_question_goes_by_itself_when_the_halls_time_is_over(kiosk, hall):
    async with glass(kiosk) as stream:
        hall.ends_service("VISIT-1", window_s=0.2)
        await stream.until(in_stage("asking"))
        await stream.until(in_stage("idle"))


async def test_a_grade_given_elsewhere_ends_the_question(kiosk, hall):
    async with glass(kiosk) as stream:
        hall.ends_service("VISIT-1")
        await stream.until(in_stage("asking"))
        hall.is_rated("VISIT-1", 3)
        await stream.until(in_stage("idle"))


async def test_a_grade_that_crosses_another_is_thanked_for_all_the_same(kiosk, hall):
    async with glass(kiosk) as stream:
        hall.ends_service("VISIT-1")
        asking = await stream.until(in_stage("asking"))
        hall.ratings.append(("VISIT-1", 3))
        await touch(kiosk, asking, 5)
        await stream.until(in_stage("thanks"))
    assert hall.ratings == [("VISIT-1", 3)]


async def test_a_grade_that_is_refused_is_not_thanked_for(kiosk, hall):
    async with glass(kiosk) as stream:
        hall.ends_service("VISIT-1")
        asking = await stream.until(in_stage("asking"))
        hall.refuse = "not_ratable"
        await touch(kiosk, asking, 5)
        after = await stream.until(lambda state: state["stage"] in ("thanks", "idle"))
    assert after["stage"] == "idle"


async def test_a_counter_that_is_closed_says_so(kiosk, hall):
    async with glass(kiosk) as stream:
        await stream.until(in_stage("idle"))
        hall.counters["1"] = counter("1", state="closed", staff="")
        hall.happens("CounterClosed", "1", staff="1001")
        state = await stream.until(shows("本窗口暂停服务"))
    assert "This counter is closed" in state["html"]


async def test_a_hall_that_is_away_makes_it_quiet_and_a_restart_asks_again(hall, hall_socket):
    async with kiosk_before(hall_socket, CONFIG) as kiosk, glass(kiosk) as stream:
        first = await stream.next()
        assert "评价暂停，请稍候" in first["html"]
        async with hall_at(hall_socket, hall):
            hall.ends_service("VISIT-1")
            await stream.until(in_stage("asking"))
        away = await stream.until(shows("评价暂停，请稍候"))
        assert "data-grade" not in away["html"]
        async with hall_at(hall_socket, hall):
            asking = await stream.until(in_stage("asking"))
            await touch(kiosk, asking, 5)
            await stream.until(in_stage("thanks"))
    assert hall.ratings == [("VISIT-1", 5)]


async def test_a_touch_that_the_hall_did_not_hear_is_kept_for_it(hall, hall_socket):
    async with kiosk_before(hall_socket, CONFIG) as kiosk, glass(kiosk) as stream:
        async with hall_at(hall_socket, hall):
            hall.ends_service("VISIT-1")
            asking = await stream.until(in_stage("asking"))
            hall.gate.clear()
            await touch(kiosk, asking, 2)
            await hall.was_rated.wait()
        await stream.until(shows("评价暂停"))
        hall.gate.set()
        async with hall_at(hall_socket, hall):
            await stream.until(in_stage("thanks"))
    assert hall.ratings == [("VISIT-1", 2)]


async def test_every_counter_has_its_own_question(hall, hall_socket):
    config = KioskConfig(evaluators=["1", "2"])
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, config) as kiosk,
        glass(kiosk, "1") as first,
        glass(kiosk, "2") as second,
    ):
        hall.ends_service("VISIT-1", "1")
        hall.ends_service("VISIT-2", "2")
        asking = await second.until(in_stage("asking"))
        await touch(kiosk, asking, 1, "2")
        await second.until(in_stage("thanks"))
        await first.until(in_stage("asking"))
    assert hall.ratings == [("VISIT-2", 1)]


async def test_an_evaluator_that_nobody_named_is_not_there(kiosk):
    assert (await kiosk.http.get("/evaluator/2")).status_code == 404
    assert (await kiosk.http.get("/evaluator/2/events")).status_code == 404


async def test_a_counter_that_the_hall_does_not_know_stays_quiet(kiosk, hall):
    async with glass(kiosk, "1") as known, glass(kiosk, "9") as unknown:
        await known.until(in_stage("idle"))
        assert "评价暂停" in (await unknown.next())["html"]


@pytest.mark.parametrize(
    "body",
    [
        {"question": "Q", "grade": 0},
        {"question": "Q", "grade": 6},
        {"question": "Q", "grade": "5"},
        {"grade": 5},
        {"question": "Q", "grade": 5, "visit": "VISIT-1"},
    ],
)
async def test_what_is_no_touch_on_a_face_is_refused(kiosk, body):
    answer = await kiosk.http.post("/evaluator/1/touch", json=body, headers=kiosk.own_page())
    assert answer.status_code == 422


async def test_a_touch_from_a_foreign_page_is_refused(kiosk, hall):
    body = {"question": "Q", "grade": 5}
    headers = {"Origin": "http://elsewhere.example", "X-Atrium-Screen": "evaluator"}
    answer = await kiosk.http.post("/evaluator/1/touch", json=body, headers=headers)
    assert answer.status_code == 403


async def test_tickets_cost_an_evaluator_no_look_at_the_counters(kiosk, hall):
    async with glass(kiosk) as stream, kiosk.stream("/board/events") as board:
        await stream.until(in_stage("idle"))
        looks = hall.counter_looks
        for number in range(5):
            hall.calls_ticket(f"A{number:03}", 2)
        await board.until(lambda state: "A004" in state["html"])
        assert hall.counter_looks == looks


async def test_a_hall_without_evaluators_is_not_asked_for_its_counters(hall, hall_socket):
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, KioskConfig()) as kiosk,
        kiosk.stream("/board/events") as board,
    ):
        hall.ends_service("VISIT-1")
        hall.calls_ticket("A001", 1)
        await board.until(lambda state: "A001" in state["html"])
    assert hall.counter_looks == 0


async def test_the_log_tells_no_visit(kiosk, hall, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with glass(kiosk) as stream:
        hall.ends_service("VISIT-1")
        asking = await stream.until(in_stage("asking"))
        hall.refuse = "not_ratable"
        await touch(kiosk, asking, 5)
        await stream.until(in_stage("idle"))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("kiosk")]
    assert any("not_ratable" in line for line in ours)
    assert not any("VISIT-1" in line for line in ours)


async def test_a_visitor_calls_somebody_from_the_evaluator_and_the_next_one_has_not(kiosk, hall):
    async with glass(kiosk) as stream:
        hall.counters["1"] = counter("1", ticket="A012", visit="VISIT-1", state="serving")
        hall.happens("ServiceStarted", "VISIT-1")
        state = await stream.until(shows("data-help"))
        said = {"question": state["question"], "help": True}
        await kiosk.http.post("/evaluator/1/touch", json=said, headers=kiosk.own_page())
        await stream.until(shows("已呼叫工作人员"))
        hall.accepts_help("side-1")
        coming = await stream.until(shows("李静（工号 2001）正在过来"))
        assert "李静 (staff no. 2001) is on the way" in coming["html"]
        hall.counters["1"] = counter("1", ticket="A013", visit="VISIT-2", state="called")
        hall.happens("ServiceStarted", "VISIT-2")
        await stream.until(lambda state: "正在过来" not in state["html"])
    assert hall.ratings == []

"""Whom an evaluator asks, as a screen at the counter learns it."""

from typing import Any

from api_hall import ApiHall, open_hall


async def press(hall: ApiHall, *verbs: str) -> None:
    async with hall.client("staff", await hall.sign_in()) as clerk:
        for verb in verbs:
            answer = await clerk.post(f"/v1/counters/1/{verb}", json={})
            assert answer.status_code == 200, answer.text


async def ticket(hall: ApiHall) -> str:
    async with hall.client("kiosk") as kiosk:
        answer = await kiosk.post("/v1/visits", json={"service": "pay-bill", "delivery": "screen"})
    return str(answer.json()["visit"])


async def counter(hall: ApiHall) -> dict[str, Any]:
    async with hall.client("kiosk") as kiosk:
        found = (await kiosk.get("/v1/counters")).json()
    return next(each for each in found if each["id"] == "1")


async def test_after_a_service_its_visit_is_to_be_rated_for_a_while(hall: ApiHall) -> None:
    await press(hall, "open")
    visit = await ticket(hall)
    await press(hall, "next", "start")
    assert (await counter(hall))["to_rate"] == ""
    await press(hall, "finish")
    now = await counter(hall)
    assert now["to_rate"] == visit
    assert 0 < now["to_rate_left_ms"] <= hall.controller.hall.settings.rating_window_s * 1000


async def test_a_screen_at_the_counter_may_rate_and_then_nobody_is_asked(hall: ApiHall) -> None:
    await press(hall, "open")
    visit = await ticket(hall)
    await press(hall, "next", "start", "finish")
    async with hall.client("kiosk") as kiosk:
        body = {"grade": 4, "source": "screen"}
        answers = [await kiosk.post(f"/v1/visits/{visit}/rating", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len({answer.json()["seq"] for answer in answers}) == 1, "a double touch counts once"
    now = await counter(hall)
    assert (now["to_rate"], now["to_rate_left_ms"]) == ("", 0)


async def test_whoever_is_being_served_ends_the_asking_about_the_one_before(hall: ApiHall) -> None:
    await press(hall, "open")
    visit = await ticket(hall)
    await press(hall, "next", "start", "finish")
    await ticket(hall)
    await press(hall, "next")
    assert (await counter(hall))["to_rate"] == visit, "a call alone changes nothing"
    await press(hall, "start")
    assert (await counter(hall))["to_rate"] == ""


async def test_a_controller_that_was_restarted_still_knows_whom_to_ask(state) -> None:
    async with open_hall(state) as hall:
        await press(hall, "open")
        visit = await ticket(hall)
        await press(hall, "next", "start", "finish")
    async with open_hall(state) as hall:
        assert (await counter(hall))["to_rate"] == visit

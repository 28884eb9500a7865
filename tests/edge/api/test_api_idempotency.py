"""A request with a key may be sent twice: one effect, the same answer, through a restart too."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_hall import ApiHall, open_hall

TICKET = {"service": "pay-bill"}


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


async def post(
    hall: ApiHall, url: str, body: Any, key: str = "", token: str = ""
) -> httpx.Response:
    async with hall.client("tcp", token) as client:
        return await client.post(url, json=body, headers=keyed(key) if key else {})


async def tickets(hall: ApiHall) -> list[str]:
    async with hall.client() as client:
        return [visit["ticket"] for visit in (await client.get("/v1/visits")).json()]


@pytest.mark.parametrize("delivery", ["none", "screen", "paper"])
async def test_the_same_key_takes_one_ticket(hall: ApiHall, delivery: str) -> None:
    wish = {**TICKET, "delivery": delivery}
    first = await post(hall, "/v1/visits", wish, "K")
    again = await post(hall, "/v1/visits", wish, "K")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert await tickets(hall) == ["A001"]


@pytest.mark.parametrize("delivery", ["none", "screen", "paper"])
async def test_the_same_key_sent_many_times_at_once_takes_one_ticket(
    hall: ApiHall, delivery: str
) -> None:
    wish = {**TICKET, "delivery": delivery}
    answers = await asyncio.gather(*(post(hall, "/v1/visits", wish, "K") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert await tickets(hall) == ["A001"]


@pytest.mark.parametrize("delivery", ["none", "screen", "paper"])
async def test_visitors_at_once_get_a_number_each(hall: ApiHall, delivery: str) -> None:
    wish = {**TICKET, "delivery": delivery}
    answers = await asyncio.gather(*(post(hall, "/v1/visits", wish) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert sorted(await tickets(hall)) == [f"A{number:03d}" for number in range(1, 21)]


async def test_the_same_key_with_another_body_is_a_conflict(hall: ApiHall) -> None:
    await post(hall, "/v1/visits", TICKET, "K")
    for other in ({"service": "invoice"}, {**TICKET, "delivery": "screen"}):
        answer = await post(hall, "/v1/visits", other, "K")
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "idempotency_key_reused"
        assert answer.json()["error"]["where"] == "Idempotency-Key"
    assert await tickets(hall) == ["A001"]


async def test_the_same_key_on_another_path_is_a_conflict(hall: ApiHall) -> None:
    token = await hall.sign_in()
    await post(hall, "/v1/counters/1/open", {}, "K", token)
    answer = await post(hall, "/v1/counters/2/open", {}, "K", token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "idempotency_key_reused")


async def test_a_key_outlives_a_restart(state: Path) -> None:
    async with open_hall(state) as hall:
        first = await post(hall, "/v1/visits", TICKET, "K")
    async with open_hall(state) as hall:
        again = await post(hall, "/v1/visits", TICKET, "K")
        other = await post(hall, "/v1/visits", {"service": "invoice"}, "K")
        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert other.status_code == 409
        assert await tickets(hall) == ["A001"]


async def test_next_with_a_key_calls_one_ticket(hall: ApiHall) -> None:
    token = await hall.sign_in()
    await post(hall, "/v1/counters/1/open", {}, token=token)
    for _ in range(2):
        await post(hall, "/v1/visits", TICKET)
    called = [await post(hall, "/v1/counters/1/next", {}, "K", token) for _ in range(2)]
    assert [answer.json()["ticket"] for answer in called] == ["A001", "A001"]
    assert called[0].json() == called[1].json()


async def test_an_empty_queue_is_an_answer_that_is_kept(hall: ApiHall) -> None:
    token = await hall.sign_in()
    await post(hall, "/v1/counters/1/open", {}, token=token)
    first = await post(hall, "/v1/counters/1/next", {}, "K", token)
    await post(hall, "/v1/visits", TICKET)
    again = await post(hall, "/v1/counters/1/next", {}, "K", token)
    assert (first.status_code, again.status_code) == (204, 204)


async def test_a_whole_visit_sent_twice_happens_once(hall: ApiHall) -> None:
    token = await hall.sign_in()
    visit = (await post(hall, "/v1/visits", TICKET, "t")).json()["visit"]
    steps: list[tuple[str, dict[str, int]]] = [
        *((f"/v1/counters/1/{verb}", {}) for verb in ("open", "next", "recall", "start", "finish")),
        (f"/v1/visits/{visit}/rating", {"grade": 5}),
        ("/v1/counters/1/close", {}),
    ]
    for url, body in steps:
        first = await post(hall, url, body, f"key of {url}", token)
        seq = hall.controller.hall.recorder.working.seq
        again = await post(hall, url, body, f"key of {url}", token)
        assert (first.status_code, again.json()) == (200, first.json())
        assert hall.controller.hall.recorder.working.seq == seq


async def test_a_request_that_was_refused_has_taken_no_key(hall: ApiHall) -> None:
    token = await hall.sign_in()
    refused = await post(hall, "/v1/counters/1/next", {}, "K", token)
    await post(hall, "/v1/counters/1/open", {}, token=token)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "counter_closed")
    assert (await post(hall, "/v1/counters/1/next", {}, "K", token)).status_code == 204


async def test_keys_are_told_apart_to_the_last_character(hall: ApiHall) -> None:
    keys = ["k", "K", "k ", "k" * 128, "k" * 127, "'; DROP TABLE facts; --", "0"]
    for key in keys:
        assert (await post(hall, "/v1/visits", TICKET, key)).status_code == 201
    # Spaces at the end of a header's value are none: HTTP takes them away.
    assert len(await tickets(hall)) == len(keys)

"""Running a hall over the API: who sees what, who is helped, and what nobody else ever hears."""

import json
from pathlib import Path
from typing import Any

import httpx
from api_hall import ApiHall, open_hall

from edge.journal.feed import Feed

CLERK, OTHER, GUIDE, BOSS, AUDITOR = "1001", "1002", "2001", "3001", "4001"
WORDS = "三号窗口的客户很生气"


async def ask(
    hall: ApiHall, staff: str, method: str, url: str, body: Any = None, key: str = ""
) -> httpx.Response:
    token = await hall.sign_in(staff)
    headers = {"Idempotency-Key": key} if key else {}
    async with hall.client("staff", token) as client:
        return await client.request(method, url, json=body, headers=headers)


async def from_screen(hall: ApiHall, method: str, url: str, body: Any = None) -> httpx.Response:
    async with hall.client("kiosk") as client:
        return await client.request(method, url, json=body)


async def events_so_far(feed: Feed) -> str:
    """Return everything that a follower of events has been told."""
    following = feed.follow(0, 0.01)
    heard = [await anext(following)]
    while (event := await anext(following)) or len(heard) == 1:
        heard.append(event)
    return "\n".join(heard)


def code_of(response: httpx.Response) -> str:
    return str(response.json()["error"]["code"])


# --- notices ---


async def test_a_notice_stands_on_the_board_of_every_screen_until_it_is_ended(
    hall: ApiHall,
) -> None:
    told = {"text": "今日提前关门", "text_english": "Closing early today"}
    shown = (await ask(hall, BOSS, "POST", "/v1/notices", told)).json()
    for url in ("/v1/board", "/v1/notices"):
        answer = (await from_screen(hall, "GET", url)).json()
        (notice,) = answer["notices"] if url == "/v1/board" else answer
        assert (notice["text"], notice["text_english"]) == (told["text"], told["text_english"])
    await ask(hall, BOSS, "POST", f"/v1/notices/{shown['notice']}/end")
    assert (await from_screen(hall, "GET", "/v1/board")).json()["notices"] == []


async def test_a_notice_that_says_nothing_is_none(hall: ApiHall) -> None:
    nothing: list[dict[str, Any]] = [{}, {"text": ""}, {"text": " "}, {"until": 5}]
    for body in (*nothing, {"text": "x" * 201}, {"text": "x", "until": -1}):
        answer = await ask(hall, BOSS, "POST", "/v1/notices", body)
        assert (answer.status_code, code_of(answer)) == (422, "invalid_request"), body


# --- messages ---


async def test_the_words_of_a_message_reach_those_it_is_for_and_nobody_else(
    hall: ApiHall,
) -> None:
    sent = await ask(hall, BOSS, "POST", "/v1/messages", {"text": WORDS, "to": [CLERK]}, "key")
    assert sent.status_code == 201
    assert WORDS not in sent.text
    assert (await ask(hall, CLERK, "GET", "/v1/messages")).json()[0]["text"] == WORDS
    assert (await ask(hall, OTHER, "GET", "/v1/messages")).json() == []
    assert code_of(await ask(hall, AUDITOR, "GET", "/v1/messages")) == "not_allowed"
    everything = await events_so_far(hall.controller.api.feed)
    assert '"kind":"MessageSent"' in everything
    assert WORDS not in everything
    assert json.dumps(WORDS)[1:-1] not in everything


async def test_a_message_is_read_after_a_restart_with_its_receipts(state: Path) -> None:
    async with open_hall(state) as hall:
        sent = await ask(hall, BOSS, "POST", "/v1/messages", {"text": WORDS, "to": [CLERK]}, "k")
        message = sent.json()["message"]
        await ask(hall, CLERK, "POST", f"/v1/messages/{message}/read")
    async with open_hall(state) as hall:
        again = await ask(hall, BOSS, "POST", "/v1/messages", {"text": WORDS, "to": [CLERK]}, "k")
        assert again.json()["message"] == message
        (read,) = (await ask(hall, BOSS, "GET", "/v1/messages")).json()
        assert (read["text"], read["read_by"]) == (WORDS, [CLERK])


# --- help ---


async def test_a_visitor_who_is_stuck_is_seen_and_helped(hall: ApiHall) -> None:
    stuck = {"place": "ticket-1", "urgency": "stuck", "about": "identify"}
    assert (await from_screen(hall, "POST", "/v1/help", stuck)).status_code == 201
    (call,) = (await ask(hall, GUIDE, "GET", "/v1/help")).json()
    assert (call["place"], call["about"], call["by"]) == ("ticket-1", "identify", "")
    await ask(hall, GUIDE, "POST", "/v1/help/ticket-1/accept")
    late = await ask(hall, BOSS, "POST", "/v1/help/ticket-1/accept")
    assert (late.status_code, code_of(late)) == (409, "help_accepted")
    assert late.json()["error"]["details"] == {"accepted_by": GUIDE}
    await ask(hall, GUIDE, "POST", "/v1/help/ticket-1/end")
    assert (await ask(hall, GUIDE, "GET", "/v1/help")).json() == []


async def test_whoever_called_may_say_that_it_is_over_and_another_clerk_may_not(
    hall: ApiHall,
) -> None:
    for _time in range(2):
        await ask(hall, CLERK, "POST", "/v1/help", {"place": "1", "urgency": "emergency"})
        refused = await ask(hall, OTHER, "POST", "/v1/help/1/end")
        assert (refused.status_code, code_of(refused)) == (403, "not_allowed")
        assert (await from_screen(hall, "POST", "/v1/help/1/end")).status_code == 403
        assert (await ask(hall, CLERK, "POST", "/v1/help/1/end")).status_code == 200


async def test_a_screen_calls_no_emergency_and_ends_its_own_call(hall: ApiHall) -> None:
    call = {"place": "ticket-1", "urgency": "emergency"}
    assert (await from_screen(hall, "POST", "/v1/help", call)).status_code == 403
    await from_screen(hall, "POST", "/v1/help", {**call, "urgency": "help"})
    refused = await ask(hall, CLERK, "POST", "/v1/help/ticket-1/end")
    assert (refused.status_code, code_of(refused)) == (403, "not_allowed")
    assert (await from_screen(hall, "POST", "/v1/help/ticket-1/end")).status_code == 200


async def test_a_late_word_of_who_has_left_ends_no_call_of_the_next(hall: ApiHall) -> None:
    for stay in ("stay-a", "stay-b"):
        await from_screen(hall, "POST", "/v1/help", {"place": "ticket-1", "stay": stay})
    late = await from_screen(hall, "POST", "/v1/help/ticket-1/end?stay=stay-a")
    assert (late.status_code, code_of(late)) == (404, "no_help_called")
    (call,) = (await ask(hall, GUIDE, "GET", "/v1/help")).json()
    assert call["place"] == "ticket-1"
    own = await from_screen(hall, "POST", "/v1/help/ticket-1/end?stay=stay-b")
    assert own.status_code == 200


async def test_what_a_screen_says_of_a_visitor_is_a_word_and_not_a_text(hall: ApiHall) -> None:
    told = {"place": "ticket-1", "about": "张三丰 is stuck"}
    answer = await from_screen(hall, "POST", "/v1/help", told)
    assert (answer.status_code, answer.json()["error"]["where"]) == (422, "body.about")


# --- the live picture ---


async def test_a_supervisor_sees_the_hall_at_one_glance(hall: ApiHall) -> None:
    await ask(hall, BOSS, "POST", "/v1/supervision/counters/1/open", {"staff": CLERK})
    await from_screen(hall, "POST", "/v1/visits", {"service": "pay-bill"})
    await ask(hall, CLERK, "POST", "/v1/help", {"place": "1"})
    await hall.controller.hall.tick()
    for staff in (BOSS, AUDITOR):
        seen = (await ask(hall, staff, "GET", "/v1/supervision")).json()
        assert seen["counters"][0]["staff"] == CLERK
        assert seen["queues"][0]["waiting"] == 1
        assert [alert["alert"] for alert in seen["alerts"]] == ["help:1"]
        assert [call["place"] for call in seen["help"]] == ["1"]
    assert code_of(await ask(hall, CLERK, "GET", "/v1/supervision")) == "not_allowed"


async def test_an_auditor_sees_and_does_nothing(hall: ApiHall) -> None:
    for url, body in (
        ("/v1/notices", {"text": "x"}),
        ("/v1/doors/close", {}),
        ("/v1/services/pay-bill/off", {}),
        ("/v1/supervision/counters/1/open", {"staff": CLERK}),
        ("/v1/help", {"place": "1"}),
    ):
        assert code_of(await ask(hall, AUDITOR, "POST", url, body)) == "not_allowed", url


async def test_closed_doors_and_services_are_told_to_whoever_wants_a_ticket(
    hall: ApiHall,
) -> None:
    wish = {"service": "pay-bill"}
    await ask(hall, BOSS, "POST", "/v1/services/payment/off", {"reason": "no network"})
    assert (await from_screen(hall, "POST", "/v1/visits", wish)).status_code in (409, 503)
    await ask(hall, BOSS, "POST", "/v1/services/payment/on", {})
    await ask(hall, BOSS, "POST", "/v1/doors/close", {"reason": "a fire drill"})
    doors = (await from_screen(hall, "GET", "/v1/doors")).json()
    assert doors == {"open": False, "by": BOSS, "reason": "a fire drill"}
    assert (await from_screen(hall, "POST", "/v1/visits", wish)).status_code in (409, 503)
    await ask(hall, BOSS, "POST", "/v1/doors/open")
    assert (await from_screen(hall, "POST", "/v1/visits", wish)).status_code == 201


# --- twice ---


async def test_what_is_sent_twice_is_done_once(hall: ApiHall) -> None:
    token = await hall.sign_in(BOSS)
    pressed: list[tuple[str, dict[str, Any]]] = [
        ("/v1/notices", {"text": "今日提前关门"}),
        ("/v1/messages", {"text": WORDS}),
        ("/v1/help", {"place": "1"}),
        ("/v1/doors/close", {}),
        ("/v1/services/pay-bill/off", {}),
        ("/v1/supervision/counters/1/open", {"staff": CLERK}),
        ("/v1/supervision/counters/1/replan", {"services": ["supply"]}),
    ]
    async with hall.client("staff", token) as client:
        for url, body in pressed:
            key = {"Idempotency-Key": f"key of {url}"}
            first = await client.post(url, json=body, headers=key)
            seq = hall.controller.hall.recorder.committed.seq
            again = await client.post(url, json=body, headers=key)
            assert first.status_code in (200, 201), first.text
            assert (again.status_code, again.json()) == (first.status_code, first.json())
            assert hall.controller.hall.recorder.committed.seq == seq, url

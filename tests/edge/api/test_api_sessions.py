"""Sessions: their tokens cannot be made up, changed, kept for ever, or used after signing out."""

import dataclasses
from pathlib import Path

import pytest
from api_hall import CLERK, PIN, ApiHall, open_hall
from hypothesis import given
from hypothesis import strategies as st

from edge.api.tokens import LIFETIME_MS, BadTokenError, Session, Tokens

NOW = 1_700_000_000_000
SESSION = Session("1001", "SESSION", NOW + 1)


def test_a_token_says_who_signed_in() -> None:
    tokens = Tokens(b"k" * 32)
    assert tokens.check(tokens.issue(SESSION), NOW) == SESSION


def test_a_token_is_worth_nothing_once_its_time_is_over() -> None:
    tokens = Tokens(b"k" * 32)
    with pytest.raises(BadTokenError, match="over"):
        tokens.check(tokens.issue(SESSION), NOW + 1)


def test_a_token_of_another_hall_is_worth_nothing() -> None:
    with pytest.raises(BadTokenError, match="not a token of this hall"):
        Tokens(b"k" * 32).check(Tokens(b"l" * 32).issue(SESSION), NOW)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_a_changed_bit_makes_a_token_worthless(place: int, bit: int) -> None:
    token = bytearray(Tokens(b"k" * 32).issue(SESSION), "ascii")
    token[place % len(token)] ^= 1 << bit
    try:
        said = Tokens(b"k" * 32).check(token.decode("latin-1"), NOW)
    except BadTokenError:
        return
    assert said == SESSION  # the last character of base64 has bits that say nothing


@given(st.text())
def test_any_text_is_no_token(text: str) -> None:
    with pytest.raises(BadTokenError):
        Tokens(b"k" * 32).check(text, NOW)


async def status_of_clerk(hall: ApiHall, token: str) -> tuple[int, str]:
    async with hall.client("staff", token) as client:
        response = await client.post("/v1/counters/1/open", json={})
    return response.status_code, response.json().get("error", {}).get("message", "")


async def test_a_session_that_was_signed_out_is_over(hall: ApiHall) -> None:
    token, other = await hall.sign_in(), await hall.sign_in()
    assert (await status_of_clerk(hall, token))[0] == 200
    async with hall.client("staff", token) as client:
        assert (await client.delete("/v1/sessions/current")).status_code == 204
        assert (await client.delete("/v1/sessions/current")).status_code == 401
    assert await status_of_clerk(hall, token) == (401, "the session was signed out")
    assert (await status_of_clerk(hall, other))[0] == 200


async def test_a_session_lives_through_a_restart_and_so_does_its_end(state: Path) -> None:
    async with open_hall(state) as hall:
        token, ended = await hall.sign_in(), await hall.sign_in()
        async with hall.client("staff", ended) as client:
            await client.delete("/v1/sessions/current")
    async with open_hall(state) as hall:
        assert (await status_of_clerk(hall, token))[0] == 200
        assert (await status_of_clerk(hall, ended))[0] == 401


async def test_a_session_is_over_after_twelve_hours(hall: ApiHall) -> None:
    now = hall.controller.hall.recorder.clock.moment().at
    async with hall.client("staff") as client:
        said = (await client.post("/v1/sessions", json={"staff": CLERK, "pin": PIN})).json()
    assert 0 <= said["expires_at"] - now - LIFETIME_MS < 60_000
    session = hall.controller.api.tokens.check(said["token"], now)
    over = hall.controller.api.tokens.issue(dataclasses.replace(session, expires_at=now))
    assert await status_of_clerk(hall, over) == (401, "the session is over")


async def test_who_has_left_the_staff_has_no_session_any_more(hall: ApiHall) -> None:
    now = hall.controller.hall.recorder.clock.moment().at
    token = hall.controller.api.tokens.issue(Session("0999", "SESSION", now + LIFETIME_MS))
    assert await status_of_clerk(hall, token) == (401, "no longer on the staff")


async def test_a_clerk_who_mistypes_too_often_waits(hall: ApiHall) -> None:
    wrong = {"staff": CLERK, "pin": "0000"}
    async with hall.client("staff") as client:
        codes = [
            (await client.post("/v1/sessions", json=wrong)).json()["error"]["code"]
            for _ in range(6)
        ]
        right = await client.post("/v1/sessions", json={"staff": CLERK, "pin": PIN})
    assert codes == ["sign_in_refused"] * 5 + ["sign_in_locked"]
    assert right.status_code == 429
    assert right.json()["error"]["details"]["wait_s"] > 0


async def test_neither_pin_nor_token_is_shown_by_anything(
    hall: ApiHall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    token = await hall.sign_in()
    await status_of_clerk(hall, token)
    async with hall.client("staff") as client:
        refused = await client.post("/v1/sessions", json={"staff": CLERK, "pin": "7777"})
        wrong = await client.post("/v1/sessions", json={"staff": CLERK, "pin": "6" * 65})
    said = caplog.text + refused.text + wrong.text
    assert token not in said and "7777" not in said and "66666" not in said


async def test_a_session_says_what_whoever_signed_in_may_do(hall: ApiHall) -> None:
    async with hall.client("staff") as client:
        answers = [
            (await client.post("/v1/sessions", json={"staff": staff, "pin": PIN})).json()
            for staff in ("1004", "4001")
        ]
    assert [answer["role"] for answer in answers] == ["clerk", "auditor"]
    assert {"call_chosen", "reveal"} <= set(answers[0]["rights"])
    assert "see_live" in answers[1]["rights"]
    assert "call" not in answers[1]["rights"]

"""Watchers of a screen: everybody hears everything, and nobody can hold the others up."""

import pytest

from kiosk.audience import Audience, SeatLostError


async def test_whoever_sits_down_sees_first_what_is_true_now():
    audience: Audience[str] = Audience()
    with audience.seat("now") as seat:
        audience.publish("then")
        assert [await seat.next(), await seat.next()] == ["now", "then"]


async def test_a_slow_watcher_loses_the_seat_and_the_others_notice_nothing():
    audience: Audience[int] = Audience()
    with audience.seat(0) as slow, audience.seat(0) as quick:
        heard = []
        for number in range(40):
            audience.publish(number)
            heard.append(await quick.next())
        with pytest.raises(SeatLostError):
            await slow.next()
    assert heard == [0, *range(39)]


async def test_closing_sends_everybody_away():
    audience: Audience[str] = Audience()
    with audience.seat("now") as seat:
        audience.close()
        with pytest.raises(SeatLostError):
            await seat.next()

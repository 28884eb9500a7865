"""Notices: shown on every screen at once, until a time or until somebody ends them."""

from pathlib import Path

import pytest
from edgefakes import TestedHall, in_virtual_time
from supervised import BOSS, latest, power_cut, supervised

from edge.hall.requests import Request
from edge.hall.supervision.refusals import TimePassedError, UnknownNoticeError

_HOUR_S = 3600


async def shown(tested: TestedHall, until: int = 0, request: Request | None = None) -> str:
    answer = await tested.hall.supervision.notices.show(
        "今日提前关门", "Closing early today", until, BOSS, request
    )
    assert answer.status == 201
    return str(answer.body["notice"])


def standing(tested: TestedHall) -> list[str]:
    return [each["notice"] for each in tested.hall.supervision.notices.standing()]


@in_virtual_time
async def test_a_notice_is_shown_until_it_is_ended_and_both_are_facts_with_a_name(tmp_path: Path):
    tested = await supervised(tmp_path)
    notice = await shown(tested)
    assert standing(tested) == [notice]
    await tested.hall.supervision.notices.end(notice, BOSS)
    assert standing(tested) == []
    assert [latest(tested, kind).by for kind in ("NoticeShown", "NoticeEnded")] == [BOSS, BOSS]


@in_virtual_time
async def test_a_notice_ends_by_itself_at_its_time(tmp_path: Path):
    tested = await supervised(tmp_path)
    notice = await shown(tested, tested.clock.at_ms + _HOUR_S * 1000)
    tested.clock.pass_s(_HOUR_S - 1)
    await tested.hall.tick()
    assert standing(tested) == [notice]
    tested.clock.pass_s(1)
    assert standing(tested) == []  # even before anybody has said so
    await tested.hall.tick()
    assert latest(tested, "NoticeEnded").body() == {"by": ""}


@in_virtual_time
async def test_a_notice_cannot_end_before_it_begins(tmp_path: Path):
    tested = await supervised(tmp_path)
    with pytest.raises(TimePassedError):
        await shown(tested, tested.clock.at_ms)


@in_virtual_time
async def test_what_is_not_shown_cannot_be_ended(tmp_path: Path):
    tested = await supervised(tmp_path)
    with pytest.raises(UnknownNoticeError, match="N-1"):
        await tested.hall.supervision.notices.end("N-1", BOSS)


@in_virtual_time
async def test_a_notice_sent_twice_is_one_and_stands_after_a_power_cut(tmp_path: Path):
    tested = await supervised(tmp_path)
    request = Request("key", "show")
    notice = await shown(tested, request=request)
    assert await shown(tested, request=request) == notice
    again = await power_cut(tested)
    assert standing(again) == [notice]
    assert await shown(again, request=request) == notice


@in_virtual_time
async def test_a_new_day_begins_without_the_notices_of_the_last(tmp_path: Path):
    tested = await supervised(tmp_path)
    await shown(tested)
    tested.clock.set_local("2026-03-03T04:30")
    await tested.hall.tick()
    assert standing(tested) == []

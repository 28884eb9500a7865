"""The voice: one at a time, calls first, nothing too old and nothing that is no longer so."""

from pathlib import Path

import pytest
from edgefakes import PLAN, in_virtual_time
from reaction_bench import COUNTERS, SILENT, Bench, bench_on

from drivers.contract import Kind
from edge.devices.config import DeviceConfig
from edge.domain.plan import Plan
from edge.reactions.announcer import AnnouncerConfig, with_names_to_say


def tickets_said(bench: Bench) -> list[str]:
    return [text.split("请")[1].split("号")[0] for text in bench.device("voice").said]


@in_virtual_time
async def test_a_call_is_said_in_both_languages(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.call()
        await bench.settle(20)
        (said,) = bench.device("voice").said
        assert said == "请A001号到1号窗口。Ticket A001, please go to Counter 1."
        assert [spoken.id for spoken in bench.announcer.spoken] == ["5-A001"]


@in_virtual_time
async def test_only_one_thing_is_said_at_a_time_and_in_order(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        for counter in ("1", "2"):
            await bench.call(counter)
        await bench.hall.counters.recall("1", "1001")
        await bench.settle(60)
        assert tickets_said(bench) == ["A001", "A002", "A001"]
        assert bench.device("voice").at_once == 1


@in_virtual_time
async def test_a_call_that_is_too_old_is_not_said(tmp_path: Path):
    async with bench_on(tmp_path, AnnouncerConfig(time_to_live_s=15)) as bench:
        await bench.call("1")
        for _ in range(3):
            await bench.hall.counters.recall("1", "1001")
        await bench.settle(100)
        assert len(bench.device("voice").said) == 2


@in_virtual_time
async def test_a_call_that_is_answered_already_is_not_said(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.call("1")
        await bench.call("2")
        await bench.settle(1)
        await bench.hall.counters.start("2", "1001")
        await bench.settle(60)
        assert tickets_said(bench) == ["A001"]


@in_virtual_time
async def test_a_start_says_no_call_of_before_and_then_every_new_one(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.call("1")
    async with bench_on(tmp_path) as bench:
        await bench.settle(60)
        assert bench.device("voice").said == []
        await bench.hall.counters.recall("1", "1001")
        await bench.settle(60)
        assert tickets_said(bench) == ["A001"]


@in_virtual_time
async def test_of_too_many_the_oldest_are_dropped(tmp_path: Path):
    async with bench_on(tmp_path, AnnouncerConfig(1000, waiting_max=2)) as bench:
        await bench.call("1")
        await bench.settle(1)
        for _ in range(5):
            await bench.hall.counters.recall("1", "1001")
        await bench.settle(100)
        assert [spoken.id for spoken in bench.announcer.spoken] == ["5-A001", "9-A001", "10-A001"]


@in_virtual_time
async def test_where_to_wait_is_said_after_calls_and_only_to_who_holds_a_ticket(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.call("1")
        await bench.issue("screen")
        await bench.hall.counters.recall("1", "1001")
        await bench.settle(60)
        assert tickets_said(bench) == ["A001", "A001", "A002"]
        assert "请A002号到A区等候" in bench.device("voice").said[-1]


@in_virtual_time
async def test_where_to_wait_can_be_left_unsaid(tmp_path: Path):
    async with bench_on(tmp_path, AnnouncerConfig(say_where_to_wait=False)) as bench:
        await bench.issue("screen")
        await bench.settle(60)
        assert bench.device("voice").said == []


@in_virtual_time
async def test_where_a_strip_is_dark_a_call_is_said_twice(tmp_path: Path):
    async with bench_on(tmp_path, without="strips") as bench:
        await bench.call()
        await bench.settle(20)
        assert [len(text.split("请A001")) - 1 for text in bench.device("voice").said] == [1]
        (spoken,) = bench.announcer.spoken
        assert spoken.id == "6-A001"


@pytest.mark.parametrize("trouble", [SILENT, KeyError("a bug")], ids=["silent", "a bug"])
def test_a_voice_that_fails_loses_one_announcement_and_not_the_next(
    tmp_path: Path, trouble: Exception
):
    @in_virtual_time
    async def with_a_bad_voice():
        async with bench_on(tmp_path) as bench:
            bench.device("voice").trouble = trouble
            await bench.call("1")
            await bench.settle(15)
            bench.device("voice").trouble = None
            await bench.call("2")
            await bench.settle(15)
            assert [spoken.id.split("-")[1] for spoken in bench.announcer.spoken] == ["A002"]

    with_a_bad_voice()


@in_virtual_time
async def test_without_a_voice_nothing_is_saved_up(tmp_path: Path):
    async with bench_on(tmp_path, without="voice") as bench:
        await bench.call("1")
        await bench.settle(5)
        bench.missing.clear()
        await bench.settle(30)
        assert bench.device("voice").said == []


def test_a_voice_is_told_all_names_beforehand():
    voice = DeviceConfig("voice", Kind.VOICE, "clips", options={"volume": 5})
    strips = DeviceConfig("strips", Kind.LED, "onbon")
    told, untouched = with_names_to_say([voice, strips], Plan(PLAN.services, COUNTERS))
    assert untouched is strips
    assert told.options["volume"] == 5
    assert {"zh:区", "en:zone", "zh:号窗口", "en:counter", "zh:3"} <= set(
        told.options["extra_clips"]
    )

"""Strips, callers and evaluators converge on what is true now, never on what was true then."""

import asyncio
from pathlib import Path

from edgefakes import in_virtual_time
from reaction_bench import SILENT, bench_on


@in_virtual_time
async def test_a_strip_follows_its_counter(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        shown = [bench.strip("1")]
        for command in ("open", "next", "start", "finish", "close"):
            await bench.issue()
            await getattr(bench.hall.counters, command)("1", "1001")
            await bench.settle()
            shown.append(bench.strip("1"))
    assert shown == [
        "1号窗口 暂停服务",
        "1号窗口",
        "A001 到1号窗口",
        "A001 办理中",
        "1号窗口",
        "1号窗口 暂停服务",
    ]


@in_virtual_time
async def test_a_caller_shows_who_waits_and_then_its_ticket(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.hall.counters.open("1", "1001")
        for _ in range(2):
            await bench.issue()
            await bench.settle()
        await bench.hall.counters.next("1", "1001")
        await bench.settle()
        await bench.hall.counters.start("1", "1001")
        await bench.hall.counters.finish("1", "1001")
        await bench.settle()
        assert bench.caller("1") == [
            "waiting 0",
            "waiting 1",
            "waiting 2",
            "ticket A001",
            "waiting 1",
            "rate",
        ]


@in_virtual_time
async def test_nothing_is_sent_again_that_is_shown_already(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        sent = len(bench.device("strips").texts)
        await bench.hall.counters.open("3", "1003")
        await bench.settle()
        assert bench.device("strips").texts[sent:] == [("3", "3号窗口")]


@in_virtual_time
async def test_after_an_absence_a_strip_shows_what_is_true_now(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.call()
        await bench.settle()
        bench.lose("strips")
        await bench.settle()
        await bench.hall.counters.start("1", "1001")
        await bench.hall.counters.finish("1", "1001")
        await bench.call()
        bench.missing.clear()
        await bench.settle(30)
        assert [text for unit, text in bench.device("strips").texts if unit == "1"] == [
            "A002 到1号窗口"
        ]


@in_virtual_time
async def test_a_strip_missing_from_the_start_is_told_when_it_comes(tmp_path: Path):
    async with bench_on(tmp_path, without="strips") as bench:
        await bench.call("2")
        bench.missing.clear()
        await bench.settle(30)
        assert bench.strip("2") == "A001 到2号窗口"
        assert bench.strip("1") == "1号窗口 暂停服务"


@in_virtual_time
async def test_a_strip_that_did_not_take_its_text_is_told_again(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        bench.device("strips").trouble = SILENT
        await bench.call()
        await bench.settle(10)
        bench.device("strips").trouble = None
        await bench.settle(3)
        assert bench.strip("1") == "A001 到1号窗口"


@in_virtual_time
async def test_while_a_strip_is_slow_only_the_latest_wish_is_kept(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        before = len(bench.device("strips").texts)
        bench.device("strips").busy = asyncio.Event()
        await bench.call()
        await bench.settle()
        for command in ("recall", "start", "finish", "close"):
            await getattr(bench.hall.counters, command)("1", "1001")
            await bench.settle()
        bench.device("strips").busy.set()
        await bench.settle()
        assert bench.device("strips").texts[before:] == [
            ("1", "1号窗口"),
            ("1", "1号窗口 暂停服务"),
        ]


@in_virtual_time
async def test_a_device_that_forgot_while_it_was_told_is_told_again(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        strips = bench.device("strips")
        strips.busy = asyncio.Event()
        await bench.hall.counters.open("1", "1001")
        await bench.settle()
        bench.displays.device_changed("strips")
        strips.busy.set()
        await bench.settle()
        assert [text for unit, text in strips.texts if unit == "1"][-2:] == ["1号窗口", "1号窗口"]


@in_virtual_time
async def test_a_drivers_bug_ends_no_display(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        bench.device("strips").trouble = KeyError("a bug")
        await bench.call()
        await bench.settle(5)
        bench.device("strips").trouble = None
        await bench.settle(5)
        assert bench.strip("1") == "A001 到1号窗口"
        assert bench.caller("1")[-1] == "ticket A001"


# --- the evaluator ---


@in_virtual_time
async def test_an_evaluator_asks_once_for_each_visitor(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        for _ in range(2):
            await bench.call()
            await bench.hall.counters.start("1", "1001")
            await bench.hall.counters.finish("1", "1001")
            await bench.settle(5)
        assert bench.caller("1").count("rate") == 2


@in_virtual_time
async def test_an_evaluator_still_asks_when_the_next_ticket_is_called_at_once(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.call()
        await bench.issue()
        await bench.hall.counters.start("1", "1001")
        await bench.hall.counters.finish("1", "1001")
        await bench.hall.counters.next("1", "1001")
        await bench.settle()
        assert set(bench.caller("1")[-2:]) == {"ticket A002", "rate"}


@in_virtual_time
async def test_nobody_is_asked_who_has_rated_did_not_come_or_left_long_ago(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        visit = await bench.call()
        await bench.hall.counters.start("1", "1001")
        await bench.hall.ratings.rate(visit, 5, "screen")
        await bench.hall.counters.finish("1", "1001")
        await bench.call("2")
        await bench.hall.counters.no_show("2", "1001")
        await bench.settle()
        assert "rate" not in bench.caller("1") + bench.caller("2")
        bench.lose("callers")
        await bench.call("2")
        await bench.hall.counters.start("2", "1001")
        await bench.hall.counters.finish("2", "1001")
        await bench.settle(130)
        bench.missing.clear()
        await bench.settle(30)
        assert bench.caller("2") == ["waiting 0"]

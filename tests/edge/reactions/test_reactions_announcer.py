"""The voice: one at a time, calls first, nothing too old and nothing that is no longer so."""

from pathlib import Path

import pytest
from edgefakes import PLAN, in_virtual_time
from reaction_bench import COUNTERS, SILENT, Bench, bench_on

from drivers.contract import Kind, PowerState
from drivers.voice.wording import name_parts
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


async def ups_says(bench: Bench, *, on_battery: bool, low: bool = False, ups: str = "ups") -> None:
    await bench.hall.surroundings.power(ups, PowerState(on_battery, low))


@in_virtual_time
async def test_new_calls_are_said_before_calls_said_once_already(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.call("1")
        await bench.settle(1)
        await bench.hall.counters.recall("1", "1001")
        await bench.call("2")
        await bench.settle(60)
        assert tickets_said(bench) == ["A001", "A002", "A001"]


@in_virtual_time
async def test_what_is_being_said_is_said_to_its_end_whatever_comes(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.call("1")
        await bench.settle(1)
        await bench.call("2")
        await ups_says(bench, on_battery=True)
        await bench.settle(60)
        assert [text[:4] for text in bench.device("voice").said] == ["请A00", "现在停电", "请A00"]
        assert len(bench.announcer.spoken) == 3
        assert bench.device("voice").at_once == 1


@in_virtual_time
async def test_the_power_is_told_of_once_per_change(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await ups_says(bench, on_battery=False)
        for low in (False, False, True, True):
            await ups_says(bench, on_battery=True, low=low)
            await ups_says(bench, on_battery=True, low=low, ups="another")
            await bench.settle(15)
        await ups_says(bench, on_battery=False)
        await bench.settle(15)
        await ups_says(bench, on_battery=False, ups="another")
        await bench.settle(15)
        said = [text.partition("，")[0] for text in bench.device("voice").said]
        assert said == ["现在停电", "备用电源即将用完", "供电已恢复"]


@in_virtual_time
async def test_a_start_on_battery_is_no_news(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await ups_says(bench, on_battery=True)
    async with bench_on(tmp_path) as bench:
        await ups_says(bench, on_battery=True)
        await bench.settle(30)
        assert bench.device("voice").said == []


@in_virtual_time
async def test_power_that_flickers_is_told_of_as_it_is_and_pushes_no_call_out(tmp_path: Path):
    async with bench_on(tmp_path, AnnouncerConfig(100, waiting_max=4)) as bench:
        await bench.call("1")
        await bench.settle(1)
        await bench.call("2")
        for number in range(21):
            await ups_says(bench, on_battery=number % 2 == 0)
        await bench.settle(60)
        assert [text[:4] for text in bench.device("voice").said] == ["请A00", "现在停电", "请A00"]


@in_virtual_time
async def test_ten_calls_at_once_are_all_said_one_after_the_other(tmp_path: Path):
    async with bench_on(tmp_path, AnnouncerConfig(time_to_live_s=120)) as bench:
        await bench.call("1")
        for _ in range(9):
            await bench.hall.counters.recall("1", "1001")
        await bench.settle(120)
        assert len(bench.announcer.spoken) == 10
        assert bench.device("voice").at_once == 1


@in_virtual_time
async def test_a_full_queue_drops_where_to_wait_before_any_call_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    async with bench_on(tmp_path, AnnouncerConfig(1000, waiting_max=2)) as bench:
        await bench.call("1")
        await bench.settle(1)
        await bench.issue("screen")
        await bench.hall.counters.recall("1", "1001")
        await bench.hall.counters.recall("1", "1001")
        await bench.settle(60)
        assert tickets_said(bench) == ["A001", "A001", "A001"]
    assert "2 announcements wait: '请A002号到A区等候。" in caplog.text


@in_virtual_time
async def test_a_call_may_say_what_it_is_for(tmp_path: Path):
    async with bench_on(tmp_path, AnnouncerConfig(say_service=True)) as bench:
        await bench.call()
        await bench.settle(20)
        service = PLAN.by_id["bill"]
        (said,) = bench.device("voice").said
        assert f"办理{service.name}。" in said
        assert said.endswith(f"Service: {service.name_english}.")


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
    told_names = set(told.options["extra_clips"])
    assert {"zh:区", "en:zone", "zh:号窗口", "en:counter", "zh:3"} <= told_names
    for leaf in PLAN.leaves:
        service = PLAN.by_id[leaf]
        assert set(name_parts("zh", service.name)) <= told_names
        assert set(name_parts("en", service.name_english)) <= told_names

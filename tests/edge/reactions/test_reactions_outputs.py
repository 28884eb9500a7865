"""Doors, lights and lamps follow the hall, and are right again after any silence."""

from pathlib import Path

from edgefakes import in_virtual_time
from reaction_bench import SILENT, bench_on

from drivers.contract import PowerState


@in_virtual_time
async def test_outputs_follow_what_is_so(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        relays = bench.device("relay-1")
        assert relays.on == {"door"}
        await bench.call("1")
        await bench.settle()
        assert relays.on == {"door", "lights", "lamp-1"}
        await bench.hall.counters.start("1", "1001")
        await bench.settle()
        assert relays.on == {"door", "lights"}
        await bench.hall.surroundings.power("ups-1", PowerState(on_battery=True, low=False))
        await bench.settle()
        assert relays.on == {"door", "lights", "sign"}


@in_virtual_time
async def test_the_lamp_of_one_counter_is_not_lit_for_another(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.call("2")
        await bench.settle()
        assert "lamp-1" not in bench.device("relay-1").on


@in_virtual_time
async def test_a_board_that_was_away_is_told_what_is_so_now(tmp_path: Path):
    async with bench_on(tmp_path, without="relay-1") as bench:
        await bench.call("1")
        await bench.hall.counters.start("1", "1001")
        bench.missing.clear()
        await bench.settle(15)
        assert bench.device("relay-1").on == {"door", "lights"}
        assert ("lamp-1", True) not in bench.device("relay-1").told


@in_virtual_time
async def test_what_is_so_already_is_not_said_again(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        told = len(bench.device("relay-1").told)
        await bench.issue()
        await bench.settle(3600)
        assert len(bench.device("relay-1").told) == told


@in_virtual_time
async def test_a_board_that_refuses_is_asked_again(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        relays = bench.device("relay-1")
        relays.trouble = SILENT
        await bench.call("1")
        await bench.settle(5)
        relays.trouble = None
        await bench.settle(5)
        assert "lamp-1" in relays.on

"""Strips are as bright as the time of day asks for, and their clocks are set."""

from pathlib import Path

import pytest
from edgefakes import in_virtual_time
from reaction_bench import bench_on

from edge.reactions.lighting import LightingConfig

HOUR_S = 3600


@in_virtual_time
async def test_strips_are_bright_by_day_dim_in_the_evening_and_dark_at_night(tmp_path: Path):
    async with bench_on(tmp_path) as bench:  # at half past eight
        light = bench.device("strips").light
        assert light == ["2026-03-02", "lit", "80 %"] or light == ["lit", "80 %", "2026-03-02"]
        del light[:]
        await bench.settle(10 * HOUR_S)
        assert light == ["lit", "40 %"]
        await bench.settle(3 * HOUR_S)
        assert light == ["lit", "40 %", "dark"]


@in_virtual_time
async def test_clocks_are_set_once_a_day(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.settle(24 * HOUR_S)
        dates = [said for said in bench.device("strips").light if said.startswith("2026")]
        assert dates == ["2026-03-02", "2026-03-03"]


@in_virtual_time
async def test_a_clock_that_is_surely_wrong_is_not_passed_on(tmp_path: Path):
    async with bench_on(tmp_path, without="strips") as bench:
        bench.tested.clock.trust = "unsynced"
        bench.missing.clear()
        await bench.settle(15)
        assert not [said for said in bench.device("strips").light if said.startswith("2026")]


@pytest.mark.parametrize("table", [{"7:30": 80}, {"24:00": 80}, {"07:30": -1}, {"07:30": 101}])
def test_a_table_that_cannot_be_followed_is_refused(table: dict[str, int]):
    with pytest.raises(ValueError, match="brightness_from: "):
        LightingConfig(table)

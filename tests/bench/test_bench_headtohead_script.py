"""The kill script counts right: systems whose faults are known go through it in virtual time."""

import asyncio
from collections import deque

import pytest

from bench.headtohead.script import Outcome, out_of_order, plan, run
from bench.headtohead.system import NotAcknowledgedError
from drivers.virtualtime import run as in_virtual_time

FACTS, ROUNDS = 200, 5


class Keeper:
    """A system that keeps every fact on its disk before it says so."""

    def __init__(self):
        self.disk, self.memory, self.centre = [], [], []
        self.alive = False
        self.kills = 0

    async def start(self):
        self.alive = True

    async def offer(self, number):
        await asyncio.sleep(0.004)
        if not self.alive:
            raise NotAcknowledgedError
        self.keep(number)

    def keep(self, number):
        self.disk.append(number)

    async def kill(self):
        self.alive = False
        self.kills += 1
        self.memory.clear()

    async def connect_centre(self):
        self.centre += [*self.disk, *self.memory]

    def arrived(self):
        return self.centre


class Forgetter(Keeper):
    """Has always its three newest facts in memory only."""

    def keep(self, number):
        self.memory.append(number)
        if len(self.memory) > 3:
            self.disk.append(self.memory.pop(0))


class Stutterer(Keeper):
    """Delivers what it took twice, and cannot tell that it did."""

    async def connect_centre(self):
        self.centre += [*self.disk, *self.disk[:7]]


class Shuffler(Keeper):
    """Delivers its newest fact first."""

    async def connect_centre(self):
        self.centre += deque(self.disk)
        self.centre.insert(0, self.centre.pop())


def outcome_of(system) -> Outcome:
    return in_virtual_time(
        run(system, plan(FACTS, ROUNDS, 100, seed=7), lambda _what, _share: None)
    )


def test_a_system_that_keeps_its_word_loses_and_doubles_nothing():
    found = outcome_of(Keeper())
    assert (found.acknowledged, found.arrived) == (FACTS, FACTS)
    assert (found.lost, found.doubled, found.out_of_order) == (0, 0, 0)
    assert found.kills == ROUNDS


def test_what_was_only_in_memory_at_a_kill_is_counted_as_lost():
    found = outcome_of(Forgetter())
    assert found.acknowledged == FACTS
    assert found.lost == 3 * ROUNDS
    assert found.arrived == FACTS - 3 * ROUNDS


def test_what_arrives_twice_is_counted_as_doubled():
    found = outcome_of(Stutterer())
    assert (found.lost, found.doubled, found.out_of_order) == (0, 7, 0)


def test_whatever_comes_behind_a_newer_fact_is_out_of_order():
    assert outcome_of(Shuffler()).out_of_order == FACTS - 1
    assert out_of_order([1, 3, 2, 4, 3]) == 1


def test_the_last_facts_come_after_the_last_kill():
    assert 0 < outcome_of(Keeper()).late < FACTS / 2


@pytest.mark.parametrize("rate_per_s", [1, 100])
def test_the_same_seed_draws_the_same_kills(rate_per_s):
    assert plan(FACTS, ROUNDS, rate_per_s, seed=7) == plan(FACTS, ROUNDS, rate_per_s, seed=7)
    assert plan(FACTS, ROUNDS, rate_per_s, seed=8) != plan(FACTS, ROUNDS, rate_per_s, seed=7)
    assert min(plan(FACTS, ROUNDS, rate_per_s, seed=7).lives_s) > 0

"""Clerks press at the same time: nobody is called twice, and everybody as the rule says.

One interleaving is four presses of two to four hands, the ticket machine at times, commits of any
size at any moment, answers in any order, and requests that come again while the first is under
way. Every answer is what an oracle in plain lists says, and every fact is watched.
"""

import multiprocessing
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from call_watch import ViolationError
from clerk_plants import AnswersAtOnce, CallsBeside, DecidesOnDurable, ForgetsWhoWaitedLong
from clerk_runs import FailedError, play, play_every, play_share
from clerk_starts import STARTS, STATES
from clerks import Interleaving

from edge.domain.leg import IllegalMoveError

ROOT = Path(__file__).parents[3]
PROCESSES = 2
MANY, FEW = 1_000_000, 20_000
CI_S = 15.0


@pytest.mark.timeout(3600)
def test_no_two_clerks_call_the_same_ticket_and_each_is_called_in_its_turn(
    release: bool, figure: Callable[[str], None]
):
    """A release plays a million; otherwise as many of the same as fit into half a minute."""
    began_s = time.monotonic()
    at_least, until_s = (MANY, 0.0) if release else (FEW // PROCESSES, began_s + CI_S)
    shares = [range(first, MANY, PROCESSES) for first in range(PROCESSES)]
    # Processes of their own, not copies of this one: nothing that other tests left runs in them.
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawning) as processes:
        ends = [processes.submit(play_share, seeds, at_least, until_s) for seeds in shares]
        played, calls = map(sum, zip(*(end.result() for end in ends), strict=True))
    figure(
        f"clerks: {played:,} interleavings with {calls:,} calls, no ticket twice, each in its turn;"
        f" {played / (time.monotonic() - began_s):,.0f}/s on {PROCESSES} processes"
    )
    assert played >= (MANY if release else FEW)
    assert calls > played / 2


@pytest.mark.parametrize(
    ("keys", "counters", "presses", "ways"),
    [
        (("next",), "12", 3, 222),
        (("next",), "11", 3, 70),
        (("next",), "123", 2, 2682),
        (("next", "start"), "12", 2, 1828),
        (("next", "no_show"), "12", 2, 1828),
        (("next", "recall", "no_show"), "11", 2, 8342),
    ],
)
def test_every_way_in_which_a_few_presses_can_fall_is_well(
    keys: tuple[str, ...], counters: str, presses: int, ways: int
):
    assert play_every(keys, counters, presses) == ways


def test_a_seed_is_the_same_interleaving_whenever_it_is_played():
    told: tuple[list[str], list[str]] = ([], [])
    for seed in range(20):
        play(seed, told[0].append)
    for seed in range(20):
        play(seed, told[1].append)
    assert told[0] == told[1]
    assert len(set(told[0])) > 100


@pytest.mark.parametrize(
    ("bug", "found"),
    [
        (DecidesOnDurable, "is called twice"),
        (CallsBeside, "beside"),
        (AnswersAtOnce, "before anything is durable"),
        (ForgetsWhoWaitedLong, "is next"),
    ],
)
def test_a_planted_bug_is_found_soon(bug: type[Interleaving], found: str):
    assert any(found in _violation(seed, bug) for seed in range(2000))


def _violation(seed: int, bug: type[Interleaving]) -> str:
    try:
        play(seed, kind=bug)
    except (ViolationError, IllegalMoveError) as error:
        return str(error)
    return ""


def test_what_a_failure_says_shows_every_step_of_it():
    command = str(FailedError(4711, ViolationError("A001 is called twice"))).splitlines()[-1]
    with_this_python = command.replace(".venv/bin/python", shlex.quote(sys.executable))
    shown = subprocess.run(
        with_this_python, shell=True, cwd=ROOT, capture_output=True, text=True, check=True
    )
    told: list[str] = []
    play(4711, told.append)
    assert shown.stdout.splitlines() == told


def test_a_start_copied_is_the_start_folded():
    assert all(STATES[start].copied() == STATES[start] for start in STARTS)

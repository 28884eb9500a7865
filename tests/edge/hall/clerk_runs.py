"""Many interleavings of clerks: by seed, or every one there is of a small case.

`PYTHONPATH=tests/edge python tests/edge/hall/clerk_runs.py SEED` plays one again, and tells all.
"""

import random
import sys
import time
from collections.abc import Sequence

from clerk_starts import SMALL, STAFF_AT, STARTS
from clerks import MACHINE, Choose, Hand, Interleaving, Press, Tell

COUNTERS = tuple(STAFF_AT)
WAYS = ((2, 2), (2, 1, 1), (1, 1, 1, 1), (3, 1))
"""How many hands press, and how often each."""


class FailedError(AssertionError):
    """An interleaving ended as none may; the message says how to see it again."""

    def __init__(self, seed: int, error: Exception) -> None:
        super().__init__(seed, error)
        self.seed, self.error = seed, error

    def __str__(self) -> str:
        return (
            f"seed {self.seed}: {self.error!r}; to see every step of it:\n"
            f"    PYTHONPATH=tests/edge .venv/bin/python tests/edge/hall/clerk_runs.py {self.seed}"
        )


def play(
    seed: int, tell: Tell | None = None, kind: type[Interleaving] = Interleaving
) -> Interleaving:
    """Let one interleaving happen, all of it drawn from `seed`."""
    draw = random.Random(seed).random

    def choose(options: int) -> int:
        return int(draw() * options)

    drawn = kind(STARTS[choose(len(STARTS))], choose, tell)
    drawn.hands = [_drawn_hand(choose, left) for left in WAYS[choose(len(WAYS))]]
    if choose(3) == 0:
        drawn.hands.append(Hand(MACHINE, "", left=1))
    drawn.run()
    return drawn


def _drawn_hand(choose: Choose, left: int) -> Hand:
    counter = COUNTERS[choose(3)]
    staff = STAFF_AT[COUNTERS[choose(3)] if choose(8) == 0 else counter]
    return Hand(counter, staff, left)


def play_share(seeds: range, at_least: int, until_s: float) -> tuple[int, int]:
    """Play `seeds` until the monotonic clock shows `until_s`; return how many, and their calls.

    May be a process of its own. Raises `FailedError`.
    """
    played = calls = 0
    for seed in seeds:
        if played >= at_least and time.monotonic() > until_s:
            break
        try:
            calls += len(play(seed).watch.called)
        except Exception as error:  # whatever it is, it is this seed's
            raise FailedError(seed, error) from error
        played += 1
    return played, calls


# --- every one there is -------------------------------------------------------------------------


class EveryChoice:
    """Draws so that, run after run, every way through all choices is taken once, depth first."""

    def __init__(self) -> None:
        self._path: list[tuple[int, int]] = []
        self._at = 0

    def __call__(self, options: int) -> int:
        if self._at == len(self._path):
            self._path.append((0, options))
        self._at += 1
        return self._path[self._at - 1][0]

    def turn(self) -> bool:
        """Take another way from the beginning; False when all have been taken."""
        self._at = 0
        while self._path:
            chosen, options = self._path.pop()
            if chosen + 1 < options:
                self._path.append((chosen + 1, options))
                return True
        return False


class SmallCase(Interleaving):
    """Two clerks who press given keys."""

    keys: Sequence[str] = ()

    def drawn(self, hand: Hand) -> Press:
        """Press the next of the keys of this hand."""
        verb = self.keys[self.choose(len(self.keys))]
        return self.press(verb, (hand.counter, hand.staff))


def play_every(keys: Sequence[str], counters: Sequence[str], presses: int) -> int:
    """Play every way in which clerks can press `keys`, each `presses` times; count them."""
    choose = EveryChoice()
    played = 0
    while True:
        case = SmallCase(SMALL, choose)
        case.keys = keys
        case.hands = [Hand(counter, STAFF_AT[counter], presses) for counter in counters]
        case.run()
        played += 1
        if not choose.turn():
            return played


if __name__ == "__main__":
    play(int(sys.argv[1]), print)

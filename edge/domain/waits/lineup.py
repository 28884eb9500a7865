"""Those who wait in a hall that is run ahead, and which of them is next: two ways to say it.

`Plain` knows priority and the fairness bound, which is all that a hall without a text of rules
has, and is quick. `Ruled` asks the hall's own rules, whatever they are.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edge.domain import queue as q
from edge.domain.rules import Chooser
from edge.domain.waits.floor import Guest, Seat

_LEVEL = 1e9  # more than any two places lie apart
_FIRST = -1e15
_LATE_ORDER = 1 << 61


class Plain:
    """Lines of which the head with the highest priority goes first, or whoever is overdue."""

    __slots__ = ("_back", "_bound_s", "_lines")

    def __init__(
        self, lines: Sequence[Sequence[Guest]], priorities: Sequence[int], bound_s: float
    ) -> None:
        self._lines = [list(line) for line in lines]
        self._back = [-priority * _LEVEL for priority in priorities]
        self._bound_s = bound_s

    def take_next(self, seat: Seat, at_s: float) -> Guest | None:
        """Take out whom the clerk calls."""
        chosen, best = -1, math.inf
        lines, back, bound_s = self._lines, self._back, self._bound_s
        for number in seat.lines:
            if line := lines[number]:
                head = line[0]
                overdue = at_s - head.begun_s >= bound_s
                place = head.place + (_FIRST if overdue else back[number])
                if place < best:
                    chosen, best = number, place
        return lines[chosen].pop(0) if chosen >= 0 else None

    def put(self, line: int, guest: Guest) -> None:
        """Have one more join a line."""
        at = len(self._lines[line])
        while at and self._lines[line][at - 1] > guest:
            at -= 1
        self._lines[line].insert(at, guest)

    def is_there(self, seat: Seat) -> bool:
        """Whether anybody waits whom the clerk may call: if so, they do."""
        return any(self._lines[number] for number in seat.lines)


@dataclass(frozen=True, slots=True)
class Book:
    """What the hall's own rules are asked with, the same in every future.

    `choosers` are by seat, `minute` is that of the hall's day, `now` wall ms.
    """

    choosers: Sequence[Chooser]
    lanes: Sequence[q.Lane]
    queue: q.Queue
    guests: Mapping[str, Guest]
    turns: Mapping[str, int]
    now: int
    minute: int


class Ruled:
    """A queue as the hall has it, and its rules."""

    __slots__ = ("_book", "_guests", "_queue", "_turns")

    def __init__(self, book: Book) -> None:
        self._book = book
        self._queue = book.queue.copied()
        self._guests = dict(book.guests)
        self._turns = dict(book.turns)

    def take_next(self, seat: Seat, at_s: float) -> Guest | None:
        """Take out whom the clerk calls."""
        book = self._book
        now, minute = book.now + int(at_s * 1000), (book.minute + int(at_s // 60)) % 1440
        choice = book.choosers[seat.number].choose(self._queue, self._turns, now, minute)
        if choice is None:
            return None
        if choice.turn:
            self._turns[choice.rule] = choice.turn
        self._queue.remove(choice.visit)
        return self._guests[choice.visit]

    def put(self, line: int, guest: Guest) -> None:
        """Have one more join a line."""
        visit, since = f"later {guest.place}", self._book.now + int(guest.begun_s * 1000)
        self._guests[visit] = guest
        order = (_LATE_ORDER, int(guest.place))
        self._queue.add(self._book.lanes[line], q.Waiting(visit, order, since))

    def is_there(self, seat: Seat) -> bool:
        """Whether anybody waits whom the clerk may call, perhaps not yet."""
        sight = self._book.choosers[seat.number].sight
        return any(sight.standing(lane).callable for lane in self._queue.lanes)

"""Those who wait in a hall that is run ahead, and which of them is next: two ways to say it.

`Plain` knows priority, appointments and the fairness bound, which is all that a hall without a
text of rules has, and is quick. `Ruled` asks the hall's own rules, whatever they are.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edge.domain import queue as q
from edge.domain.rules import Chooser, Rules
from edge.domain.waits.floor import NO_TIME, Guest, Seat

_LEVEL = 1e9  # more than any two places lie apart
_BOOKED = 4e8  # less than a level, and more than any two times lie apart
_FIRST = -1e15
_LATE_ORDER = 1 << 61


@dataclass(frozen=True, slots=True)
class Plainly:
    """Who goes first where nothing but this counts, besides who came first.

    By line: the `priorities`, and whether those in it have an appointment (`booked`), which counts
    from `early_s` before its time for whoever is not more than `late_s` late.
    """

    priorities: Sequence[int]
    booked: Sequence[bool]
    bound_s: float
    early_s: float
    late_s: float


def is_plain(rules: Rules, lanes: Sequence[q.Lane]) -> bool:
    """Whether nothing but priority, appointments, coming and the fairness bound counts."""
    if rules.steps or rules.ageing or rules.appointments.early_waits:
        return False
    if rules.known_wait_min and any(lane.known_to for lane in lanes):
        return False
    return not any(lane.counter or lane.staff for lane in lanes)


def plainly(rules: Rules, lanes: Sequence[q.Lane]) -> Plainly:
    """Return what counts by such rules, for these lines."""
    levels = not rules.in_order_of_coming
    return Plainly(
        [lane.priority * levels for lane in lanes],
        [lane.booked and levels for lane in lanes],
        rules.fairness_bound_min * 60.0,
        _seconds(rules.appointments.early_min),
        _seconds(rules.appointments.late_min),
    )


def _seconds(minutes: int | None) -> float:
    return math.inf if minutes is None else minutes * 60.0


class Plain:
    """Lines of which those go first that are overdue, then priority, then appointments."""

    __slots__ = ("_back", "_by", "_lines")

    def __init__(self, lines: Sequence[Sequence[Guest]], by: Plainly) -> None:
        self._by = by
        self._lines = [list(line) for line in lines]
        self._back = [-priority * _LEVEL for priority in by.priorities]

    def take_next(self, seat: Seat, at_s: float) -> Guest | None:
        """Take out whom the clerk calls."""
        chosen, first, best = -1, 0, math.inf
        lines, back, booked = self._lines, self._back, self._by.booked
        long_ago_s = at_s - self._by.bound_s
        for number in seat.lines:
            if line := lines[number]:
                if booked[number]:
                    place, at = self._first_booked(line, at_s)
                    place += back[number] if place > _FIRST / 2 else 0.0
                else:
                    head, at = line[0], 0
                    place = head.place + (_FIRST if head.begun_s <= long_ago_s else back[number])
                if place < best:
                    chosen, first, best = number, at, place
        return lines[chosen].pop(first) if chosen >= 0 else None

    def _first_booked(self, line: Sequence[Guest], at_s: float) -> tuple[float, int]:
        """Return the place of whoever goes first, but for the priority, and where in the line."""
        return min((self._booked_place(guest, at_s), at) for at, guest in enumerate(line))

    def _booked_place(self, guest: Guest, at_s: float) -> float:
        by = self._by
        if guest.begun_s <= at_s - by.bound_s:
            return guest.place + _FIRST
        in_time = guest.begun_s - guest.due_s <= by.late_s
        if in_time and at_s >= guest.due_s - by.early_s:
            return guest.due_s - _BOOKED
        return guest.place

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
        lane = self._book.lanes[line]
        known = self._queue.lanes.get(lane)
        if known and guest.due_s == NO_TIME:
            # Behind all others, so that what the line says of itself holds: quicker than `add`.
            known.append(q.Waiting(visit, order, since))
            self._queue.lane_of[visit] = lane
        else:
            due = 0 if guest.due_s == NO_TIME else self._book.now + int(guest.due_s * 1000)
            self._queue.add(lane, q.Waiting(visit, order, since, due))

    def is_there(self, seat: Seat) -> bool:
        """Whether anybody waits whom the clerk may call, perhaps not yet."""
        sight = self._book.choosers[seat.number].sight
        return any(sight.standing(lane).callable for lane in self._queue.lanes)

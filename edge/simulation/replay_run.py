"""A past day lived again: the same people and clerks, called by some rules at some counters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from edge.domain.plan import Plan
from edge.domain.queue import Asker, Queue, Waiting
from edge.domain.rules import Rules, chooser_for
from edge.simulation.replay_day import Guest, PastDay, Presence, Stay

# A clerk for whom nobody is there looks again: some may be called only from some moment on.
_LOOKS_AGAIN_MS = 15_000
# Clerks who closed so shortly before the last of them stay until nobody waits.
_CLOSING_MS = 3_600_000
_NEVER = 1 << 62

LocalMinute = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Terms:
    """How the day is lived again: `rules` in force from when on, who is where, what they serve.

    `services` are those of a counter in place of the planned ones.
    """

    plan: Plan
    rules: Sequence[tuple[int, Rules]]
    presences: Sequence[Presence]
    local_minute: LocalMinute
    services: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waited:
    """One wait: `since` when, until the call at `called_at` (wall ms), by which rule and where."""

    visit: str
    stay: int
    since: int
    called_at: int
    counter: str
    rule: str

    @property
    def wait_s(self) -> float:
        """How long it took, in seconds."""
        return max(0, self.called_at - self.since) / 1000


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of it: all waits, and who was never called."""

    waits: tuple[Waited, ...]
    not_called: tuple[str, ...]


def live_again(day: PastDay, terms: Terms) -> Lived:
    """Return what becomes of `day` on these terms. The same terms give the same."""
    return _Run(day, terms).lived()


class _Run:
    def __init__(self, day: PastDay, terms: Terms) -> None:
        self._day = day
        self._terms = terms
        self._queue = Queue()
        self._turns: dict[str, int] = {}
        self._rules: Rules = terms.rules[0][1]
        self._now = 0
        self._timetable: list[tuple[int, int, Callable[[], None]]] = []
        self._planned = 0
        self._newest = 0
        self._here: dict[str, tuple[str, int]] = {}
        self._busy: set[str] = set()
        self._busy_until: dict[str, int] = {}
        self._due: set[str] = set()  # counters whose clerk is about to press
        self._presses: dict[str, int] = {}
        self._replanned: dict[str, tuple[str, ...]] = {}
        self._waits: list[Waited] = []
        self._stay_of: dict[str, tuple[Guest, int, int]] = {}

    def lived(self) -> Lived:
        self._plan_hall()
        for guest in self._day.guests:
            self._at(guest.at + guest.stays[0].after_ms, lambda g=guest: self._joins(g, 0))  # type: ignore[misc]
            if guest.gave_up_at:
                self._at(guest.gave_up_at, lambda g=guest: self._gives_up(g))  # type: ignore[misc]
        while self._timetable:
            self._now, _order, action = heappop(self._timetable)
            action()
        return Lived(tuple(self._waits), tuple(self._stay_of))

    def _at(self, at: int, action: Callable[[], None]) -> None:
        self._planned += 1
        heappush(self._timetable, (max(at, self._now), self._planned, action))

    # --- the hall ---

    def _plan_hall(self) -> None:
        for at, rules in self._terms.rules:
            self._at(at, lambda r=rules: self._change_rules(r))  # type: ignore[misc]
        for at, counter, services in self._day.replanned:
            self._at(at, lambda c=counter, s=services: self._replanned.update({c: s}))  # type: ignore[misc]
        closing = max((each.ends for each in self._terms.presences), default=0) - _CLOSING_MS
        last = {each.counter: each for each in self._terms.presences}
        left: dict[str, int] = {}
        for each in self._terms.presences:
            stays = each is last[each.counter] and each.ends >= closing
            coming = replace(each, ends=_NEVER) if stays else each
            before = left.get(each.counter, each.begins)
            self._at(each.begins, lambda c=coming, b=before: self._comes(c, b))  # type: ignore[misc]
            left[each.counter] = each.ends

    def _change_rules(self, rules: Rules) -> None:
        if rules is not self._rules:
            self._rules = rules
            self._turns.clear()

    def _comes(self, coming: Presence, left_at: int) -> None:
        """Have a clerk come who was to leave at `left_at`: who left later is away as long."""
        late_ms = max(0, self._busy_until.get(coming.counter, 0) - left_at)
        begins = coming.begins + late_ms if left_at < coming.begins else coming.begins
        self._at(begins, lambda: self._sits_down(coming))

    def _sits_down(self, coming: Presence) -> None:
        self._here[coming.counter] = coming.staff, coming.ends
        self._soon(coming.counter)

    # --- calling ---

    def _soon(self, counter: str) -> None:
        """Have the clerk press, as quickly as that day, if there is anybody to call."""
        if counter in self._busy or counter in self._due or counter not in self._here:
            return
        if self._here[counter][1] <= self._now:
            del self._here[counter]
        elif self._chosen(counter) is not None:
            self._due.add(counter)
            self._at(self._now + self._gap_ms(counter), lambda: self._press(counter))
        elif self._queue.lane_of:
            self._due.add(counter)
            self._at(self._now + _LOOKS_AGAIN_MS, lambda: self._look_again(counter))

    def _look_again(self, counter: str) -> None:
        self._due.discard(counter)
        self._soon(counter)

    def _gap_ms(self, counter: str) -> int:
        gaps = self._day.gaps_ms.get(counter) or (0,)
        return gaps[self._presses.get(counter, 0) % len(gaps)]

    def _chosen(self, counter: str) -> tuple[str, str, int] | None:
        chooser = chooser_for(self._rules, self._asker(counter))
        minute = self._terms.local_minute(self._now)
        choice = chooser.choose(self._queue, self._turns, self._now, minute)
        return None if choice is None else (choice.visit, choice.rule, choice.turn)

    def _asker(self, counter: str) -> Asker:
        plan, staff = self._terms.plan, self._here[counter][0]
        replanned = self._terms.services.get(counter, self._replanned.get(counter)) or None
        services = plan.served_by(counter, staff, replanned)
        return Asker(counter, staff, services, plan.skills_of(counter, staff))

    def _press(self, counter: str) -> None:
        self._due.discard(counter)
        chosen = self._chosen(counter)
        if chosen is None:
            self._soon(counter)
            return
        visit, rule, turn = chosen
        if turn:
            self._turns[rule] = turn
        self._presses[counter] = self._presses.get(counter, 0) + 1
        self._queue.remove(visit)
        guest, number, since = self._stay_of.pop(visit)
        self._waits.append(Waited(visit, number, since, self._now, counter, rule))
        self._busy.add(counter)
        self._busy_until[counter] = self._now + (guest.stays[number].busy_ms or 0)
        self._at(self._busy_until[counter], lambda: self._leaves(counter, guest, number))

    def _leaves(self, counter: str, guest: Guest, number: int) -> None:
        self._busy.discard(counter)
        if number + 1 < len(guest.stays):
            after_ms = guest.stays[number + 1].after_ms
            self._at(self._now + after_ms, lambda: self._joins(guest, number + 1))
        # Behind what happens in this moment: whoever goes on waiting is there to be called.
        self._at(self._now, lambda: self._soon(counter))

    # --- waiting ---

    def _joins(self, guest: Guest, number: int) -> None:
        stay = guest.stays[number]
        ready = self._now + stay.ready_ms
        since = ready if number else self._now
        waiting = Waiting(guest.visit, self._order(stay), since, stay.due, ready)
        self._stay_of[guest.visit] = guest, number, waiting.begun
        self._queue.add(stay.lane, waiting)
        for counter in sorted(self._here):
            self._soon(counter)

    def _order(self, stay: Stay) -> tuple[int, int]:
        if stay.last:
            return self._newest, self._planned
        self._newest = max(self._newest, stay.order[0])
        return stay.order

    def _gives_up(self, guest: Guest) -> None:
        known = self._stay_of.get(guest.visit)
        if known is not None and known[1] == len(guest.stays) - 1:
            self._queue.remove(guest.visit)
            del self._stay_of[guest.visit]

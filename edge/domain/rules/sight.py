"""What one asker sees of the queue: whom they may call, and how those stand to the rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from edge.domain.queue import Asker, Lane, Line, Queue, Waiting
from edge.domain.rules.groups import Who, is_among
from edge.domain.rules.model import Rules

MINUTE_MS = 60_000
KEPT = 1  # the bit of those who are kept for the asker
WALK_IN = 1 << 62  # behind every booked time
_LANES_MAX = 5000

# A ticket that may be called: its level (negative), booked time, order, visit, groups, lane. The
# least is next. No class of its own: one is made for each lane at every choice.
Candidate = tuple[int, int, tuple[int, int], str, int, Lane]


class Standing(NamedTuple):
    """What a lane is to an asker: `groups` has a bit for each group of the rules that it is in.

    `groups_booked` are those of visitors who go by their appointment. Others than the clerk whom
    they know call nobody who has not waited `hold_ms`.
    """

    callable: bool
    hold_ms: int
    groups: int
    groups_booked: int
    groups_any: int


class Sight:
    """The queue as `asker` sees it by `rules`, which speak of the groups `whos`."""

    def __init__(self, rules: Rules, asker: Asker, whos: tuple[Who, ...]) -> None:
        self._rules = rules
        self._asker = asker
        self._bits = {who: KEPT << at for at, who in enumerate(whos, 1)}
        self._services = frozenset(asker.services)
        self._needs = tuple(segment for segment, skill in rules.needs if skill not in asker.skills)
        self._bound_ms = rules.fairness_bound_min * MINUTE_MS
        self._age_ms = rules.ageing.every_min * MINUTE_MS if rules.ageing else 0
        self._level_max = rules.ageing.level_max if rules.ageing else 0
        self._standings: dict[Lane, Standing] = {}

    # --- lanes ---

    def bit(self, who: Who) -> int:
        """Return the bit of a group."""
        return self._bits[who]

    def standing(self, lane: Lane) -> Standing:
        """Return what `lane` is to the asker; found out once."""
        known = self._standings.get(lane)
        if known is None:
            if len(self._standings) >= _LANES_MAX:
                self._standings.clear()
            known = self._standings[lane] = self._learn(lane)
        return known

    def _learn(self, lane: Lane) -> Standing:
        asker = self._asker
        known_to_other = lane.known_to not in ("", asker.staff)
        hold_ms = self._rules.known_wait_min * MINUTE_MS if known_to_other else 0
        kept = KEPT if lane.counter or lane.staff else 0
        groups = kept | self._groups(lane, booked=False)
        groups_booked = kept | self._groups(lane, booked=True)
        return Standing(
            callable=lane.service in self._services
            and lane.counter in ("", asker.counter)
            and lane.staff in ("", asker.staff)
            and not any(segment in lane.segments for segment in self._needs),
            hold_ms=hold_ms,
            groups=groups,
            groups_booked=groups_booked,
            groups_any=groups | groups_booked if lane.booked else groups,
        )

    def _groups(self, lane: Lane, *, booked: bool) -> int:
        staff = self._asker.staff
        return sum(
            bit for who, bit in self._bits.items() if is_among(who, lane, staff, booked=booked)
        )

    # --- who may be called ---

    def callable_now(
        self, queue: Queue, now: int
    ) -> tuple[tuple[Waiting, Lane] | None, list[Candidate]]:
        """Return who has waited too long and came first, or else the best ticket of each lane."""
        overdue: tuple[Waiting, Lane] | None = None
        found: list[Candidate] = []
        long_ago = now - self._bound_ms
        for lane, line in queue.lanes.items():
            standing = self._standings.get(lane) or self.standing(lane)
            if not standing.callable:
                continue
            if line.oldest <= long_ago and (late := _overdue(lane, line, long_ago)) is not None:
                if overdue is None or late.order < overdue[0].order:
                    overdue = late, lane
            elif overdue is None and not 0 <= now - line.oldest < standing.hold_ms:
                first = line[0]
                if (
                    lane.booked
                    or first.ready > now
                    # Not for ever, where the clock was set back since the visitor came.
                    or 0 <= now - first.since < standing.hold_ms
                    # With ageing, whoever waits longest may stand behind who was put to the front.
                    or (self._age_ms and first.since != line.oldest)
                ):
                    found += self._looked_through(lane, line, standing, now)
                else:
                    level = self.level(lane, first, now)
                    found.append((-level, WALK_IN, first.order, first.visit, standing.groups, lane))
        return overdue, found

    def level(self, lane: Lane, waiting: Waiting, now: int) -> int:
        """Return the level of a ticket, grown with its wait."""
        if not self._age_ms:
            return lane.priority
        grown = lane.priority + max(0, now - waiting.begun) // self._age_ms
        return max(lane.priority, min(grown, self._level_max))

    def _looked_through(
        self, lane: Lane, line: Line, standing: Standing, now: int
    ) -> Iterator[Candidate]:
        """Yield the best ticket of the lane, and the best by appointment if there are both."""
        best: dict[bool, Candidate] = {}
        for each in line:
            if each.ready > now or 0 <= now - each.since < standing.hold_ms:
                continue
            candidate = self.candidate(lane, each, now)
            if candidate is not None:
                booked = candidate[1] != WALK_IN
                best[booked] = min(best.get(booked, candidate), candidate)
        yield from best.values()

    def candidate(self, lane: Lane, waiting: Waiting, now: int) -> Candidate | None:
        """Return how a ticket stands to others; None where its appointment is too far off."""
        booked = lane.booked and self.by_appointment(waiting, now)
        if booked is None:
            return None
        standing = self.standing(lane)
        groups = standing.groups_booked if booked else standing.groups
        due = waiting.due if booked else WALK_IN
        level = self.level(lane, waiting, now)
        return -level, due, waiting.order, waiting.visit, groups, lane

    def by_appointment(self, waiting: Waiting, now: int) -> bool | None:
        """Return whether a booked ticket goes by its appointment; None: it is too early."""
        appointments = self._rules.appointments
        late_min, early_min = appointments.late_min, appointments.early_min
        if late_min is not None and waiting.since - waiting.due > late_min * MINUTE_MS:
            return False
        if early_min is None or now >= waiting.due - early_min * MINUTE_MS:
            return True
        return None if appointments.early_waits else False

    # --- what conditions ask, in the whole hall ---

    def has_waited(self, look: "Look", who: Who, over_min: int) -> bool:
        """Return whether anybody of `who` has waited for more than `over_min` minutes."""
        bit, before = self._bits[who], look.now - over_min * MINUTE_MS
        for lane, line, standing in self._lanes(look):
            if line.oldest < before and standing.groups_any & bit:
                long = [each for each in line if each.begun < before]
                if any(self._is_of(standing, lane, each, bit, look.now) for each in long):
                    return True
        return False

    def count(self, look: "Look", who: Who) -> int:
        """Count those of `who` who wait and may be called, by whomever."""
        bit, now, total = self._bits[who], look.now, 0
        for lane, line, standing in self._lanes(look):
            if not standing.groups_any & bit:
                continue
            if line.ready <= now and not lane.booked:
                total += len(line)
            else:
                total += sum(
                    each.ready <= now and self._is_of(standing, lane, each, bit, now)
                    for each in line
                )
        return total

    def _lanes(self, look: "Look") -> list[tuple[Lane, Line, Standing]]:
        if look.lanes is None:
            look.lanes = [
                (lane, line, self._standings.get(lane) or self.standing(lane))
                for lane, line in look.queue.lanes.items()
            ]
        return look.lanes

    def _is_of(self, standing: Standing, lane: Lane, each: Waiting, bit: int, now: int) -> bool:
        booked = lane.booked and self.by_appointment(each, now)
        if booked is None:
            return False
        return bool((standing.groups_booked if booked else standing.groups) & bit)


@dataclass(slots=True)
class Look:
    """The hall at one moment, as conditions ask about it. `lanes` are found out when asked for."""

    queue: Queue
    now: int
    local_minute: int
    lanes: list[tuple[Lane, Line, Standing]] | None = None


def _overdue(lane: Lane, line: Line, long_ago: int) -> Waiting | None:
    """Return who of the line began to wait before `long_ago`, and came first."""
    if lane.booked:
        overdue = [each for each in line if each.begun <= long_ago]
        return min(overdue, key=lambda each: each.order, default=None)
    for each in line:
        if each.since <= long_ago and each.ready <= long_ago:
            return each
    return None

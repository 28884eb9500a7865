"""The rules of the queue once more, ticket by ticket and word by word, as slow as may be."""

from collections.abc import Mapping, Sequence

from edge.domain.queue import Asker, Lane, Waiting
from edge.domain.rules import Rules
from edge.domain.rules.conditions import (
    ClerkCan,
    ClerkIs,
    Condition,
    CounterIs,
    LengthOf,
    LongestWait,
    TimeIs,
)
from edge.domain.rules.groups import Who

MINUTE = 60_000
Ticket = tuple[Lane, Waiting]


class Oracle:
    """One moment in a hall: these tickets wait, and somebody asks."""

    def __init__(
        self, tickets: Sequence[Ticket], asker: Asker, rules: Rules, now: int, minute: int
    ) -> None:
        self.tickets = tickets
        self.asker = asker
        self.rules = rules
        self.now = now
        self.minute = minute

    def chosen(self, turns: Mapping[str, int]) -> tuple[str, str, int] | None:
        """Return visit, rule and turn."""
        may = [each for each in self.tickets if self.may_call(each)]
        overdue = [each for each in may if self.is_overdue(each)]
        if overdue:
            return min(overdue, key=lambda each: each[1].order)[1].visit, "fairness", 0
        kept = [each for each in may if each[0].counter or each[0].staff]
        if kept:
            return self.best(kept), "reserved", 0
        return self.by_sentence(may, turns) if may else None

    def by_sentence(
        self, may: Sequence[Ticket], turns: Mapping[str, int]
    ) -> tuple[str, str, int] | None:
        for step in self.rules.steps:
            if not all(self.holds(each) for each in step.conditions):
                continue
            cycle = [share for share in step.shares for _ in range(share.count)]
            begin = turns.get(step.place, 0) % len(cycle)
            for at in [*range(begin, len(cycle)), *range(begin)]:
                found = [each for each in may if self.is_of(each, cycle[at].who)]
                if found:
                    turn = at + 1 if len(step.shares) > 1 else 0
                    return self.best(found), step.place, turn
            if step.only:
                return None
        if self.rules.in_order_of_coming:
            best = min((self.best_of_lane(may, lane) for lane, _ in may), key=self.order)
            return best[1].visit, "default", 0
        return self.best(may), "default", 0

    def best_of_lane(self, may: Sequence[Ticket], lane: Lane) -> Ticket:
        """Return who represents a lane: the order inside a lane is always the same."""
        return min((each for each in may if each[0] == lane), key=self.rank)

    def best(self, found: Sequence[Ticket]) -> str:
        return min(found, key=self.rank)[1].visit

    def rank(self, ticket: Ticket) -> tuple[int, bool, int, tuple[int, int]]:
        booked = self.by_appointment(ticket) is True
        due = ticket[1].due if booked else 0
        return -self.level(ticket), not booked, due, ticket[1].order

    def order(self, ticket: Ticket) -> tuple[int, int]:
        return ticket[1].order

    # --- tickets ---

    def begun(self, ticket: Ticket) -> int:
        return max(ticket[1].since, ticket[1].due, ticket[1].ready)

    def is_overdue(self, ticket: Ticket) -> bool:
        return self.now - self.begun(ticket) >= self.rules.fairness_bound_min * MINUTE

    def may_call(self, ticket: Ticket) -> bool:
        lane, waiting = ticket
        lacks = {skill for segment, skill in self.rules.needs if segment in lane.segments}
        stays_ms = self.rules.known_wait_min * MINUTE
        stays = lane.known_to not in ("", self.asker.staff)
        return (
            lane.service in self.asker.services
            and lane.counter in ("", self.asker.counter)
            and lane.staff in ("", self.asker.staff)
            and lacks <= self.asker.skills
            and waiting.ready <= self.now
            and not (stays and waiting.since <= self.now < waiting.since + stays_ms)
            and self.by_appointment(ticket) is not None
        )

    def by_appointment(self, ticket: Ticket) -> bool | None:
        said, (_lane, waiting) = self.rules.appointments, ticket
        if not waiting.due:
            return False
        if said.late_min is not None and waiting.since > waiting.due + said.late_min * MINUTE:
            return False
        early = said.early_min is not None and self.now < waiting.due - said.early_min * MINUTE
        if early:
            return None if said.early_waits else False
        return True

    def level(self, ticket: Ticket) -> int:
        given, ageing = ticket[0].priority, self.rules.ageing
        waited_min = max(0, self.now - self.begun(ticket)) // MINUTE
        if ageing is None:
            return given
        return max(given, min(ageing.level_max, given + waited_min // ageing.every_min))

    # --- groups and conditions ---

    def is_of(self, ticket: Ticket, who: Who) -> bool:
        lane, _ = ticket
        return any(
            (not group.services or lane.service in group.services)
            and (not group.segments or bool(set(lane.segments) & group.segments))
            and (group.level_min is None or lane.priority >= group.level_min)
            and (group.booked is None or group.booked == self.by_appointment(ticket))
            and (not group.known or lane.known_to == self.asker.staff)
            for group in who
        )

    def holds(self, condition: Condition) -> bool:
        match condition:
            case CounterIs(counters, negated):
                return (self.asker.counter in counters) != negated
            case ClerkIs(clerks, negated):
                return (self.asker.staff in clerks) != negated
            case ClerkCan(skill, negated):
                return (skill in self.asker.skills) != negated
            case TimeIs(begins, ends, negated):
                minutes = range(begins, ends if begins < ends else ends + 1440)
                return (self.minute in minutes or self.minute + 1440 in minutes) != negated
            case LongestWait(who, over_min):
                return any(self.now - self.begun(each) > over_min * MINUTE for each in self.of(who))
            case LengthOf(who, than, longer):
                count = sum(each[1].ready <= self.now for each in self.of(who))
                return count > than if longer else count < than

    def of(self, who: Who) -> list[Ticket]:
        return [
            each
            for each in self.tickets
            if self.by_appointment(each) is not None and self.is_of(each, who)
        ]

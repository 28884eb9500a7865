"""Whether everybody was called in their turn, to one counter at a time, and came to an end."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from edge.domain import facts as f
from edge.domain.asking import asker_at
from edge.domain.leg import OVER, LegState
from edge.domain.plan import Plan
from edge.domain.queue import Asker, Lane, Waiting
from edge.domain.refusals import RefusedError
from edge.domain.rules import Rules, read_rules
from edge.domain.rules.explaining import LocalMinute, why_called
from edge.domain.state import HallState
from edge.simulation.steady import SteadyClock

_MINUTE_MS = 60_000
_TOLERANCE_MS = 3000  # of a clock that runs away

Call = f.TicketCalled | f.TicketPrecalled
_LEAVES = (
    f.ServiceFinished,
    f.TicketNoShow,
    f.TicketReturned,
    f.TicketParked,
    f.TicketTransferred,
    f.TicketCancelled,
    f.TicketExpired,
)


def numbers_and_calls(facts: Sequence[f.Recorded]) -> Iterator[str]:
    """Yield every number that is not the next of its day, and every ticket called while called."""
    numbers: dict[str, int] = defaultdict(int)
    called: dict[str, str] = {}
    for recorded in facts:
        match recorded.fact:
            case f.DayOpened():
                numbers.clear()
                called.clear()
            case f.TicketReserved(service=service, number=number, ticket=ticket):
                if number != numbers[service] + 1:
                    yield f"{ticket} follows {numbers[service]} of {service}"
                numbers[service] = number
            case f.TicketCalled(visit, _, counter):
                if visit in called:
                    yield f"visit {visit} was called to {called[visit]} and to {counter}"
                called[visit] = counter
            case fact if isinstance(fact, _LEAVES):
                called.pop(fact.subject, None)


class Turns:
    """Looks at each call before it is folded, with the state that it was decided on.

    The fairness bound goes by the wall clock. `unsure` counts the calls of somebody whose wait that
    clock does not know, because it was set meanwhile, past somebody who had waited too long.
    """

    def __init__(self, plan: Plan, local_minute: LocalMinute) -> None:
        self.unsure = 0
        self._plan = plan
        self._local_minute = local_minute
        self._clock = SteadyClock()
        self._rules: dict[str, Rules] = {}

    def look(self, state: HallState, recorded: f.Recorded) -> Iterator[str]:
        """Yield what is wrong with a fact that is about to follow `state`."""
        self._clock.note(recorded)
        fact = recorded.fact
        if isinstance(fact, Call):
            yield from self._call(state, recorded, fact)
        elif isinstance(fact, f.DayClosed):
            yield from _left_over(state)

    def _call(self, state: HallState, recorded: f.Recorded, fact: Call) -> Iterator[str]:
        leg = state.visits[fact.subject].leg
        if leg.state is LegState.PRECALLED:
            if leg.counter != fact.counter:
                yield f"{leg.ticket} was asked to {leg.counter} and called to {fact.counter}"
        elif not getattr(fact, "chosen", ""):
            yield from self._unlike_the_rules(state, recorded, leg.ticket)
            yield from self._unfair(state, recorded, fact)

    def _read(self, text: str, where: str, plan: Plan) -> Rules:
        if text not in self._rules:
            self._rules[text] = read_rules(text, where, plan)
        return self._rules[text]

    def _unlike_the_rules(
        self, state: HallState, recorded: f.Recorded, ticket: str
    ) -> Iterator[str]:
        try:
            why = why_called(state, recorded, self._plan, self._local_minute, read=self._read)
        except RefusedError as error:
            yield f"the call of {ticket} cannot be explained: {error}"
            return
        if not why.agrees:
            yield f"{ticket} was called in fact {recorded.seq}, and the rules say otherwise"

    def _unfair(self, state: HallState, recorded: f.Recorded, fact: Call) -> Iterator[str]:
        """Yield whoever had waited too long, came first, and was not called."""
        rules = self._read(state.rules, "rules", self._plan)
        asker = asker_at(state, self._plan, fact.counter, fact.staff)
        late = [
            waiting
            for lane, line in state.queue.lanes.items()
            if _may_call(asker, lane, rules)
            for waiting in line
            if self._has_waited_long(waiting, recorded.moment.at, rules)
        ]
        first = min(late, key=_came, default=None)
        called = state.queue.of(fact.subject)
        if first is None or self._came_before(called, first, rules):
            return
        if not self._clock.agrees(called, recorded.moment.at):
            self.unsure += 1
            return
        ticket = state.visits[first.visit].leg.ticket
        yield f"{ticket} had waited too long, and fact {recorded.seq} called another"

    def _has_waited_long(self, waiting: Waiting, at: int, rules: Rules) -> bool:
        bound_ms = rules.fairness_bound_min * _MINUTE_MS + _TOLERANCE_MS
        return self._clock.waited_ms(waiting) > bound_ms and self._clock.agrees(waiting, at)

    def _came_before(self, called: Waiting, first: Waiting, rules: Rules) -> bool:
        """Whether the one who was called had waited as long, and came no later."""
        bound_ms = rules.fairness_bound_min * _MINUTE_MS - _TOLERANCE_MS
        return called.order <= first.order and self._clock.waited_ms(called) >= bound_ms


def _came(waiting: Waiting) -> tuple[int, int]:
    return waiting.order


def _may_call(asker: Asker, lane: Lane, rules: Rules) -> bool:
    return (
        lane.service in asker.services
        and lane.counter in ("", asker.counter)
        and lane.staff in ("", asker.staff)
        and all(skill in asker.skills for need, skill in rules.needs if need in lane.segments)
    )


def _left_over(state: HallState) -> Iterator[str]:
    for visit in state.tickets():
        for leg in visit.legs:
            if leg.state not in OVER:
                yield f"{leg.ticket} is {leg.state.value} at the end of day {state.day}"

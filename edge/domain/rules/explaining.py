"""Why a visit was called when it was, and not somebody who came before: from facts alone.

The facts of the day are folded up to the call; then it is chosen once more, by the rules that were
in force, and what is found is compared with what was recorded.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from edge.domain import facts as f
from edge.domain.asking import asker_at
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.queue import Lane, Waiting
from edge.domain.refusals import RefusedError, UnknownVisitError
from edge.domain.rules.chooser import Chooser, chooser_for
from edge.domain.rules.mistakes import RulesError
from edge.domain.rules.model import Rules
from edge.domain.rules.reading import read_rules
from edge.domain.rules.reasons import Against, Called, Reason, why_behind, why_not_callable
from edge.domain.state import HallState

# The controller looks at its clock to choose, and again to record: so many ms lie between at most.
_CHOSEN_BEFORE_MS = (0, 1, 2, 3, 5, 8, 13, 21)

Call = f.TicketCalled | f.TicketPrecalled
LocalMinute = Callable[[int], int]
ReadRules = Callable[[str, str, Plan], Rules]


class NotCalledError(RefusedError):
    """The visit has not been called yet: there is nothing to explain."""

    code = "not_called"
    nature = "conflict"


class NotExplainableError(RefusedError):
    """The call was made by rules or at a counter that the hall's plan does not know any more."""

    code = "not_explainable"
    nature = "conflict"


@dataclass(frozen=True, slots=True)
class Passed:
    """A ticket that waited, or was asked about, and was not called then. Times are wall ms."""

    visit: str
    ticket: str
    service: str
    since: int
    against: Against


@dataclass(frozen=True, slots=True)
class Why:
    """A call, and why it was this one. `at` and `since` are wall ms, `level` is as it had grown.

    `rule` and `turn` are as recorded, `sentence` what stands in the rule's line. `chosen` is the
    reason of whoever called past the rules. Where it does not `agree`, the rules as they are read
    today choose somebody else: the plan has been changed since.
    """

    visit: str
    ticket: str
    service: str
    counter: str
    staff: str
    at: int
    since: int
    level: int
    rule: str
    turn: int
    chosen: str
    precalled: bool
    sentence: str
    bound_min: int
    agrees: bool
    passed: tuple[Passed, ...]


def explain(
    facts: Sequence[f.Recorded],
    visit: str,
    plan: Plan,
    local_minute: LocalMinute,
    other: str = "",
) -> Why:
    """Return why `visit` was called when it last was, rather than those before it, or `other`.

    `facts` are those of the day from its opening on, `local_minute` gives the minute of the hall's
    day of wall ms. Raises `UnknownVisitError`, `NotCalledError`, `NotExplainableError`.
    """
    call = _last_call(facts, visit)
    state = HallState()
    for recorded in facts:
        if recorded.seq == call.seq:
            break
        state.apply(recorded)
    why = why_called(state, call, plan, local_minute, other)
    if not other:
        return why
    # Whoever had not come by then is known by the ticket they took afterwards.
    ticket = _ticket(facts, other)
    named = [replace(each, ticket=each.ticket or ticket) for each in why.passed]
    return replace(why, passed=tuple(named))


def _ticket(facts: Sequence[f.Recorded], visit: str) -> str:
    """Return the first ticket of the visit. Raises `UnknownVisitError`."""
    for recorded in facts:
        fact = recorded.fact
        if fact.subject == visit and isinstance(fact, f.TicketReserved):
            return fact.ticket
    raise UnknownVisitError(f"no visit {visit!r} has a ticket today", "visit")


def _last_call(facts: Sequence[f.Recorded], visit: str) -> f.Recorded:
    """Return the fact by which the visit was chosen last: where it was precalled, that."""
    _ticket(facts, visit)
    about = [recorded for recorded in facts if recorded.fact.subject == visit]
    calls = [recorded for recorded in about if isinstance(recorded.fact, Call)]
    if not calls:
        raise NotCalledError(f"visit {visit!r} has not been called yet", "visit")
    last = calls[-1]
    before = about[about.index(last) - 1]
    return before if isinstance(before.fact, f.TicketPrecalled) else last


def why_called(
    state: HallState,
    recorded: f.Recorded,
    plan: Plan,
    local_minute: LocalMinute,
    other: str = "",
    read: ReadRules = read_rules,
) -> Why:
    """Return why the call `recorded` followed from `state`, which is as it was right before.

    Whoever asks about many calls may `read` each text of rules once. Raises `NotExplainableError`.
    """
    fact = recorded.fact
    assert isinstance(fact, Call)  # noqa: S101 - callers have looked for one
    if fact.counter not in plan.counters_by_id:
        raise NotExplainableError(f"there is no counter {fact.counter!r} any more", "visit")
    try:
        rules = read(state.rules, "the rules of then", plan)
    except RulesError as error:
        raise NotExplainableError(str(error), "visit") from None
    chooser = chooser_for(rules, asker_at(state, plan, fact.counter, fact.staff))
    return _Look(state, recorded, fact, chooser, local_minute).why(other)


class _Look:
    """One look back at one call."""

    def __init__(
        self,
        state: HallState,
        recorded: f.Recorded,
        fact: Call,
        chooser: Chooser,
        local_minute: LocalMinute,
    ) -> None:
        self._state = state
        self._fact = fact
        self._at = recorded.moment.at
        self._chooser = chooser
        self._local_minute = local_minute
        self._leg = state.visits[fact.subject].leg
        self._by_hand = fact.chosen if isinstance(fact, f.TicketCalled) else ""
        # As by a call past the rules: what the queue does not hold was not chosen by them.
        waits = self._leg.state is LegState.WAITING
        self._called = None if self._by_hand or not waits else self._retold()

    def why(self, other: str) -> Why:
        fact, leg = self._fact, self._leg
        waiting = leg.waiting(fact.subject)
        return Why(
            visit=fact.subject,
            ticket=leg.ticket,
            service=leg.service,
            counter=fact.counter,
            staff=fact.staff,
            at=self._at,
            since=leg.since,
            level=self._chooser.sight.level(leg.lane, waiting, self._at),
            rule=fact.rule,
            turn=fact.turn,
            chosen=self._by_hand,
            precalled=isinstance(fact, f.TicketPrecalled),
            sentence=_sentence(self._chooser.rules, fact.rule),
            bound_min=self._chooser.rules.fairness_bound_min,
            agrees=bool(self._by_hand) or self._called is not None,
            passed=tuple(self._passed(other)),
        )

    def _retold(self) -> Called | None:
        """Choose once more; None where somebody else, or another rule, comes out."""
        fact, state, sight = self._fact, self._state, self._chooser.sight
        for earlier_ms in _CHOSEN_BEFORE_MS:
            now = self._at - earlier_ms
            choice = self._chooser.choose(state.queue, state.turns, now, self._local_minute(now))
            if choice is None or choice.visit != fact.subject:
                continue
            # Journals that were begun before there were rules do not name one.
            if fact.rule not in ("", choice.rule):
                continue
            candidate = sight.candidate(choice.lane, self._leg.waiting(fact.subject), now)
            if candidate is not None:
                return Called(candidate, choice.rule, choice.turn, now)
        return None

    # --- the others ---

    def _passed(self, other: str) -> Iterator[Passed]:
        """Yield the one that was asked about, then those before the call, in their order."""
        queue, services = self._state.queue, self._chooser.asker.services
        if other and other not in queue.lane_of:
            yield self._absent(other)
        elif other:
            yield self._one(queue.of(other))
        for each in queue.in_order(services):
            if each.order < self._leg.order and each.visit != other:
                yield self._one(each)

    def _one(self, waiting: Waiting) -> Passed:
        lane = self._state.queue.lane_of[waiting.visit]
        ticket = self._state.visits[waiting.visit].leg.ticket
        against = self._against(lane, waiting)
        return Passed(waiting.visit, ticket, lane.service, waiting.since, against)

    def _against(self, lane: Lane, waiting: Waiting) -> Against:
        if self._by_hand:
            return Against(Reason.BY_HAND)
        now = self._called.now if self._called else self._at
        never = why_not_callable(self._chooser, lane, waiting, now)
        if never is not None:
            return never
        if self._called is None:
            return Against(Reason.UNKNOWN)
        return why_behind(self._chooser, self._called, lane, waiting)

    def _absent(self, other: str) -> Passed:
        visit = self._state.visits.get(other)
        if visit is None or not visit.legs:
            return Passed(other, "", "", 0, Against(Reason.NOT_COME))
        leg = visit.leg
        details = {"state": leg.state.value, "counter": leg.counter}
        against = Against(Reason.NOT_WAITING, details)
        return Passed(other, leg.ticket, leg.service, leg.since, against)


def _sentence(rules: Rules, rule: str) -> str:
    if not rule.isdigit():
        return ""
    return rules.text.split("\n")[int(rule) - 1].strip()

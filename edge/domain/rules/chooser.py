"""Who is next, for one asker by one set of rules: compiled once, asked for every ticket.

In this order, and whatever the text says:

1. Of those who have waited as long as the fairness bound, whoever came first.
2. Of those who are kept for this counter or this clerk, as in 4.
3. Whom the first WHEN or ALWAYS sentence calls that applies and finds somebody.
4. Whoever has the highest level; of these, appointments whose time has come, by booked time; of
   these, whoever came first. Inside a group that a sentence calls it is the same.

Tickets that are not ready, or kept for another counter or clerk, do not count. Pure: the same
queue, turns and time give the same answer.
"""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import NamedTuple

from edge.domain.queue import Asker, Lane, Queue
from edge.domain.rules.conditions import Condition, LengthOf, LongestWait, TimeIs
from edge.domain.rules.groups import Who
from edge.domain.rules.model import Rules, Step
from edge.domain.rules.sight import KEPT, Candidate, Look, Sight

FAIRNESS, RESERVED, DEFAULT = "fairness", "reserved", "default"

Holds = Callable[[Look], bool]
Turns = Mapping[str, int]

_BY_COMING = itemgetter(2)
_CHOOSERS_MAX = 1000


class Choice(NamedTuple):
    """Who is next, and why: `rule` is a line of the text, `fairness`, `reserved` or `default`.

    `turn` is where that rule's ratio stands after this call, 0 for a rule without one.
    """

    visit: str
    rule: str
    turn: int
    lane: Lane


class Sentence(NamedTuple):
    """A sentence for one asker: what of its conditions is not settled, its groups step by step."""

    place: str
    holds: tuple[Holds, ...]
    turns: tuple[int, ...]
    only: bool


class Chooser:
    """Chooses for `asker` by `rules`. Made by `chooser_for`."""

    def __init__(self, rules: Rules, asker: Asker) -> None:
        self.rules = rules
        self.asker = asker
        self.sight = Sight(rules, asker, _groups_in(rules))
        self.sentences = tuple(
            self._compiled(step) for step in rules.steps if not _never(step.conditions, asker)
        )
        self._precall = self._compiled_precall()

    def choose(self, queue: Queue, turns: Turns, now: int, local_minute: int) -> Choice | None:
        """Return who is next at wall time `now` (ms), or None when there is nobody for the asker.

        `turns` is where each rule's ratio stands, `local_minute` the minute of the hall's day.
        """
        overdue, found = self.sight.callable_now(queue, now)
        if overdue is not None:
            return Choice(overdue[0].visit, FAIRNESS, 0, overdue[1])
        if not found:
            return None
        kept = _least(found, KEPT)
        if kept is not None:
            return _choice(kept, RESERVED)
        look = Look(queue, now, local_minute)
        for sentence in self.sentences:
            if all(holds(look) for holds in sentence.holds):
                choice = _called(sentence, found, turns)
                if choice is not None or sentence.only:
                    return choice
        if self.rules.in_order_of_coming:
            return _choice(min(found, key=_BY_COMING), DEFAULT)
        return _choice(min(found), DEFAULT)

    def precalls(self, queue: Queue, now: int, local_minute: int) -> bool:
        """Return whether the next is asked to come near while the clerk is still finishing."""
        if self._precall is None:
            return False
        look = Look(queue, now, local_minute)
        return all(holds(look) for holds in self._precall)

    # --- compiling ---

    def _compiled(self, step: Step) -> Sentence:
        turns = [
            self.sight.bit(share.who) for share in step.shares for _again in range(share.count)
        ]
        return Sentence(step.place, self._holds(step.conditions), tuple(turns), step.only)

    def _compiled_precall(self) -> tuple[Holds, ...] | None:
        conditions = self.rules.precall
        if conditions is None or _never(conditions, self.asker):
            return None
        return self._holds(conditions)

    def _holds(self, conditions: tuple[Condition, ...]) -> tuple[Holds, ...]:
        return tuple(
            self._asked(each)
            for each in conditions
            if isinstance(each, TimeIs | LongestWait | LengthOf)
        )

    def _asked(self, condition: TimeIs | LongestWait | LengthOf) -> Holds:
        if isinstance(condition, TimeIs):
            at = condition.at
            return lambda look: at(look.local_minute)
        sight, who = self.sight, condition.who
        if isinstance(condition, LongestWait):
            over_min = condition.over_min
            return lambda look: sight.has_waited(look, who, over_min)
        than = condition.than
        if condition.longer:
            return lambda look: sight.count(look, who) > than
        return lambda look: sight.count(look, who) < than


def chooser_for(rules: Rules, asker: Asker) -> Chooser:
    """Return what chooses for `asker` by `rules`; compiled once."""
    known = rules.choosers.get(asker)
    if known is None:
        if len(rules.choosers) >= _CHOOSERS_MAX:
            rules.choosers.clear()
        known = rules.choosers[asker] = Chooser(rules, asker)
    return known


def _never(conditions: tuple[Condition, ...], asker: Asker) -> bool:
    """Return whether a condition about who asks keeps the rule from ever applying to them."""
    return not all(
        each.of(asker)
        for each in conditions
        if not isinstance(each, TimeIs | LongestWait | LengthOf)
    )


def _groups_in(rules: Rules) -> tuple[Who, ...]:
    conditions = [each for step in rules.steps for each in step.conditions]
    conditions += rules.precall or ()
    asked = [each.who for each in conditions if isinstance(each, LongestWait | LengthOf)]
    called = [share.who for step in rules.steps for share in step.shares]
    return tuple(dict.fromkeys(asked + called))


def _called(sentence: Sentence, found: list[Candidate], turns: Turns) -> Choice | None:
    steps = sentence.turns
    if len(steps) == 1:
        best = _least(found, steps[0])
        return None if best is None else _choice(best, sentence.place)
    # Whoever has a turn and is not there is passed over; behind the last, from the front.
    begin = turns.get(sentence.place, 0)
    for at in range(begin, begin + len(steps)):
        best = _least(found, steps[at % len(steps)])
        if best is not None:
            return _choice(best, sentence.place, at % len(steps) + 1)
    return None


def _least(found: list[Candidate], bit: int) -> Candidate | None:
    return min([each for each in found if each[4] & bit], default=None)


def _choice(candidate: Candidate, rule: str, turn: int = 0) -> Choice:
    return Choice(candidate[3], rule, turn, candidate[5])

"""What is wrong with rules that can be understood: those that can never apply, or apply in vain."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from edge.domain.rules.conditions import (
    ClerkCan,
    ClerkIs,
    Condition,
    CounterIs,
    LongestWait,
    TimeIs,
)
from edge.domain.rules.groups import Who, within
from edge.domain.rules.mistakes import Mistake
from edge.domain.rules.model import Rules, Step
from edge.domain.rules.names import Names

_DAY_MIN = 24 * 60


def mistakes_of(rules: Rules, names: Names) -> list[Mistake]:
    """Return what is wrong with `rules` in a hall with these `names`."""
    return [
        Mistake(step.line, 1, f"this can never apply: {reason}")
        for at, step in enumerate(rules.steps)
        for reason in _reasons(step, rules, names, rules.steps[:at])
    ]


def _reasons(step: Step, rules: Rules, names: Names, before: Sequence[Step]) -> Iterator[str]:
    yield from _skills_and_times(step)
    counters = [(it.counters, it.negated) for it in step.conditions if isinstance(it, CounterIs)]
    yield from _askers("counter", counters, names.counters, names.served_at, step)
    clerks = [(it.clerks, it.negated) for it in step.conditions if isinstance(it, ClerkIs)]
    yield from _askers("clerk", clerks, names.clerks, names.served_by, step)
    yield from _too_long(step, rules.fairness_bound_min)
    covering = next((it for it in before if _covers(it, step)), None)
    if covering is not None:
        yield f"whenever it would, line {covering.line} applies before it"


def _skills_and_times(step: Step) -> Iterator[str]:
    skills = [it for it in step.conditions if isinstance(it, ClerkCan)]
    if {(it.skill, it.negated) for it in skills} & {(it.skill, not it.negated) for it in skills}:
        yield "the clerk cannot both have a skill and lack it"
    times = [it for it in step.conditions if isinstance(it, TimeIs)]
    if not any(all(it.at(minute) for it in times) for minute in range(_DAY_MIN)):
        yield "no time of day is left by its conditions"


def _askers(
    what: str,
    named: Sequence[tuple[frozenset[str], bool]],
    everybody: Collection[str],
    served: Mapping[str, frozenset[str]],
    step: Step,
) -> Iterator[str]:
    """Yield what is wrong with who must ask: a counter, a clerk."""
    if not named:
        return
    left = set(everybody)
    for some, negated in named:
        left = left - some if negated else left & some
    wanted = _services(step)
    if not left:
        yield f"no {what} is left by its conditions"
    elif wanted is not None and not any(wanted & served[each] for each in left):
        yield f"no such {what} serves whom it calls"


def _services(step: Step) -> frozenset[str] | None:
    """Return the services of all whom it calls; None where some may be of any."""
    found: frozenset[str] = frozenset()
    for group in _called(step):
        if group.services is None:
            return None
        found |= group.services
    return found


def _called(step: Step) -> Who:
    return tuple(group for share in step.shares for group in share.who)


def _too_long(step: Step, bound_min: int) -> Iterator[str]:
    """Yield what waits it asks for that the fairness bound has ended before."""
    for condition in step.conditions:
        if isinstance(condition, LongestWait) and condition.over_min >= bound_min:
            yield (
                f"nobody waits more than {bound_min} minutes, and it asks for {condition.over_min}"
            )


def _covers(earlier: Step, later: Step) -> bool:
    """Whether `earlier` finds somebody, or lets nobody pass, whenever `later` would apply."""
    if not _asks_no_more(earlier.conditions, later.conditions):
        return False
    # One that lets nobody else pass has an effect where it finds nobody, too.
    return earlier.only or (not later.only and within(_called(later), _called(earlier)))


def _asks_no_more(some: Sequence[Condition], than: Sequence[Condition]) -> bool:
    return all(condition in than for condition in some)

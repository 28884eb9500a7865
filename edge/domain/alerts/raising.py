"""Which alerts are raised, raised once more and ended, given what is so."""

from collections.abc import Iterable

from edge.domain import facts as f
from edge.domain.alerts.conditions import Condition
from edge.domain.alerts.limits import AlertLimits
from edge.domain.now import AlertNow
from edge.domain.state import HallState


def raised_and_ended(
    state: HallState, found: Iterable[Condition], limits: AlertLimits, now: int
) -> list[f.Fact]:
    """Return what is to be said at `now` (wall ms), given all that was `found`; nothing twice."""
    facts: list[f.Fact] = []
    still = set()
    for condition in found:
        still.add(condition.alert)
        level = _level_due(state.alerts.get(condition.alert), condition, limits, now)
        if level:
            facts.append(
                f.AlertRaised(
                    condition.alert,
                    condition.cause.value,
                    condition.about,
                    level,
                    condition.value,
                )
            )
    return [*facts, *(f.AlertEnded(alert) for alert in state.alerts if alert not in still)]


def _level_due(known: AlertNow | None, condition: Condition, limits: AlertLimits, now: int) -> int:
    """Return the level to which an alert is to be raised now; 0: it is not."""
    if known is None:
        return condition.first_level if condition.over else 0
    if condition.first_level > known.level:
        return condition.first_level
    if known.level >= limits.level_max:
        return 0
    if known.accepted_by:
        said_at, again_min = known.accepted_at, limits.accepted_min
    else:
        said_at, again_min = known.raised_at, limits.repeat_min
    return known.level + 1 if again_min and now - said_at >= again_min * 60_000 else 0

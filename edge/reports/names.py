"""What services, counters and priorities are called, and what waits are judged by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from edge.domain.plan import Plan
from edge.domain.reasons import Reason
from edge.reports.model import Words

_NOBODY = Words("")


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id; what has none is called by its id.

    Staff are told by number alone: a report goes where their names need not. `devices` are those
    of the hall, whether or not anything was ever wrong with them. `reasons` are those of the hall's
    lists, by what they are for and their id.
    """

    hall: Words = _NOBODY
    services: Mapping[str, Words] = field(default_factory=dict)
    counters: Mapping[str, Words] = field(default_factory=dict)
    priorities: Mapping[str, Words] = field(default_factory=dict)
    segments: Mapping[str, Words] = field(default_factory=dict)
    devices: tuple[str, ...] = ()
    targets_s: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], Words] = field(default_factory=dict)


def names_of(
    plan: Plan, hall: Words, devices: Iterable[str] = (), reasons: Iterable[Reason] = ()
) -> Names:
    """Return the names that a hall's plan gives."""
    return Names(
        hall,
        {each.id: Words(each.name, each.name_english) for each in plan.services},
        {each.id: Words(each.name, each.name_english) for each in plan.counters},
        {str(each.level): Words(each.name, each.name_english) for each in plan.priorities},
        {each.id: Words(each.name, each.name_english) for each in plan.priorities},
        tuple(devices),
        {each.id: each.target_wait_min * 60 for each in plan.services},
        {(each.use, each.id): Words(each.name, each.name_english) for each in reasons},
    )

"""The names that rules may use: those of the hall's plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.domain.appointments import SEGMENT as APPOINTMENT
from edge.domain.plan import Plan


@dataclass(frozen=True)
class Names:
    """What there is in a hall. `services` has a group's name for all that is below it, too.

    `served_at` is what is served at a counter, `served_by` what a clerk serves.
    """

    services: Mapping[str, frozenset[str]] = field(default_factory=dict)
    segments: frozenset[str] = frozenset()
    counters: frozenset[str] = frozenset()
    clerks: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    served_at: Mapping[str, frozenset[str]] = field(default_factory=dict)
    served_by: Mapping[str, frozenset[str]] = field(default_factory=dict)


def names_of(plan: Plan) -> Names:
    """Return the names in `plan`."""
    staff, counters = plan.staff, plan.counters
    return Names(
        services={each.id: frozenset(plan.leaves_of((each.id,))) for each in plan.services},
        segments=plan.segments | {APPOINTMENT},
        counters=frozenset(plan.counters_by_id),
        clerks=frozenset(plan.staff_by_id),
        skills=plan.skills,
        served_at={each.id: frozenset(plan.leaves_of(each.services)) for each in counters},
        served_by={each.id: frozenset(plan.leaves_of(each.services)) for each in staff},
    )

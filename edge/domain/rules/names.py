"""The names that rules may use: those of the hall's plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    services = {service.id: frozenset(_leaves(plan, service.id)) for service in plan.services}
    return Names(
        services=services,
        segments=frozenset(group.id for group in plan.priorities),
        counters=frozenset(plan.counters_by_id),
        clerks=frozenset(plan.staff_by_id),
        skills=frozenset(),
        served_at={each.id: _all_of(services, plan, each.services) for each in plan.counters},
        served_by={each.id: _all_of(services, plan, each.services) for each in plan.staff},
    )


def _all_of(
    services: Mapping[str, frozenset[str]], plan: Plan, named: tuple[str, ...]
) -> frozenset[str]:
    return frozenset().union(*(services[each] for each in named)) or frozenset(plan.leaves)


def _leaves(plan: Plan, service: str) -> list[str]:
    if plan.is_leaf(service):
        return [service]
    return [leaf for child in plan.children[service] for leaf in _leaves(plan, child)]

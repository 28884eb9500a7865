"""The plan of a hall, whole: what its parts are to each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from edge.domain.plan.checks import check_plan
from edge.domain.plan.people import ANYBODY, CounterPlan, PriorityGroup, StaffMember
from edge.domain.plan.services import Service
from edge.domain.rights import Action, Role, rights_of


@dataclass(frozen=True)
class Plan:
    """The whole of it. Raises `PlanError` when made of parts that do not fit."""

    services: tuple[Service, ...]
    counters: tuple[CounterPlan, ...]
    staff: tuple[StaffMember, ...] = ()
    priorities: tuple[PriorityGroup, ...] = ()

    def __post_init__(self) -> None:
        check_plan(self.services, self.counters, self.staff, self.priorities)

    @cached_property
    def by_id(self) -> Mapping[str, Service]:
        """Services by id."""
        return {service.id: service for service in self.services}

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the services below each service."""
        below: dict[str, list[str]] = {service.id: [] for service in self.services}
        for service in self.services:
            if service.parent in below:
                below[service.parent].append(service.id)
        return {service: tuple(ids) for service, ids in below.items()}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Ids of the services that can be chosen, in the order of the plan."""
        return tuple(service.id for service in self.services if self.is_leaf(service.id))

    @cached_property
    def counters_by_id(self) -> Mapping[str, CounterPlan]:
        """Counters by id."""
        return {counter.id: counter for counter in self.counters}

    @cached_property
    def staff_by_id(self) -> Mapping[str, StaffMember]:
        """Staff by number."""
        return {member.id: member for member in self.staff}

    @cached_property
    def segments(self) -> frozenset[str]:
        """Every segment that a service or a priority group gives to its tickets."""
        of_services = (segment for service in self.services for segment in service.segments)
        return frozenset(of_services) | {group.id for group in self.priorities}

    @cached_property
    def skills(self) -> frozenset[str]:
        """Every skill that there is at a counter or of a clerk, languages among them."""
        at_counters = (skill for counter in self.counters for skill in counter.skills)
        of_staff = (skill for one in self.staff for skill in (*one.skills, *one.languages))
        return frozenset(at_counters) | frozenset(of_staff)

    def is_leaf(self, service: str) -> bool:
        """Whether a ticket can be taken for `service`."""
        return not self.children[service]

    def above(self, service: str) -> list[str]:
        """Return the groups that `service` is in, the nearest first."""
        groups = []
        while parent := self.by_id[service].parent:
            groups.append(parent)
            service = parent
        return groups

    def leaves_of(self, named: Iterable[str]) -> tuple[str, ...]:
        """Return the leaf services among and below those `named`; all where none is."""
        wanted = set(named)
        if not wanted:
            return self.leaves
        return tuple(leaf for leaf in self.leaves if wanted & {leaf, *self.above(leaf)})

    def served_by(
        self, counter: str, staff: str, replanned: Iterable[str] | None = None
    ) -> tuple[str, ...]:
        """Return the leaf services that `staff` can serve at `counter`.

        `replanned` are the services that a supervisor has the counter serve instead of its own.
        """
        planned = self.counters_by_id[counter].services
        at_counter = self._leaves_below(planned if replanned is None else tuple(replanned))
        member = self.staff_by_id.get(staff)
        by_staff = self._leaves_below(member.services if member else ())
        if at_counter is by_staff or by_staff is self.leaves:
            return at_counter
        return tuple(service for service in at_counter if service in by_staff)

    def _leaves_below(self, named: tuple[str, ...]) -> tuple[str, ...]:
        # Everybody who asks the hall asks this for every counter, and the plan never changes.
        known = self._leaves_known.get(named)
        if known is None:
            known = self._leaves_known[named] = self.leaves_of(named)
        return known

    @cached_property
    def _leaves_known(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    def skills_of(self, counter: str, staff: str) -> frozenset[str]:
        """Return what `staff` can do at `counter`: both their skills, and the clerk's languages."""
        member = self.staff_by_id.get(staff)
        of_member = (*member.skills, *member.languages) if member else ()
        return frozenset((*self.counters_by_id[counter].skills, *of_member))

    def rights_of(self, staff: str) -> frozenset[Action]:
        """Return what `staff` may do: nothing for a number that nobody has.

        Where no session is asked for, anybody is a clerk.
        """
        if staff == ANYBODY:
            return rights_of(Role.CLERK)
        member = self.staff_by_id.get(staff)
        return member.actions if member else frozenset()

    def priority_level(self, asked: str | int | None) -> int | None:
        """Return the level of a group's id, or of a level itself; None for an unknown group."""
        if asked is None:
            return 0
        if isinstance(asked, int):
            return asked
        levels = {group.id: group.level for group in self.priorities}
        return levels.get(asked)

    def segments_of(self, service: str, priority: str | int | None = None) -> tuple[str, ...]:
        """Return the segments of a ticket for `service`; a priority group is a segment too."""
        group = (priority,) if isinstance(priority, str) else ()
        return tuple(dict.fromkeys((*self.by_id[service].segments, *group)))

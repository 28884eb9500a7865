"""What a hall has been set up to be: services, priority groups, counters, staff.

A plan never changes by itself, and one that contradicts itself is refused whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

# Who acts where no session is asked for: a demo hall under load test. No member of staff.
ANYBODY = "anybody"


class PlanError(ValueError):
    """The plan contradicts itself; the message names the entry."""


@dataclass(frozen=True)
class Service:
    """A service, or a group of services where others name it as `parent`."""

    id: str
    name: str
    name_english: str
    prefix: str = ""
    parent: str = ""
    zone: str = ""
    zone_english: str = ""


@dataclass(frozen=True)
class PriorityGroup:
    """A group of visitors who come first, among those who wait: the higher `level`, the sooner."""

    id: str
    name: str
    name_english: str
    level: int


@dataclass(frozen=True)
class Address:
    """A unit on a device's line: `device` from the device list, `unit` its address there."""

    device: str
    unit: str = "1"


@dataclass(frozen=True)
class CounterPlan:
    """A desk: which services it serves (none named: all), and which devices stand on it."""

    id: str
    name: str
    name_english: str
    services: tuple[str, ...] = ()
    led: Address | None = None
    caller: Address | None = None


@dataclass(frozen=True)
class StaffMember:
    """Somebody who may sign in. `pin` is an Argon2id hash; `services` limits them (none: all)."""

    id: str
    name: str
    pin: str = field(repr=False)
    role: str = "clerk"
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The whole of it. Raises `PlanError` when made of parts that do not fit."""

    services: tuple[Service, ...]
    counters: tuple[CounterPlan, ...]
    staff: tuple[StaffMember, ...] = ()
    priorities: tuple[PriorityGroup, ...] = ()

    def __post_init__(self) -> None:
        for what in ("services", "counters", "staff", "priorities"):
            _refuse_doubles(what, [entry.id for entry in getattr(self, what)])
        self._check_tree()
        self._check_prefixes()
        for counter in self.counters:
            self._check_named(counter.id, counter.services)
        for member in self.staff:
            if member.id == ANYBODY:
                raise PlanError(f"staff: {ANYBODY!r} is nobody's number")
            self._check_named(member.id, member.services)

    def _check_named(self, who: str, services: Iterable[str]) -> None:
        for service in services:
            if service not in self.by_id:
                raise PlanError(f"{who}: no service {service!r}")

    def _check_tree(self) -> None:
        for service in self.services:
            seen = {service.id}
            above = service
            while above.parent:
                if above.parent not in self.by_id:
                    raise PlanError(f"services: {above.id}: no parent {above.parent!r}")
                if above.parent in seen:
                    raise PlanError(f"services: {service.id}: its parents go round in a circle")
                seen.add(above.parent)
                above = self.by_id[above.parent]

    def _check_prefixes(self) -> None:
        leaves = [service for service in self.services if self.is_leaf(service.id)]
        for service in leaves:
            if not (
                service.prefix.isascii() and service.prefix.isalpha() and service.prefix.isupper()
            ):
                raise PlanError(f"services: {service.id}: prefix must be letters A to Z")
        _refuse_doubles("services: prefix", [service.prefix for service in leaves])

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

    def is_leaf(self, service: str) -> bool:
        """Whether a ticket can be taken for `service`."""
        return not self.children[service]

    def served_by(self, counter: str, staff: str) -> tuple[str, ...]:
        """Return the leaf services that `staff` can serve at `counter`."""
        at_counter = self._leaves_of(self.counters_by_id[counter].services)
        member = self.staff_by_id.get(staff)
        by_staff = set(self._leaves_of(member.services if member else ()))
        return tuple(service for service in at_counter if service in by_staff)

    def _leaves_of(self, named: Iterable[str]) -> tuple[str, ...]:
        wanted = set(named)
        if not wanted:
            return self.leaves
        return tuple(leaf for leaf in self.leaves if wanted & {leaf, *self._above(leaf)})

    def _above(self, service: str) -> list[str]:
        above = []
        while parent := self.by_id[service].parent:
            above.append(parent)
            service = parent
        return above

    def priority_level(self, asked: str | int | None) -> int | None:
        """Return the level of a group's id, or of a level itself; None for an unknown group."""
        if asked is None:
            return 0
        if isinstance(asked, int):
            return asked
        levels = {group.id: group.level for group in self.priorities}
        return levels.get(asked)


def _refuse_doubles(what: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise PlanError(f"{what}: {name!r} stands there twice")
        seen.add(name)

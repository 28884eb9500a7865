"""What makes a plan contradict itself. The message names the entry that a person has to look at."""

from collections.abc import Collection, Iterable, Mapping

from edge.domain.opening import OpeningError, read_hours
from edge.domain.plan.people import ANYBODY, CounterPlan, PriorityGroup, StaffMember
from edge.domain.plan.services import Service
from edge.domain.rights import RightsError


class PlanError(ValueError):
    """The plan contradicts itself; the message names the entry."""


def check_plan(
    services: Collection[Service],
    counters: Collection[CounterPlan],
    staff: Collection[StaffMember],
    priorities: Collection[PriorityGroup],
) -> None:
    """Raise `PlanError` for the first contradiction there is."""
    _refuse_doubles("services", [entry.id for entry in services])
    _refuse_doubles("counters", [entry.id for entry in counters])
    _refuse_doubles("staff", [entry.id for entry in staff])
    _refuse_doubles("priorities", [entry.id for entry in priorities])
    by_id = {service.id: service for service in services}
    _check_tree(by_id)
    _check_leaves_and_groups(by_id)
    for service in services:
        _check_service(service)
    for counter in counters:
        _check_named(by_id, counter.id, counter.services)
    for member in staff:
        _check_member(by_id, member)


def _check_named(by_id: Mapping[str, Service], who: str, services: Iterable[str]) -> None:
    for service in services:
        if service not in by_id:
            raise PlanError(f"{who}: no service {service!r}")


def _check_tree(by_id: Mapping[str, Service]) -> None:
    for service in by_id.values():
        seen = {service.id}
        above = service
        while above.parent:
            if above.parent not in by_id:
                raise PlanError(f"services: {above.id}: no parent {above.parent!r}")
            if above.parent in seen:
                raise PlanError(f"services: {service.id}: its parents go round in a circle")
            seen.add(above.parent)
            above = by_id[above.parent]


def _check_leaves_and_groups(by_id: Mapping[str, Service]) -> None:
    groups = {service.parent for service in by_id.values()}
    leaves = [service for service in by_id.values() if service.id not in groups]
    for leaf in leaves:
        if not (leaf.prefix.isascii() and leaf.prefix.isalpha() and leaf.prefix.isupper()):
            raise PlanError(f"services: {leaf.id}: prefix must be letters A to Z")
    _refuse_doubles("services: prefix", [leaf.prefix for leaf in leaves])
    for service in by_id.values():
        if service.id in groups and (service.quotas or service.appointments.places):
            raise PlanError(f"services: {service.id}: quotas and appointments are of its services")


def _check_service(service: Service) -> None:
    try:
        read_hours(service.hours)
        read_hours(service.appointments.hours)
        read_hours(tuple(quota.hours for quota in service.quotas))
    except OpeningError as error:
        raise PlanError(f"services: {service.id}: {error}") from None
    for wrong, what in _wrong_numbers(service):
        if wrong:
            raise PlanError(f"services: {service.id}: {what}")


def _wrong_numbers(service: Service) -> Iterable[tuple[bool, str]]:
    numbers, offer = service.numbers, service.appointments
    yield numbers.first < 1, "numbers: first must be at least 1"
    yield bool(numbers.last) and numbers.last < numbers.first, "numbers: last is before first"
    yield service.expected_min < 1, "expected_min must be at least 1"
    yield service.target_wait_min < 1, "target_wait_min must be at least 1"
    yield any(each.tickets < 0 for each in service.quotas), "quotas: tickets is less than 0"
    yield offer.places < 0, "appointments: places is less than 0"
    yield not 5 <= offer.stretch_min <= 240, "appointments: stretch_min must be 5 to 240"
    yield not 0 <= offer.days_ahead <= 60, "appointments: days_ahead must be 0 to 60"


def _check_member(by_id: Mapping[str, Service], member: StaffMember) -> None:
    if member.id == ANYBODY:
        raise PlanError(f"staff: {ANYBODY!r} is nobody's number")
    _check_named(by_id, member.id, member.services)
    try:
        _rights = member.actions
    except RightsError as error:
        raise PlanError(f"staff: {member.id}: rights: {error}") from None


def _refuse_doubles(what: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise PlanError(f"{what}: {name!r} stands there twice")
        seen.add(name)

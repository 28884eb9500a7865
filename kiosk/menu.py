"""The services as a visitor looks through them: group by group or by name, and how each stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from edge.api.shapes import Document, PriorityGroup, Service, Wait
from kiosk.hall_feed import HallView

# These are said of a hall as a whole, where they are said of every service.
_OF_THE_HALL = frozenset(
    {
        "day_closed",
        "hall_closed",
        "doors_closed",
        "last_ticket_given",
        "storage_low",
        "power_low",
        "out_of_service",
    }
)
_FOUND_MAX = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One button of the menu. A group's `waiting` is that of all services in it.

    `closed` is the hall's code of why there is no ticket, `opens_at` from when on there is one
    (local time, ISO 8601). `wait` is None where nothing can be said.
    """

    id: str
    name: str
    name_english: str
    waiting: int
    is_group: bool
    wait: Wait | None = None
    closed: str = ""
    opens_at: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """What is open: a group, or with no `group` the top. `parent` is where `back` leads.

    `closed` and `opens_at` are those of the hall, where it gives no ticket for anything.
    """

    entries: tuple[Entry, ...]
    group: Service | None = None
    parent: str = ""
    closed: str = ""
    opens_at: str = ""


def menu_of(view: HallView, group: str) -> Menu:
    """Return the menu with `group` open; a group that nobody knows opens the top."""
    opened = service_of(view, group)
    below = opened.id if opened else None
    entries = tuple(
        _entry(view, service) for service in view.services if (service.parent or None) == below
    )
    parent = (opened.parent or "") if opened else ""
    return Menu(entries, opened, parent, *_closed_hall(view))


def found(view: HallView, query: str) -> tuple[Entry, ...]:
    """Return the services that are called something beginning with `query`."""
    wanted = query.casefold()
    services = [each for each in view.services if not each.children]
    hits = [each for each in services if wanted and _is_called(each, wanted)]
    return tuple(_entry(view, each) for each in hits[:_FOUND_MAX])


def service_of(view: HallView, service: str) -> Service | None:
    """Return a service by its id."""
    return next((known for known in view.services if known.id == service), None)


def services_of(view: HallView, services: Iterable[str]) -> tuple[Service, ...]:
    """Return those of `services` that the hall has, in their order."""
    known = (service_of(view, each) for each in services)
    return tuple(each for each in known if each is not None)


def groups_offered(view: HallView, groups: Iterable[str]) -> tuple[PriorityGroup, ...]:
    """Return those of `groups` of people who come first that the hall has, in their order."""
    known = {each.id: each for each in view.priorities}
    return tuple(known[group] for group in groups if group in known)


def documents_for(view: HallView, services: Iterable[str]) -> tuple[Document, ...]:
    """Return what is to be brought for all of `services`, each thing once."""
    asked = [each for service in services_of(view, services) for each in service.documents]
    return tuple({each.name: each for each in reversed(asked)}.values())[::-1]


def can_be_searched(view: HallView, search_from: int) -> bool:
    """Whether there are so many services that it pays to look for one by its name."""
    return 0 < search_from <= sum(not each.children for each in view.services)


def _is_called(service: Service, wanted: str) -> bool:
    names = [service.name_english, *service.name_english.split(), *service.search]
    return any(name.casefold().startswith(wanted) for name in names)


def _closed_hall(view: HallView) -> tuple[str, str]:
    offers = list(view.now.values())
    codes = {each.closed for each in offers}
    if len(codes) != 1 or not codes <= _OF_THE_HALL:
        return "", ""
    return codes.pop(), min((each.opens_at or "" for each in offers), default="")


def _entry(view: HallView, service: Service) -> Entry:
    waiting = _waiting(service, view.services, _counts(view))
    entry = Entry(service.id, service.name, service.name_english, waiting, bool(service.children))
    now = view.now.get(service.id)
    if now is None:
        return entry
    return Entry(
        entry.id,
        entry.name,
        entry.name_english,
        waiting,
        is_group=False,
        wait=now.wait,
        closed=now.closed,
        opens_at=now.opens_at or "",
    )


def _counts(view: HallView) -> dict[str, int]:
    return {line.service: line.count for line in view.board.waiting} if view.board else {}


def _waiting(service: Service, services: Sequence[Service], counts: dict[str, int]) -> int:
    return sum(counts.get(leaf, 0) for leaf in _leaves(service, services))


def _leaves(service: Service, services: Sequence[Service]) -> Iterator[str]:
    if not service.children:
        yield service.id
    for child in services:
        if child.id in service.children:
            yield from _leaves(child, services)

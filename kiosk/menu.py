"""The services as a visitor looks through them: one group at a time, with who waits for what."""

from collections.abc import Sequence
from dataclasses import dataclass

from edge.api.shapes import Service
from kiosk.hall_feed import HallView


@dataclass(frozen=True, slots=True)
class Entry:
    """One button of the menu. A group's `waiting` is that of all services in it."""

    id: str
    name: str
    name_english: str
    waiting: int
    is_group: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """What is open: a group, or with no `group` the top. `parent` is where `back` leads."""

    entries: tuple[Entry, ...]
    group: Service | None = None
    parent: str = ""


def menu_of(view: HallView, group: str) -> Menu:
    """Return the menu with `group` open; a group that nobody knows opens the top."""
    opened = service_of(view, group)
    below = opened.id if opened else None
    entries = tuple(
        _entry(view, service) for service in view.services if (service.parent or None) == below
    )
    return Menu(entries, opened, (opened.parent or "") if opened else "")


def service_of(view: HallView, service: str) -> Service | None:
    """Return a service by its id."""
    return next((known for known in view.services if known.id == service), None)


def _entry(view: HallView, service: Service) -> Entry:
    waiting = _waiting(service, view.services, _counts(view))
    return Entry(service.id, service.name, service.name_english, waiting, bool(service.children))


def _counts(view: HallView) -> dict[str, int]:
    return {line.service: line.count for line in view.board.waiting} if view.board else {}


def _waiting(service: Service, services: Sequence[Service], counts: dict[str, int]) -> int:
    if not service.children:
        return counts.get(service.id, 0)
    below = [known for known in services if known.id in service.children]
    return sum(_waiting(child, services, counts) for child in below)

"""What services, counters, places and devices of a hall are called. Pure."""

from edge.staff import device_words
from edge.staff.supervisor import words
from edge.staff.supervisor.board import Seen
from edge.staff.words import Words

# Where a visitor calls from who sits at a counter.
_SIDE = "side-"


def service(seen: Seen, name: str) -> Words:
    """Return what a service, or a group of them, is called."""
    for each in seen.services:
        if each.id == name:
            return Words(each.name, each.name_english)
    return Words(name, name)


def place(seen: Seen, name: str) -> Words:
    """Return what a counter is called, or the visitor's side of one; a screen stands for itself."""
    counter = seen.counter(name.removeprefix(_SIDE))
    if counter is None:
        return Words(name, name)
    if name.startswith(_SIDE):
        return Words(f"{counter.name}的客户", f"The visitor at {counter.name_english}")
    return Words(counter.name, counter.name_english)


def clerk(seen: Seen, staff: str) -> str:
    """Return the name of a clerk who sits at a counter, else the staff number."""
    names = (each.staff_name for each in seen.picture.counters if each.staff == staff)
    return next(names, "") or staff


def pause(seen: Seen, reason: str) -> Words:
    """Return what a reason to leave a counter is called."""
    for each in seen.pauses:
        if each.id == reason:
            return Words(each.name, each.name_english)
    return Words(reason, reason)


def reason(seen: Seen, use: str, given: str) -> Words:
    """Return what a reason is called; itself where the hall does not list it any more."""
    for each in seen.reasons:
        if (each.use, each.id) == (use, given):
            return Words(each.name, each.name_english)
    return Words(given, given)


def group(seen: Seen, name: str) -> Words:
    """Return what a group of visitors is called."""
    for each in seen.groups:
        if each.id == name:
            return Words(each.name, each.name_english)
    return Words(name, name)


def ticket(seen: Seen, visit: str) -> str:
    """Return the number of a visit, as far as it is seen now."""
    line = seen.ticket(visit)
    if line is not None:
        return line.ticket
    known = {each.visit: each.ticket for each in seen.picture.counters}
    known |= {each.visit: each.ticket for each in seen.picture.parked}
    return known.get(visit, visit)


def device(seen: Seen, name: str) -> Words:
    """Return what a device, or a unit on its line as `device:unit`, is."""
    own, _, unit = name.partition(":")
    kind = next((each.kind for each in seen.devices if each.id == own), "")
    named = device_words.kind(kind) if kind else Words("", "")
    shown = f"{own}/{unit}" if unit else own
    return Words(f"{named.chinese} {shown}".strip(), f"{named.english or kind} {shown}".strip())


def about(seen: Seen, cause: str, name: str) -> Words:
    """Return what an alert of that cause is about."""
    if cause in ("wait", "length", "unserved"):
        return service(seen, name)
    if cause in ("idle", "paused", "help"):
        return place(seen, name)
    if cause == "fault":
        return device(seen, name)
    if cause in ("parked", "rating"):
        number = ticket(seen, name)
        return Words(number, number)
    return words.HALL

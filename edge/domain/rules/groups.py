"""Groups of visitors that rules speak of: by service, segment, level, appointment, clerk."""

from dataclasses import dataclass, fields

from edge.domain.queue import Lane
from edge.domain.rules.names import Names
from edge.domain.rules.words import Sentence


@dataclass(frozen=True, slots=True)
class Group:
    """Those of whom all of this is so; what is None or False is not asked.

    `services` are those that a ticket can be taken for. `known` are visitors whom the clerk who
    asks has served before.
    """

    services: frozenset[str] | None = None
    segments: frozenset[str] | None = None
    level_min: int | None = None
    booked: bool | None = None
    known: bool = False

    def holds(self, lane: Lane, staff: str, *, booked: bool) -> bool:
        """Whether those in `lane` belong to it, when `staff` asks.

        `booked` is whether they go by their appointment now.
        """
        return (
            (self.services is None or lane.service in self.services)
            and (self.segments is None or not self.segments.isdisjoint(lane.segments))
            and (self.level_min is None or lane.priority >= self.level_min)
            and (self.booked is None or self.booked is booked)
            and (not self.known or lane.known_to == staff)
        )

    def within(self, other: "Group") -> bool:
        """Whether everybody of it is in `other`, whoever asks."""
        return (
            _part(self.services, other.services)
            and _part(self.segments, other.segments)
            and (other.level_min is None or (self.level_min or 0) >= other.level_min)
            and (other.booked is None or self.booked is other.booked)
            and (self.known or not other.known)
        )


def _part(some: frozenset[str] | None, of: frozenset[str] | None) -> bool:
    return of is None or (some is not None and some <= of)


# Everybody in any of these groups.
Who = tuple[Group, ...]

ANYBODY: Who = (Group(),)


def is_among(who: Who, lane: Lane, staff: str, *, booked: bool) -> bool:
    """Whether those in `lane` are in any of the groups."""
    return any(group.holds(lane, staff, booked=booked) for group in who)


def within(some: Who, others: Who) -> bool:
    """Whether everybody in `some` is in one of the groups of `others`."""
    return all(any(group.within(other) for other in others) for group in some)


def read_who(sentence: Sentence, names: Names) -> Who:
    """Read groups with `or` between them."""
    groups = [_read_group(sentence, names)]
    while sentence.accept("or"):
        groups.append(_read_group(sentence, names))
    return tuple(groups)


def _read_group(sentence: Sentence, names: Names) -> Group:
    group = _read_part(sentence, names)
    while sentence.accept("with"):
        before = sentence.column
        part = _read_part(sentence, names)
        group = _both(group, part, sentence, before)
    return group


def _read_part(sentence: Sentence, names: Names) -> Group:
    for words, group in _WITHOUT_NAMES.items():
        if sentence.accept(*words.split()):
            return group
    if sentence.accept("service") or sentence.accept("services"):
        named = sentence.names("service", names.services)
        return Group(services=frozenset().union(*(names.services[each] for each in named)))
    if sentence.accept("segment") or sentence.accept("segments"):
        return Group(segments=sentence.names("segment", names.segments))
    if sentence.accept("level"):
        level = sentence.number("the level", 0, 1000)
        sentence.expect("or", "higher")
        return Group(level_min=level)
    raise sentence.wrong()


_WITHOUT_NAMES = {
    "anybody": Group(),
    "appointments": Group(booked=True),
    "walk-ins": Group(booked=False),
    "visitors the clerk knows": Group(known=True),
}


def _both(group: Group, part: Group, sentence: Sentence, column: int) -> Group:
    merged = {}
    for each in fields(Group):
        mine, other = getattr(group, each.name), getattr(part, each.name)
        if other is not each.default and mine is not each.default:
            raise sentence.error("this is said twice of the same visitors", column)
        merged[each.name] = mine if other is each.default else other
    return Group(**merged)

"""Who is in the hall: groups of visitors who come first, counters, and the staff."""

from dataclasses import dataclass, field
from enum import StrEnum

from edge.domain.rights import Action, Role, rights_of

# Who acts where no session is asked for: a demo hall under load test. No member of staff.
ANYBODY = "anybody"


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


class Direction(StrEnum):
    """Which way somebody who looks at the main board walks to a counter."""

    UNSAID = ""
    LEFT = "left"
    RIGHT = "right"
    AHEAD = "ahead"
    BACK = "back"
    UPSTAIRS = "upstairs"
    DOWNSTAIRS = "downstairs"


@dataclass(frozen=True)
class CounterPlan:
    """A desk: which services it serves (none named: all), and which devices stand on it.

    `skills` are what can be done at this desk and not at any, in words that rules use. `place` is
    where it is, in words for visitors.
    """

    id: str
    name: str
    name_english: str
    services: tuple[str, ...] = ()
    led: Address | None = None
    caller: Address | None = None
    skills: tuple[str, ...] = ()
    place: str = ""
    place_english: str = ""
    direction: Direction = Direction.UNSAID


@dataclass(frozen=True)
class StaffMember:
    """Somebody who may sign in. `pin` is an Argon2id hash; `services` limits them (none: all).

    `skills` and `languages` (`zh`, `en`, …) are what they can do. `rights` change those of the
    role, such as `+reveal` or `-transfer`.
    """

    id: str
    name: str
    pin: str = field(repr=False)
    role: Role = Role.CLERK
    services: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()

    @property
    def actions(self) -> frozenset[Action]:
        """All that they may do. Raises `RightsError`."""
        return rights_of(self.role, self.rights)

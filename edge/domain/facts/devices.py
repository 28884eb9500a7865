"""Facts of devices, their faults, and what they tell of the hall around them."""

from dataclasses import dataclass

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class FaultOpened(Fact):
    """A device, or one unit on its line, stopped being usable. The subject is the device."""

    unit: str
    health: str
    detail: str


@dataclass(frozen=True, slots=True)
class FaultSeenAgain(Fact):
    """The same fault as a moment ago is there again. `count` is how often it was seen by now."""

    unit: str
    health: str
    detail: str
    count: int


@dataclass(frozen=True, slots=True)
class FaultAcknowledged(Fact):
    """A person (`by`) knows of the open fault, and notes what is done about it."""

    unit: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class CardNotRead(Fact):
    """A card lay on a reader and gave nothing: `unreadable`, `unsupported`, or `left` there."""

    trouble: str


@dataclass(frozen=True, slots=True)
class PowerChanged(Fact):
    """A UPS says that the mains are gone or back, or that its battery is nearly empty."""

    on_battery: bool
    low: bool
    charge_percent: int | None


@dataclass(frozen=True, slots=True)
class ShutdownBegan(Fact):
    """The controller is about to switch itself off in order, and why. The subject is the hall."""

    reason: str


@dataclass(frozen=True, slots=True)
class PeopleCounted(Fact):
    """`count` more people have passed the people counter at `unit` since it was last said."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class InputChanged(Fact):
    """A contact (of a door, a button) at a relay board is now on or off."""

    unit: str
    on: bool


@dataclass(frozen=True, slots=True)
class WireRecorded(Fact):
    """An engineer began to record the raw bytes on a device's wire."""


@dataclass(frozen=True, slots=True)
class FaultClosed(Fact):
    """The device, or the unit, is usable again."""

    unit: str

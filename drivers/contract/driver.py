"""What every driver is: its declaration, what it is given, and how it runs."""

import abc
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from drivers.contract.events import HealthChanged, Report
from drivers.contract.kinds import Health, Kind
from drivers.contract.wire import LineSettings, Wire


@dataclass(frozen=True, slots=True)
class Context:
    """What the hall gives a driver besides its wire and its options."""

    report: Report
    now: Callable[[], dt.datetime]  # the hall's wall clock, in its time zone

    def today(self) -> dt.date:
        """Return the date in the hall."""
        return self.now().date()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a self-test saw, in plain words for the person who asked for it."""

    ok: bool
    said: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a driver says of itself before it is given a wire.

    `options` is a frozen dataclass with units in its field names and the maker's defaults;
    `verified_on` names the models and firmware it has met: empty means none so far.
    """

    kind: Kind
    protocol: str
    title: str
    options: type[Any]
    line: LineSettings = field(default_factory=LineSettings)
    capabilities: frozenset[str] = frozenset()
    verified_on: tuple[str, ...] = ()


class Driver(abc.ABC):
    """One device, or the units on one shared line, behind one open wire.

    `run` owns the wire: it makes contact, reports health, polls and listens, until the wire is
    lost. Verbs may be called while `run` is running; each states an end state and is safe to
    repeat, ends within a bounded time, and raises only `DeviceError`s. A silent device is
    reported once when lost and once when back, and `run` goes on asking for it.
    """

    declaration: ClassVar[Declaration]

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        self.wire = wire
        self.options = options
        self.context = context
        self._healths: dict[str, Health] = {}

    @abc.abstractmethod
    async def run(self) -> None:
        """Serve the device until the wire is lost. Raises `WireLostError`, and nothing else."""

    async def self_test(self) -> list[Finding]:
        """Try what can be tried, and say what was seen. Called only while a person looks.

        May print, light up, beep or speak; takes no money and changes no setting. Raises
        `DeviceError` where the device is lost on the way.
        """
        known = self._healths.get("", Health.STARTING)
        return [Finding(known.usable, f"the device is {known.value}")]

    def report_health(self, health: Health, detail: str = "", unit: str = "") -> None:
        """Report a change of health, and stay quiet where nothing changed."""
        if self._healths.get(unit) is not health:
            self._healths[unit] = health
            self.context.report(HealthChanged(health, detail, unit))

"""The verbs of each kind of device: end states, safe to repeat."""

import abc
import datetime as dt

from drivers.contract.driver import Driver
from drivers.contract.errors import NotPossibleError
from drivers.contract.orders import Announcement, PaperSheet, PaperTicket, Spoken


class IdentityReader(Driver):
    """Reports `CardRead`, once for each card laid on it, and `CardTroubled`. Has no verbs."""


class ChipCardReader(Driver):
    """Reports `ChipCardSeen`, and `PurchaseCardRead` where it may read them. Has no verbs."""


class Scanner(Driver):
    """Reports `CodeScanned`. One that is always ready takes `set_scanning` and does nothing."""

    async def set_scanning(self, on: bool) -> None:
        """Have it look for codes, or rest. Capability `trigger`: it can rest."""


class Switches(Driver):
    """A relay board. Reports `InputChanged` where it has inputs."""

    @abc.abstractmethod
    async def switch(self, unit: str, on: bool) -> None:
        """Have output `unit` be on or off. A momentary output goes off by itself."""


class PowerSupply(Driver):
    """A UPS. Reports `PowerChanged`. Has no verbs."""


class PeopleCounter(Driver):
    """Reports `PeopleCounted`. Has no verbs."""


class TicketPrinter(Driver):
    """Prints tickets on paper."""

    @abc.abstractmethod
    async def print_ticket(self, ticket: PaperTicket) -> None:
        """Print, cut, and return once the printer has confirmed it.

        Raises `PaperOutError`, `PaperJammedError`, `CoverOpenError` when it did not print (and
        will not do so later: the printer's memory has been cleared), `DeviceSilentError` when
        nothing was handed over, `OutcomeUnknownError` when paper may have come out.
        """

    async def print_sheet(self, sheet: PaperSheet) -> None:
        """Do the same for a sheet to take home. Capability `sheet`: it can.

        Raises as `print_ticket`; a printer without the capability raises `NotPossibleError`.
        """
        raise NotPossibleError("this printer prints nothing but tickets")


class TextDisplay(Driver):
    """LED strips, one or several on a line, each with an address (`unit`)."""

    @abc.abstractmethod
    async def show(self, unit: str, text: str) -> None:
        """Have `unit` show `text` and nothing else."""


class AdjustableDisplay(TextDisplay):
    """LED strips whose light can be set. Nothing of it wears their memory."""

    @abc.abstractmethod
    async def set_brightness(self, percent: int) -> None:
        """Have all units shine with `percent` (0 to 100) of their light."""

    @abc.abstractmethod
    async def set_lit(self, on: bool) -> None:
        """Have all units be on, or dark."""

    @abc.abstractmethod
    async def set_clock(self, now: dt.datetime) -> None:
        """Set the clock of all units."""


class CounterUnits(Driver):
    """Hard callers with evaluators, several on a line. Reports `KeyPressed`, `RatingPressed`."""

    @abc.abstractmethod
    async def show_ticket(self, unit: str, ticket: str) -> None:
        """Have the caller at `unit` show the digits of `ticket`."""

    @abc.abstractmethod
    async def show_waiting(self, unit: str, count: int) -> None:
        """Have the caller at `unit` show how many wait."""

    @abc.abstractmethod
    async def ask_rating(self, unit: str) -> None:
        """Have the evaluator at `unit` ask the visitor."""


class Speaker(Driver):
    """Says announcements, one at a time."""

    @abc.abstractmethod
    async def say(self, announcement: Announcement) -> Spoken:
        """Render, play where there is an audio device, and return when it is over."""

"""Which facts are under way: sent, and not yet known to be held by headquarters. Pure."""

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple


class Flight(NamedTuple):
    """A batch under way."""

    first: int
    last: int
    sent_s: float


@dataclass(slots=True)
class Window:
    """At most `credit` batches under way; everything up to `acked` is held, up to `sent` sent."""

    acked: int = 0
    sent: int = 0
    credit: int = 1
    flights: deque[Flight] = field(default_factory=deque)
    _resumed: bool = False

    def restart(self, upto: int, credit: int) -> None:
        """Begin behind `upto` with nothing under way."""
        self.acked = self.sent = upto
        self.credit = credit
        self.flights.clear()
        self._resumed = False

    @property
    def open(self) -> bool:
        """Whether another batch may go."""
        return len(self.flights) < self.credit

    def launch(self, flight: Flight) -> None:
        """Note that a batch has gone."""
        self.flights.append(flight)
        self.sent = flight.last

    def arrived(self, upto: int) -> list[Flight]:
        """Everything up to `upto` is held: return the batches that are thereby through."""
        through = []
        while self.flights and self.flights[0].last <= upto:
            through.append(self.flights.popleft())
        if upto > self.acked:
            self.acked = upto
            self._resumed = False
        self.sent = max(self.sent, upto)
        return through

    def resume(self, seq: int) -> None:
        """Go back to `seq`, once: every batch behind a lost one asks for the same."""
        if seq == self.acked + 1 and not self._resumed:
            self.rewind()
            self._resumed = True

    def rewind(self) -> None:
        """Count everything that is not known to be held as not sent."""
        self.sent = self.acked
        self.flights.clear()

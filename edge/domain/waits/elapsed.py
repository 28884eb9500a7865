"""How much time lies between two moments: right across clock steps, and never less than none."""

from dataclasses import dataclass

from edge.domain import facts as f


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment that something is measured from. Fields as in `Moment`; `lost_s` does not count."""

    at: int
    mono: int
    boot: str
    lost_s: float = 0.0

    def until_s(self, moment: f.Moment) -> float:
        """Return the seconds from here to `moment`, without those lost.

        The wall clock is asked only where the machine was started anew in between.
        """
        same_boot = self.boot == moment.boot
        passed_ms = moment.mono - self.mono if same_boot else moment.at - self.at
        return max(0.0, passed_ms / 1000 - self.lost_s)


def mark(moment: f.Moment) -> Mark:
    """Return the mark of a moment."""
    return Mark(moment.at, moment.mono, moment.boot)

"""The life of a visit in plain words, to compare the real one with. Knows no table.

A number is reserved, then issued or voided; printing may begin in between. Who waits is called,
once more or not, and comes or does not; who came is served, and then finished. At the end of the
day who waits or was called expires. Nothing follows what is over, and nobody takes a second number
before the first is over. Who was identified may leave, unless a number was taken.
"""

from dataclasses import dataclass, field

OVER = ("finished", "voided", "no_show", "expired")


@dataclass
class Stretch:
    """What is known of one leg: its state, and everything that is told of it."""

    state: str = "reserved"
    times: dict[str, int] = field(default_factory=dict)
    counter: str = ""
    staff: str = ""
    delivery: str = ""
    calls: int = 0
    printing: bool = False


@dataclass
class Visitor:
    """Each verb does what its fact says and returns True, or returns False and does nothing."""

    begun: bool = False
    left: bool = False
    legs: list[Stretch] = field(default_factory=list)
    grade: int | None = None

    def _in(self, *states: str) -> Stretch | None:
        """Return the leg that counts, if it is in one of `states` and nobody has left."""
        there = not self.left and self.legs and self.legs[-1].state in states
        return self.legs[-1] if there else None

    def identified(self) -> bool:
        if self.left or self.legs:
            return False
        self.begun = True
        return True

    def abandoned(self) -> bool:
        if not self.begun or self.left or self.legs:
            return False
        self.left = True
        return True

    def reserved(self, at: int) -> bool:
        if self.left or (self.legs and self.legs[-1].state not in OVER):
            return False
        self.begun = True
        self.legs.append(Stretch(times={"reserved_at": at}))
        return True

    def print_started(self) -> bool:
        leg = self._in("reserved")
        if leg:
            leg.printing = True
        return leg is not None

    def issued(self, at: int, delivery: str) -> bool:
        leg = self._in("reserved")
        if leg:
            leg.state, leg.delivery, leg.times["issued_at"] = "waiting", delivery, at
        return leg is not None

    def voided(self, at: int) -> bool:
        return self._ended("voided", at, "reserved")

    def called(self, at: int, counter: str, staff: str) -> bool:
        leg = self._in("waiting")
        if leg:
            leg.state, leg.counter, leg.staff, leg.calls = "called", counter, staff, 1
            leg.times["called_at"] = at
        return leg is not None

    def recalled(self, at: int) -> bool:
        leg = self._in("called")
        if leg:
            leg.calls += 1
            leg.times["called_at"] = at
        return leg is not None

    def started(self, at: int, staff: str) -> bool:
        leg = self._in("called")
        if leg:
            leg.state, leg.staff, leg.times["started_at"] = "serving", staff, at
        return leg is not None

    def finished(self, at: int) -> bool:
        return self._ended("finished", at, "serving")

    def no_show(self, at: int) -> bool:
        return self._ended("no_show", at, "called")

    def expired(self, at: int) -> bool:
        return self._ended("expired", at, "waiting", "called")

    def _ended(self, state: str, at: int, *before: str) -> bool:
        leg = self._in(*before)
        if leg:
            leg.state, leg.times["ended_at"] = state, at
        return leg is not None

    def rated(self, grade: int) -> bool:
        if self.left or not self.legs:
            return False
        self.grade = grade
        return True

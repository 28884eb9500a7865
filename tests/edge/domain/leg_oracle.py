"""The life of a visit in plain words, to compare the real one with. Knows no table.

A number is reserved, then issued or voided; printing may begin in between. Who waits is called,
once more or not, and comes or does not; who came is served, and then finished. Who waits may be
asked near a counter first. Whoever was called or is served may be put aside, or sent back to those
who wait; so may who did not come. Whoever is handed on waits for the next, under the same number.
At the end of the day who has not been served expires. Nobody takes a second number before the
first is over. Who was identified may leave, unless a number was taken.
"""

from dataclasses import dataclass, field

OVER = ("finished", "voided", "no_show", "transferred", "cancelled", "expired")


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
        leg = self._in("waiting", "precalled", "parked")
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

    def precalled(self, counter: str, staff: str) -> bool:
        leg = self._in("waiting")
        if leg:
            leg.state, leg.counter, leg.staff = "precalled", counter, staff
        return leg is not None

    def returned(self) -> bool:
        leg = self._in("waiting", "precalled", "called", "serving", "parked", "no_show")
        if leg:
            leg.state, leg.counter, leg.calls = "waiting", "", 0
            for time in ("called_at", "started_at", "ended_at"):
                leg.times.pop(time, None)
        return leg is not None

    def parked(self) -> bool:
        leg = self._in("called", "serving")
        if leg:
            leg.state = "parked"
        return leg is not None

    def transferred(self, at: int) -> bool:
        return self._ended("transferred", at, "waiting", "called", "serving", "parked")

    def leg_opened(self, at: int) -> bool:
        before = self._in("finished", "transferred")
        if before:
            times = {"reserved_at": at, "issued_at": at}
            self.legs.append(Stretch("waiting", times, delivery=before.delivery))
        return before is not None

    def cancelled(self, at: int) -> bool:
        return self._ended("cancelled", at, "waiting", "precalled", "called", "parked")

    def rearranged(self) -> bool:
        return self._in("waiting") is not None

    def expired(self, at: int) -> bool:
        before = ("waiting", "precalled", "called", "serving", "parked")
        return self._ended("expired", at, *before)

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

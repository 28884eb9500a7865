"""Whether appointments came out right: never more than handed out, each kept or missed once."""

from collections.abc import Iterator, Mapping, Sequence

from edge.domain import facts as f
from edge.domain.appointments import AppointmentRules
from edge.domain.now import Stretch

_MINUTE_MS = 60_000
_LATE_MS = 30_000  # what is due by the clock is done within some ticks of it

BOOKED, KEPT, MISSED, CANCELLED = "booked", "kept", "missed", "cancelled"


class Appointments:
    """All appointments of a journal, and how they stand; `look` is given its facts in order."""

    def __init__(self, rules: AppointmentRules) -> None:
        self.states: dict[str, str] = {}
        self._rules = rules
        self._handed: dict[Stretch, int] = {}
        self._booked: dict[str, f.AppointmentBooked] = {}
        self._visits: dict[str, str] = {}  # appointments by the visit that has come with them

    def look(self, recorded: f.Recorded) -> Iterator[str]:
        """Yield what is wrong with the next fact."""
        match recorded.fact:
            case f.QuotaHanded(service, begins, ends, count):
                stretch = Stretch(service, begins, ends)
                # After a jump of the clock a hall may say once more what it has handed out.
                if count < self._handed.get(stretch, 0):
                    yield f"{service}: places were taken back from headquarters"
                self._handed[stretch] = count
            case f.AppointmentBooked() as booked:
                yield from self._book(booked)
            case f.AppointmentKept(name, visit):
                yield from self._move(name, KEPT, (BOOKED, MISSED))
                self._visits[visit] = name
            case f.AppointmentMissed(name):
                yield from self._move(name, MISSED, (BOOKED,))
            case f.AppointmentCancelled(name):
                yield from self._move(name, CANCELLED, (BOOKED,))
            case f.TicketVoided(visit) if visit in self._visits:
                self.states[self._visits.pop(visit)] = BOOKED  # they may show it once more
            case f.DayClosed():
                yield from self._forgotten(recorded.moment.at)

    def _book(self, booked: f.AppointmentBooked) -> Iterator[str]:
        name = booked.subject
        if name in self.states:
            yield f"{name} was booked twice"
        self.states[name], self._booked[name] = BOOKED, booked
        stretch = next((each for each in self._handed if _within(each, booked)), None)
        if stretch is None:
            yield f"{name} was booked, and no place was handed out for then"
            return
        taken = sum(
            self.states[other] != CANCELLED
            for other, each in self._booked.items()
            if _within(stretch, each)
        )
        if taken > self._handed[stretch]:
            yield f"{name} is one more than the {self._handed[stretch]} that were handed out"

    def _move(self, name: str, to: str, of: Sequence[str]) -> Iterator[str]:
        before = self.states.get(name)
        if before not in of:
            yield f"{name} was {before or 'never booked'}, and then {to}"
        self.states[name] = to

    def _forgotten(self, now: int) -> Iterator[str]:
        long_ago = now - self._rules.missed_min * _MINUTE_MS - _LATE_MS
        for name, booked in self._booked.items():
            if self.states[name] == BOOKED and booked.due < long_ago:
                yield f"{name} was neither kept nor missed when its day ended"


def _within(stretch: Stretch, booked: f.AppointmentBooked) -> bool:
    return stretch.service == booked.service and stretch.begins <= booked.due < stretch.ends


def differences(
    hall: Mapping[str, str], headquarters: Mapping[str, str], asked: Sequence[str]
) -> Iterator[str]:
    """Yield where headquarters knows of another end of an appointment than the hall.

    Each by appointment; `asked` are those about which a command has not been answered yet.
    """
    for name, state in hall.items():
        known = headquarters.get(name, "unknown")
        if known != state and name not in asked:
            yield f"{name} is {state} in the hall, and {known} at headquarters"
    for name, state in headquarters.items():
        if state == BOOKED and name not in hall and name not in asked:
            yield f"{name} is booked at headquarters, and the hall has never heard of it"

"""A hall as it stands, made ready for being run ahead for one ticket."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from edge.domain import facts as f
from edge.domain.asking import asker_at
from edge.domain.now import AppointmentNow
from edge.domain.plan import Plan
from edge.domain.queue import Lane, Waiting
from edge.domain.rules import Chooser, Rules, chooser_for
from edge.domain.state import HallState
from edge.domain.waits.expecting import EARLY_S, KEPT_SHARE, booked_soon, may_join, sees
from edge.domain.waits.floor import NO_TIME, Coming, Floor, Guest, Later, Seat, Times
from edge.domain.waits.lengths import Lengths
from edge.domain.waits.lineup import Book, Plain, Ruled, is_plain, plainly
from edge.domain.waits.roster import Stints
from edge.domain.waits.seating import Clerk, Seating
from edge.domain.waits.waits import Waits

_LAST = (1 << 60, 1 << 60)
_SOON_MS = 900_000  # how many come this far ahead is typical of the wait
_SHARES = 64


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known when a wait is asked for.

    `local_minute` is the minute of the hall's day, `stints` are those of its counter plan.
    """

    state: HallState
    waits: Waits
    plan: Plan
    rules: Rules
    moment: f.Moment
    local_minute: int
    stints: Stints = ()


def compiled(known: Known, asked: str | Lane) -> Floor | None:
    """Return the hall, to be run ahead until `asked` is called: a visit that waits, or a lane.

    None where nobody serves it, and nobody is expected who will.
    """
    return _Compiler(known, asked).floor()


class _Compiler:
    def __init__(self, known: Known, asked: str | Lane) -> None:
        self._known = known
        plan, queue = known.plan, known.state.queue
        expected_s = {each: plan.by_id[each].expected_min * 60.0 for each in plan.leaves}
        self._lengths = Lengths(known.waits.history, expected_s, planned=bool(known.stints))
        self._queue = [(lane, each) for lane, line in queue.lanes.items() for each in line]
        if isinstance(asked, Lane):
            self._queue.append((asked, Waiting("", _LAST, known.moment.at)))
        self._asked = "" if isinstance(asked, Lane) else asked
        self._lane = asked if isinstance(asked, Lane) else queue.lane_of[asked]
        self._queue.sort(key=_by_coming)
        self._services: dict[str, int] = {}

    def floor(self) -> Floor | None:
        clerks = self._clerks()
        choosers = [self._chooser(clerk.counter, clerk.staff) for clerk in clerks]
        rivals = [chooser for chooser in choosers if sees(chooser, self._lane)]
        if not rivals:
            return None
        known = self._known
        ruled = bool(known.rules.steps)
        joining = may_join(known.waits.arrivals, self._lane, rivals, ruled=ruled)
        booked = booked_soon(known.state, known.moment.at)
        lanes = list(dict.fromkeys([lane for lane, _ in (*self._queue, *booked)] + [*joining]))
        guests = self._guests(len(clerks))
        numbered = zip(range(len(clerks)), clerks, choosers, strict=True)
        seats = tuple(self._seat(*each, lanes) for each in numbered)
        return Floor(
            seats=seats,
            line_up=self._line_up(lanes, guests, choosers),
            coming=tuple(sorted(self._coming(lanes, guests, booked, len(clerks)))),
            later=self._later(joining, lanes),
            asked=guests[self._asked].number,
            waiting=len(guests) + len(booked),
            times=self._times(),  # behind all that gives services their numbers
            quick=is_plain(known.rules, lanes),
        )

    # --- who calls ---

    def _chooser(self, counter: str, staff: str) -> Chooser:
        known = self._known
        return chooser_for(known.rules, asker_at(known.state, known.plan, counter, staff))

    def _clerks(self) -> Sequence[Clerk]:
        known = self._known
        seating = Seating(
            known.state,
            known.waits.desks,
            self._lengths,
            known.stints,
            known.moment,
            self._has_somebody,
        )
        counters = known.plan.counters_by_id
        return [clerk for clerk in seating.clerks() if clerk.counter in counters]

    def _has_somebody(self, counter: str, staff: str) -> bool:
        if counter not in self._known.plan.counters_by_id:
            return False
        chooser = self._chooser(counter, staff)
        return any(sees(chooser, lane) for lane in self._known.state.queue.lanes)

    def _seat(self, at: int, clerk: Clerk, chooser: Chooser, lanes: Sequence[Lane]) -> Seat:
        own = tuple(number for number, lane in enumerate(lanes) if sees(chooser, lane))
        services = dict.fromkeys(lanes[number].service for number in own)
        paces = {self._service(each): self._lengths.pace(each, clerk.staff) for each in services}
        return Seat(at, clerk.free, clerk.absences, own, paces)

    def _times(self) -> Times:
        lengths = self._lengths
        return Times(
            lengths.outcomes,
            [lengths.usual_s(service) for service in self._services],
            lengths.absent_s,
            lengths.around_s,
            lengths.pause_share,
            lengths.pauses_s,
        )

    def _service(self, service: str) -> int:
        return self._services.setdefault(service, len(self._services))

    # --- who waits ---

    def _guests(self, first: int) -> dict[str, Guest]:
        """Return all who wait, by visit, in the order of coming; numbers begin with `first`."""
        now = self._known.moment.at
        return {
            each.visit: Guest(
                self._due_s(each.due),
                place,
                (each.begun - now) / 1000,
                self._service(lane.service),
                first + place,
            )
            for place, (lane, each) in enumerate(self._queue)
        }

    def _due_s(self, due: int) -> float:
        return (due - self._known.moment.at) / 1000 if due else NO_TIME

    def _line_up(
        self, lanes: Sequence[Lane], guests: Mapping[str, Guest], choosers: Sequence[Chooser]
    ) -> Callable[[], Plain] | Callable[[], Ruled]:
        if is_plain(self._known.rules, lanes):
            return partial(Plain, self._lines(lanes, guests), plainly(self._known.rules, lanes))
        return partial(Ruled, self._book(lanes, guests, choosers))

    def _lines(
        self, lanes: Sequence[Lane], guests: Mapping[str, Guest]
    ) -> tuple[tuple[Guest, ...], ...]:
        lines: list[list[Guest]] = [[] for _ in lanes]
        number_of = {lane: at for at, lane in enumerate(lanes)}
        for lane, each in self._queue:
            if each.ready <= self._known.moment.at:
                lines[number_of[lane]].append(guests[each.visit])
        return tuple(tuple(sorted(line)) for line in lines)

    def _book(
        self, lanes: Sequence[Lane], guests: Mapping[str, Guest], choosers: Sequence[Chooser]
    ) -> Book:
        known = self._known
        queue = known.state.queue.copied()
        if not self._asked:
            queue.add(self._lane, Waiting("", _LAST, known.moment.at))
        turns, now = dict(known.state.turns), known.moment.at
        return Book(choosers, lanes, queue, guests, turns, now, known.local_minute)

    # --- who may come ---

    def _coming(
        self,
        lanes: Sequence[Lane],
        guests: Mapping[str, Guest],
        booked: Sequence[tuple[Lane, AppointmentNow]],
        first: int,
    ) -> Iterator[Coming]:
        """Yield who joins later: tickets not ready yet, and who has booked, numbered behind all."""
        now = self._known.moment.at
        if is_plain(self._known.rules, lanes):  # the rules themselves know who is not ready
            for lane, each in self._queue:
                if each.ready > now:
                    at_s = (each.ready - now) / 1000
                    yield Coming(at_s, lanes.index(lane), guests[each.visit])
        for number, (lane, appointment) in enumerate(booked, first + len(guests)):
            due_s = self._due_s(appointment.due)
            at_s = max(0.0, due_s - EARLY_S)
            guest = Guest(due_s, number, at_s, self._service(lane.service), number)
            yield Coming(at_s, lanes.index(lane), guest, KEPT_SHARE)

    def _later(self, joining: Mapping[Lane, float], lanes: Sequence[Lane]) -> Later:
        total, chosen = sum(self._known.waits.arrivals.by_kind.values()), sum(joining.values())
        if not chosen:
            return Later()
        per_s = self._known.waits.arrivals.per_s(self._known.moment.at + _SOON_MS) * chosen / total
        equally = [
            (lanes.index(lane), self._service(lane.service))
            for lane, count in joining.items()
            for _ in range(max(1, round(_SHARES * count / chosen)))
        ]
        return Later(per_s, equally)


def _by_coming(each: tuple[Lane, Waiting]) -> tuple[int, int]:
    return each[1].order

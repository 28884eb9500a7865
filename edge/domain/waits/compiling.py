"""A hall as it stands, made ready for being run ahead for one ticket."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from edge.domain import facts as f
from edge.domain.asking import asker_at
from edge.domain.now import AppointmentNow
from edge.domain.plan import Plan
from edge.domain.queue import Lane, Queue, Waiting
from edge.domain.rules import Chooser, Rules, chooser_for
from edge.domain.state import HallState
from edge.domain.waits.floor import NO_TIME, Coming, Floor, Guest, Later, Seat
from edge.domain.waits.lengths import Lengths
from edge.domain.waits.lineup import Book, Plain, Plainly, Ruled
from edge.domain.waits.roster import Stints
from edge.domain.waits.seating import Clerk, Seating
from edge.domain.waits.waits import Waits

_LAST = (1 << 60, 1 << 60)
_SOON_MS = 900_000  # how many come this far ahead is typical of the wait
_SHARES = 64
# Appointments of the next hour matter; who has one comes so much early, or not at all.
_BOOKED_MS = 3_600_000
_EARLY_S = 300.0
_KEPT_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known when a wait is asked for. `state` must not change meanwhile.

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
        if not any(_sees(chooser, self._lane) for chooser in choosers):
            return None
        joining, booked = self._joining(choosers), self._booked()
        lanes = list(
            dict.fromkeys([lane for lane, _each in (*self._queue, *booked)] + list(joining))
        )
        guests = self._guests(len(clerks))
        plain = _is_plain(self._known.rules, lanes)
        coming = self._coming(lanes, guests) if plain else ()
        expected = self._expected(booked, lanes, len(clerks) + len(guests))
        return Floor(
            seats=tuple(
                self._seat(at, clerk, chooser, lanes)
                for at, (clerk, chooser) in enumerate(zip(clerks, choosers, strict=True))
            ),
            line_up=self._plain(lanes, guests) if plain else self._ruled(lanes, guests, choosers),
            coming=tuple(sorted((*coming, *expected))),
            later=self._later(joining, lanes),
            asked=guests[self._asked].number,
            waiting=len(guests) + len(booked),
            pause_share=self._lengths.pause_share,
            pauses_s=self._lengths.pauses_s,
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
        chooser = self._chooser(counter, staff)
        return any(_sees(chooser, lane) for lane in self._known.state.queue.lanes)

    def _seat(self, at: int, clerk: Clerk, chooser: Chooser, lanes: Sequence[Lane]) -> Seat:
        own = tuple(number for number, lane in enumerate(lanes) if _sees(chooser, lane))
        services = dict.fromkeys(lanes[number].service for number in own)
        lasts_s = {
            self._service(each): self._lengths.calls_s(each, clerk.staff) for each in services
        }
        return Seat(at, clerk.free, clerk.absences, own, lasts_s)

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

    def _plain(self, lanes: Sequence[Lane], guests: Mapping[str, Guest]) -> Callable[[], Plain]:
        lines: list[list[Guest]] = [[] for _ in lanes]
        number_of = {lane: at for at, lane in enumerate(lanes)}
        for lane, each in self._queue:
            if each.ready <= self._known.moment.at:
                lines[number_of[lane]].append(guests[each.visit])
        ordered = tuple(tuple(sorted(line)) for line in lines)
        return partial(Plain, ordered, _plainly(self._known.rules, lanes))

    def _coming(self, lanes: Sequence[Lane], guests: Mapping[str, Guest]) -> tuple[Coming, ...]:
        now = self._known.moment.at
        return tuple(
            Coming((each.ready - now) / 1000, lanes.index(lane), guests[each.visit])
            for lane, each in self._queue
            if each.ready > now
        )

    def _ruled(
        self, lanes: Sequence[Lane], guests: Mapping[str, Guest], choosers: Sequence[Chooser]
    ) -> Callable[[], Ruled]:
        known, queue = self._known, Queue()
        for lane, each in self._queue:
            queue.add(lane, each)
        book = Book(
            choosers,
            lanes,
            queue,
            guests,
            known.state.turns,
            known.moment.at,
            known.local_minute,
        )
        return partial(Ruled, book)

    # --- who may come ---

    def _booked(self) -> list[tuple[Lane, AppointmentNow]]:
        """Return those who have booked for soon and are not here yet."""
        now = self._known.moment.at
        return [
            (Lane(each.service, segments=each.segments, booked=True), each)
            for each in self._known.state.appointments.values()
            if not each.visit and not each.over and now < each.due < now + _BOOKED_MS
        ]

    def _expected(
        self, booked: Sequence[tuple[Lane, AppointmentNow]], lanes: Sequence[Lane], first: int
    ) -> list[Coming]:
        now, found = self._known.moment.at, []
        for number, (lane, each) in enumerate(booked, first):
            at_s = max(0.0, (each.due - now) / 1000 - _EARLY_S)
            guest = Guest(self._due_s(each.due), number, at_s, self._service(lane.service), number)
            found.append(Coming(at_s, lanes.index(lane), guest, _KEPT_SHARE))
        return found

    def _joining(self, choosers: Sequence[Chooser]) -> dict[Lane, float]:
        """Return the lanes of those who may still come and matter, and how often each came.

        Where priority and coming are all that counts, only a higher priority overtakes.
        """
        ruled = bool(self._known.rules.steps)
        rivals = [chooser for chooser in choosers if _sees(chooser, self._lane)]
        found: dict[Lane, float] = {}
        for (service, priority, segments), count in self._known.waits.arrivals.by_kind.items():
            lane = Lane(service, priority, segments)
            overtakes = ruled or priority > self._lane.priority
            if overtakes and any(_sees(chooser, lane) for chooser in rivals):
                found[lane] = count
        return found

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


def _sees(chooser: Chooser, lane: Lane) -> bool:
    return chooser.sight.standing(lane).callable


def _is_plain(rules: Rules, lanes: Sequence[Lane]) -> bool:
    """Whether nothing but priority, appointments, coming and the fairness bound counts."""
    if rules.steps or rules.ageing or rules.appointments.early_waits:
        return False
    if rules.known_wait_min and any(lane.known_to for lane in lanes):
        return False
    return not any(lane.counter or lane.staff for lane in lanes)


def _plainly(rules: Rules, lanes: Sequence[Lane]) -> Plainly:
    levels = not rules.in_order_of_coming
    return Plainly(
        [lane.priority * levels for lane in lanes],
        [lane.booked and levels for lane in lanes],
        rules.fairness_bound_min * 60.0,
        _seconds(rules.appointments.early_min),
        _seconds(rules.appointments.late_min),
    )


def _seconds(minutes: int | None) -> float:
    return math.inf if minutes is None else minutes * 60.0

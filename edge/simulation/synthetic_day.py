"""The days of a synthetic hall as the facts that a controller would have recorded."""

import math
import random
from collections.abc import Callable, Iterator
from heapq import heappop, heappush

from edge.domain import facts as f
from edge.domain.asking import asker_at
from edge.domain.carrying import carried_state
from edge.domain.rules import choose
from edge.domain.state import HallState
from edge.simulation.dice import Dice
from edge.simulation.synthetic import PLAN, SERVICES, SyntheticHall

_MINUTE_S = 60
# How many come in each half hour from the opening on, against each other: two peaks.
_PEAKS = (0.7, 1.1, 1.5, 1.6, 1.3, 1.0, 0.8, 0.6, 0.6, 0.8, 1.1, 1.4, 1.5, 1.2, 0.9, 0.6, 0.4)

Action = Callable[[], None]


def days_of(hall: SyntheticHall) -> Iterator[list[f.Recorded]]:
    """Yield the facts of each day, in order."""
    dice, state = Dice(f"synthetic/{hall.seed}"), HallState()
    state.epoch = "synthetic"
    paces = dice.of("clerks")
    pace = {member.id: math.exp(paces.gauss(0, hall.clerk_sigma)) for member in PLAN.staff}
    for number in range(hall.days):
        yield _Day(hall, number, state, dice.of(f"day {number}"), pace).lived()


class _Day:
    """One day: what happens is put on a timetable, and done in the order of time."""

    def __init__(
        self,
        hall: SyntheticHall,
        number: int,
        state: HallState,
        chance: random.Random,
        pace: dict[str, float],
    ) -> None:
        self._hall = hall
        self._number = number
        self._state = state
        self._chance = chance
        self._pace = {clerk: each * math.exp(chance.gauss(0, 0.05)) for clerk, each in pace.items()}
        self._now_s = 0.0
        self._timetable: list[tuple[float, int, Action]] = []
        self._planned = 0
        self._facts: list[f.Recorded] = []
        self._visits = 0

    def lived(self) -> list[f.Recorded]:
        """Live through the day and return its facts."""
        self._now_s = 6 * 3600
        carried = carried_state(self._state, self._wall())
        day = self._hall.date(self._number).isoformat()
        self._record(f.DayOpened("hall", day, carried, "", self._state.seq))
        self._plan_clerks()
        self._plan_appointments()
        self._plan_visitors()
        while self._timetable:
            self._now_s, _order, action = heappop(self._timetable)
            action()
        self._record(f.DayClosed("hall", day, self._state.issued))
        return self._facts

    # --- time ---

    def _wall(self) -> int:
        return self._hall.midnight(self._number) + int(self._now_s * 1000)

    def _record(self, fact: f.Fact) -> None:
        wall = self._wall()
        moment = f.Moment(wall, wall - self._hall.midnight(0), "synthetic", "synced")
        recorded = f.Recorded(self._state.seq + 1, moment, fact)
        self._state.apply(recorded)
        self._facts.append(recorded)

    def _at(self, at_s: float, action: Action) -> None:
        self._planned += 1
        heappush(self._timetable, (max(at_s, self._now_s), self._planned, action))

    def _spread(self, mean_s: float, sigma: float) -> float:
        return self._chance.lognormvariate(math.log(mean_s) - sigma**2 / 2, sigma)

    # --- clerks ---

    def _plan_clerks(self) -> None:
        hall = self._hall
        for at, counter in enumerate(PLAN.counters):
            if self._chance.random() < hall.missing_share:
                continue
            late_s = 0.0
            if self._chance.random() < hall.late_share:
                late_s = self._chance.uniform(5, 40) * _MINUTE_S
            opens_s = hall.opens_min * _MINUTE_S + late_s + self._chance.uniform(-60, 60)
            self._at(opens_s, lambda c=counter.id: self._open(c))  # type: ignore[misc]
            lunch_s = (675 + hall.lunch_min * (at % 3)) * _MINUTE_S
            self._at(lunch_s, lambda c=counter.id: self._go_to_lunch(c))  # type: ignore[misc]
            self._at(hall.ends_min * _MINUTE_S, lambda c=counter.id: self._close(c))  # type: ignore[misc]

    def _open(self, counter: str) -> None:
        self._record(f.CounterOpened(counter, f"c{counter}"))
        self._at(self._now_s + 20, lambda: self._call(counter))

    def _go_to_lunch(self, counter: str) -> None:
        lasts_s = self._hall.lunch_min * _MINUTE_S + self._chance.gauss(0, 120)
        back_s = self._now_s + lasts_s
        self._leave_when_free(counter, "lunch", lambda: back_s)

    def _leave_when_free(self, counter: str, reason: str, back_s: Callable[[], float]) -> None:
        now = self._state.counter(counter)
        if not now.is_open or now.paused:
            return
        if now.visit:
            self._at(self._now_s + 5, lambda: self._leave_when_free(counter, reason, back_s))
            return
        self._record(f.CounterPaused(counter, now.staff, reason))
        self._at(back_s(), lambda: self._come_back(counter))

    def _come_back(self, counter: str) -> None:
        now = self._state.counter(counter)
        if now.paused:
            self._record(f.CounterResumed(counter, now.staff))
            self._call_soon(counter)

    def _close(self, counter: str) -> None:
        now = self._state.counter(counter)
        if not now.is_open:
            return
        if now.visit or now.paused or self._somebody_for(counter):
            self._at(self._now_s + 30, lambda: self._close(counter))
            return
        self._record(f.CounterClosed(counter, now.staff))

    def _somebody_for(self, counter: str) -> bool:
        asker = asker_at(self._state, PLAN, counter, f"c{counter}")
        return bool(self._state.queue.count(asker.services))

    # --- calling ---

    def _call_soon(self, counter: str) -> None:
        self._at(self._now_s + self._spread(12, 0.6), lambda: self._call(counter))

    def _call(self, counter: str) -> None:
        now = self._state.counter(counter)
        if not now.is_open or now.paused or now.visit:
            return
        asker = asker_at(self._state, PLAN, counter, now.staff)
        state, minute = self._state, int(self._now_s // _MINUTE_S)
        choice = choose(state.queue, asker, self._hall.rules, state.turns, self._wall(), minute)
        if choice is None:
            return
        visit = choice.visit
        leg = self._state.visits[visit].leg
        waited_min = (self._wall() - leg.since) / 60_000
        self._record(f.TicketCalled(visit, leg.leg, counter, now.staff, choice.rule, choice.turn))
        stays_away = self._hall.no_show_share + self._hall.no_show_per_min * waited_min
        if self._chance.random() < stays_away:
            self._at(self._now_s + self._spread(90, 0.4), lambda: self._give_up(visit))
        else:
            self._at(self._now_s + self._spread(22, 0.5), lambda: self._start(visit))

    def _give_up(self, visit: str) -> None:
        leg = self._state.visits[visit].leg
        self._record(f.TicketNoShow(visit, leg.leg, leg.counter, leg.staff))
        self._after_visitor(leg.counter)

    def _start(self, visit: str) -> None:
        leg = self._state.visits[visit].leg
        self._record(f.ServiceStarted(visit, leg.leg, leg.counter, leg.staff))
        habits = SERVICES[leg.service]
        lasts_s = self._spread(habits.mean_s, habits.sigma) * self._pace[leg.staff]
        self._at(self._now_s + lasts_s, lambda: self._finish(visit))

    def _finish(self, visit: str) -> None:
        leg = self._state.visits[visit].leg
        if leg.service == "change" and self._chance.random() < self._hall.transfer_share / 0.33:
            self._record(f.TicketTransferred(visit, leg.leg, leg.counter, leg.staff))
            behind = self._state.seq + 1
            self._record(f.LegOpened(visit, leg.leg + 1, "supply", "transfer", behind))
            self._wake("supply")
        else:
            self._record(f.ServiceFinished(visit, leg.leg, leg.counter, leg.staff))
        self._after_visitor(leg.counter)

    def _after_visitor(self, counter: str) -> None:
        if self._chance.random() < self._hall.leaves_share:
            away_s = self._spread(420, 0.7)
            self._leave_when_free(counter, "away", lambda: self._now_s + away_s)
        else:
            self._call_soon(counter)

    # --- visitors ---

    def _plan_visitors(self) -> None:
        hall = self._hall
        busy = math.exp(self._chance.gauss(0, hall.day_sigma) - hall.day_sigma**2 / 2)
        for half_hour, weight in enumerate(_PEAKS):
            begins_s = hall.opens_min * _MINUTE_S + half_hour * 1800
            per_s = hall.tickets * busy * weight / sum(_PEAKS) / 1800
            at_s = begins_s + self._chance.expovariate(per_s)
            while at_s < begins_s + 1800:
                self._at(at_s, self._arrive)
                at_s += self._chance.expovariate(per_s)

    def _arrive(self) -> None:
        shares = [each.share for each in SERVICES.values()]
        (service,) = self._chance.choices(list(SERVICES), shares)
        self._take_ticket(service, first=self._chance.random() < self._hall.first_share)

    def _take_ticket(
        self, service: str, *, first: bool = False, appointment: str = "", due: int = 0
    ) -> str:
        self._visits += 1
        visit = f"{self._number:03d}-{self._visits:04d}"
        state, level = self._state, int(first)
        number = state.numbers.get(service, 0) + 1
        reserved = f.TicketReserved(
            visit,
            1,
            service,
            f"{PLAN.by_id[service].prefix}{number:03d}",
            number,
            level,
            "screen",
            state.queue.ahead(service, level),
            segments=["elderly"] if first else [],
            appointment=appointment,
            due=due,
        )
        self._record(reserved)
        self._record(f.TicketIssued(visit, 1, "screen"))
        self._wake(service)
        return visit

    # --- appointments ---

    def _plan_appointments(self) -> None:
        hall, midnight = self._hall, self._hall.midnight(self._number)
        for number in range(hall.booked):
            name = f"{self._number:03d}-{number:02d}"
            service = self._chance.choice(("change", "supply"))
            due_min = hall.opens_min + 30 * self._chance.randrange(1, len(_PEAKS) - 1)
            due = midnight + due_min * 60_000
            self._record(f.AppointmentBooked(name, service, due, due + 30 * 60_000))
            if self._chance.random() < hall.kept_share:
                at_s = (due_min + self._chance.gauss(-6, 4)) * _MINUTE_S
                self._at(at_s, lambda n=name: self._keep(n))  # type: ignore[misc]
            else:
                self._at((due_min + 20) * _MINUTE_S, lambda n=name: self._miss(n))  # type: ignore[misc]

    def _keep(self, name: str) -> None:
        booked = self._state.appointments[name]
        visit = self._take_ticket(booked.service, appointment=name, due=booked.due)
        self._record(f.AppointmentKept(name, visit, "code", late=self._wall() > booked.due))

    def _miss(self, name: str) -> None:
        self._record(f.AppointmentMissed(name))

    def _wake(self, service: str) -> None:
        for counter in PLAN.counters:
            now = self._state.counter(counter.id)
            if not now.is_open or now.paused or now.visit:
                continue
            if service in asker_at(self._state, PLAN, counter.id, now.staff).services:
                self._call_soon(counter.id)

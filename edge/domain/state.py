"""The hall as it is, folded from facts: the one place where a fact changes anything."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from edge.domain import facts as f
from edge.domain.leg import AT_COUNTER, OVER, LegState
from edge.domain.queue import Queue, Waiting
from edge.domain.visit import VISIT_FACTS, Leg, UnknownVisitError, Visit, evolve

# Facts that headquarters and screens are told, and that change nothing here.
_ONLY_TOLD = frozenset(
    {
        "RatingIgnored",
        "WireRecorded",
        "CardNotRead",
        "PeopleCounted",
        "InputChanged",
        "ShutdownBegan",
    }
)
# Longer than any session's token lives: after that nobody needs to be told that it has ended.
_SESSION_FORGOTTEN_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A counter as it stands. `last_visit` ended there at `last_ended_at` (wall ms)."""

    staff: str = ""
    visit: str = ""
    since: int = 0
    last_visit: str = ""
    last_ended_at: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody sits there."""
        return bool(self.staff)


@dataclass(frozen=True, slots=True)
class FaultNow:
    """A fault that is open since `at` (wall ms), seen `count` times, at `last_at` the last time.

    `closed_at` is 0 while it is open. `acknowledged_by` and `note` are of whoever knows of it.
    """

    device: str
    unit: str
    health: str
    detail: str
    at: int
    count: int = 1
    last_at: int = 0
    closed_at: int = 0
    acknowledged_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PowerNow:
    """What a UPS said last."""

    on_battery: bool
    low: bool


@dataclass(frozen=True, slots=True)
class WrongPins:
    """How many wrong PINs a member of staff gave in a row, and when the last of them was."""

    count: int
    at: int
    mono: int
    boot: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request with an idempotency key was answered; `status` 0 while it is under way."""

    fingerprint: str
    status: int = 0
    answer: Mapping[str, Any] | None = None
    visit: str = ""


@dataclass(slots=True)
class HallState:
    """Everything that facts have made so far. Changed by `apply` alone."""

    seq: int = 0
    day: str = ""
    epoch: str = ""
    acked: int = 0
    issued: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    reserved: dict[str, None] = field(default_factory=dict)  # visits whose number nobody has seen
    queue: Queue = field(default_factory=Queue)
    counters: dict[str, CounterNow] = field(default_factory=dict)
    answered: dict[str, Answered] = field(default_factory=dict)
    faults: dict[tuple[str, str], FaultNow] = field(default_factory=dict)
    closed_faults: dict[tuple[str, str], FaultNow] = field(default_factory=dict)  # the day's latest
    power: dict[str, PowerNow] = field(default_factory=dict)  # by UPS
    losses: dict[str, int] = field(default_factory=dict)
    wrong_pins: dict[str, WrongPins] = field(default_factory=dict)
    ended_sessions: dict[str, int] = field(default_factory=dict)  # when, in wall ms

    def apply(self, recorded: f.Recorded) -> None:
        """Take in the next fact. Raises where it cannot follow; the state is then worthless."""
        if recorded.seq != self.seq + 1 and self.seq:
            raise ValueError(f"fact {recorded.seq} does not follow {self.seq}")
        self.seq = recorded.seq
        fact = recorded.fact
        if fact.kind in VISIT_FACTS:
            self._apply_to_visit(recorded)
        else:
            self._apply_to_hall(recorded)

    def copied(self) -> "HallState":
        """Return a state of its own that begins as this one is. What it holds never changes."""
        return replace(
            self,
            numbers=dict(self.numbers),
            visits=dict(self.visits),
            reserved=dict(self.reserved),
            queue=self.queue.copied(),
            counters=dict(self.counters),
            answered=dict(self.answered),
            faults=dict(self.faults),
            closed_faults=dict(self.closed_faults),
            power=dict(self.power),
            losses=dict(self.losses),
            wrong_pins=dict(self.wrong_pins),
            ended_sessions=dict(self.ended_sessions),
        )

    # --- visits ---

    def _apply_to_visit(self, recorded: f.Recorded) -> None:
        before = self.visits.get(recorded.fact.subject)
        after = evolve(before, recorded)
        if after is None:
            raise UnknownVisitError(recorded.fact.subject)
        self.visits[after.visit] = after
        if after.abandoned:
            del self.visits[after.visit]
        elif after.legs:
            self._follow_leg(before.leg if before and before.legs else None, after, recorded)

    def _follow_leg(self, before: Leg | None, visit: Visit, recorded: f.Recorded) -> None:
        leg = visit.leg
        if isinstance(recorded.fact, f.TicketReserved):
            self._note_reservation(recorded.fact)
        elif before is not None and before.state is not leg.state:
            self._leave(before, visit.visit)
            self._enter(leg, visit.visit, recorded)

    def _note_reservation(self, fact: f.TicketReserved) -> None:
        self.numbers[fact.service] = fact.number
        self.reserved[fact.subject] = None
        if fact.request:
            self.answered[fact.request] = Answered(fact.fingerprint, visit=fact.subject)

    def _leave(self, leg: Leg, visit: str) -> None:
        if leg.state is LegState.WAITING:
            self.queue.remove(leg.service, leg.priority, visit)
        elif leg.state is LegState.RESERVED:
            del self.reserved[visit]

    def _enter(self, leg: Leg, visit: str, recorded: f.Recorded) -> None:
        at = recorded.moment.at
        if leg.state is LegState.WAITING:
            self.issued += 1
            self.queue.add(leg.service, leg.priority, Waiting(visit, recorded.seq, at))
        elif leg.state in AT_COUNTER:
            counter = self.counters[leg.counter]
            self.counters[leg.counter] = replace(counter, visit=visit, since=at)
        elif leg.state in OVER and leg.counter:
            self._free_counter(leg, visit, at)
        elif leg.state is LegState.VOIDED:
            self._forget_request(visit)

    def _free_counter(self, leg: Leg, visit: str, at: int) -> None:
        counter = self.counters[leg.counter]
        freed = replace(counter, visit="", since=at)
        if leg.state is LegState.FINISHED:
            freed = replace(freed, last_visit=visit, last_ended_at=at)
        self.counters[leg.counter] = freed

    def _forget_request(self, visit: str) -> None:
        # A voided ticket answered nobody: the same key may try again.
        for key, answered in list(self.answered.items()):
            if answered.visit == visit and not answered.status:
                del self.answered[key]

    # --- the hall ---

    def _apply_to_hall(self, recorded: f.Recorded) -> None:  # noqa: PLR0912 - one line a fact
        moment, at = recorded.moment, recorded.moment.at
        match recorded.fact:
            case f.DayOpened() as opened:
                self._open_day(opened)
            case f.DayClosed():
                self.day = ""
            case f.RequestAnswered(key, fingerprint, status, answer):
                self.answered[key] = Answered(fingerprint, status, answer)
            case f.CounterOpened(counter, staff):
                self.counters[counter] = CounterNow(staff=staff, since=at)
            case f.CounterClosed(counter):
                # Whoever was served last may still be standing at the evaluator.
                self.counters[counter] = replace(self.counter(counter), staff="", since=at)
            case f.StaffSignedIn(staff):
                self.wrong_pins.pop(staff, None)
            case f.StaffSignedOut(_, session):
                self.ended_sessions[session] = at
            case f.SignInRefused(staff, failures):
                self.wrong_pins[staff] = WrongPins(failures, at, moment.mono, moment.boot)
            case f.FaultOpened(device, unit, health, detail):
                self.faults[device, unit] = FaultNow(device, unit, health, detail, at, last_at=at)
                self.losses[device] = self.losses.get(device, 0) + 1
            case f.FaultSeenAgain() as seen:
                self._see_again(seen, at)
            case f.FaultAcknowledged(device, unit, by, note):
                known = self.faults[device, unit]
                self.faults[device, unit] = replace(known, acknowledged_by=by, note=note)
            case f.FaultClosed(device, unit):
                closed = self.faults.pop((device, unit))
                self.closed_faults[device, unit] = replace(closed, closed_at=at)
            case f.UplinkAcknowledged(_, epoch, upto):
                if epoch == self.epoch:
                    self.acked = upto
            case f.EpochRenewed(_, epoch):
                self.epoch = epoch  # what was confirmed stays confirmed, the rest is sent anew
            case f.PowerChanged(ups, on_battery, low):
                self.power[ups] = PowerNow(on_battery, low)
            case _ if recorded.fact.kind in _ONLY_TOLD:
                pass
            case other:
                raise f.UnknownFactError(f"no rule applies {other.kind}")

    def _see_again(self, seen: f.FaultSeenAgain, at: int) -> None:
        key = seen.subject, seen.unit
        before = self.faults.get(key) or self.closed_faults.pop(key)
        self.losses[seen.subject] = self.losses.get(seen.subject, 0) + seen.count - before.count
        self.faults[key] = replace(
            before,
            health=seen.health,
            detail=seen.detail,
            count=seen.count,
            last_at=at,
            closed_at=0,
        )

    def _open_day(self, opened: f.DayOpened) -> None:
        carried = opened.carried
        self.day = opened.day
        self.epoch = carried["epoch"]
        self.acked = carried["acked"]
        self.issued = 0
        self.numbers.clear()
        self.visits.clear()
        self.reserved.clear()
        self.queue = Queue()
        self.answered.clear()
        self.counters.clear()
        self.ended_sessions = dict(carried["ended_sessions"])
        self.wrong_pins = {
            staff: WrongPins(**wrong) for staff, wrong in carried["wrong_pins"].items()
        }
        self.losses.clear()
        self.closed_faults.clear()
        self.power = {ups: PowerNow(**now) for ups, now in carried.get("power", {}).items()}
        faults = [FaultNow(**fault) for fault in carried["faults"]]
        self.faults = {(fault.device, fault.unit): fault for fault in faults}

    # --- questions ---

    @property
    def mains(self) -> str:
        """What the hall runs on: `mains`, `battery`, or `low` where that is nearly empty.

        A UPS on mains may say that its battery is low: it is charging, and nothing is at stake.
        """
        if any(now.low and now.on_battery for now in self.power.values()):
            return "low"
        return "battery" if any(now.on_battery for now in self.power.values()) else "mains"

    def counter(self, counter: str) -> CounterNow:
        """Return the counter as it stands; a counter no fact has touched is closed."""
        return self.counters.get(counter, CounterNow())

    def tickets(self) -> Iterable[Visit]:
        """Return all visits of the day that have a ticket, in the order of reservation."""
        return (visit for visit in self.visits.values() if visit.legs)


def carried_state(state: HallState, now: int) -> dict[str, Any]:
    """Return what a new day begins with at wall time `now` (ms), as JSON values."""
    return {
        "epoch": state.epoch,
        "acked": state.acked,
        "ended_sessions": {
            session: at
            for session, at in state.ended_sessions.items()
            if now - at < _SESSION_FORGOTTEN_MS
        },
        "wrong_pins": {staff: asdict(wrong) for staff, wrong in state.wrong_pins.items()},
        "power": {ups: asdict(now_) for ups, now_ in state.power.items()},
        "faults": [asdict(fault) for fault in state.faults.values()],
    }

"""A hall read from its journal in plain lists, by the words of the trade: no rule of the hall's.

It is told every stored fact and refuses what may never stand in a journal.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from day_queue import OVER, Ticket, next_of
from hall_oracle import AT_COUNTER, BY_STAFF, PREFIX

from edge.domain.chain import Row
from edge.journal.rows import recorded_of

_CAPITAL = re.compile("[A-Z]")
LOCK_FIRST_MS, LOCK_MAX_MS, FREE = 30_000, 15 * 60_000, 5
FORGOTTEN_MS = 2 * 60 * 60_000
END_OF_DAY = ("TicketExpired", "CounterClosed", "DayClosed")
# What can need a supervisor's eye where nobody calls for help.
CAUSES = ("wait", "length", "unserved", "idle", "paused", "parked", "rating", "fault", "estimate")
LEVEL_MAX = 3


@dataclass
class Wrong:
    """Wrong PINs in a row, and the moment of the last."""

    count: int
    at: int
    mono: int
    boot: str


@dataclass
class DayOracle:
    """What the journal says so far. Every method named as a fact takes it in."""

    seq: int = 0
    kind: str = ""
    days: int = 0
    day: str = ""
    epoch: str = ""
    acked: int = 0
    tickets: dict[str, Ticket] = field(default_factory=dict)
    identified: set[str] = field(default_factory=set)
    clerks: dict[str, str] = field(default_factory=dict)
    paused: dict[str, str] = field(default_factory=dict)
    goes_on: str = ""  # the visit that must go on with the very next fact
    answered: dict[str, tuple[str, int]] = field(default_factory=dict)
    alerts: dict[str, int] = field(default_factory=dict)
    faults: set[tuple[str, str]] = field(default_factory=set)
    wrong: dict[str, Wrong] = field(default_factory=dict)
    sessions: dict[str, bool] = field(default_factory=dict)
    ever: set[str] = field(default_factory=set)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)

    def hear(self, row: Row) -> None:
        """Take in the next fact."""
        assert row.seq == self.seq + 1, f"{row.seq} after {self.seq}"
        self.seq = row.seq
        assert row.kind in END_OF_DAY or self.kind != "TicketExpired", "expired in mid-day"
        assert not self.goes_on or (row.kind, row.subject) == ("LegOpened", self.goes_on)
        self.goes_on = ""
        self.kind = row.kind
        self.kinds[row.kind, row.subject] += 1
        body = recorded_of(row).fact.body()
        getattr(self, "on" + _CAPITAL.sub(r"_\g<0>", row.kind).lower())(row, body)

    # --- the day ---

    def on_day_opened(self, row: Row, body: dict) -> None:
        assert not self.day
        assert body["day"]
        carried = body["carried"]
        assert {(fault["device"], fault["unit"]) for fault in carried["faults"]} == self.faults
        counts = {staff: wrong["count"] for staff, wrong in carried["wrong_pins"].items()}
        assert counts == {staff: wrong.count for staff, wrong in self.wrong.items()}
        assert body["chain_at"] <= self.seq
        if self.epoch:
            assert (carried["epoch"], carried["acked"]) == (self.epoch, self.acked)
        self.day, self.epoch, self.acked = body["day"], carried["epoch"], carried["acked"]
        self.tickets, self.answered, self.clerks, self.alerts = {}, {}, {}, {}
        self.paused = {}
        self.days += 1
        self.identified = set()

    def on_day_closed(self, row: Row, body: dict) -> None:
        assert body["day"] == self.day
        issued = [ticket for ticket in self.tickets.values() if ticket.issued_seq]
        assert body["issued"] == len(issued)
        assert {t.state for t in self.tickets.values()} <= OVER
        assert not self.clerks
        self.day = ""

    def on_epoch_renewed(self, row: Row, body: dict) -> None:
        assert body["previous"] == self.epoch
        assert body["first"] == self.acked + 1
        self.epoch = body["epoch"]

    def on_uplink_acknowledged(self, row: Row, body: dict) -> None:
        assert body["epoch"] == self.epoch
        assert self.acked < body["upto"] < self.seq
        self.acked = body["upto"]

    def on_request_answered(self, row: Row, body: dict) -> None:
        assert row.subject not in self.answered, "answered twice under one key"
        self.answered[row.subject] = (body["fingerprint"], body["status"])

    # --- visitors ---

    def on_visit_identified(self, row: Row, body: dict) -> None:
        self._begin(row.subject)
        assert row.sealed
        self.identified.add(row.subject)

    def _begin(self, visit: str) -> None:
        assert visit not in self.ever, f"{visit} begins twice"
        self.ever.add(visit)

    def on_visit_abandoned(self, row: Row, body: dict) -> None:
        assert row.subject not in self.tickets
        self.identified.remove(row.subject)

    def on_ticket_reserved(self, row: Row, body: dict) -> None:
        visit, service, key = row.subject, body["service"], body["request"]
        if visit not in self.identified:
            self._begin(visit)
        assert visit not in self.tickets
        same = [t for t in self.tickets.values() if t.number.startswith(PREFIX[service])]
        assert body["number"] == len(same) + 1, "a gap, or a number used twice"
        assert body["ticket"] == f"{PREFIX[service]}{body['number']:03d}"
        twins = [t for t in self.tickets.values() if key and t.key == key and t.state != "voided"]
        assert not twins, f"{twins} answer the same key"
        assert key not in self.answered
        self.tickets[visit] = Ticket(visit, body["ticket"], service, body["priority"], key)

    def on_print_started(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "reserved")
        assert not ticket.printing, "printed twice"
        ticket.printing = True

    def on_ticket_issued(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "reserved")
        assert ticket.printing or body["delivery"] not in ("paper", "uncertain")
        ticket.issued_seq = row.seq
        ticket.wait(row.seq, row.seq, row.at)

    def on_ticket_voided(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "reserved")
        assert not ticket.printing, "somebody may hold that paper"
        ticket.state = "voided"

    def on_ticket_expired(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "waiting", "precalled", "called", "serving", "parked")
        if ticket.state in ("called", "serving"):
            assert row.at - ticket.there_since >= FORGOTTEN_MS, "the visitor may still be there"
        ticket.state = "expired"

    def on_estimate_told(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "reserved", "waiting")
        assert body["leg"] == ticket.leg
        assert 0 <= body["low_s"] <= body["likely_s"] <= body["high_s"]

    def on_visit_rated(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "serving", "finished")
        assert not ticket.grade
        ticket.grade = body["grade"]

    def on_rating_ignored(self, row: Row, body: dict) -> None:
        assert row.subject in AT_COUNTER

    # --- at the counters ---

    def on_ticket_precalled(self, row: Row, body: dict) -> None:
        ticket, counter = self._ticket(row, "waiting"), body["counter"]
        assert self.near(counter) is None, f"somebody is near {counter} already"
        self._check_is_there(counter, body["staff"])
        assert ticket is self._next(counter, body["staff"], row.at)
        ticket.state, ticket.counter = "precalled", counter

    def on_ticket_called(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "waiting", "precalled", "parked")
        counter, staff = body["counter"], body["staff"]
        assert self.at(counter) is None, f"{counter} has somebody already"
        assert self.clerks[counter] == staff
        if body["chosen"]:
            assert ticket.state != "precalled"
        else:
            self._check_is_there(counter, staff)
            assert ticket is (self.near(counter) or self._next(counter, staff, row.at))
        ticket.state, ticket.counter, ticket.called_seq = "called", counter, row.seq
        ticket.there_since = row.at

    def _check_is_there(self, counter: str, staff: str) -> None:
        assert self.clerks[counter] == staff
        assert counter not in self.paused, "the clerk is away"

    def _next(self, counter: str, staff: str, now: int) -> Ticket:
        services = AT_COUNTER[counter] & BY_STAFF[staff]
        return next_of(self.waiting(), services, counter, staff, now)

    def on_ticket_recalled(self, row: Row, body: dict) -> None:
        self._at_counter(row, body, "called").called_seq = row.seq

    def on_service_started(self, row: Row, body: dict) -> None:
        ticket = self._at_counter(row, body, "called")
        ticket.state, ticket.there_since = "serving", row.at

    def on_service_finished(self, row: Row, body: dict) -> None:
        ticket = self._at_counter(row, body, "serving")
        ticket.state = "finished"
        if ticket.back_to:
            self.goes_on = ticket.visit

    def on_ticket_no_show(self, row: Row, body: dict) -> None:
        self._at_counter(row, body, "called").state = "no_show"

    def on_ticket_returned(self, row: Row, body: dict) -> None:
        before = {"released": ("precalled",), "missed": ("no_show", "parked")}
        ticket = self._ticket(row, *before.get(body["reason"], ("called", "serving")))
        if body["reason"] in before:
            assert (body["behind"], body["ready"]) == (ticket.order[0], 0), "not the old place"
        assert body["behind"] < row.seq
        ticket.wait(body["behind"], row.seq, row.at, body["ready"])

    def on_ticket_parked(self, row: Row, body: dict) -> None:
        self._at_counter(row, body, "called", "serving").state = "parked"

    def on_ticket_transferred(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "waiting", "called", "serving")
        if ticket.state != "waiting":
            self._at_counter(row, body, ticket.state)
        ticket.state, self.goes_on = "transferred", ticket.visit

    def on_leg_opened(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "transferred", "finished")
        assert body["leg"] == ticket.leg + 1
        assert body["behind"] <= row.seq
        ticket.leg, ticket.service = body["leg"], body["service"]
        ticket.to_counter, ticket.to_staff = body["to_counter"], body["to_staff"]
        ticket.back_to = body["back_to"]
        ticket.wait(body["behind"], row.seq, row.at, body["ready"])
        assert not ticket.kept or self._is_served(ticket), "nobody may call it"

    def _is_served(self, ticket: Ticket) -> bool:
        return any(
            ticket.to_counter in ("", counter)
            and ticket.to_staff in ("", staff)
            and ticket.service in AT_COUNTER[counter] & BY_STAFF[staff]
            for counter, staff in self.clerks.items()
        )

    def on_ticket_cancelled(self, row: Row, body: dict) -> None:
        self._ticket(row, "waiting", "precalled", "called", "parked").state = "cancelled"

    def on_priority_changed(self, row: Row, body: dict) -> None:
        self._ticket(row, "waiting").priority = body["priority"]

    def _at_counter(self, row: Row, body: dict, *states: str) -> Ticket:
        ticket = self._ticket(row, *states)
        assert (ticket.counter, self.clerks[ticket.counter]) == (body["counter"], body["staff"])
        return ticket

    def on_counter_opened(self, row: Row, body: dict) -> None:
        assert row.subject not in self.clerks
        self.clerks[row.subject] = body["staff"]

    def on_counter_closed(self, row: Row, body: dict) -> None:
        assert self.at(row.subject) is None
        assert self.near(row.subject) is None
        assert self.clerks.pop(row.subject) == body["staff"]
        self.paused.pop(row.subject, None)
        assert all(self._is_served(t) for t in self.waiting() if t.kept), "nobody may call it"

    def on_counter_paused(self, row: Row, body: dict) -> None:
        assert self.clerks[row.subject] == body["staff"]
        assert self.at(row.subject) is None
        assert self.near(row.subject) is None
        assert self.paused.get(row.subject) != body["reason"]
        self.paused[row.subject] = body["reason"]

    def on_counter_resumed(self, row: Row, body: dict) -> None:
        assert self.clerks[row.subject] == body["staff"]
        del self.paused[row.subject]

    # --- alerts ---

    def on_alert_raised(self, row: Row, body: dict) -> None:
        assert row.subject == f"{body['cause']}:{body['about']}"
        assert body["cause"] in CAUSES
        assert self.alerts.get(row.subject, 0) < body["level"] <= LEVEL_MAX, "raised, not higher"
        self.alerts[row.subject] = body["level"]

    def on_alert_ended(self, row: Row, body: dict) -> None:
        del self.alerts[row.subject]

    # --- staff and devices ---

    def on_staff_signed_in(self, row: Row, body: dict) -> None:
        self._check_not_locked(row)
        assert body["session"] not in self.sessions
        self.sessions[body["session"]] = True
        self.wrong.pop(row.subject, None)

    def on_staff_signed_out(self, row: Row, body: dict) -> None:
        assert body["session"] in self.sessions
        self.sessions[body["session"]] = False

    def on_sign_in_refused(self, row: Row, body: dict) -> None:
        self._check_not_locked(row)
        before = self.wrong.get(row.subject)
        count = before.count + 1 if before else 1
        assert body["failures"] == count
        self.wrong[row.subject] = Wrong(count, row.at, row.mono, row.boot)

    def _check_not_locked(self, row: Row) -> None:
        wrong = self.wrong.get(row.subject)
        if wrong is None or wrong.count < FREE:
            return
        lock_ms = min(LOCK_FIRST_MS * 2 ** (wrong.count - FREE), LOCK_MAX_MS)
        same_boot = row.boot == wrong.boot
        passed = row.mono - wrong.mono if same_boot else max(row.at - wrong.at, row.mono)
        assert passed >= lock_ms, "let in while locked"

    def on_fault_opened(self, row: Row, body: dict) -> None:
        assert (row.subject, body["unit"]) not in self.faults, "lost twice"
        self.faults.add((row.subject, body["unit"]))

    def on_fault_seen_again(self, row: Row, body: dict) -> None:
        assert body["count"] > 1
        self.faults.add((row.subject, body["unit"]))

    def on_fault_closed(self, row: Row, body: dict) -> None:
        self.faults.remove((row.subject, body["unit"]))

    # --- questions ---

    def _ticket(self, row: Row, *states: str) -> Ticket:
        ticket = self.tickets[row.subject]
        assert ticket.state in states, f"{row.kind} of {ticket}"
        return ticket

    def waiting(self) -> list[Ticket]:
        return [ticket for ticket in self.tickets.values() if ticket.state == "waiting"]

    def at(self, counter: str) -> Ticket | None:
        """Return who is at a counter."""
        return self._only(counter, "called", "serving")

    def near(self, counter: str) -> Ticket | None:
        """Return who was asked to come near a counter."""
        return self._only(counter, "precalled")

    def _only(self, counter: str, *states: str) -> Ticket | None:
        there = [t for t in self.tickets.values() if t.counter == counter and t.state in states]
        assert len(there) <= 1
        return there[0] if there else None

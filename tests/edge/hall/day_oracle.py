"""A hall read from its journal in plain lists, by the words of the trade: no rule of the hall's.

It is told every stored fact and refuses what may never stand in a journal.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from hall_oracle import AT_COUNTER, BOUND_MIN, BY_STAFF, PREFIX

from edge.domain.chain import Row
from edge.journal.rows import recorded_of

_CAPITAL = re.compile("[A-Z]")
LOCK_FIRST_MS, LOCK_MAX_MS, FREE = 30_000, 15 * 60_000, 5
FORGOTTEN_MS = 2 * 60 * 60_000
END_OF_DAY = ("TicketExpired", "CounterClosed", "DayClosed")
# What can need a supervisor's eye in a hall whose clerks neither pause nor put visitors aside.
CAUSES, LEVEL_MAX = ("wait", "length", "unserved", "idle", "rating", "fault"), 3


@dataclass
class Ticket:
    """A number and what became of it."""

    visit: str
    number: str
    service: str
    priority: int
    key: str
    state: str = "reserved"
    printing: bool = False
    since: int = 0
    order: int = 0
    counter: str = ""
    there_since: int = 0
    called_seq: int = 0
    grade: int = 0


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
        self.days += 1
        self.identified = set()

    def on_day_closed(self, row: Row, body: dict) -> None:
        assert body["day"] == self.day
        issued = [ticket for ticket in self.tickets.values() if ticket.order]
        assert body["issued"] == len(issued)
        assert {t.state for t in self.tickets.values()} <= {
            "finished",
            "voided",
            "no_show",
            "expired",
        }
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
        same = [ticket for ticket in self.tickets.values() if ticket.service == service]
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
        ticket.state, ticket.since, ticket.order = "waiting", row.at, row.seq

    def on_ticket_voided(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "reserved")
        assert not ticket.printing, "somebody may hold that paper"
        ticket.state = "voided"

    def on_ticket_expired(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "waiting", "called", "serving")
        if ticket.state != "waiting":
            assert row.at - ticket.there_since >= FORGOTTEN_MS, "the visitor may still be there"
        ticket.state = "expired"

    def on_visit_rated(self, row: Row, body: dict) -> None:
        ticket = self._ticket(row, "serving", "finished")
        assert not ticket.grade
        ticket.grade = body["grade"]

    def on_rating_ignored(self, row: Row, body: dict) -> None:
        assert row.subject in AT_COUNTER

    # --- at the counters ---

    def on_ticket_called(self, row: Row, body: dict) -> None:
        ticket, counter = self._ticket(row, "waiting"), body["counter"]
        assert self.at(counter) is None, f"{counter} has somebody already"
        assert self.clerks[counter] == body["staff"]
        assert ticket is self._next(AT_COUNTER[counter] & BY_STAFF[body["staff"]], row.at)
        ticket.state, ticket.counter, ticket.called_seq = "called", counter, row.seq
        ticket.there_since = row.at

    def _next(self, services: set[str], now: int) -> Ticket:
        """Return who is next: of those who have waited for too long by the clock, if there are any.

        Who came first is told by the order of issue, whatever the clock has done in between.
        """
        came = sorted(self.waiting(), key=lambda ticket: ticket.order)
        waiting = [ticket for ticket in came if ticket.service in services]
        late = [ticket for ticket in waiting if now - ticket.since >= BOUND_MIN * 60_000]
        return late[0] if late else max(waiting, key=lambda ticket: ticket.priority)

    def on_ticket_recalled(self, row: Row, body: dict) -> None:
        self._at_counter(row, body, "called").called_seq = row.seq

    def on_service_started(self, row: Row, body: dict) -> None:
        ticket = self._at_counter(row, body, "called")
        ticket.state, ticket.there_since = "serving", row.at

    def on_service_finished(self, row: Row, body: dict) -> None:
        self._at_counter(row, body, "serving").state = "finished"

    def on_ticket_no_show(self, row: Row, body: dict) -> None:
        self._at_counter(row, body, "called").state = "no_show"

    def _at_counter(self, row: Row, body: dict, state: str) -> Ticket:
        ticket = self._ticket(row, state)
        assert (ticket.counter, self.clerks[ticket.counter]) == (body["counter"], body["staff"])
        return ticket

    def on_counter_opened(self, row: Row, body: dict) -> None:
        assert row.subject not in self.clerks
        self.clerks[row.subject] = body["staff"]

    def on_counter_closed(self, row: Row, body: dict) -> None:
        assert self.at(row.subject) is None
        assert self.clerks.pop(row.subject) == body["staff"]

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
        there = [
            ticket
            for ticket in self.tickets.values()
            if ticket.counter == counter and ticket.state in ("called", "serving")
        ]
        assert len(there) <= 1
        return there[0] if there else None

"""Whole days of everything at once, compared with a plain reading of the journal.

People ask while commits are held back, fail, or succeed without saying so; the printer is busy,
empty or unsure; the power goes; the clock jumps. Whatever was answered is in the journal, whatever
is in the journal could happen, and the hall shows what is there.
"""

import asyncio
from typing import Any

from day_world import Ask, DayWorld
from edgefakes import CARD
from hall_oracle import AT_COUNTER, BY_STAFF, PREFIX
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from drivers.contract import Health, OutcomeUnknownError, PaperOutError
from edge.hall.recorder import fold
from edge.hall.requests import Answer, Request

DAY_S = 24 * 3600
CLOCKS = {
    "right": (0, "synced"),
    "a little late": (-2, "synced"),
    "12 h back": (-DAY_S // 2, "synced"),
    "a day ahead": (DAY_S, "synced"),
    "a week ahead": (7 * DAY_S, "synced"),
    "estimated": (-3600, "estimated"),
    "1970": (-1_772_400_000, "unsynced"),
}
FOUND = {
    "recall": "TicketRecalled",
    "start": "ServiceStarted",
    "finish": "ServiceFinished",
    "no_show": "TicketNoShow",
}

services = st.sampled_from(sorted(PREFIX))
counters = st.sampled_from(sorted(AT_COUNTER))
staff = st.sampled_from(sorted(BY_STAFF))
keys = st.sampled_from(["", "", "", "K1", "K2", "K3"])
picks = st.integers(0, 20)


class Days(RuleBasedStateMachine):
    """Rules are what people and things do; everything is checked behind each of them."""

    def __init__(self) -> None:
        super().__init__()
        self.world = DayWorld()
        self.answers: dict[tuple[int, str], tuple[str, Answer]] = {}
        self.tickets_given: set[str] = set()

    def ask(self, name: str, *arguments: Any, key: str = "") -> None:
        """Ask the use case of that name. The key of a request is for exactly these words."""
        hall = self.world.hall
        request = Request(key, f"{name} {arguments}") if key else None
        use_case = {
            "issue": hall.tickets.issue,
            "rate": hall.ratings.rate,
            "identify": hall.tickets.identify,
            "abandon": hall.tickets.abandon,
            "sign_in": hall.staff.sign_in,
            "sign_out": hall.staff.sign_out,
            "note": hall.faults.note,
            "key": hall.ratings.rate_at_counter,
            "tick": hall.tick,
        }.get(name) or getattr(hall.counters, name)
        asked = use_case(*arguments, request=request) if request else use_case(*arguments)
        self.world.ask(name, arguments, asked, key)

    # --- visitors ---

    @rule(service=services, delivery=st.sampled_from(["none", "paper", "paper"]), key=keys)
    def somebody_takes_a_ticket(self, service: str, delivery: str, key: str) -> None:
        self.ask("issue", service, 0, delivery, None, key=key)

    @rule(service=services, priority=st.integers(0, 2), pick=picks, key=keys)
    def who_was_identified_takes_a_ticket(
        self, service: str, priority: int, pick: int, key: str
    ) -> None:
        visit = self._one_of(self.world.oracle.identified, pick)
        self.ask("issue", service, priority, "paper", visit, key=key)

    @rule()
    def a_card_is_read(self) -> None:
        self.ask("identify", "reader-1", CARD)

    @rule(pick=picks)
    def somebody_leaves(self, pick: int) -> None:
        self.ask("abandon", self._one_of(self.world.oracle.identified, pick))

    @rule(pick=picks, grade=st.integers(1, 5), key=keys)
    def somebody_rates(self, pick: int, grade: int, key: str) -> None:
        visit = self._one_of(self.world.oracle.tickets, pick)
        self.ask("rate", visit, grade, "screen", "", key=key)

    @rule(counter=counters, key=st.integers(1, 6))
    def a_key_of_an_evaluator_is_pressed(self, counter: str, key: int) -> None:
        self.ask("key", counter, key, key if key <= 5 else None)

    def _one_of(self, visits: Any, pick: int) -> str:
        known = [*sorted(visits), "nobody"]
        return known[pick % len(known)]

    # --- staff ---

    @rule(counter=counters, who=staff, key=keys)
    def somebody_opens_a_counter(self, counter: str, who: str, key: str) -> None:
        self.ask("open", counter, who, key=key)

    @rule(
        name=st.sampled_from(["next", "recall", "start", "finish", "no_show", "close"]),
        counter=counters,
        who=staff,
        key=keys,
    )
    def somebody_presses_a_key(self, name: str, counter: str, who: str, key: str) -> None:
        self.ask(name, counter, who, key=key)

    @precondition(lambda self: self.world.oracle.clerks)
    @rule(
        name=st.sampled_from(["next", "next", "start", "finish", "no_show"]), pick=picks, key=keys
    )
    def a_clerk_works(self, name: str, pick: int, key: str) -> None:
        clerks = sorted(self.world.oracle.clerks.items())
        self.ask(name, *clerks[pick % len(clerks)], key=key)

    @rule(who=staff, right=st.booleans())
    def somebody_signs_in(self, who: str, right: bool) -> None:
        pin = {"1001": "2468", "1002": "1357", "1003": "9876"}[who] if right else "0000"
        self.ask("sign_in", who, pin)

    @precondition(lambda self: self.world.oracle.sessions)
    @rule(pick=picks)
    def somebody_signs_out(self, pick: int) -> None:
        sessions = sorted(self.world.oracle.sessions)
        self.ask("sign_out", "1001", sessions[pick % len(sessions)])

    # --- the world ---

    @rule(device=st.sampled_from(["led-1", "printer-1"]), well=st.booleans())
    def a_device_is_lost_or_found(self, device: str, well: bool) -> None:
        self.ask("note", device, "1", Health.ONLINE if well else Health.NO_DEVICE, "")

    @rule(outcome=st.sampled_from([None, PaperOutError(), OutcomeUnknownError("no answer")]))
    def the_printer_changes(self, outcome: Exception | None) -> None:
        self.world.paper.outcome = outcome

    @rule(there=st.booleans())
    def the_printer_comes_and_goes(self, there: bool) -> None:
        self.world.paper.printer = "printer-1" if there else ""

    @rule()
    def the_printer_takes_its_time(self) -> None:
        if self.world.paper.busy is None:
            self.world.paper.busy = asyncio.Event()

    @rule()
    def the_printer_is_done(self) -> None:
        if self.world.paper.busy is not None:
            self.world.paper.busy.set()
            self.world.paper.busy = None
            self.world.pass_s(0)

    @rule()
    def the_disk_takes_its_time(self) -> None:
        self.world.disk.hold()

    @rule()
    def the_disk_is_done(self) -> None:
        self.world.release_disk()

    @rule(refuses=st.booleans())
    def the_disk_refuses(self, refuses: bool) -> None:
        self.world.disk.refuses = refuses

    @rule()
    def the_disk_will_write_and_not_say_so(self) -> None:
        self.world.disk.forgets_to_say = True

    @rule(seconds=st.sampled_from([1, 40, 700, 1900]))
    def time_passes(self, seconds: int) -> None:
        if self.world.disk.idle:
            self.world.pass_s(seconds)

    @rule(clock=st.sampled_from(sorted(CLOCKS)))
    def the_clock_jumps(self, clock: str) -> None:
        self.world.set_clock(*CLOCKS[clock])

    @rule()
    def the_hall_does_what_is_due(self) -> None:
        self.ask("tick")

    @rule()
    def a_night_passes(self) -> None:
        if self.world.disk.idle:
            self.world.pass_s(DAY_S)
            self.ask("tick")

    @rule()
    def the_power_fails(self) -> None:
        self.world.power_fails()

    # --- what must always be so ---

    @invariant()
    def what_is_answered_is_in_the_journal(self) -> None:
        for ask in self.world.ended():
            answer, code = ask.outcome()
            assert code != "idempotency_key_reused" or ask.key
            if isinstance(answer, Answer):
                self._check_answer(ask, answer)
                self._check_key(ask, answer)
            elif ask.name == "sign_in" and not code:
                assert self.world.oracle.sessions[answer.session]
            elif ask.name == "identify" and not code:
                assert answer in self.world.oracle.ever

    def _check_answer(self, ask: Ask, answer: Answer) -> None:
        oracle, body = self.world.oracle, answer.body or {}
        visit = body.get("visit", "")
        assert body.get("seq", 0) <= oracle.seq
        if ask.name == "issue":
            self.tickets_given.add(visit)
            assert oracle.kinds["TicketIssued", visit] == 1
        elif ask.name == "next" and answer.status == 200:
            assert oracle.kinds["TicketCalled", visit] == 1
        elif ask.name in FOUND:
            assert oracle.kinds[FOUND[ask.name], visit] >= 1
        elif ask.name == "rate":
            assert oracle.kinds["VisitRated", visit] == 1

    def _check_key(self, ask: Ask, answer: Answer) -> None:
        """A key gives the same answer all day, and belongs to one request."""
        if ask.key and ask.days == self.world.oracle.days:
            said = (f"{ask.name} {ask.arguments}", answer)
            assert self.answers.setdefault((ask.days, ask.key), said) == said

    @invariant()
    def no_ticket_that_was_given_is_taken_back(self) -> None:
        tickets = self.world.oracle.tickets
        assert not [v for v in self.tickets_given & set(tickets) if tickets[v].state == "voided"]

    @invariant()
    def the_hall_shows_what_is_in_the_journal(self) -> None:
        recorder, oracle = self.world.hall.recorder, self.world.oracle
        assert recorder.committed.seq <= oracle.seq
        if not recorder.in_service:
            return
        assert recorder.committed.seq == oracle.seq
        shown = {
            (v["visit"], v["ticket"], v["state"], v["grade"] or 0)
            for v in self.world.hall.views.visits()
        }
        assert shown == {(t.visit, t.number, t.state, t.grade) for t in oracle.tickets.values()}
        if self.world.disk.idle:
            assert recorder.working == recorder.committed

    @invariant()
    def board_and_counters_show_who_is_where(self) -> None:
        if not self.world.hall.recorder.in_service:
            return
        oracle, views = self.world.oracle, self.world.hall.views
        there = {counter: oracle.at(counter) for counter in AT_COUNTER}
        calls = sorted((t for t in there.values() if t), key=lambda ticket: -ticket.called_seq)
        board = views.board()
        assert [call["ticket"] for call in board["calls"]] == [ticket.number for ticket in calls]
        assert {w["service"]: w["count"] for w in board["waiting"]} == {
            service: sum(t.service == service for t in oracle.waiting()) for service in PREFIX
        }
        for shown in views.counters({}):
            ticket = there[shown["id"]]
            assert (shown["ticket"] or None) == (ticket.number if ticket else None)
            assert shown["staff"] == oracle.clerks.get(shown["id"], "")

    def teardown(self) -> None:
        """All is well again: everybody is answered, and the journal folds to what is shown."""
        try:
            self._become_quiet()
        finally:
            self.world.close()

    def _become_quiet(self) -> None:
        self.world.quieten()
        self.what_is_answered_is_in_the_journal()
        assert not self.world.asks
        self._folds_to_what_is_shown()
        self.world.power_fails()
        self.no_ticket_that_was_given_is_taken_back()
        self.the_hall_shows_what_is_in_the_journal()
        self.board_and_counters_show_who_is_where()
        self._folds_to_what_is_shown()
        assert "reserved" not in {t.state for t in self.world.oracle.tickets.values()}

    def _folds_to_what_is_shown(self) -> None:
        committed = self.world.hall.recorder.committed
        assert fold(self.world.facts()) == committed
        assert fold(self.world.disk.load()) == committed


def test_days_of_everything_at_once_leave_a_journal_that_could_have_happened(release: bool):
    examples = 5000 if release else 60
    run_state_machine_as_test(
        Days, settings=settings(max_examples=examples, stateful_step_count=60, deadline=None)
    )

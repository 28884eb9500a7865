"""Whole days of everything at once, compared with a plain reading of the journal.

People ask while commits are held back, fail, or succeed without saying so; the printer is busy,
empty or unsure; the power goes; the clock jumps. Whatever was answered is in the journal, whatever
is in the journal could happen, and the hall shows what is there.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

from day_world import Ask, DayWorld
from edgefakes import CARD
from hall_oracle import AT_COUNTER, BY_STAFF, PREFIX
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from drivers.contract import Health, OutcomeUnknownError, PaperOutError
from edge.hall.handing import Destination, Place
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
    "next": "TicketCalled",
    "precall": "TicketPrecalled",
    "walk_direct": "ServiceStarted",
    "call_chosen": "TicketCalled",
    "send_back": "TicketReturned",
    "park": "TicketParked",
    "transfer": "LegOpened",
    "cancel": "TicketCancelled",
    "recall": "TicketRecalled",
    "start": "ServiceStarted",
    "finish": "ServiceFinished",
    "no_show": "TicketNoShow",
}

NEXT_STEPS = {
    "": ["next", "next", "next", "close"],
    "called": ["start", "start", "no_show", "recall", "next"],
    "serving": ["finish", "finish", "next"],
}
CLERKS = {"1": "1001", "2": "1002", "3": "1003"}

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
            "identify": hall.identity.identify,
            "abandon": hall.identity.abandon,
            "sign_in": hall.staff.sign_in,
            "sign_out": hall.staff.sign_out,
            "note": hall.faults.note,
            "key": hall.ratings.rate_at_counter,
            "tick": hall.tick,
            "send_back": self._send_back,
        }.get(name) or next(
            getattr(area, name)
            for area in (hall.counters, hall.handing, hall.reception)
            if hasattr(area, name)
        )
        asked = use_case(*arguments, request=request) if request else use_case(*arguments)
        self.world.ask(name, arguments, asked, key)

    def _send_back(
        self, counter: str, clerk: str, minutes: int, places: int, request: Request | None = None
    ) -> Coroutine[Any, Any, Answer]:
        return self.world.hall.handing.send_back(
            counter, clerk, request, minutes=minutes, places=places
        )

    @initialize(waiting=st.lists(services, max_size=4))
    def the_doors_open(self, waiting: list[str]) -> None:
        for counter, clerk in CLERKS.items():
            self.ask("open", counter, clerk)
        for service in waiting:
            self.ask("issue", service)

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

    @rule(counter=counters, pick=picks, key=keys)
    def a_clerk_works(self, counter: str, pick: int, key: str) -> None:
        """Do what makes sense at a counter, as far as the journal tells."""
        oracle = self.world.oracle
        there = oracle.at(counter)
        sensible = (
            NEXT_STEPS[there.state if there else ""] if counter in oracle.clerks else ["open"]
        )
        clerk = oracle.clerks.get(counter, CLERKS[counter])
        self.ask(sensible[pick % len(sensible)], counter, clerk, key=key)

    @rule(counter=counters)
    def a_clerk_works_on(self, counter: str) -> None:
        for _ in range(3):
            self.a_clerk_works(counter, 0, "")

    @rule(counter=counters, pick=picks, where=st.integers(0, 11), key=keys)
    def a_clerk_hands_a_visitor_on(self, counter: str, pick: int, where: int, key: str) -> None:
        """Send the visitor at the counter back, aside, or to a service, a counter or a clerk."""
        clerk = self.world.oracle.clerks.get(counter, CLERKS[counter])
        if where < 3:
            self.ask("send_back", counter, clerk, 10 * (pick % 3), where, key=key)
        elif where == 3:
            self.ask("park", counter, clerk, "copying", key=key)
        else:
            self.ask("transfer", counter, clerk, self._somewhere(pick, back=where > 8), key=key)

    def _somewhere(self, pick: int, back: bool) -> Destination:
        service = [*sorted(PREFIX), ""][pick % 4]
        place: Place = ("first", "last", "sorted")[pick % 3]
        counter = [*AT_COUNTER, "", ""][pick % 5]
        clerk = "" if counter else [*BY_STAFF, ""][pick % 4]
        return Destination(service, counter, clerk, place, 20 * (pick == 7), back)

    @rule(counter=counters, pick=picks, key=keys)
    def a_clerk_goes_past_the_rules(self, counter: str, pick: int, key: str) -> None:
        """Call somebody by name, somebody who has no ticket, or somebody to come near."""
        oracle = self.world.oracle
        clerk = oracle.clerks.get(counter, CLERKS[counter])
        if pick % 4 == 0:
            self.ask("walk_direct", counter, clerk, sorted(PREFIX)[pick % 3], key=key)
        elif pick % 4 == 1:
            self.ask(
                "call_chosen", counter, clerk, self._one_of(oracle.tickets, pick), "old", key=key
            )
        else:
            self.ask("precall", counter, clerk, key=key)

    @rule(counter=counters, away=st.sampled_from(["meal", "break", ""]), key=keys)
    def a_clerk_goes_or_comes_back(self, counter: str, away: str, key: str) -> None:
        clerk = self.world.oracle.clerks.get(counter, CLERKS[counter])
        if away:
            self.ask("pause", counter, clerk, away, key=key)
        else:
            self.ask("resume", counter, clerk, key=key)

    @rule(
        what=st.sampled_from(["change_service", "change_priority", "cancel", "reinstate"]),
        pick=picks,
        wish=st.integers(0, 2),
        key=keys,
    )
    def the_receptionist_helps(self, what: str, pick: int, wish: int, key: str) -> None:
        visit = self._one_of(self.world.oracle.tickets, pick)
        words: dict[str, tuple[Any, ...]] = {
            "change_service": (sorted(PREFIX)[wish], "1001"),
            "change_priority": (wish, "1001", "asked"),
            "cancel": ("left", "1001"),
            "reinstate": ("1001",),
        }
        self.ask(what, visit, *words[what], key=key)

    @rule(who=staff, times=st.integers(1, 6))
    def somebody_guesses_a_pin(self, who: str, times: int) -> None:
        for _ in range(times):
            self.ask("sign_in", who, "0000")

    @rule(who=staff)
    def somebody_signs_in(self, who: str) -> None:
        self.ask("sign_in", who, {"1001": "2468", "1002": "1357", "1003": "9876"}[who])

    @precondition(lambda self: self.world.oracle.sessions)
    @rule(pick=picks)
    def somebody_signs_out(self, pick: int) -> None:
        sessions = sorted(self.world.oracle.sessions)
        self.ask("sign_out", "1001", sessions[pick % len(sessions)])

    # --- the world ---

    @rule(device=st.sampled_from(["led-1", "printer-1"]), well=st.booleans())
    def a_device_is_lost_or_found(self, device: str, well: bool) -> None:
        self.ask("note", device, "1", Health.ONLINE if well else Health.NO_DEVICE, "")

    @rule(what=st.sampled_from(["well", "well", "out", "unsure", "gone", "busy", "done"]))
    def the_printer_changes(self, what: str) -> None:
        paper = self.world.paper
        if what == "busy":
            paper.busy = paper.busy or asyncio.Event()
        elif what == "done":
            self.world.release_printer()
        else:
            paper.printer = "" if what == "gone" else "printer-1"
            outcomes = {"out": PaperOutError(), "unsure": OutcomeUnknownError("no answer")}
            paper.outcome = outcomes.get(what)

    @rule(what=st.sampled_from(["holds", "is done", "refuses", "is well", "is well", "forgets"]))
    def the_disk_changes(self, what: str) -> None:
        disk = self.world.disk
        if what == "holds":
            disk.hold()
        elif what == "is done":
            self.world.release_disk()
        elif what == "forgets":
            disk.forgets_to_say = True
        else:
            disk.refuses = what == "refuses"
            self.world.pass_s(0 if disk.held else 2)

    @rule(what=st.sampled_from([1, 40, 700, 1900, "tick", "power", "night", *CLOCKS]))
    def the_world_goes_on(self, what: int | str) -> None:
        if what == "tick":
            self.ask("tick")
        elif what == "power":
            self.world.power_fails()
        elif isinstance(what, str) and what in CLOCKS:
            self.world.set_clock(*CLOCKS[what])
        elif self.world.disk.idle:
            self.world.pass_s(what if isinstance(what, int) else DAY_S)
            self.ask("tick")

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
        elif ask.name in FOUND and answer.status == 200:
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
    examples = 5000 if release else 150
    run_state_machine_as_test(
        Days, settings=settings(max_examples=examples, stateful_step_count=60, deadline=None)
    )

"""Any facts in any order, possible or not, folded by the hall and by an oracle in plain words."""

import copy
import json
from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from leg_oracle import Visitor

from edge.domain import facts as f
from edge.domain.carrying import carried_state
from edge.domain.leg import IllegalMoveError
from edge.domain.now import CounterNow
from edge.domain.state import HallState
from edge.domain.visit import UnknownVisitError, Visit, as_json, evolve, from_json
from edge.hall.recorder import UnfoldableError, fold

VISITS = ("Anna", "Bert", "Chen")
COUNTERS = ("1", "2")
DAY = f.DayOpened("hall", "2026-03-02", {**carried_state(HallState(), 0), "epoch": "E1"}, "", 0)
WORDS = ("state", "counter", "staff", "delivery", "calls", "printing")
TIMES = ("reserved_at", "issued_at", "called_at", "started_at", "ended_at")

visits = st.sampled_from(VISITS)
Told = Callable[[Visitor, int], bool]


class Life(RuleBasedStateMachine):
    """Facts about three visits at two counters; the clock goes wherever it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: list[f.Recorded] = []
        self.hall = HallState()
        self.folded: dict[str, Visit] = {}
        self.oracle = {visit: Visitor() for visit in VISITS}
        self.issued = 0
        self.places: dict[str, tuple[int, int]] = {}
        self.at = 0
        for fact in (DAY, *(f.CounterOpened(counter, "1001") for counter in COUNTERS)):
            self._keep(self._next(fact))

    def _next(self, fact: f.Fact) -> f.Recorded:
        moment = f.Moment(self.at, 10 * len(self.facts), "boot-1", "synced")
        return f.Recorded(len(self.facts) + 1, moment, fact)

    def _keep(self, recorded: f.Recorded) -> None:
        self.facts.append(recorded)
        self.hall.apply(recorded)

    def happens(self, fact: f.Fact, told: Told) -> None:
        """Tell a fact to all. What cannot follow is refused by all, and has changed nothing."""
        visit, recorded = fact.subject, self._next(fact)
        before = self.folded.get(visit)
        if told(self.oracle[visit], self.at):
            after = evolve(before, recorded)
            assert after is not None
            self.folded[visit] = after
            self._keep(recorded)
        else:
            kept = copy.deepcopy(before)
            with pytest.raises((IllegalMoveError, UnknownVisitError)):
                evolve(before, recorded)
            assert before == kept
            self._refused_by_the_hall(recorded)

    def _refused_by_the_hall(self, recorded: f.Recorded) -> None:
        if not self.oracle[recorded.fact.subject].left:
            with pytest.raises(UnfoldableError, match=recorded.fact.kind):
                fold([*self.facts, recorded])

    @rule(ms=st.integers(-100_000, 100_000))
    def the_clock_moves(self, ms: int) -> None:
        self.at = max(1, self.at + ms)

    # --- facts about a visit ---

    @rule(visit=visits)
    def a_card_is_read(self, visit: str) -> None:
        fact = f.VisitIdentified(visit, "reader-1", "citizen", "adult")
        self.happens(fact, lambda oracle, _at: oracle.identified())

    @rule(visit=visits)
    def somebody_leaves(self, visit: str) -> None:
        self.happens(f.VisitAbandoned(visit, "left"), lambda oracle, _at: oracle.abandoned())

    @rule(visit=visits, priority=st.integers(0, 1))
    def a_number_is_taken(self, visit: str, priority: int) -> None:
        number = self.hall.numbers.get("bill", 0) + 1
        leg = len(self.oracle[visit].legs) + 1
        ticket = f"A{number:03d}"
        fact = f.TicketReserved(visit, leg, "bill", ticket, number, priority, "paper", 0)
        self.happens(fact, Visitor.reserved)

    @rule(visit=visits)
    def printing_begins(self, visit: str) -> None:
        fact = f.PrintStarted(visit, self._leg(visit), "printer-1")
        self.happens(fact, lambda oracle, _at: oracle.print_started())

    @rule(visit=visits, delivery=st.sampled_from(["none", "paper", "screen", "uncertain"]))
    def a_ticket_is_issued(self, visit: str, delivery: str) -> None:
        before = len(self.facts)
        fact = f.TicketIssued(visit, self._leg(visit), delivery)
        self.happens(fact, lambda oracle, at: oracle.issued(at, delivery))
        if len(self.facts) > before:
            self.issued += 1
            self._stands(visit, (len(self.facts), len(self.facts)))

    @rule(visit=visits)
    def a_ticket_is_voided(self, visit: str) -> None:
        self.happens(f.TicketVoided(visit, self._leg(visit), "torn"), Visitor.voided)

    @precondition(lambda self: self._free())
    @rule(visit=visits, data=st.data(), staff=st.sampled_from(["1001", "1002"]))
    def a_ticket_is_called(self, visit: str, data: st.DataObject, staff: str) -> None:
        counter = data.draw(st.sampled_from(self._free()))
        fact = f.TicketCalled(visit, self._leg(visit), counter, staff)
        self.happens(fact, lambda oracle, at: oracle.called(at, counter, staff))

    @rule(visit=visits)
    def a_ticket_is_called_again(self, visit: str) -> None:
        calls = 1 + (self.oracle[visit].legs[-1].calls if self.oracle[visit].legs else 0)
        fact = f.TicketRecalled(visit, self._leg(visit), *self._place(visit), calls)
        self.happens(fact, Visitor.recalled)

    @rule(visit=visits)
    def somebody_comes(self, visit: str) -> None:
        counter, staff = self._place(visit)
        fact = f.ServiceStarted(visit, self._leg(visit), counter, staff)
        self.happens(fact, lambda oracle, at: oracle.started(at, staff))

    @rule(visit=visits)
    def somebody_has_been_served(self, visit: str) -> None:
        fact = f.ServiceFinished(visit, self._leg(visit), *self._place(visit))
        self.happens(fact, Visitor.finished)

    @rule(visit=visits)
    def somebody_does_not_come(self, visit: str) -> None:
        fact = f.TicketNoShow(visit, self._leg(visit), *self._place(visit))
        self.happens(fact, Visitor.no_show)

    @precondition(lambda self: self._unasked())
    @rule(visit=visits, data=st.data())
    def somebody_is_asked_near_a_counter(self, visit: str, data: st.DataObject) -> None:
        counter = data.draw(st.sampled_from(self._unasked()))
        fact = f.TicketPrecalled(visit, self._leg(visit), counter, "1001", "3", 1)
        self.happens(fact, lambda oracle, _at: oracle.precalled(counter, "1001"))

    @rule(visit=visits, behind=st.integers(0, 9), ready=st.sampled_from([0, 50_000]))
    def somebody_goes_back_in_the_queue(self, visit: str, behind: int, ready: int) -> None:
        place = self._place(visit)
        fact = f.TicketReturned(visit, self._leg(visit), *place, behind, ready, "asked")
        before = len(self.facts)
        self.happens(fact, lambda oracle, _at: oracle.returned())
        if len(self.facts) > before:
            self._stands(visit, (behind, len(self.facts)))

    @rule(visit=visits)
    def somebody_is_put_aside(self, visit: str) -> None:
        fact = f.TicketParked(visit, self._leg(visit), *self._place(visit), "fetching", 0)
        self.happens(fact, lambda oracle, _at: oracle.parked())

    @rule(visit=visits)
    def somebody_is_handed_on(self, visit: str) -> None:
        fact = f.TicketTransferred(visit, self._leg(visit), *self._place(visit))
        self.happens(fact, Visitor.transferred)

    @rule(visit=visits, behind=st.integers(0, 9), counter=st.sampled_from(["", "2"]))
    def somebody_waits_for_the_next(self, visit: str, behind: int, counter: str) -> None:
        leg, before = self._leg(visit) + 1, len(self.facts)
        fact = f.LegOpened(visit, leg, "invoice", "transfer", behind, 0, counter)
        self.happens(fact, Visitor.leg_opened)
        if len(self.facts) > before:
            self._stands(visit, (behind, len(self.facts)))

    @rule(visit=visits)
    def somebody_gives_up(self, visit: str) -> None:
        self.happens(f.TicketCancelled(visit, self._leg(visit), "", "left"), Visitor.cancelled)

    @rule(visit=visits, priority=st.integers(0, 2))
    def somebody_is_given_another_priority(self, visit: str, priority: int) -> None:
        fact = f.PriorityChanged(visit, self._leg(visit), priority, ["elderly"], "7001", "asked")
        self.happens(fact, lambda oracle, _at: oracle.rearranged())

    @rule(visit=visits)
    def somebody_s_documents_are_looked_through(self, visit: str) -> None:
        fact = f.DocumentsChecked(visit, self._leg(visit), "7001", ["id"])
        self.happens(fact, lambda oracle, _at: oracle.rearranged())

    @rule(visit=visits)
    def the_day_is_over(self, visit: str) -> None:
        self.happens(f.TicketExpired(visit, self._leg(visit)), Visitor.expired)

    @rule(visit=visits, grade=st.integers(1, 5))
    def somebody_rates(self, visit: str, grade: int) -> None:
        fact = f.VisitRated(visit, grade, "screen")
        self.happens(fact, lambda oracle, _at: oracle.rated(grade))

    def _stands(self, visit: str, place: tuple[int, int]) -> None:
        self.places[visit] = place

    def _unasked(self) -> list[str]:
        asked = {
            oracle.legs[-1].counter
            for oracle in self.oracle.values()
            if oracle.legs and oracle.legs[-1].state == "precalled"
        }
        return [counter for counter in COUNTERS if counter not in asked]

    def _leg(self, visit: str) -> int:
        return max(1, len(self.oracle[visit].legs))

    def _place(self, visit: str) -> tuple[str, str]:
        legs = self.oracle[visit].legs
        return (legs[-1].counter, legs[-1].staff) if legs else ("1", "1001")

    def _at_counter(self) -> dict[str, str]:
        return {
            oracle.legs[-1].counter: visit
            for visit, oracle in self.oracle.items()
            if oracle.legs and oracle.legs[-1].state in ("called", "serving")
        }

    def _free(self) -> list[str]:
        return [counter for counter in COUNTERS if counter not in self._at_counter()]

    # --- what must always be so ---

    @invariant()
    def a_visit_is_what_the_words_say(self) -> None:
        for visit, oracle in self.oracle.items():
            if not oracle.begun:
                assert visit not in self.folded
                continue
            folded = self.folded[visit]
            assert (bool(folded.abandoned), folded.grade) == (oracle.left, oracle.grade)
            assert [self._told(leg._asdict()) for leg in folded.legs] == [
                self._told(vars(leg) | dict.fromkeys(TIMES, 0) | leg.times) for leg in oracle.legs
            ]

    def _told(self, leg: dict[str, object]) -> list[object]:
        return [leg[name] for name in (*WORDS, *TIMES)]

    @invariant()
    def the_hall_holds_the_same_visits(self) -> None:
        present = {visit: v for visit, v in self.folded.items() if not v.abandoned}
        assert self.hall.visits == present

    @invariant()
    def who_waits_stands_in_the_queue_in_the_order_of_issue(self) -> None:
        lanes = self.hall.queue.lanes.values()
        queued = sorted((waiting.order, waiting.visit) for lane in lanes for waiting in lane)
        waiting = sorted(
            (self.places[visit], visit)
            for visit, oracle in self.oracle.items()
            if oracle.legs and oracle.legs[-1].state == "waiting"
        )
        assert queued == waiting
        assert set(self.hall.queue.lane_of) == {visit for _order, visit in queued}
        assert self.hall.issued == self.issued

    @invariant()
    def each_lane_is_in_the_order_of_its_places(self) -> None:
        for lane, line in self.hall.queue.lanes.items():
            assert line == sorted(line, key=lambda waiting: waiting.place)
            assert {self.hall.visits[each.visit].leg.lane for each in line} == {lane}

    @invariant()
    def each_counter_has_whoever_was_called_to_it(self) -> None:
        at_counter = self._at_counter()
        for counter in COUNTERS:
            now: CounterNow = self.hall.counter(counter)
            assert (now.staff, now.visit) == ("1001", at_counter.get(counter, ""))

    @invariant()
    def a_visit_comes_back_from_its_store(self) -> None:
        for visit in self.folded.values():
            assert from_json(json.loads(json.dumps(as_json(visit)))) == visit

    def teardown(self) -> None:
        """Folded once more, at once or from any cut, the facts make the same."""
        assert fold(self.facts) == self.hall
        for cut in range(len(self.facts) + 1):
            state = fold(self.facts[:cut])
            known = {name: from_json(as_json(visit)) for name, visit in state.visits.items()}
            for recorded in self.facts[cut:]:
                state.apply(recorded)
                self._evolve(known, recorded)
            assert state == self.hall
            assert {name: v for name, v in known.items() if not v.abandoned} == self.hall.visits

    def _evolve(self, known: dict[str, Visit], recorded: f.Recorded) -> None:
        after = evolve(known.get(recorded.fact.subject), recorded)
        if after is not None:
            known[after.visit] = after


def test_whatever_happens_to_a_visit_is_what_the_words_say(release: bool):
    examples = 5000 if release else 150
    run_state_machine_as_test(
        Life, settings=settings(max_examples=examples, stateful_step_count=40, deadline=None)
    )

"""Several counters and many visitors in any order, compared with a hall in plain lists."""

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Any

from edgefakes import hall_on, restarted
from hall_oracle import AT_COUNTER, BY_STAFF, PREFIX, Oracle
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from drivers.virtualtime import VirtualTimeLoop
from edge.domain.refusals import OutOfServiceError, RefusedError
from edge.hall.recorder import fold

Command = tuple[str, tuple[Any, ...]]

services = st.sampled_from(sorted(PREFIX))
priorities = st.sampled_from([0, 0, 0, 1, 2])
counters = st.sampled_from(sorted(AT_COUNTER))
staff = st.sampled_from(sorted(BY_STAFF))
at_counters = st.tuples(
    st.sampled_from(["next", "next", "recall", "start", "finish", "no_show", "open", "close"]),
    st.tuples(counters, staff),
)
commands = at_counters | st.tuples(st.just("issue"), st.tuples(services, priorities))


class AnyOrder(RuleBasedStateMachine):
    """The real hall and its oracle, told the same."""

    def __init__(self) -> None:
        super().__init__()
        self.state = Path(tempfile.mkdtemp())
        self.loop = VirtualTimeLoop()
        self.oracle = Oracle()
        self.tested = self.loop.run_until_complete(hall_on(self.state))
        self.visits: dict[str, str] = {}

    def teardown(self) -> None:
        try:
            self._compare_with_the_journal()
        finally:
            self.loop.run_until_complete(self.tested.hall.close())
            self.loop.close()
            shutil.rmtree(self.state)

    def _compare_with_the_journal(self) -> None:
        facts = self.tested.facts()
        called = [r.fact.subject for r in facts if r.fact.kind == "TicketCalled"]
        assert len(called) == len(set(called))
        committed = self.tested.hall.recorder.committed
        assert fold(facts) == committed
        assert fold(self.tested.committer.load()) == committed
        assert self.tested.hall.recorder.working == committed

    async def told(self, command: Command, delivery: str = "none") -> tuple[str, str]:
        """Tell the hall; return status or code, and the ticket's number."""
        name, arguments = command
        try:
            if name == "issue":
                answer = await self.tested.hall.tickets.issue(*arguments, delivery)
                self.visits[answer.body["ticket"]] = answer.body["visit"]
            elif name == "rate":
                visit = self.visits.get(arguments[0], "nobody")
                answer = await self.tested.hall.ratings.rate(visit, arguments[1], "screen")
                return str(answer.status), arguments[0]
            else:
                answer = await getattr(self.tested.hall.counters, name)(*arguments)
        except RefusedError as refusal:
            return refusal.code, ""
        return str(answer.status), (answer.body or {}).get("ticket", "")

    def both(self, command: Command, delivery: str = "none") -> None:
        name, arguments = command
        expected = getattr(self.oracle, name)(*arguments)
        assert self.loop.run_until_complete(self.told(command, delivery)) == expected

    @rule(service=services, priority=priorities, delivery=st.sampled_from(["none", "paper"]))
    def issue(self, service: str, priority: int, delivery: str) -> None:
        self.both(("issue", (service, priority)), delivery)

    @rule(command=at_counters)
    def at_a_counter(self, command: Command) -> None:
        self.both(command)

    @rule(counter=counters)
    def open_as_somebody_who_may(self, counter: str) -> None:
        self.both(("open", (counter, self.oracle.staff_at.get(counter, "1001"))))

    @precondition(lambda self: self.oracle.staff_at)
    @rule(data=st.data(), name=st.sampled_from(["next", "start", "finish", "no_show"]))
    def go_on_where_somebody_sits(self, data: st.DataObject, name: str) -> None:
        counter = data.draw(st.sampled_from(sorted(self.oracle.staff_at)))
        self.both((name, (counter, self.oracle.staff_at[counter])))

    @precondition(lambda self: self.oracle.tickets)
    @rule(data=st.data(), grade=st.integers(1, 5))
    def rate(self, data: st.DataObject, grade: int) -> None:
        number = data.draw(st.sampled_from([ticket.number for ticket in self.oracle.tickets]))
        self.both(("rate", (number, grade)))

    @rule(together=st.lists(commands, min_size=2, max_size=8))
    def all_at_once(self, together: list[Command]) -> None:
        """Commands that decide one after another while nothing of them is durable yet."""

        async def during_one_commit() -> list[tuple[str, str]]:
            self.tested.committer.hold()
            tasks = [asyncio.ensure_future(self.told(command)) for command in together]
            for _ in range(3):
                await asyncio.sleep(0)
            self.tested.committer.release()
            return await asyncio.gather(*tasks)

        expected = [getattr(self.oracle, name)(*arguments) for name, arguments in together]
        assert self.loop.run_until_complete(during_one_commit()) == expected

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes: int) -> None:
        self.tested.clock.pass_s(minutes * 60)
        self.oracle.now_min += minutes

    @rule()
    def a_night_passes(self) -> None:
        self.tested.clock.pass_s(24 * 3600)
        self.oracle.now_min += 24 * 60
        self.loop.run_until_complete(self.tested.hall.tick())
        self.oracle.new_day()

    @rule()
    def the_power_fails(self) -> None:
        self.tested = self.loop.run_until_complete(restarted(self.tested))

    @rule(command=commands, forgets=st.booleans())
    def the_disk_fails(self, command: Command, forgets: bool) -> None:
        """What is lost has not happened; what was written all the same has."""
        self.loop.run_until_complete(self._fail(command, forgets))

    async def _fail(self, command: Command, forgets: bool) -> None:
        before = len(self.tested.facts())
        committer = self.tested.committer
        committer.forgets_to_say, committer.refuses = forgets, not forgets
        outcome = await self.told(command)
        committer.forgets_to_say = committer.refuses = False
        while not self.tested.hall.recorder.in_service:
            await asyncio.sleep(1)
        name, arguments = command
        if outcome[0] != OutOfServiceError.code or len(self.tested.facts()) > before:
            expected = getattr(self.oracle, name)(*arguments)
            assert outcome in (expected, (OutOfServiceError.code, ""))
            self._note_visits()

    def _note_visits(self) -> None:
        for visit in self.tested.hall.views.visits():
            self.visits[visit["ticket"]] = visit["visit"]

    # --- what must always be so ---

    @invariant()
    def the_board_shows_who_is_called_where(self) -> None:
        board = self.tested.hall.views.board()
        calls = [(call["ticket"], call["counter"], call["state"]) for call in board["calls"]]
        assert calls == self.oracle.board()
        for waiting in board["waiting"]:
            assert waiting["count"] == self.oracle.waiting(waiting["service"])

    @invariant()
    def every_counter_shows_its_clerk_and_its_ticket(self) -> None:
        for counter in self.tested.hall.views.counters({}):
            ticket = self.oracle.at(counter["id"])
            assert counter["staff"] == self.oracle.staff_at.get(counter["id"], "")
            assert counter["ticket"] == (ticket.number if ticket else "")

    @invariant()
    def numbers_have_no_gap_and_every_ticket_is_where_it_should_be(self) -> None:
        shown = [
            (visit["ticket"], visit["state"], visit["legs"][0]["calls"], visit["grade"] or 0)
            for visit in self.tested.hall.views.visits()
        ]
        assert shown == [(t.number, t.state, t.calls, t.grade) for t in self.oracle.tickets]


AnyOrder.TestCase.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)
test_any_order = AnyOrder.TestCase

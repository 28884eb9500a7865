"""Hall and headquarters over a bad network, restarted and restored: never more booked than handed.

And every command has its effect once, and a result that headquarters knows in the end.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hall_and_headquarters import Pair
from headquarters_of_tests import at
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from edge.domain import facts as f
from edge.domain.appointments import booked_in

DUE = st.sampled_from([at("09:00"), at("09:00"), at("09:30"), at("2026-03-03T09:00")])
PERHAPS_DONE = {"done", "uncertain"}


class BadWeeks(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.pair = Pair(self.folder)
        self.restored = False
        self.run(self.pair.start_hall())

    def run(self, work) -> None:
        self.loop.run_until_complete(work)

    @initialize()
    def they_have_met(self):
        self.run(self.pair.in_turn(8))
        self.pair.back_up_hall()
        self.pair.back_up_headquarters()

    # --- what happens ---

    @rule(due=DUE, count=st.integers(1, 3), turns=st.integers(0, 2))
    def somebody_books(self, due, count, turns):
        for _booking in range(count):
            self.pair.book("bill", due)
        self.run(self.pair.in_turn(turns))

    @rule(data=st.data())
    @precondition(lambda self: self.pair.appointments)
    def somebody_cancels(self, data):
        self.pair.cancel(data.draw(st.sampled_from(self.pair.appointments)).appointment)

    @rule(data=st.data(), by_qr=st.booleans())
    @precondition(lambda self: self.pair.appointments)
    def somebody_comes(self, data, by_qr):
        booked = data.draw(st.sampled_from(self.pair.appointments))
        self.run(self.pair.visit(booked.qr if by_qr else booked.code))

    @rule(turns=st.integers(0, 2))
    def headquarters_has_a_door_opened(self, turns):
        self.pair.order_door()
        self.run(self.pair.in_turn(turns))

    @rule(turns=st.integers(1, 6))
    def life_goes_on(self, turns):
        self.run(self.pair.in_turn(turns))

    @rule()
    def the_link_works(self):
        self.run(self.pair.link.step())

    @rule()
    def headquarters_offers(self):
        self.pair.offer()

    @rule(seconds=st.sampled_from([1, 5, 70, 600]))
    def time_passes(self, seconds):
        self.pair.clock.pass_s(seconds)
        self.run(self.pair.tested.hall.tick())

    @rule(count=st.integers(1, 6))
    def messages_arrive(self, count):
        for _message in range(min(count, len(self.pair.network))):
            self.run(self.pair.deliver(self.pair.network.pop(0)))

    @precondition(lambda self: self.pair.network)
    @rule(what=st.sampled_from(["lost", "doubled", "late", "all lost"]), data=st.data())
    def the_network_misbehaves(self, what, data):
        network = self.pair.network
        message = data.draw(st.sampled_from(network))
        if what == "doubled":
            network.insert(data.draw(st.integers(0, len(network))), message)
        elif what == "all lost":
            network.clear()
        else:
            network.remove(message)
            network.extend([message] if what == "late" else [])

    @rule(who=st.sampled_from(["hall", "headquarters", "link"]))
    def somebody_restarts(self, who):
        if who == "hall":
            self.run(self.pair.restart_hall())
        elif who == "headquarters":
            self.pair.restart_headquarters()
        else:
            self.pair.start_link()

    @rule(who=st.sampled_from(["hall", "headquarters"]))
    def somebody_makes_a_backup(self, who):
        self.pair.back_up_hall() if who == "hall" else self.pair.back_up_headquarters()

    @rule(who=st.sampled_from(["hall", "headquarters"]))
    def somebody_restores_a_backup(self, who):
        self.restored = True
        if who == "hall":
            self.run(self.pair.restart_hall(restored=True))
        else:
            self.pair.restart_headquarters(restored=True)

    # --- what must hold ---

    @invariant()
    def no_more_is_booked_in_the_hall_than_it_has_handed_out(self):
        state = self.pair.tested.hall.recorder.committed
        for stretch, handed in state.quotas.items():
            assert booked_in(state.appointments, stretch) <= handed

    @invariant()
    def nothing_that_must_not_be_done_twice_is(self):
        assert not [name for name, count in Counter(self.pair.opened).items() if count > 1]

    @invariant()
    def headquarters_books_only_what_it_was_handed(self):
        for places in [] if self.restored else self.pair.bookings.places("H-01", 0):
            assert places.booked <= places.handed

    @invariant()
    def no_appointment_is_booked_or_kept_twice(self):
        told = Counter(
            (each.fact.kind, each.fact.subject)
            for each in self.pair.journal()
            if isinstance(each.fact, f.AppointmentBooked | f.AppointmentKept)
        )
        assert set(told.values()) <= {1}

    def teardown(self) -> None:
        """The network heals: soon headquarters knows what became of everything."""
        try:
            self.pair.network.clear()
            self.run(self.settle())
            self.check_results()
        finally:
            self.pair.close()
            self.loop.close()
            shutil.rmtree(self.folder)

    async def settle(self) -> None:
        self.pair.start_link()
        for _round in range(60):
            await self.pair.in_turn(8)
            self.pair.clock.pass_s(61)
            if not self.pair.rows("SELECT 1 FROM commands WHERE result = ''"):
                break
        # Whatever has stood still until then is over tomorrow evening, and both say so.
        self.pair.clock.set_local("2026-03-03T20:00")
        await self.pair.tested.hall.tick()
        for _round in range(4):
            self.pair.clock.pass_s(61)
            await self.pair.in_turn(8)

    def check_results(self) -> None:
        rows = self.pair.rows("SELECT command, kind, result, detail FROM commands")
        ended: dict[str, list[str]] = {}
        for each in self.pair.journal():
            if isinstance(each.fact, f.CommandEnded):
                ended.setdefault(each.fact.subject, []).append(each.fact.result)
        for command, kind, result, detail in rows:
            assert result, (command, kind)
            if kind == "door.open":
                assert command not in self.pair.opened or result in PERHAPS_DONE
            else:
                assert ended[command] == [result]
            if not self.restored:
                assert (result, detail) in {
                    ("done", ""),
                    ("done", "already"),
                    ("refused", "appointment_used"),
                    ("refused", "unknown_appointment"),
                    ("expired", ""),
                    ("uncertain", ""),
                }, (kind, result, detail)
        self.check_doors()

    def check_doors(self) -> None:
        known = dict(self.pair.rows("SELECT command, result FROM commands"))
        for command, result in known.items():
            if result == "done" and command.startswith("D-"):
                assert command in self.pair.opened


BadWeeks.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestBadWeeks = BadWeeks.TestCase

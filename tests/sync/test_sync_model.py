"""Hall and headquarters over a network that does its worst, with crashes of either at every step.

The minds are the real ones (outbox, intake); only what carries out their decisions is replaced.
"""

import contextlib
import itertools

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from steppedlink import HALL, Link
from syncfakes import FakeHall, MemoryStore

from edge.domain.chain import row_hash
from sync.backoffice.intake import Intake
from sync.backoffice.store import StoreError
from sync.broker import Message


class BadDays(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.hall = FakeHall(HALL)
        self.backup = self.hall.copy()
        self.ever: set[tuple[str, int, bytes]] = set()
        self.copies = self.restored = False
        self.store = MemoryStore()
        self.intake = Intake(self.store, credit=2)
        self.network: list[Message] = []
        self.now_s = 0.0
        self.sessions = 0
        self.start_link()

    def start_link(self) -> None:
        self.sessions += 1
        self.link = Link(self.hall, f"S{self.sessions}", self.network.append)

    @initialize(copies=st.booleans())
    def some_halls_have_their_card_copied(self, copies):
        self.copies = copies

    # --- what happens ---

    @rule(count=st.integers(1, 12))
    def facts_happen(self, count):
        self.hall.happen_many(count)

    @rule(turns=st.integers(1, 12))
    def life_goes_on(self, turns):
        for _turn in range(turns):
            self.link.step(self.now_s)
            if self.network:
                self.arrive(self.network.pop(0))

    @rule(count=st.integers(1, 6))
    def the_link_works(self, count):
        for _step in range(count):
            if not self.link.step(self.now_s):
                return

    @rule(count=st.integers(1, 6))
    def messages_arrive(self, count):
        for _message in range(min(count, len(self.network))):
            self.arrive(self.network.pop(0))

    @rule(seconds=st.sampled_from([0.1, 0.6, 1.1, 5.0, 120.0]))
    def time_passes(self, seconds):
        self.now_s += seconds

    @precondition(lambda self: self.network)
    @rule(what=st.sampled_from(["lost", "doubled", "late", "early", "all lost"]), data=st.data())
    def the_network_misbehaves(self, what, data):
        place = data.draw(st.integers(0, len(self.network) - 1))
        message = self.network[place]
        if what == "doubled":
            self.network.insert(data.draw(st.integers(0, len(self.network))), message)
        elif what == "all lost":
            self.network.clear()
        else:
            self.network.pop(place)
            self.network.extend([message] if what == "late" else [])
            self.arrive(message) if what == "early" else None

    @rule(what=st.sampled_from(["link", "headquarters", "before commit", "before answer"]))
    def something_crashes(self, what):
        if what == "link":
            self.start_link()
            return
        if self.network and what != "headquarters":
            message, rest = self.network[0], self.network[1:]
            self.store.failing = what == "before commit"
            self.arrive(message)
            self.store.failing = False
            self.network[:] = rest
        self.intake = Intake(self.store, credit=2)
        self.network.extend(self.intake.resumption(0))

    @precondition(lambda self: self.network)
    @rule()
    def headquarters_cannot_store_what_arrives(self):
        self.store.failing = True
        self.arrive(self.network.pop(0))
        self.store.failing = False

    @precondition(lambda self: self.copies)
    @rule()
    def the_card_is_copied(self):
        self.backup = self.hall.copy()

    @precondition(lambda self: self.copies and self.backup.epoch == self.hall.epoch)
    @rule()
    def the_card_is_restored_from_the_copy(self):
        self.hall = self.backup.copy(f"boot-{self.sessions}")
        self.restored = True
        self.start_link()

    def arrive(self, message: Message) -> None:
        if "/down/" in message.topic:
            self.link.hear(message, self.now_s)
            return
        with contextlib.suppress(StoreError):
            self.network.extend(self.intake.take(message, int(self.now_s * 1000)))

    # --- what must hold ---

    def remember(self) -> None:
        self.ever.update((self.hall.epoch, row.seq, digest) for row, digest in self.hall.rows)

    @invariant()
    def headquarters_holds_whole_chains_of_facts_that_happened(self):
        self.remember()
        for (_hall, epoch), rows in self.store.facts.items():
            for before, after in itertools.pairwise(rows):
                assert after.row.seq == before.row.seq + 1
                assert after.hash == row_hash(before.hash, after.row)
            assert {(epoch, item.row.seq, item.hash) for item in rows} <= self.ever

    @invariant()
    def the_hall_never_believes_that_more_has_arrived_than_has(self):
        cursor = self.store.cursor(HALL, self.hall.epoch)
        if cursor is not None and not self.restored:
            assert self.hall.acked <= cursor.upto

    @invariant()
    def nothing_looks_wrong_to_anybody_without_cause(self):
        assert self.restored or (self.store.issues, self.hall.renewals) == ([], [])

    def teardown(self) -> None:
        """The network heals: soon headquarters holds exactly what the hall does."""
        for _second in range(300):
            while self.link.step(self.now_s) or self.network:
                if self.network:
                    self.arrive(self.network.pop(0))
            if self.in_step():
                break
            self.now_s += 1.0
        held = [tuple(item) for item in self.store.facts[HALL, self.hall.epoch]]
        assert held == [item for item in self.hall.rows if item[0].seq >= self.hall.first]
        assert self.hall.acked == self.hall.last
        known = {(row.seq, digest) for rows in self.store.facts.values() for row, digest in rows}
        assert {(row.seq, digest) for row, digest in self.hall.rows} <= known

    def in_step(self) -> bool:
        return self.hall.acked == self.hall.last and self.store.cursor(HALL, self.hall.epoch)


BadDays.TestCase.settings = settings(max_examples=300, stateful_step_count=50, deadline=None)
TestBadDays = BadDays.TestCase

"""Cards copied, restored, and running twice at once; headquarters restored from yesterday.

Every hall here says that it is the same hall, on the same topics. The minds are the real ones, and
headquarters' database is the real one. Whatever happens, no fact is stored twice or in place of
another, and what headquarters lacks in the end it has said by itself.
"""

import contextlib
import shutil
import sqlite3
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from steppedlink import HALL, Link
from syncfakes import FakeHall

from edge.api import shapes
from sync.backoffice.intake import Intake
from sync.backoffice.sqlite_store import SqliteStore
from sync.backoffice.store import StoreError
from sync.broker import Message
from sync.envelope import GarbageError

_MEMORY = Path("/dev/shm")
Fact = tuple[int, bytes]


class Card(FakeHall):
    """A hall's journal on a card. A copy that runs draws other names for its epochs."""

    drawn = 0

    async def renew_epoch(self, renewal: shapes.EpochRenewal) -> shapes.SyncState:
        self.renewals.append(renewal)
        Card.drawn += 1
        self.lineage.append((self.first, self.base.hex()))
        self.base, self.first = self._hash_at(self.acked), self.acked + 1
        self.epoch = f"E{Card.drawn}"
        self.happen("EpochRenewed", "hall", epoch=self.epoch, reason=renewal.reason)
        return await self.sync_state()

    def copy(self, boot: str = "boot-2") -> "Card":
        other = Card(self.hall, self.epoch)
        other.boot = boot
        other.first, other.base, other.rows = self.first, self.base, list(self.rows)
        other.lineage = list(self.lineage)
        other.acked = self.acked
        return other

    def facts(self) -> set[Fact]:
        return {(row.seq, digest) for row, digest in self.rows}


class TwoHalls(RuleBasedStateMachine):
    """At first one hall; then perhaps two of them, each with its link, and all on one network."""

    def __init__(self) -> None:
        super().__init__()
        Card.drawn = 0
        self.folder = Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
        self.database, self.backup = self.folder / "hq.db", self.folder / "backup.db"
        self.network: list[Message] = []
        self.past: list[Message] = []
        self.links: list[Link] = []
        self.images: list[Card] = []
        self.ever: set[Fact] = set()
        self.now_s = 0.0
        self.sessions = 0
        self.cause = self.forgot = False
        self.open_headquarters()
        self.start_link(Card(HALL, "E0"))

    def open_headquarters(self) -> None:
        self.store = SqliteStore(self.database)
        self.intake = Intake(self.store, credit=2)

    def start_link(self, card: Card) -> None:
        self.sessions += 1
        self.links.append(Link(card, f"S{self.sessions}", self.network.append))

    def link_at(self, which: int) -> Link:
        return self.links[which % len(self.links)]

    # --- what happens ---

    @rule(which=st.integers(0, 1), count=st.integers(1, 9))
    def facts_happen(self, which, count):
        self.link_at(which).hall.happen_many(count)

    @rule(turns=st.integers(1, 15), order=st.lists(st.integers(0, 1), min_size=1, max_size=5))
    def life_goes_on(self, turns, order):
        for turn in range(turns):
            self.link_at(order[turn % len(order)]).step(self.now_s)
            if self.network:
                self.arrive(self.network.pop(0))

    @rule(which=st.integers(0, 1), count=st.integers(1, 9), seconds=st.integers(1, 4))
    def a_quiet_hour_passes(self, which, count, seconds):
        self.facts_happen(which, count)
        for _second in range(seconds):
            self.all_is_said()
            self.now_s += 1.0

    def all_is_said(self):
        while sum(link.step(self.now_s) for link in self.links) or self.network:
            if self.network:
                self.arrive(self.network.pop(0))

    @rule(which=st.integers(0, 1), steps=st.integers(1, 6))
    def a_link_works(self, which, steps):
        for _step in range(steps):
            self.link_at(which).step(self.now_s)

    @rule(count=st.integers(1, 6))
    def messages_arrive(self, count):
        for _message in range(min(count, len(self.network))):
            self.arrive(self.network.pop(0))

    @rule(seconds=st.sampled_from([0.6, 1.1, 5.0, 120.0]))
    def time_passes(self, seconds):
        self.now_s += seconds

    @precondition(lambda self: self.network)
    @rule(what=st.sampled_from(["lost", "doubled", "late"]), at=st.integers(0, 50))
    def the_network_misbehaves(self, what, at):
        message = self.network.pop(at % len(self.network))
        if what != "lost":
            self.network.append(message)
        if what == "doubled":
            self.network.insert(0, message)

    @precondition(lambda self: any("/up/facts" in m.topic for m in self.network))
    @rule(at=st.integers(0, 2000), bit=st.integers(0, 7))
    def a_batch_is_damaged_on_its_way(self, at, bit):
        self.cause = True
        place = next(n for n, m in enumerate(self.network) if "/up/facts" in m.topic)
        payload = bytearray(self.network[place].payload)
        payload[at % len(payload)] ^= 1 << bit
        self.network[place] = Message(self.network[place].topic, bytes(payload))

    @precondition(lambda self: self.past)
    @rule(at=st.integers(0, 500))
    def an_answer_comes_from_the_distant_past(self, at):
        self.arrive(self.past[at % len(self.past)])

    @rule(which=st.integers(0, 1))
    def a_link_crashes(self, which):
        ended = self.links.pop(which % len(self.links))
        self.start_link(ended.hall)

    @precondition(lambda self: self.network)
    @rule(commits=st.booleans())
    def headquarters_crashes_at_a_message(self, commits):
        batches = [n for n, m in enumerate(self.network) if "/up/facts" in m.topic]
        message = self.network.pop(batches[0] if batches else 0)
        rest = self.network.copy()
        if not commits:
            self.store._connection.execute("PRAGMA query_only = ON")
        self.network.clear()
        self.arrive(message)
        # What was committed is not answered; what was not committed must not have been.
        self.network[:] = rest if commits else rest + self.network
        self.store.close()
        self.open_headquarters()
        self.network.extend(self.intake.resumption(0))

    @rule()
    def headquarters_is_backed_up(self):
        with contextlib.closing(sqlite3.connect(self.backup)) as target:
            self.store._connection.backup(target)

    @precondition(lambda self: self.backup.exists())
    @rule()
    def headquarters_is_restored(self):
        self.cause = self.forgot = True
        self.store.close()
        for left in self.folder.glob("hq.db*"):
            left.unlink()
        shutil.copy(self.backup, self.database)
        self.open_headquarters()
        self.network.extend(self.intake.resumption(0))

    @rule(which=st.integers(0, 1))
    def a_card_is_copied(self, which):
        self.images.append(self.link_at(which).hall.copy())

    @precondition(lambda self: self.images)
    @rule(which=st.integers(0, 1), image=st.integers(0, 9))
    def a_card_is_restored_from_any_image(self, which, image):
        self.cause = True
        self.links.pop(which % len(self.links))
        self.start_link(self.images[image % len(self.images)].copy(f"boot-{self.sessions}"))

    @precondition(lambda self: self.images and len(self.links) == 1)
    @rule(image=st.integers(0, 9))
    def a_copy_runs_beside_it(self, image):
        self.cause = True
        self.start_link(self.images[image % len(self.images)].copy(f"boot-{self.sessions}"))

    def arrive(self, message: Message) -> None:
        if "/down/" in message.topic:
            self.past.append(message)
            for link in self.links:
                with contextlib.suppress(GarbageError):
                    link.hear(message, self.now_s)
            return
        with contextlib.suppress(StoreError):
            self.network.extend(self.intake.take(message, int(self.now_s * 1000)))

    # --- what must hold ---

    def held(self) -> list[Fact]:
        return self.store._select("SELECT seq, hash FROM facts")

    def issues(self) -> set[str]:
        return {code for (code,) in self.store._select("SELECT DISTINCT code FROM issues")}

    @invariant()
    def every_fact_that_is_held_has_happened_and_is_held_once(self):
        for link in self.links:
            self.ever |= link.hall.facts()
        held = self.held()
        assert len(held) == len(set(held))
        assert set(held) <= self.ever

    @invariant()
    def no_hall_believes_that_more_has_arrived_than_has(self):
        if self.forgot:
            return
        held = set(self.held())
        for link in self.links:
            told = {fact for fact in link.hall.facts() if fact[0] <= link.hall.acked}
            assert told <= held

    @invariant()
    def nothing_looks_wrong_without_cause(self):
        assert self.cause or not (self.issues() or Card.drawn)

    def teardown(self) -> None:
        """The network heals: soon everything is held that any of the halls knows."""
        try:
            self.heal()
            held = set(self.held())
            lacking = set().union(*(link.hall.facts() for link in self.links)) - held
            assert not lacking
            self.every_fact_that_is_held_has_happened_and_is_held_once()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def heal(self) -> None:
        """Let nothing happen any more but what is on its way."""
        for _second in range(600):
            self.all_is_said()
            if all(self.in_step(link.hall) for link in self.links):
                return
            self.now_s += 1.0
        raise AssertionError("they do not come into step")

    def in_step(self, card: FakeHall) -> bool:
        cursor = self.store.cursor(HALL, card.epoch)
        return card.acked == card.last and cursor is not None and cursor.upto == card.last


def test_cards_that_run_twice_and_a_headquarters_that_forgets_lose_nothing_in_silence(
    release: bool,
):
    examples = 5000 if release else 200
    run_state_machine_as_test(
        TwoHalls, settings=settings(max_examples=examples, stateful_step_count=40, deadline=None)
    )

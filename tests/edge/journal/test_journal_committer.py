"""Group commit on its own thread: order kept, crowds share a commit, failures reach everybody."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from journal_days import A_DAY, AT, EPOCH, HALL, a_counter_opens, batch

from edge.domain import facts as f
from edge.domain.facts import Recorded
from edge.journal.committer import WAITING_MAX, ThreadCommitter, open_stores, write
from edge.journal.keys import KeyStore
from edge.journal.rows import body_text
from edge.journal.store import JournalStore
from edge.ports import Batch, NewFact, StorageError


class Opener:
    """Opens the stores of a folder; refuses while `refuses` is set."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.refuses = False

    def __call__(self) -> tuple[JournalStore, KeyStore]:
        if self.refuses:
            raise StorageError("no disk")
        state = self.state
        return JournalStore(state / "journal.db", HALL, EPOCH), KeyStore(state / "keys.db")


@contextlib.asynccontextmanager
async def committer_on(opener: Opener) -> AsyncIterator[tuple[ThreadCommitter, list[list[int]]]]:
    """A committer on a new journal of one fact, and the seqs of each commit it tells of."""
    committer = ThreadCommitter(opener)
    commits: list[list[int]] = []

    def note(group: Sequence[Recorded]) -> None:
        commits.append([recorded.seq for recorded in group])

    await committer.submit(batch(1, A_DAY[:1]))
    committer.on_commit(note)
    try:
        yield committer, commits
    finally:
        await committer.close()


def seqs(state: Path) -> list[int]:
    journal = JournalStore(state / "journal.db", HALL, EPOCH)
    found = [recorded.seq for recorded in journal.since_day_opened()]
    journal.close()
    return found


async def test_a_crowd_shares_commits_and_keeps_its_order(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, commits):
        await asyncio.gather(*(committer.submit(a_counter_opens(seq)) for seq in range(2, 66)))
        assert [seq for group in commits for seq in group] == list(range(2, 66))
        assert len(commits) < 32
    assert seqs(tmp_path) == list(range(1, 66))


async def test_a_batch_is_told_of_and_on_the_disk_before_its_caller_goes_on(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, commits):
        await committer.submit(a_counter_opens(2))
        assert commits == [[2]]
        assert committer.tip()[0] == 2


async def test_an_empty_batch_is_durable_when_all_before_it_is(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, commits):
        first = committer.submit(a_counter_opens(2))
        await committer.submit(Batch([]))
        assert first.done()
        assert commits[0] == [2]


async def test_whoever_goes_away_stops_nobody_else(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, commits):
        gone = asyncio.ensure_future(committer.submit(a_counter_opens(2)))
        stays = committer.submit(a_counter_opens(3))
        gone.cancel()
        await stays
        assert [seq for group in commits for seq in group] == [2, 3]


async def test_everything_behind_a_failed_batch_fails_and_nothing_of_it_is_written(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, commits):
        waiting = [committer.submit(a_counter_opens(seq)) for seq in (7, 2, 3)]
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [StorageError] * 3
        with pytest.raises(StorageError, match="opened again"):
            await committer.submit(a_counter_opens(2))
        assert commits == []
    assert seqs(tmp_path) == [1]


async def test_after_a_failure_the_journal_is_read_again_and_goes_on(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, commits):
        with pytest.raises(StorageError):
            await committer.submit(a_counter_opens(7))
        facts = await committer.recover(after=6)
        assert [recorded.seq for recorded in facts or []] == [1]
        await committer.submit(a_counter_opens(2))
        assert commits == [[2]]


async def test_while_the_disk_is_away_recovery_says_so_and_may_be_tried_again(tmp_path: Path):
    opener = Opener(tmp_path)
    async with committer_on(opener) as (committer, _commits):
        with pytest.raises(StorageError):
            await committer.submit(a_counter_opens(7))
        opener.refuses = True
        assert await committer.recover(after=6) is None
        assert await committer.recover(after=6) is None
        with pytest.raises(StorageError):
            await committer.submit(a_counter_opens(2))
        opener.refuses = False
        assert await committer.recover(after=6) is not None
        await committer.submit(a_counter_opens(2))


async def test_closing_writes_what_was_submitted_and_then_takes_nothing_more(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, _commits):
        waiting = [committer.submit(a_counter_opens(seq)) for seq in range(2, 30)]
        await committer.close()
        assert all(submitted.done() for submitted in waiting)
        with pytest.raises(StorageError, match="closed"):
            await committer.submit(a_counter_opens(30))
        assert await committer.recover(after=6) is None
        await committer.close()
    assert seqs(tmp_path) == list(range(1, 30))


async def test_closing_without_a_disk_ends_all_the_same(tmp_path: Path):
    opener = Opener(tmp_path)
    async with committer_on(opener) as (committer, _commits):
        with pytest.raises(StorageError):
            await committer.submit(a_counter_opens(7))
        opener.refuses = True
        await committer.recover(after=6)


async def test_no_more_wait_than_memory_shall_hold(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, _commits):
        assert committer.has_room()
        waiting = [committer.submit(Batch([])) for _ in range(WAITING_MAX)]
        assert not committer.has_room()
        await asyncio.gather(*waiting)
        assert committer.has_room()


# --- keys and facts ---


def stores(state: Path) -> tuple[JournalStore, KeyStore]:
    return open_stores(Opener(state))


def test_a_key_is_durable_before_the_fact_that_needs_it(tmp_path: Path):
    journal, keys = stores(tmp_path)
    keys.add([("V1", b"of somebody else")])
    with pytest.raises(StorageError, match=r"keys\.db"):
        write([Batch(batch(1, A_DAY[:1]).facts, keys=[("V1", b"wrapped")])], journal, keys)
    assert journal.tip[0] == 0
    journal.close()
    keys.close()


def test_a_key_is_deleted_after_the_fact_that_says_so(tmp_path: Path):
    journal, keys = stores(tmp_path)
    write([Batch([], keys=[("V1", b"wrapped")])], journal, keys)
    with pytest.raises(StorageError):
        write([Batch(a_counter_opens(7).facts, dropped_keys=["V1"])], journal, keys)
    assert keys.visits() == ["V1"]
    journal.close()
    keys.close()


def test_opening_deletes_the_keys_that_no_fact_needs(tmp_path: Path):
    journal, keys = stores(tmp_path)
    facts = batch(1, A_DAY, sealed=b"\x01sealed").facts
    write([Batch(facts, keys=[("V1", b"needed"), ("V2", b"of nobody")])], journal, keys)
    journal.close()
    keys.close()
    journal, keys = stores(tmp_path)
    assert keys.visits() == ["V1"]
    journal.close()
    keys.close()


def test_opening_keeps_the_key_of_a_message_of_the_day(tmp_path: Path):
    journal, keys = stores(tmp_path)
    sent = f.Recorded(2, f.Moment(AT, 2, "boot-1", "synced"), f.MessageSent("M1", "1001", []), b"s")
    facts = [*batch(1, A_DAY[:1]).facts, NewFact(sent, body_text(sent.fact.body()))]
    write([Batch(facts, keys=[("M1", b"needed")])], journal, keys)
    journal.close()
    keys.close()
    journal, keys = stores(tmp_path)
    assert keys.visits() == ["M1"]
    journal.close()
    keys.close()


async def test_a_key_can_be_looked_up_while_others_commit(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, _commits):
        await committer.submit(Batch([], keys=[("V1", b"wrapped")]))
        commits = [committer.submit(a_counter_opens(seq)) for seq in range(2, 34)]
        found = [await committer.wrapped_key(subject) for subject in ("V1", "V2")]
        await asyncio.gather(*commits)
    assert found == [b"wrapped", None]


async def test_a_fact_with_its_sealed_part_is_read_again_while_others_commit(tmp_path: Path):
    sent = f.Recorded(2, f.Moment(AT, 2, "boot-1", "synced"), f.VisitNoted("V1", 1, "1001"), b"s")
    async with committer_on(Opener(tmp_path)) as (committer, _commits):
        await committer.submit(Batch([NewFact(sent, body_text(sent.fact.body()))]))
        commits = [committer.submit(a_counter_opens(seq)) for seq in range(3, 34)]
        found = [await committer.recorded(seq) for seq in (2, 99)]
        await asyncio.gather(*commits)
    assert found == [sent, None]


async def test_no_key_is_looked_up_once_the_committer_is_closed(tmp_path: Path):
    async with committer_on(Opener(tmp_path)) as (committer, _commits):
        pass
    with pytest.raises(StorageError, match="closed"):
        await committer.wrapped_key("V1")

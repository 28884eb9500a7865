"""Confirmations by headquarters: only of what is so, and never confirmations without end."""

import asyncio
from pathlib import Path

import pytest
from edgefakes import EPOCH, TestedHall, hall_on, in_virtual_time, restarted
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.domain.refusals import (
    AheadOfJournalError,
    ChainMismatchError,
    EpochMismatchError,
    OutOfServiceError,
)
from edge.journal.store import Epoch, JournalReader
from edge.journal.verify import verify


def hash_at(tested: TestedHall, seq: int) -> bytes | None:
    reader = JournalReader(tested.committer.state / "journal.db")
    try:
        return reader.hash_at(seq)
    finally:
        reader.close()


async def confirm(tested: TestedHall, upto: int) -> int:
    """Be headquarters, which holds everything up to `upto`."""
    head = hash_at(tested, upto)
    epoch = tested.hall.recorder.committed.epoch
    return await tested.hall.uplink.acknowledge(epoch, upto, head, head)


def last(tested: TestedHall) -> int:
    return tested.hall.recorder.committed.seq


@in_virtual_time
async def test_a_confirmation_is_noted_and_survives_a_restart(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    assert await confirm(tested, 3) == 3
    assert tested.facts()[-1].fact.head == hash_at(tested, 3).hex()
    assert (await restarted(tested)).hall.uplink.acked == 3


@in_virtual_time
async def test_headquarters_that_confirms_everything_comes_to_rest(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    for _ in range(50):
        await confirm(tested, last(tested))
    assert last(tested) == 4
    assert tested.hall.uplink.acked == 4
    assert tested.hall.uplink.pending == 0


def test_whatever_headquarters_confirms_in_whatever_steps_facts_stop_growing(tmp_path_factory):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.integers(1, 5) | st.just(0), max_size=30))
    def steps_of(steps: list[int]):
        @in_virtual_time
        async def headquarters():
            tested = await hall_on(tmp_path_factory.mktemp("hall"))
            tickets = 0
            for step in steps:
                if step:
                    await confirm(tested, min(tested.hall.uplink.acked + step, last(tested)))
                else:
                    await tested.hall.tickets.issue("bill")
                    tickets += 1
            for _ in range(200):
                await confirm(tested, min(tested.hall.uplink.acked + 1, last(tested)))
            settled = last(tested)
            for _ in range(20):
                await confirm(tested, last(tested))
            assert last(tested) == settled
            assert tested.hall.uplink.pending == 0
            assert tested.kinds().count("UplinkAcknowledged") <= 1 + 2 * tickets
            await tested.committer.close()

        headquarters()

    steps_of()


@in_virtual_time
async def test_an_older_confirmation_that_arrives_late_changes_nothing(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    await confirm(tested, 3)
    assert await confirm(tested, 1) == 3
    assert last(tested) == 4


@in_virtual_time
async def test_another_chain_is_refused_and_nothing_is_noted(tmp_path: Path):
    tested = await hall_on(tmp_path)
    with pytest.raises(ChainMismatchError):
        await tested.hall.uplink.acknowledge(EPOCH, 1, bytes(32), hash_at(tested, 1))
    assert tested.hall.uplink.acked == 0


@in_virtual_time
async def test_a_fact_that_has_not_happened_cannot_be_confirmed(tmp_path: Path):
    tested = await hall_on(tmp_path)
    with pytest.raises(AheadOfJournalError, match="ends at 1"):
        await tested.hall.uplink.acknowledge(EPOCH, 2, bytes(32), hash_at(tested, 2))


@in_virtual_time
async def test_another_epoch_is_refused(tmp_path: Path):
    tested = await hall_on(tmp_path)
    head = hash_at(tested, 1)
    with pytest.raises(EpochMismatchError, match=EPOCH):
        await tested.hall.uplink.acknowledge("EPOCH-0", 1, head, head)


# --- a new epoch ---


@in_virtual_time
async def test_a_new_epoch_goes_on_behind_the_same_chain(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    await confirm(tested, 3)
    before = tested.hall.recorder.tip()
    epoch = await tested.hall.uplink.renew_epoch(EPOCH, "headquarters knows fact 900")
    state = tested.hall.recorder.committed
    assert (state.epoch, state.acked, tested.hall.uplink.acked) == (epoch, 3, 3)
    assert tested.committer.journal.epoch.first == 4
    assert await confirm(tested, before[0] + 1) == before[0] + 1


@in_virtual_time
async def test_what_nobody_has_confirmed_belongs_to_the_new_epoch(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    await confirm(tested, 2)
    await tested.hall.tickets.issue("bill")
    epoch = await tested.hall.uplink.renew_epoch(EPOCH, "restored")
    renewed = tested.committer.journal.epoch
    reader = JournalReader(tested.committer.journal.path)
    assert renewed == Epoch(epoch, 3, reader.hash_at(2))
    assert verify(reader).whole
    reader.close()


@in_virtual_time
async def test_asked_twice_for_a_new_epoch_there_is_one(tmp_path: Path):
    tested = await hall_on(tmp_path)
    first = await tested.hall.uplink.renew_epoch(EPOCH, "restored")
    assert await tested.hall.uplink.renew_epoch(EPOCH, "restored") == first
    assert tested.kinds().count("EpochRenewed") == 1


@in_virtual_time
async def test_a_new_epoch_is_told_to_nobody_before_it_is_durable(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.committer.hold()
    asked = [
        asyncio.create_task(tested.hall.uplink.renew_epoch(EPOCH, "restored")) for _ in range(2)
    ]
    for _ in range(5):
        await asyncio.sleep(0)
    assert [each.done() for each in asked] == [False, False]
    tested.committer.refuses = True
    tested.committer.release()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OutOfServiceError] * 2

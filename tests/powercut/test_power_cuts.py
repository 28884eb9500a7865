"""The power goes at any moment: nothing acknowledged is lost or doubled, and no key outlives it.

A failed cut tells the command that makes it again, and it alone.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cuts import MORNINGS, SEED, Broken, campaign, exhaustive, make_cuts, recording_of
from io_log import Change, play

CUTS = {"ordinary": 10_000, "careless": 9_000}
CUTS_OF_A_RELEASE = {"ordinary": 600_000, "careless": 400_000}


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("morning", list(CUTS))
def test_no_power_cut_breaks_a_promise(morning: str, release: bool, figure: Callable[[str], None]):
    cuts = (CUTS_OF_A_RELEASE if release else CUTS)[morning]
    assert cuts >= exhaustive(recording_of(morning))
    began = time.perf_counter()
    broken = campaign(morning, range(cuts))
    took_s = time.perf_counter() - began
    figure(
        f"power cuts, {morning} morning: {len(broken)} of {cuts:,} broke a promise, {took_s:.0f} s"
    )
    assert not broken, told(morning, broken)


def test_the_power_may_go_around_the_products_own_checkpoints(release: bool):
    recording = recording_of("shipped")
    positions = checkpoint_positions(recording.changes)
    weathers = exhaustive(recording) // (len(recording.changes) + 1)
    numbers = [at * weathers + each for at in positions for each in range(weathers)]
    broken = campaign("shipped", numbers if release else numbers[:: len(numbers) // 160])
    assert not broken, told("shipped", broken)


def checkpoint_positions(changes: Sequence[Change]) -> list[int]:
    """Return where the journal itself is written, or its log begun anew, and what is next to it."""
    at_work = {
        at + beside
        for at, change in enumerate(changes)
        if change.file == "journal.db" or (change.file == "journal.db-wal" and not change.offset)
        for beside in (-1, 0, 1, 2, 3)
    }
    return sorted(at for at in at_work if 0 <= at <= len(changes))


@pytest.mark.parametrize("morning", list(MORNINGS))
def test_a_morning_has_everything_that_may_be_cut_short(morning: str):
    recording = recording_of(morning)
    kinds = {fact[1] for fact in recording.facts}
    assert kinds >= {
        "DayOpened",
        "DayClosed",
        "VisitIdentified",
        "VisitAbandoned",
        "TicketReserved",
        "PrintStarted",
        "TicketIssued",
        "TicketCalled",
        "ServiceFinished",
        "TicketNoShow",
        "VisitRated",
        "UplinkAcknowledged",
        "EpochRenewed",
        "RequestAnswered",
    }
    assert recording.promises.marks[-1].acknowledged == len(recording.facts)
    assert len(recording.promises.marks[-1].gone) >= 5
    changed = Counter((change.kind, change.file) for change in recording.changes)
    assert changed["create", "journal.db"] == changed["create", "keys.db"] == 1
    assert changed["create", "journal.db-wal"] == changed["delete", "journal.db-wal"] == 2
    assert resets_of_the_log(recording.changes) >= 3


def resets_of_the_log(changes: Sequence[Change]) -> int:
    """Return how often the WAL was begun: for a new file, or again behind a checkpoint."""
    return sum(
        (change.kind, change.file, change.offset) == ("write", "journal.db-wal", 0)
        for change in changes
    )


def test_what_was_recorded_makes_the_files_that_were_written():
    files: dict[str, bytearray] = {}
    recording = recording_of("ordinary")
    for change in recording.changes:
        play(files, change)
    assert sorted(files) == ["journal.db", "keys.db"]
    assert all(fact[-1] in files["journal.db"] for fact in recording.facts)


def test_a_cut_meets_the_same_changes_in_every_process():
    first = recording_of("ordinary")
    recording_of.cache_clear()
    again = recording_of("ordinary")
    assert (again.facts, again.promises) == (first.facts, first.promises)
    # But for their bytes: the store notes when its schema was made.
    assert [shape(change) for change in again.changes] == [shape(each) for each in first.changes]


def shape(change: Change) -> tuple:
    return change.kind, change.file, change.offset, len(change.data), change.size, change.folder


def test_one_cut_is_made_again(pytestconfig: pytest.Config):
    """With `--cut MORNING:SEED:NUMBER`, and otherwise the first one of the ordinary morning."""
    named = pytestconfig.getoption("cut", default=None) or f"ordinary:{SEED}:0"
    morning, seed, number = named.split(":")
    broken = make_cuts(morning, int(seed), [int(number)])
    assert not broken, told(morning, broken)


def told(morning: str, broken: Sequence[Broken]) -> str:
    here = Path(__file__).relative_to(Path(__file__).parents[2])
    lines = [
        f"{each.how}\n    after {each.cut.position} changes, {each.cut.weather.__name__}; "
        f"again by: pytest {here} --cut {morning}:{each.cut.seed}:{each.cut.number}"
        for each in broken[:10]
    ]
    return "\n".join([f"{len(broken)} power cuts broke a promise", *lines])

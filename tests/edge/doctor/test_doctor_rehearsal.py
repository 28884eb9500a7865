"""The power-cut test finds disks that lie, and only those: on disks in memory."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from lyingdisk import LyingDisk, PowerCutError

from edge.doctor.records import File, Layout, log_record, page
from edge.doctor.rehearsal import Pace, Rehearsal
from edge.doctor.tally import Tally, cuts_needed
from edge.doctor.verdict import Verdict, judge

CUTS = 200
# Few slots, so that each run goes through several laps; records that straddle sectors.
SMALL = Layout(slots=24, pages=4, filling_bytes=512)


@dataclass
class Told:
    number: int = 0

    def tell(self, number: int) -> None:
        self.number = number


def run_until_cut(disk: LyingDisk, run: bytes, layout: Layout = SMALL) -> int:
    """Rehearse until the power is gone; return the last number that was told."""
    told = Told()
    rehearsal = Rehearsal(disk, disk, run, layout)
    disk.plug_in()
    with pytest.raises(PowerCutError):
        while True:
            rehearsal.step(told.tell)
    return told.number


def campaign(disk: LyingDisk, cuts: int = CUTS) -> Tally:
    """Cut after cut, until the disk is found unfit or all are passed."""
    tally = Tally()
    for cut in range(1, cuts + 1):
        run = cut.to_bytes(8, "big")
        verdict = judge(disk, SMALL, run, run_until_cut(disk, run))
        tally = tally.counted(run.hex(), verdict, power_was_cut=True)
        if tally.unfit:
            break
    return tally


@pytest.mark.parametrize("seed", range(3))
def test_an_honest_card_passes_200_of_200_cuts(seed: int) -> None:
    assert campaign(LyingDisk(seed)) == Tally(CUTS, 0, CUTS.to_bytes(8, "big").hex())


@pytest.mark.parametrize("lies", [0.3, 0.05, 0.01])
def test_a_card_that_ignores_syncs_is_unfit_within_200_cuts(
    lies: float, release: bool, figure: Callable[[str], None]
) -> None:
    tallies = [campaign(LyingDisk(seed, lies=lies)) for seed in range(1000 if release else 40)]
    assert all(tally.unfit for tally in tallies)
    needed = max(tally.passed + 1 for tally in tallies)
    figure(f"card ignoring {lies:.0%} of its syncs: found after {needed} cuts at the latest")


def test_a_card_that_ignores_every_sync_is_unfit_within_a_few_cuts() -> None:
    assert campaign(LyingDisk(1, lies=1.0), cuts=10).unfit


@pytest.mark.parametrize("seed", range(5))
def test_a_card_whose_lies_take_their_time_is_found_too(seed: int) -> None:
    assert campaign(LyingDisk(seed, lies=0.05, patient=True, cut_within_s=0.03)).unfit


def test_a_card_that_garbles_the_sector_it_was_writing_is_unfit() -> None:
    # The journal's frames share sectors: what is garbled beside the one under way was confirmed.
    assert campaign(LyingDisk(2, garbles=True)).unfit


def written(disk: LyingDisk, records: int) -> bytes:
    """Write so many records and pages of a run without a cut."""
    run = b"run-0001"
    rehearsal = Rehearsal(disk, disk, run, SMALL)
    for _ in range(records):
        rehearsal.step(lambda _number: None)
    return run


def test_a_torn_record_behind_the_last_one_told_is_no_loss() -> None:
    disk = LyingDisk(3)
    run = written(disk, 30)
    disk.write(File.LOG, SMALL.log_offset(31), log_record(SMALL, run, 31)[:300])
    assert judge(disk, SMALL, run, 30) == Verdict(30, 30)


@pytest.mark.parametrize("number", [1, 7, 24])
def test_a_told_record_that_is_damaged_is_named(number: int) -> None:
    disk = LyingDisk(4)
    run = written(disk, 24)
    disk.damage(File.LOG, SMALL.log_offset(number) + 100, 1)
    verdict = judge(disk, SMALL, run, 24)
    # The first slot is where record 25 would go: it may have been under way.
    assert verdict.lost == (() if number == 1 else (number,))
    assert verdict.lost_told == len(verdict.lost)


def test_records_missing_at_the_end_are_lost_if_they_were_told() -> None:
    disk = LyingDisk(5)
    run = written(disk, 10)
    assert judge(disk, SMALL, run, 12) == Verdict(12, 10, lost=(11, 12))


def test_a_gap_before_a_whole_record_is_a_lie_even_if_nobody_was_told() -> None:
    disk = LyingDisk(6)
    run = written(disk, 10)
    disk.damage(File.LOG, SMALL.log_offset(9), SMALL.record_bytes)
    verdict = judge(disk, SMALL, run, 0)
    assert (verdict.lost, verdict.lost_told, verdict.passed) == ((9,), 0, False)


def test_a_damaged_page_is_unfit_once_the_log_has_begun_again() -> None:
    disk = LyingDisk(7)
    run = written(disk, 30)
    disk.damage(File.PAGES, SMALL.page_offset(3), 10)
    assert judge(disk, SMALL, run, 30) == Verdict(30, 30, pages_lost=(3,))


def test_pages_under_way_when_the_lap_ends_are_no_loss() -> None:
    disk = LyingDisk(8)
    run = written(disk, 24)
    disk.damage(File.PAGES, SMALL.page_offset(2), 10)
    assert judge(disk, SMALL, run, 24).passed


def test_a_page_in_another_pages_place_is_found() -> None:
    disk = LyingDisk(9)
    run = written(disk, 30)
    disk.write(File.PAGES, SMALL.page_offset(1), page(SMALL, run, 24, 2))
    assert judge(disk, SMALL, run, 30).pages_lost == (1,)


def test_an_empty_disk_has_lost_everything_that_was_told() -> None:
    verdict = judge(LyingDisk(10), SMALL, b"run-0001", 5)
    assert verdict == Verdict(5, 0, lost=(1, 2, 3, 4, 5))


def test_a_sync_much_faster_than_usual_is_noticed_once_the_usual_is_known() -> None:
    pace = Pace()
    assert not any(pace.took(0.001) for _ in range(50))
    assert pace.took(0.0001)
    assert not pace.took(0.0009)
    assert pace.fast == 1


def test_a_pass_counts_once_and_only_if_the_power_was_cut() -> None:
    passed, lost = Verdict(3, 3), Verdict(3, 2, lost=(3,))
    tally = Tally().counted("a", passed, power_was_cut=True)
    assert tally.counted("a", passed, power_was_cut=True) == tally
    assert tally.counted("b", passed, power_was_cut=False).passed == 1
    assert tally.counted("a", lost, power_was_cut=False).unfit
    unfit = tally.counted("c", lost, power_was_cut=False)
    assert unfit.counted("c", lost, power_was_cut=True) == unfit
    assert unfit.counted("d", passed, power_was_cut=True).unfit


def test_the_tally_says_what_so_many_cuts_rule_out() -> None:
    assert Tally().loss_ruled_out == 1.0
    assert Tally(passed=200).loss_ruled_out == pytest.approx(0.0149, abs=0.0001)
    assert cuts_needed(0.05) == 59
    assert cuts_needed(0.01) == 299

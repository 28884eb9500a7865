"""The power-cut test on a real disk: rehearse until the power goes, judge when it is back."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from edge.doctor.disk import RealTime
from edge.doctor.errors import DoctorError
from edge.doctor.folder import DoctorFolder, OpenRun, boot_id
from edge.doctor.records import RUN_BYTES, Layout
from edge.doctor.rehearsal import Pace, Rehearsal
from edge.doctor.tally import Tally
from edge.doctor.testimony import Heard, WitnessLine
from edge.doctor.verdict import Verdict, all_lost, judge

Watch = Callable[[int, Pace], None]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one cut. `counts` is whether it was one that says something."""

    run: str
    verdict: Verdict
    tally: Tally
    power_was_cut: bool

    @property
    def counts(self) -> bool:
        """Whether a pass means anything: the power was cut, and something had been told."""
        return self.power_was_cut and self.verdict.told > 0

    @property
    def unfit(self) -> bool:
        """Whether this cut or an earlier one showed that the disk cannot be trusted."""
        return self.tally.unfit or not self.verdict.passed


def rehearse(
    folder: DoctorFolder, line: WitnessLine | None, watch: Watch, stopped: Callable[[], bool]
) -> int:
    """Write until the power goes, or until `stopped`; return the last number then.

    `watch` hears each number once it is durable and the witness knows of it. Raises `DoctorError`.
    """
    with folder.held():
        refuse_unready(folder)
        run = OpenRun(secrets.token_hex(RUN_BYTES), boot_id())
        disk = folder.begin(run)
        try:
            if line:
                line.begin(run.run)
            rehearsal = Rehearsal(disk, RealTime(), run.run_bytes, run.layout)
            with folder.trouble():
                _write_until(rehearsal, run.run, line, watch, stopped)
            if line:
                line.stopped(run.run)
        finally:
            disk.close()
        folder.end_run()
        return rehearsal.number


def refuse_unready(folder: DoctorFolder) -> None:
    """Raise `DoctorError` if no rehearsal may begin in `folder`."""
    folder.refuse_running_hall()
    if folder.tally().unfit:
        raise DoctorError(f"{folder.path}: this disk was found unfit; `clean` forgets that")
    if folder.open_run():
        raise DoctorError(f"{folder.path}: the last rehearsal waits for `verify`")


def _write_until(
    rehearsal: Rehearsal,
    run: str,
    line: WitnessLine | None,
    watch: Watch,
    stopped: Callable[[], bool],
) -> None:
    def tell(number: int) -> None:
        if line:
            line.wrote(run, number)
        watch(number, rehearsal.pace)

    while not stopped():
        rehearsal.step(tell)


def verify(
    folder: DoctorFolder,
    line: WitnessLine | None,
    seen: int,
    progress: Progress = lambda _step, _done, _total: None,
) -> Outcome:
    """Judge the last rehearsal by what the witness heard, or by the number that was `seen`.

    A rehearsal that passed is removed, a failed one stays for whoever wants to look. Raises
    `DoctorError`, also if there is nothing to judge.
    """
    with folder.held():
        run = folder.open_run()
        heard = line.ask() if line else None
        if heard and heard.number and (run is None or run.run != heard.run):
            outcome = _outcome(folder, heard.run, all_lost(Layout(), heard.number), cut=True)
        elif run is None:
            raise DoctorError(f"{folder.path}: no rehearsal waits to be judged")
        else:
            told = heard.number if heard else seen
            verdict = _judged(folder, run, told, progress)
            outcome = _outcome(folder, run.run, verdict, cut=run.boot != boot_id())
        _conclude(folder, line, heard, outcome)
        return outcome


def _judged(folder: DoctorFolder, run: OpenRun, told: int, progress: Progress) -> Verdict:
    disk = folder.disk()
    try:
        with folder.trouble():
            total = run.layout.slots
            return judge(
                disk,
                run.layout,
                run.run_bytes,
                told,
                lambda slot: progress("reading back", slot, total),
            )
    finally:
        disk.close()


def _outcome(folder: DoctorFolder, run: str, verdict: Verdict, *, cut: bool) -> Outcome:
    outcome = Outcome(run, verdict, folder.tally(), cut)
    tally = outcome.tally.counted(run, verdict, power_was_cut=outcome.counts)
    return Outcome(run, verdict, tally, cut)


def _conclude(
    folder: DoctorFolder, line: WitnessLine | None, heard: Heard | None, outcome: Outcome
) -> None:
    if outcome.counts or outcome.unfit:
        folder.keep(outcome.tally)
    if line and heard and heard.run == outcome.run:
        line.judged(outcome.run, passed=not outcome.unfit, cuts_passed=outcome.tally.passed)
    if outcome.verdict.passed:
        folder.end_run()

"""The tally of a disk: how many power cuts it has passed, and what that says."""

from dataclasses import dataclass, replace

from edge.doctor.verdict import Verdict

GOAL_CUTS = 200
_CERTAINTY = 0.95


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one disk. `run` is the last one judged, so that none is counted twice."""

    passed: int = 0
    failed: int = 0
    run: str = ""

    def counted(self, run: str, verdict: Verdict, *, power_was_cut: bool) -> "Tally":
        """Return the tally with `verdict` on `run`; a pass counts only if the power was cut."""
        if run == self.run and (verdict.passed or self.failed):
            return self
        if not verdict.passed:
            return replace(self, failed=self.failed + 1, run=run)
        return replace(self, passed=self.passed + power_was_cut, run=run)

    @property
    def unfit(self) -> bool:
        """Whether the disk ever lost what it had confirmed: no later pass mends that."""
        return self.failed > 0

    @property
    def loss_ruled_out(self) -> float:
        """Return the share of cuts, 0 to 1, above which losses would have shown by now (95 %).

        A disk that loses something in a share p of all cuts passes n of them with probability
        (1 - p)^n; above the p returned that is less than 5 %.
        """
        return 1.0 - float((1 - _CERTAINTY) ** (1 / self.passed)) if self.passed else 1.0


def cuts_needed(share: float) -> int:
    """Return how many passed cuts rule out (95 %) losses in more than `share` of all cuts."""
    cuts = 1
    while (1 - share) ** cuts > 1 - _CERTAINTY:
        cuts += 1
    return cuts

"""How good estimates were: what each model said of each ticket, beside what came true."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

_FIVE_MINUTES_S = 300.0


@dataclass(frozen=True, slots=True)
class Scored:
    """One ticket and one model: what it said (seconds), and what came true.

    `low_s` and `high_s` are those of a model that says a range. `load` is how many waited.
    """

    model: str
    service: str
    load: int
    said_s: float
    waited_s: float
    low_s: float | None = None
    high_s: float | None = None

    @property
    def error_s(self) -> float:
        """How much longer the wait was than said."""
        return self.waited_s - self.said_s

    @property
    def covered(self) -> bool:
        """Whether the wait ended within the range."""
        return (self.low_s or 0.0) <= self.waited_s <= (self.high_s or 0.0)

    @property
    def band(self) -> str:
        """How full the hall was."""
        return next(name for bound, name in _BANDS if self.load <= bound)


_BANDS = ((2, "0-2 waiting"), (7, "3-7 waiting"), (20, "8-20 waiting"), (1 << 30, "over 20"))


@dataclass(frozen=True, slots=True)
class Score:
    """How good a model was over `count` tickets, all in seconds or shares.

    `late_share` waited more than five minutes longer than said. `coverage` and `width_s` are of
    models that say a range.
    """

    count: int
    mae_s: float
    bias_s: float
    p90_s: float
    late_share: float
    pinball_50_s: float
    coverage: float | None = None
    width_s: float | None = None
    pinball_90_s: float | None = None


def score(scored: Sequence[Scored]) -> Score:
    """Return how good it was over all of `scored`, which are of one model and not none."""
    errors = [each.error_s for each in scored]
    sizes = sorted(map(abs, errors))
    ranged = [each for each in scored if each.high_s is not None]
    return Score(
        count=len(scored),
        mae_s=fmean(sizes),
        bias_s=fmean(errors),
        p90_s=sizes[int(0.9 * len(sizes))],
        late_share=fmean(each > _FIVE_MINUTES_S for each in errors),
        pinball_50_s=fmean(_pinball(each, 0.5) for each in errors),
        coverage=fmean(each.covered for each in ranged) if ranged else None,
        width_s=fmean((each.high_s or 0) - (each.low_s or 0) for each in ranged)
        if ranged
        else None,
        pinball_90_s=fmean(_pinball(each.waited_s - (each.high_s or 0), 0.9) for each in ranged)
        if ranged
        else None,
    )


def scores(
    scored: Iterable[Scored], by: Callable[[Scored], str] = lambda _each: "all"
) -> dict[tuple[str, str], Score]:
    """Return the score of each model for each group, by (model, group)."""
    groups: dict[tuple[str, str], list[Scored]] = {}
    for each in scored:
        groups.setdefault((each.model, by(each)), []).append(each)
    return {group: score(members) for group, members in groups.items()}


def _pinball(error_s: float, share: float) -> float:
    return error_s * share if error_s >= 0 else error_s * (share - 1)

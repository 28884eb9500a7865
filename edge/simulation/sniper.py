"""Kills at the worst moments: what falls by chance over a day nearly never hits them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from edge.domain import facts as f
from edge.ports import Batch

# What is about to happen when it strikes. Each: the moment on the card, a fact of its batches.
_TARGETS: dict[str, tuple[str, type[f.Fact] | None]] = {
    "decided": ("submitted", None),
    "answered": ("committed", None),
    "refused": ("refused", None),
    "printing": ("committed", f.PrintStarted),
    "forgetting": ("submitted", f.VisitAbandoned),
    "identifying": ("submitted", f.VisitIdentified),
    "confirmed": ("submitted", f.UplinkAcknowledged),
    "renewing": ("submitted", f.EpochRenewed),
    "calling": ("committed", f.TicketCalled),
    "starting": ("opened", None),
    "recovering": ("recovering", None),
}
# How often it strikes where it lies in wait: rare moments are worth more shots.
_HITS = {
    "decided": 0.004,
    "answered": 0.004,
    "printing": 0.03,
    "forgetting": 0.3,
    "identifying": 0.05,
    "confirmed": 0.004,
    "calling": 0.02,
    "refused": 0.1,
    "starting": 0.05,
    "recovering": 0.05,
    "renewing": 0.3,
}
_SHOTS = ("edge killed", "edge killed", "power fails", "commits fail")
# At once; during a commit of a good card; of a slow one; while paper comes out.
_DELAYS_MAX_S = (0.0, 0.005, 0.3, 4.0)


@dataclass(frozen=True, slots=True)
class Aims:
    """Where a world's sniper lies in wait, and how often it strikes there."""

    hits: dict[str, float]


def draw_aims(dice: random.Random, badness: float) -> Aims:
    """Draw some of the targets; none where nothing goes wrong."""
    share = dice.choice((0.0, 0.3, 1.0)) if badness else 0.0
    return Aims(
        {name: min(often * badness, 0.5) for name, often in _HITS.items() if dice.random() < share}
    )


class Sniper:
    """Listens to the card; `strike` lets a mishap happen so many seconds later."""

    def __init__(
        self,
        dice: random.Random,
        aims: Aims,
        strike: Callable[[str, float], None],
    ) -> None:
        self._dice = dice
        self._aims = aims
        self._strike = strike
        self.armed = True

    def on_moment(self, moment: str, batches: Sequence[Batch]) -> None:
        """Hear of a moment on the card, and strike perhaps."""
        for name, often in self._aims.hits.items():
            when, kind = _TARGETS[name]
            in_sight = self.armed and when == moment and _is_among(kind, batches)
            if in_sight and self._dice.random() < often:
                delay_s = self._dice.uniform(0.0, self._dice.choice(_DELAYS_MAX_S))
                self._strike(self._dice.choice(_SHOTS), delay_s)
                return


def _is_among(kind: type[f.Fact] | None, batches: Sequence[Batch]) -> bool:
    return kind is None or any(
        isinstance(new.recorded.fact, kind) for batch in batches for new in batch.facts
    )

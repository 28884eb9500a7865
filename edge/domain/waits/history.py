"""What a hall has measured of itself: how long things take in it, and how often they happen."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from edge.domain.waits.paces import Paces
from edge.domain.waits.spread import Prior, Spread, merged
from edge.domain.waits.tally import KEPT_A_DAY, KEPT_DIGITS, Tally

_LITTLE = 0.01

WAY = Prior(20.0, 0.5, 20.0)
ABSENT = Prior(90.0, 0.5, 10.0)
GAP = Prior(12.0, 0.7, 20.0)
ANSWER = Prior(15.0, 0.7, 20.0)
PAUSE = Prior(480.0, 0.8, 5.0)
_COME_SHARE, _COME_WEIGHT = 0.95, 40.0
_NO_SHOW_MAX = 0.75
_LEFT_SHARE, _LEFT_WEIGHT = 0.01, 50.0
_MEAL_S = 1500.0
_REASONS_MAX, _OTHER = 12, ""
# Whoever has waited long comes less often: waits shorter than so many seconds are alike.
WAITED_S = (600.0, 1500.0, math.inf)


@dataclass(frozen=True, slots=True)
class History:
    """All of it. Never changed: what is measured makes a new one.

    Spreads are of seconds: of serving, by service; of the `way` from call to arrival, of calls
    that nobody followed (`absent`), from one visitor's end to the next call while others wait
    (`gap`), from a visitor's coming to the call at a counter that was free (`answer`), and of
    clerks' absences (`pauses`), by reason. `came` counts calls and sums those that somebody
    followed: one tally for each of `WAITED_S`. `calls` are those after which a clerk may leave.
    """

    served: Mapping[str, Spread] = field(default_factory=dict)
    paces: Paces = field(default_factory=Paces)
    way: Spread = field(default_factory=Spread)
    absent: Spread = field(default_factory=Spread)
    gap: Spread = field(default_factory=Spread)
    answer: Spread = field(default_factory=Spread)
    pauses: Mapping[str, Spread] = field(default_factory=dict)
    came: tuple[Tally, ...] = (Tally(),) * len(WAITED_S)
    calls: float = 0.0

    # --- measuring ---

    def with_served(self, service: str, clerk: str, length_s: float) -> "History":
        """Return the history with one more visitor served."""
        spread = self.served.get(service, Spread()).with_one(length_s)
        paces = self.paces.with_one(service, clerk, length_s)
        return replace(self, served={**self.served, service: spread}, paces=paces)

    def with_arrived(self, way_s: float, waited_s: float) -> "History":
        """Return the history with one more call that was followed, after a wait."""
        return replace(self, way=self.way.with_one(way_s), came=self._came(waited_s, 1.0))

    def with_absent(self, length_s: float, waited_s: float) -> "History":
        """Return the history with one more call that nobody followed, after a wait."""
        absent = self.absent.with_one(length_s)
        return replace(self, absent=absent, came=self._came(waited_s, 0.0))

    def _came(self, waited_s: float, came: float) -> tuple[Tally, ...]:
        tallies = list(self.came)
        at = waited_band(waited_s)
        tallies[at] = tallies[at].plus(came)
        return tuple(tallies)

    def with_pause(self, length_s: float, reason: str) -> "History":
        """Return the history with one more absence of a clerk."""
        known = reason in self.pauses or len(self.pauses) < _REASONS_MAX
        reason = reason if known else _OTHER
        spread = self.pauses.get(reason, Spread()).with_one(length_s)
        return replace(self, pauses={**self.pauses, reason: spread})

    def with_call(self) -> "History":
        """Return the history with one more call after which the clerk may have left."""
        return replace(self, calls=self.calls + 1)

    # --- what follows from it ---

    def no_show_share(self, band: int) -> float:
        """Return the share of calls that nobody follows, of those who waited so long."""
        total = sum(each.total for each in self.came)
        usual = Tally(sum(each.count for each in self.came), total).mean(_COME_SHARE, _COME_WEIGHT)
        return min(_NO_SHOW_MAX, 1.0 - self.came[band].mean(usual, _COME_WEIGHT))

    def pausing(self, *, planned: bool) -> tuple[float, Spread]:
        """Return the share of calls after which the clerk leaves, and for how long.

        Where absences are `planned`, those as long as a meal are in the plan.
        """
        spreads = self.pauses.values()
        short = [each for each in spreads if not planned or each.middle_s < _MEAL_S]
        spread = merged(short)
        return Tally(self.calls, spread.count).mean(_LEFT_SHARE, _LEFT_WEIGHT), spread

    # --- keeping ---

    def next_day(self) -> "History":
        """Return the history with which the next day begins: what is past counts less."""
        keep = KEPT_A_DAY
        faded: dict[str, Any] = {
            name: getattr(self, name).faded(keep) for name in ("paces", *_SPREADS)
        }
        return History(
            served=_faded(self.served, keep),
            pauses=_faded(self.pauses, keep),
            came=tuple(tally.faded(keep) for tally in self.came),
            calls=round(self.calls * keep, KEPT_DIGITS),
            **faded,
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "served": {service: spread.as_json() for service, spread in self.served.items()},
            "paces": self.paces.as_json(),
            **{name: getattr(self, name).as_json() for name in _SPREADS},
            "pauses": {reason: spread.as_json() for reason, spread in self.pauses.items()},
            "came": [[each.count, each.total] for each in self.came],
            "calls": self.calls,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "History":
        """Return what `as_json` wrote; an older version may not have measured all of it."""
        spreads: dict[str, Any] = {
            name: Spread.from_json(stored.get(name, ())) for name in _SPREADS
        }
        came = tuple(Tally(*each) for each in stored.get("came", ()))
        return cls(
            served=_spreads(stored.get("served", {})),
            pauses=_spreads(stored.get("pauses", {})),
            came=came if len(came) == len(WAITED_S) else cls().came,
            calls=stored.get("calls", 0.0),
            paces=Paces.from_json(stored.get("paces", ())),
            **spreads,
        )


_SPREADS = ("way", "absent", "gap", "answer")


def waited_band(waited_s: float) -> int:
    """Return which of `WAITED_S` a wait belongs to."""
    return next(at for at, bound_s in enumerate(WAITED_S) if waited_s < bound_s)


def _spreads(stored: Mapping[str, Any]) -> dict[str, Spread]:
    return {name: Spread.from_json(each) for name, each in stored.items()}


def _faded(spreads: Mapping[str, Spread], keep: float) -> dict[str, Spread]:
    faded = {name: spread.faded(keep) for name, spread in spreads.items()}
    return {name: spread for name, spread in faded.items() if spread.count > _LITTLE}

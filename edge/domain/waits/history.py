"""What a hall has measured of itself: how long things take in it, and how often they happen."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from edge.domain.waits.arrivals import Arrivals
from edge.domain.waits.paces import Paces
from edge.domain.waits.spread import Prior, Spread
from edge.domain.waits.tally import Tally

# What a day counts for on the next one: after fifteen days half as much.
_KEPT_A_DAY = 0.5 ** (1 / 15)
_LITTLE = 0.01

WAY = Prior(20.0, 0.5, 20.0)
ABSENT = Prior(90.0, 0.5, 10.0)
GAP = Prior(12.0, 0.7, 20.0)
ANSWER = Prior(15.0, 0.7, 20.0)
PAUSE = Prior(480.0, 0.8, 5.0)
_COME_SHARE, _COME_WEIGHT = 0.95, 40.0
_LEFT_SHARE, _LEFT_WEIGHT = 0.01, 50.0


@dataclass(frozen=True, slots=True)
class History:
    """All of it. Never changed: what is measured makes a new one.

    Spreads are of seconds: of serving, by service; of the `way` from call to arrival, of calls
    that nobody followed (`absent`), from one visitor's end to the next call while others wait
    (`gap`), from a visitor's coming to the call at a counter that was free (`answer`), of a
    clerk's absence (`pause`). `came` counts calls and sums those that somebody followed; `left`
    counts calls and sums absences.
    """

    served: Mapping[str, Spread] = field(default_factory=dict)
    paces: Paces = field(default_factory=Paces)
    way: Spread = field(default_factory=Spread)
    absent: Spread = field(default_factory=Spread)
    gap: Spread = field(default_factory=Spread)
    answer: Spread = field(default_factory=Spread)
    pause: Spread = field(default_factory=Spread)
    came: Tally = field(default_factory=Tally)
    left: Tally = field(default_factory=Tally)
    arrivals: Arrivals = field(default_factory=Arrivals)

    # --- measuring ---

    def with_served(self, service: str, clerk: str, length_s: float) -> "History":
        """Return the history with one more visitor served."""
        spread = self.served.get(service, Spread()).with_one(length_s)
        paces = self.paces.with_one(service, clerk, length_s)
        return replace(self, served={**self.served, service: spread}, paces=paces)

    def with_arrived(self, way_s: float) -> "History":
        """Return the history with one more call that somebody followed."""
        return replace(self, way=self.way.with_one(way_s), came=self.came.plus(1.0))

    def with_absent(self, length_s: float) -> "History":
        """Return the history with one more call that nobody followed."""
        return replace(self, absent=self.absent.with_one(length_s), came=self.came.plus(0.0))

    def with_pause(self, length_s: float) -> "History":
        """Return the history with one more absence of a clerk."""
        left = Tally(self.left.count, self.left.total + 1.0)
        return replace(self, pause=self.pause.with_one(length_s), left=left)

    def with_call(self) -> "History":
        """Return the history with one more call after which the clerk may have left."""
        return replace(self, left=self.left.plus(0.0))

    # --- what follows from it ---

    @property
    def no_show_share(self) -> float:
        """The share of calls that nobody follows."""
        return 1.0 - self.came.mean(_COME_SHARE, _COME_WEIGHT)

    @property
    def pause_share(self) -> float:
        """The share of calls after which the clerk leaves for a while."""
        return self.left.mean(_LEFT_SHARE, _LEFT_WEIGHT)

    # --- keeping ---

    def next_day(self) -> "History":
        """Return the history with which the next day begins: what is past counts less."""
        keep = _KEPT_A_DAY
        served = {service: spread.faded(keep) for service, spread in self.served.items()}
        faded: dict[str, Any] = {
            name: getattr(self, name).faded(keep) for name in ("paces", *_SPREADS, *_TALLIES)
        }
        return History(
            served={service: each for service, each in served.items() if each.count > _LITTLE},
            arrivals=self.arrivals.next_day(keep),
            **faded,
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "served": {service: spread.as_json() for service, spread in self.served.items()},
            "paces": self.paces.as_json(),
            **{name: getattr(self, name).as_json() for name in _SPREADS},
            **{name: asdict(getattr(self, name)) for name in _TALLIES},
            "arrivals": self.arrivals.as_json(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "History":
        """Return what `as_json` wrote."""
        served = {name: Spread.from_json(each) for name, each in stored["served"].items()}
        measured: dict[str, Any] = {
            **{name: Spread.from_json(stored[name]) for name in _SPREADS},
            **{name: Tally(**stored[name]) for name in _TALLIES},
        }
        return cls(
            served=served,
            paces=Paces.from_json(stored["paces"]),
            arrivals=Arrivals.from_json(stored["arrivals"]),
            **measured,
        )


_SPREADS = ("way", "absent", "gap", "answer", "pause")
_TALLIES = ("came", "left")

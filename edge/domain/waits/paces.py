"""How fast each clerk is: compared with the others, service by service."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from edge.domain.waits.tally import Tally

_LITTLE = 0.01
# How many services it takes until a clerk's own pace counts as much as what is true of others:
# how much services spread, against how much clerks differ.
_CLERK_WEIGHT = 12.0
_PAIR_WEIGHT = 20.0
_PACE_MAX = 0.7  # e^0.7: twice as long as others


@dataclass(frozen=True)
class Paces:
    """Logarithms of how long services took, by (service, clerk). Never changed."""

    logs: Mapping[tuple[str, str], Tally] = field(default_factory=dict)

    def with_one(self, service: str, clerk: str, length_s: float) -> "Paces":
        """Return them with one more service."""
        who = (service, clerk)
        tally = self.logs.get(who, Tally()).plus(math.log(max(length_s, 1.0)))
        return Paces({**self.logs, who: tally})

    def of(self, service: str, clerk: str) -> float:
        """Return how many times as long as usual `clerk` takes for `service`."""
        in_all = self._of_clerks.get(clerk, Tally()).mean(0.0, _CLERK_WEIGHT)
        own = self.logs.get((service, clerk), Tally())
        longer = Tally(own.count, own.total - own.count * self._usual.get(service, 0.0))
        return math.exp(max(-_PACE_MAX, min(_PACE_MAX, longer.mean(in_all, _PAIR_WEIGHT))))

    @cached_property
    def _usual(self) -> Mapping[str, float]:
        sums: dict[str, Tally] = {}
        for (service, _clerk), tally in self.logs.items():
            known = sums.get(service, Tally())
            sums[service] = Tally(known.count + tally.count, known.total + tally.total)
        return {service: each.total / each.count for service, each in sums.items()}

    @cached_property
    def _of_clerks(self) -> Mapping[str, Tally]:
        sums: dict[str, Tally] = {}
        for (service, clerk), tally in self.logs.items():
            known = sums.get(clerk, Tally())
            longer = tally.total - tally.count * self._usual[service]
            sums[clerk] = Tally(known.count + tally.count, known.total + longer)
        return sums

    def faded(self, keep: float) -> "Paces":
        """Return them counting `keep` times as much; what counts for nothing is forgotten."""
        faded = {who: tally.faded(keep) for who, tally in self.logs.items()}
        return Paces({who: tally for who, tally in faded.items() if tally.count > _LITTLE})

    def as_json(self) -> list[list[str | float]]:
        """Return them as JSON values."""
        return [[*who, tally.count, tally.total] for who, tally in self.logs.items()]

    @classmethod
    def from_json(cls, stored: Sequence[Sequence[str | float]]) -> "Paces":
        """Return what `as_json` wrote."""
        logs = {
            (str(service), str(clerk)): Tally(float(count), float(total))
            for service, clerk, count, total in stored
        }
        return cls(logs)

"""What the outputs of a board are to be, and what has to be written for that."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Outputs:
    """The state wanted of each output that somebody has switched, by name.

    A momentary output is never wanted on: what was a push of a button must not be pushed again
    by a board that comes back. `off_due_s` is when one has to be switched off by us.
    """

    momentary: frozenset[str]
    wanted: dict[str, bool] = field(default_factory=dict)
    off_due_s: dict[str, float] = field(default_factory=dict)

    def differing(self, read: Mapping[str, bool]) -> list[str]:
        """Return what has to be written anew, where the board was found as `read`."""
        return [name for name, on in self.wanted.items() if read[name] is not on]

    def forgotten(self, read: Mapping[str, bool]) -> list[str]:
        """Return the momentary outputs that are on with nobody to switch them off."""
        return [name for name in self.momentary if read[name] and name not in self.off_due_s]

    def due(self, now_s: float) -> list[str]:
        """Return the momentary outputs whose time is over."""
        return [name for name, due_s in self.off_due_s.items() if due_s <= now_s]

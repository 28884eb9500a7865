"""How often one telephone may ask, so that nobody wears the server out or tries secrets in bulk."""

from collections import OrderedDict

_KNOWN_MAX = 4096
_MINUTE_MS = 60_000


class Limit:
    """At most `per_min` a minute for each name; whoever waits has some again.

    Names beyond the latest few thousand are forgotten, the one that was silent longest first.
    """

    def __init__(self, per_min: int) -> None:
        self._per_min = per_min
        self._left: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def takes(self, name: str, mono: int) -> bool:
        """Whether `name` may ask once more at `mono` (ms); if so, it has."""
        left, since = self._left.pop(name, (float(self._per_min), mono))
        left = min(self._per_min, left + (mono - since) * self._per_min / _MINUTE_MS)
        granted = left >= 1
        self._left[name] = (left - granted, mono)
        while len(self._left) > _KNOWN_MAX:
            self._left.popitem(last=False)
        return granted

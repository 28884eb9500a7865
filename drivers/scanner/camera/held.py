"""Which codes are new: one that stays in sight is told once, however long it is held."""

from collections.abc import Iterable

from drivers.contract import CodeScanned


class Held:
    """Codes in sight and those that have just left. Time comes in, in seconds."""

    def __init__(self, away_s: float) -> None:
        self._away_s = away_s
        self._seen_s: dict[CodeScanned, float] = {}

    def new(self, codes: Iterable[CodeScanned], now_s: float) -> list[CodeScanned]:
        """Return those of `codes`, in sight now, that were not in sight just before."""
        self._seen_s = {
            code: at_s for code, at_s in self._seen_s.items() if now_s - at_s < self._away_s
        }
        found = list(dict.fromkeys(codes))
        fresh = [code for code in found if code not in self._seen_s]
        self._seen_s |= dict.fromkeys(found, now_s)
        return fresh

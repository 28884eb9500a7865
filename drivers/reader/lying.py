"""What a reader's driver knows of the card that lies there: found, tried in vain, read, or gone.

A SAM tells nothing of a card that it has read: it is not found again before it has left, so that
"no card" then means either. A card that cannot be read is found again and again while it lies. At
the edge of the field it comes and goes: only after `GONE_AFTER_S` without it is it taken for gone.
Time comes in as seconds of any steady clock.
"""

from drivers.contract import CardTrouble, CardTroubled

GONE_AFTER_S = 1.0


class LyingCard:
    """Follows one card at a time.

    `attempts_max` is how often reading is tried before the visitor is told, `left_after_s` how
    long a card that was read may lie there; 0 is for ever.
    """

    def __init__(self, attempts_max: int, left_after_s: float) -> None:
        self._attempts_max = attempts_max
        self._left_after_s = left_after_s
        self._seen_s = float("-inf")
        self._failures = 0
        self._why = ""
        self._told = False
        self._left_due_s = float("inf")

    def failed(self, why: str, at_s: float) -> CardTroubled | None:
        """Note an attempt that gave nothing, and return what is to be said of it now."""
        self._seen_s, self._why = at_s, why
        self._left_due_s = float("inf")
        self._failures += 1
        return self._unreadable() if self._failures >= self._attempts_max else None

    def nothing_found(self, at_s: float) -> CardTroubled | None:
        """Note that no card was found, and return what is to be said of one taken away too soon."""
        if at_s - self._seen_s < GONE_AFTER_S:
            return None
        moved = self._unreadable() if self._failures else None
        self._failures, self._told = 0, False
        return moved

    def read(self, at_s: float, *, accepted: bool = True) -> None:
        """Note that the card was read; whether it may be left lying counts for accepted ones."""
        self._seen_s = at_s
        self._failures, self._told = 0, False
        watched = accepted and self._left_after_s > 0
        self._left_due_s = at_s + self._left_after_s if watched else float("inf")

    def left_is_due(self, at_s: float) -> bool:
        """Whether it is time to see if the card that was read still lies there. True once."""
        if at_s < self._left_due_s:
            return False
        self._left_due_s = float("inf")
        return True

    def _unreadable(self) -> CardTroubled | None:
        if self._told:
            return None
        self._told = True
        return CardTroubled(CardTrouble.UNREADABLE, self._why)

"""One code held in front of a scanner is one code, however often the scanner reads it."""


class Holds:
    """Tells a code that is newly held from one that is still there."""

    def __init__(self, hold_s: float) -> None:
        self._hold_s = hold_s
        self._held = ""
        self._seen_s = float("-inf")

    def is_new(self, code: str, now_s: float) -> bool:
        """Note that `code` was read at `now_s`; return whether it had not been there.

        Counted from the last time it was read, so that a code that stays is never new again.
        """
        still_there = code == self._held and now_s - self._seen_s <= self._hold_s
        self._held, self._seen_s = code, now_s
        return not still_there

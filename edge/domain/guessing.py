"""How many wrong codes are borne, so that nobody can guess one."""

from collections import deque

from edge.domain.refusals import RefusedError

_PLACES_MAX = 32


class WrongCodeError(RefusedError):
    """The code has the right shape, and was not given out for this hall."""

    code = "wrong_code"
    nature = "forbidden"


class CodeLockedError(RefusedError):
    """Too many wrong codes have been typed here; `details` say how long to wait."""

    code = "code_locked"
    nature = "locked"


class Guesses:
    """Wrong codes by the place they were typed at: at most so many, each forgotten in its turn.

    In the long run a place has one guess every `forgotten_s` seconds. Places beyond the first few
    share what one of them has, so that no made-up name of a place is worth anything.
    """

    def __init__(self, wrong_max: int, forgotten_s: int) -> None:
        self._wrong_max = wrong_max
        self._forgotten_ms = forgotten_s * 1000
        self._until_mono: dict[str, deque[int]] = {}

    def check(self, place: str, mono: int) -> None:
        """Raise `CodeLockedError` where no more may be tried. `mono` is now in milliseconds."""
        remembered = self._remembered(place, mono)
        if len(remembered) >= self._wrong_max:
            wait_s = max(1, (remembered[0] - mono) // 1000)
            raise CodeLockedError("too many wrong codes: please wait", "code", wait_s=wait_s)

    def wrong(self, place: str, mono: int) -> None:
        """Note a wrong code."""
        remembered = self._remembered(place, mono)
        begins = remembered[-1] if remembered else mono
        remembered.append(begins + self._forgotten_ms)

    def _remembered(self, place: str, mono: int) -> deque[int]:
        if place not in self._until_mono and len(self._until_mono) >= _PLACES_MAX:
            place = ""
        remembered = self._until_mono.setdefault(place, deque())
        while remembered and remembered[0] <= mono:
            remembered.popleft()
        return remembered

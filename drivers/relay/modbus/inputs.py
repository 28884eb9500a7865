"""What the inputs of a board are, once they have stopped bouncing."""

from collections.abc import Mapping


class Inputs:
    """Takes what was read, and says what has changed since it was last said."""

    def __init__(self, debounce_s: float) -> None:
        self._debounce_s = debounce_s
        self._said: dict[str, bool] = {}
        self._other_since_s: dict[str, float] = {}

    @property
    def unsettled(self) -> bool:
        """Whether an input is otherwise than was said, and not for long enough yet."""
        return bool(self._other_since_s)

    def take(self, read: Mapping[str, bool], now_s: float) -> dict[str, bool]:
        """Return what has changed for good; an input not heard of before was off."""
        changed = {name: on for name, on in read.items() if self._is_news(name, on, now_s)}
        self._said.update(changed)
        return changed

    def _is_news(self, name: str, on: bool, now_s: float) -> bool:
        if on is self._said.get(name, False):
            self._other_since_s.pop(name, None)
            return False
        since_s = self._other_since_s.setdefault(name, now_s)
        if now_s - since_s < self._debounce_s:
            return False
        del self._other_since_s[name]
        return True

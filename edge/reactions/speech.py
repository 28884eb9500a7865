"""What waits to be said: by urgency, then in order, and never more than was agreed."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from drivers.contract import Announcement


class Rank(IntEnum):
    """Who goes first. Whoever speaks is never interrupted, by no rank."""

    URGENT = 0  # what everybody must hear now: the power is out
    CALL = 1
    RECALL = 2  # was heard once already
    HINT = 3  # where to wait: it stands on the ticket too


@dataclass(frozen=True, slots=True)
class ToSay:
    """An announcement, since when (s) it waits, and whether what it says is still so.

    Of one `topic` only the newest waits; without one, every announcement does.
    """

    rank: Rank
    since_s: float
    announcement: Announcement
    is_so: Callable[[], bool]
    topic: str = ""


class SpeechQueue:
    """Announcements that wait their turn. One that is taken out is said to its end."""

    def __init__(self, waiting_max: int) -> None:
        self._waiting_max = waiting_max
        self._waiting: dict[Rank, deque[ToSay]] = {rank: deque() for rank in Rank}

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def add(self, to_say: ToSay) -> ToSay | None:
        """Take `to_say` in. Where that is one too many, return what gives way.

        That is the oldest of the least urgent, which may be `to_say` itself.
        """
        if to_say.topic:
            self._forget(to_say.topic)
        self._waiting[to_say.rank].append(to_say)
        if len(self) <= self._waiting_max:
            return None
        return next(queue for queue in reversed(self._waiting.values()) if queue).popleft()

    def _forget(self, topic: str) -> None:
        for rank, queue in self._waiting.items():
            self._waiting[rank] = deque(each for each in queue if each.topic != topic)

    def next(self) -> ToSay | None:
        """Take out what is to be said next; None where nothing waits."""
        for queue in self._waiting.values():
            if queue:
                return queue.popleft()
        return None

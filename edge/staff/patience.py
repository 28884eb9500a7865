"""How long the terminal waits for the controller, and how often it asks again."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """`answer_timeout_s` is for one attempt; each pause comes before one more attempt.

    After the last of `retry_pauses_s` a press is given up; a lost controller is asked for ever,
    with the last of `reconnect_pauses_s` between two attempts.
    """

    answer_timeout_s: float = 5.0
    retry_pauses_s: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0)
    reconnect_pauses_s: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 5.0)

    def reconnect_pauses(self) -> Iterator[float]:
        """Yield the pauses between attempts to reach the controller, without end."""
        yield from self.reconnect_pauses_s
        while True:
            yield self.reconnect_pauses_s[-1]

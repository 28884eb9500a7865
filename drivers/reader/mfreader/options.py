"""How a multi-function reader is used: what a hall may set, and what is usual."""

from dataclasses import dataclass

PARTS_READ = ("all", "text")


@dataclass(frozen=True, slots=True)
class MfOptions:
    """How often the reader is asked, how long it may think, and how a card is read.

    `part` is what it is asked for: `all` is the one answer whose layout is published, and its
    photo is dropped at once; `text` leaves the photo on the card. `card_attempts_max`: how often a
    card is tried before the visitor is told that it cannot be read. `left_after_s`: how long a
    card that the reader goes on reading may lie there, 0 for ever.
    """

    part: str = "all"
    poll_interval_s: float = 0.3
    reply_timeout_s: float = 1.0
    read_timeout_s: float = 3.0
    attempts_max: int = 3
    card_attempts_max: int = 2
    left_after_s: float = 10.0

    def __post_init__(self) -> None:
        if self.part not in PARTS_READ:
            raise ValueError(f"part: {self.part!r} is none of {', '.join(PARTS_READ)}")
        for name in _ABOVE_0:
            if getattr(self, name) <= 0:
                raise ValueError(f"{name}: {getattr(self, name):g} is not above 0")
        if self.left_after_s < 0:
            raise ValueError(f"left_after_s: {self.left_after_s:g} is below 0")


_ABOVE_0 = (
    "poll_interval_s",
    "reply_timeout_s",
    "read_timeout_s",
    "attempts_max",
    "card_attempts_max",
)

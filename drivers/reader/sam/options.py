"""How an identity card reader with a SAM is used: what a hall may set, and what is usual."""

from dataclasses import dataclass

POLL_INTERVAL_MIN_S = 0.3


@dataclass(frozen=True, slots=True)
class SamOptions:
    """How often the reader is asked, how long it may think, and what is wanted of a card.

    The pause between two searches is the published minimum; reading takes the SAM about a second
    and the line another 0.11 s. `card_attempts_max`: how often a card is tried before the visitor
    is told that it cannot be read. `left_after_s`: when to ask whether a card that was read still
    lies there, 0 for never. `with_address`: whether the hall wants the holder's address.
    """

    poll_interval_s: float = POLL_INTERVAL_MIN_S
    reply_timeout_s: float = 1.0
    read_timeout_s: float = 3.0
    attempts_max: int = 3
    card_attempts_max: int = 2
    left_after_s: float = 10.0
    with_address: bool = False

    def __post_init__(self) -> None:
        if self.poll_interval_s < POLL_INTERVAL_MIN_S:
            raise ValueError(
                f"poll_interval_s: {self.poll_interval_s:g} is below {POLL_INTERVAL_MIN_S:g}"
            )
        for name in ("reply_timeout_s", "read_timeout_s", "attempts_max", "card_attempts_max"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name}: {getattr(self, name):g} is not above 0")
        if self.left_after_s < 0:
            raise ValueError(f"left_after_s: {self.left_after_s:g} is below 0")

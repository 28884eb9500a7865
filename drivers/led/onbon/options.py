"""What is set for a line of strips, and what the series of their cards can take."""

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.led.onbon.requests import NETWORK_ADDRESS
from drivers.led.onbon.text import FONTS, Colour


@dataclass(frozen=True, slots=True)
class Limits:
    """What a card takes: realtime areas at once, bytes of text in each, seconds between texts."""

    areas_max: int
    area_bytes_max: int
    update_interval_s: float


# Number of realtime areas and how often they may change: 2.1; bytes in each: 8.2.1.
SERIES: Mapping[str, Limits] = {
    "6K": Limits(areas_max=5, area_bytes_max=1024, update_interval_s=1.0),
    "5K": Limits(areas_max=8, area_bytes_max=512, update_interval_s=1.0),
}


@dataclass(frozen=True, slots=True)
class OnbonOptions:
    """Which strips are on the line and what they are like.

    `reply_timeout_s` is the manual's for serial lines (10.1). `addresses` are 1 to 32767 as set in
    the cards, or 32768 alone for a card behind a network socket. `series` is a key of `SERIES`;
    `min_update_interval_s` may be longer than what the series asks for, and counts if it is.
    """

    addresses: tuple[int, ...] = (1,)
    series: str = "6K"
    width_px: int = 128
    height_px: int = 16
    font_px: int = 16
    colour: Colour = Colour.RED
    scroll_speed: int = 2  # 0 fast, 24 slow
    reply_timeout_s: float = 2.0
    attempts: int = 3
    min_update_interval_s: float = 1.0
    ping_interval_s: float = 5.0
    test_text_s: float = 5.0

    def __post_init__(self) -> None:
        if not self.addresses or len(set(self.addresses)) < len(self.addresses):
            raise ValueError(f"addresses: one or more, each once: {self.addresses}")
        for address in self.addresses:
            if not 0 < address <= NETWORK_ADDRESS:
                raise ValueError(f"addresses: {address} is not within 1 to {NETWORK_ADDRESS}")
        if self.attempts < 1:
            raise ValueError(f"attempts: {self.attempts} is less than 1")
        if self.font_px not in FONTS:
            raise ValueError(f"font_px: {self.font_px} is none of {', '.join(map(str, FONTS))}")
        if self.series not in SERIES:
            raise ValueError(f"series: {self.series!r} is none of {', '.join(SERIES)}")

    @property
    def limits(self) -> Limits:
        """What the cards on this line can take."""
        return SERIES[self.series]

    @property
    def update_interval_s(self) -> float:
        """Seconds between two texts on one strip."""
        return max(self.min_update_interval_s, self.limits.update_interval_s)

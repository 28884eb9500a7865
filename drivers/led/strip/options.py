"""Which strip screens are on a line, and of what make."""

from dataclasses import dataclass

from drivers.led.strip.layout import Layout
from drivers.led.strip.profile import load_profile


@dataclass(frozen=True, slots=True)
class StripOptions:
    """The screens on one line, all of one make. Raises `ValueError` for a profile that is wrong.

    `profile` names a shipped one (`config/profiles/strips`) or is the path of a file like them; it
    is read here, so that a bad one is told before a screen is. With `refresh_interval_s` 0 nothing
    is sent again: a screen that was without power then stays dark until its next text.
    """

    profile: str = "pingan"
    addresses: tuple[int, ...] = (1,)
    summary_addresses: tuple[int, ...] = ()
    refresh_interval_s: float = 60.0
    test_text_s: float = 5.0

    def __post_init__(self) -> None:
        everything = self.addresses + self.summary_addresses
        if not everything or len(set(everything)) < len(everything):
            raise ValueError(f"addresses: one or more, each once: {everything}")
        layout = self.layout
        for address in everything:
            if address not in layout.addresses:
                first, last = layout.addresses[0], layout.addresses[-1]
                raise ValueError(f"addresses: {address} is not within {first} to {last}")
        if self.summary_addresses and not layout.summary:
            raise ValueError(f"summary_addresses: profile {layout.name} has no summary screens")
        if self.refresh_interval_s < 0:
            raise ValueError(f"refresh_interval_s: {self.refresh_interval_s:g} is less than 0")

    @property
    def layout(self) -> Layout:
        """What the screens want to hear."""
        return load_profile(self.profile)

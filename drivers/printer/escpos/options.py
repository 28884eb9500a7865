"""What differs between ESC/POS printers, and how patient to be with them."""

from dataclasses import dataclass

from drivers.printer.escpos.blocks import Layout
from drivers.printer.escpos.layout import DOTS_BY_WIDTH_MM, check_fit
from drivers.printer.escpos.layoutfile import load_layout
from drivers.printer.escpos.profile import Profile, load_profile


@dataclass(frozen=True, slots=True)
class EscposOptions:
    """The options of one printer. Raises `ValueError` for a width no roll has, or a bad file.

    `paper_width_mm` is 58 or 80. `profile` and `layout` name a shipped file or the path of one:
    what the printer answers to what (`config/profiles/printers`), and how a ticket looks
    (`config/tickets`). Both are read here, so that a bad one is told before a printer is.
    """

    paper_width_mm: int = 80
    full_cut: bool = False
    profile: str = "epson"
    layout: str = "default"
    poll_s: float = 2.0
    reply_timeout_s: float = 0.5
    late_s: float = 0.3  # how long bytes are let pass that come after the time-out
    settle_s: float = 0.03  # how long one answer too many is listened for
    status_attempts_max: int = 3
    drain_timeout_s: float = 3.0  # how long a ticket of an earlier controller may still take
    print_check_s: float = 0.5
    print_timeout_s: float = 10.0  # once the last byte may have passed a line of 9600 baud

    def __post_init__(self) -> None:
        if self.paper_width_mm not in DOTS_BY_WIDTH_MM:
            known = " or ".join(map(str, DOTS_BY_WIDTH_MM))
            raise ValueError(f"paper_width_mm is {self.paper_width_mm}, not {known}")
        _ = self.printer
        check_fit(self.ticket, self.dots)

    @property
    def dots(self) -> int:
        """The printable width."""
        return DOTS_BY_WIDTH_MM[self.paper_width_mm]

    @property
    def printer(self) -> Profile:
        """What the printer answers to what."""
        return load_profile(self.profile)

    @property
    def ticket(self) -> Layout:
        """How a ticket looks."""
        return load_layout(self.layout)

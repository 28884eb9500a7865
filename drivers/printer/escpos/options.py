"""What differs between ESC/POS printers, and how patient to be with them."""

from dataclasses import dataclass

from drivers.printer.escpos.commands import ClearCommand
from drivers.printer.escpos.layout import DOTS_BY_WIDTH_MM


@dataclass(frozen=True, slots=True)
class EscposOptions:
    """The options of one printer. Raises `ValueError` for a width no roll has.

    `paper_width_mm` is 58 or 80. `clear_command` is what empties the printer's memory: `dc4` for
    printers that know DLE DC4 8 (Epson's, and many that follow them), `enq` for those whose manual
    says that DLE ENQ 2 clears the buffers at any time.
    """

    paper_width_mm: int = 80
    full_cut: bool = False
    clear_command: ClearCommand = ClearCommand.DC4
    poll_s: float = 2.0
    reply_timeout_s: float = 0.5
    late_s: float = 0.3  # how long bytes are let pass that come after the time-out
    settle_s: float = 0.03  # how long one answer too many is listened for
    status_attempts_max: int = 3
    drain_timeout_s: float = 3.0  # how long a ticket of an earlier controller may still take
    print_check_s: float = 0.5
    print_timeout_s: float = 10.0

    def __post_init__(self) -> None:
        if self.paper_width_mm not in DOTS_BY_WIDTH_MM:
            known = " or ".join(map(str, DOTS_BY_WIDTH_MM))
            raise ValueError(f"paper_width_mm is {self.paper_width_mm}, not {known}")

    @property
    def dots(self) -> int:
        """The printable width."""
        return DOTS_BY_WIDTH_MM[self.paper_width_mm]

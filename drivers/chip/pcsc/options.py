"""What can be set for a chip card reader."""

from dataclasses import dataclass

from drivers.workers.driver import WorkerOptions, require_positive


@dataclass(frozen=True, slots=True)
class PcscOptions(WorkerOptions):
    """Which reader, and whether purchase cards are read.

    `reader` is how the reader's name begins, as `pcsc_scan` shows it; empty takes the first.
    `profile` is the file that says where a purchase card's data stand; empty reads none. A card
    that another program holds is tried again for `busy_s` seconds.
    """

    reader: str = ""
    profile: str = ""
    busy_s: float = 3.0

    def __post_init__(self) -> None:
        # By name: a slotted dataclass is made twice, and `super()` would mean the first one.
        WorkerOptions.__post_init__(self)
        require_positive(self, "busy_s")

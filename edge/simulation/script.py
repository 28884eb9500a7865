"""What a simulated world is to be like, and what has come of it."""

from dataclasses import dataclass, field

from edge.simulation.waits import Flow

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
DOORS_S = 0.5 * HOUR_S  # from 08:00 on


@dataclass(frozen=True)
class Script:
    """What a world is to be like. `badness` 0 is a hall where nothing ever goes wrong."""

    seed: int
    days: int = 1
    visitors: int = 400
    badness: float = 1.0
    serve_mean_s: float = 100.0
    whole: bool = True  # or some devices and the screens may be missing from the start
    open_for_h: float = 4.0

    @property
    def doors_close_s(self) -> float:
        """Until when visitors come, in seconds from 08:00 on."""
        return DOORS_S + self.open_for_h * HOUR_S

    @property
    def clerks_leave_s(self) -> float:
        """From when on clerks call nobody any more."""
        return self.doors_close_s + max(self.open_for_h / 4, 0.25) * HOUR_S

    @property
    def shut_s(self) -> float:
        """When everybody must have left."""
        return self.clerks_leave_s + HOUR_S


@dataclass
class Outcome:
    """What has come of it. `wrongs` says in words what must never be; it should be empty.

    `drained_s` is how long headquarters took to have everything once the storm was over, `digest`
    the SHA-256 over every fact of the journal and everything that headquarters holds, `flow`
    how its visitors came through, `kinds` how often each kind of fact was recorded. `unsure` are
    calls past somebody who had waited too long, by a clock that had been set. `tickets` and
    `served` are visits: one with several services, or handed on, is one; who walked in without a
    ticket is served and has none.
    """

    script: Script
    wrongs: list[str] = field(default_factory=list)
    facts: int = 0
    tickets: int = 0
    served: int = 0
    promises: int = 0
    excused: int = 0
    mishaps: int = 0
    drained_s: float = 0.0
    digest: str = ""
    flow: Flow = field(default_factory=Flow)
    kinds: dict[str, int] = field(default_factory=dict)
    unsure: int = 0

"""The hall's clocks, and what can be wrong with them: set back, at 1970, jumping, drifting."""

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

from edge.domain.facts import Moment
from edge.system.clock import trust_in

_PPM = 1e-6


class MachineClock:
    """The clocks of one machine. What runs on it sees them through `of`.

    True time begins at `begins` (UTC) with the event loop's zero. The wall clock is off by
    `offset_s` and runs away by `drift_ppm`; `synced` says that the network has set it.
    """

    def __init__(self, begins: dt.datetime) -> None:
        self._begins_ms = int(begins.timestamp() * 1000)
        self._booted_s = 0.0
        self._boots = 0
        self._set_s = 0.0
        self._offset_ms = 0
        self._drift_ppm = 0.0
        self.synced = True
        self.power_up()

    def true_ms(self) -> int:
        """Return the wall time that a good clock shows, in milliseconds."""
        return self._begins_ms + int(_loop_s() * 1000)

    def wall_ms(self) -> int:
        """Return the wall time that this machine believes in, in milliseconds."""
        drifted_s = (_loop_s() - self._set_s) * self._drift_ppm * _PPM
        return self.true_ms() + self._offset_ms + int(drifted_s * 1000)

    def power_up(self) -> None:
        """Begin another boot: the monotonic clock starts anew."""
        self._boots += 1
        self._booted_s = _loop_s()

    def shift(self, seconds: float) -> None:
        """Set the wall clock so much before (negative) or after what it should show."""
        self._set(int(seconds * 1000), synced=self.synced)

    def forget(self) -> None:
        """Show 1970, and know that nobody has set the clock since."""
        self._set(int(_loop_s() * 1000) - self.true_ms(), synced=False)

    def drift(self, ppm: float) -> None:
        """Run away from now on."""
        self._drift_ppm, self._set_s = ppm, _loop_s()

    def sync(self) -> None:
        """Be set by the network."""
        self._drift_ppm = 0.0
        self._set(0, synced=True)

    def _set(self, offset_ms: int, *, synced: bool) -> None:
        self._offset_ms, self.synced, self._set_s = offset_ms, synced, _loop_s()

    def of(self, timezone: ZoneInfo, seen_at: int) -> "SimulatedClock":
        """Return the clocks as a process sees them that has read a journal up to `seen_at`."""
        return SimulatedClock(self, timezone, seen_at)

    def moment(self, seen_at: int) -> Moment:
        """Return now, as this machine knows it."""
        at = self.wall_ms()
        mono_ms = int((_loop_s() - self._booted_s) * 1000)
        trust = trust_in(at, seen_at, synced=self.synced)
        return Moment(at, mono_ms, f"boot-{self._boots}", trust)


class SimulatedClock:
    """`edge.ports.Clock` on a simulated machine."""

    def __init__(self, machine: MachineClock, timezone: ZoneInfo, seen_at: int) -> None:
        self._machine = machine
        self._timezone = timezone
        self._seen_at = seen_at

    def moment(self) -> Moment:
        return self._machine.moment(self._seen_at)

    def local(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self._machine.wall_ms() / 1000, self._timezone)


def _loop_s() -> float:
    return asyncio.get_running_loop().time()

"""The machine's clocks, and how far the wall clock can be believed."""

import datetime as dt
import time
import uuid
from pathlib import Path
from zoneinfo import ZoneInfo

from edge.domain.facts import Moment

# systemd-timesyncd makes this file when the network has told it the time.
_SYNCED = Path("/run/systemd/timesync/synchronized")
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Wall and monotonic time of this machine.

    The wall clock is `synced` when the network has set it, `estimated` when it has not and is not
    behind what the journal has seen, and `unsynced` when it is behind: then it is surely wrong.
    """

    def __init__(self, timezone: ZoneInfo, seen_at: int = 0) -> None:
        """Tell time in `timezone`; `seen_at` is the latest wall time (ms) in the journal."""
        self._timezone = timezone
        self._seen_at = seen_at
        self._boot = _boot_id()

    def moment(self) -> Moment:
        at = time.time_ns() // 1_000_000
        return Moment(at, time.monotonic_ns() // 1_000_000, self._boot, self._trust(at))

    def _trust(self, at: int) -> str:
        if _SYNCED.exists():
            return "synced"
        return "unsynced" if at < self._seen_at else "estimated"

    def local(self) -> dt.datetime:
        return dt.datetime.now(self._timezone)


def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return uuid.uuid4().hex

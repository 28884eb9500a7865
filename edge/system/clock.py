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
    """Wall and monotonic time of this machine."""

    def __init__(self, timezone: ZoneInfo, seen_at: int = 0) -> None:
        """Tell time in `timezone`; `seen_at` is the latest wall time (ms) in the journal."""
        self._timezone = timezone
        self._seen_at = seen_at
        self._boot = _boot_id()

    def moment(self) -> Moment:
        at = time.time_ns() // 1_000_000
        trust = trust_in(at, self._seen_at, synced=_SYNCED.exists())
        return Moment(at, time.monotonic_ns() // 1_000_000, self._boot, trust)

    def local(self) -> dt.datetime:
        return dt.datetime.now(self._timezone)


def trust_in(at: int, seen_at: int, *, synced: bool) -> str:
    """Return how far a wall clock that shows `at` (ms) can be believed.

    It is `synced` when the network has set it, `estimated` when it has not and is not behind what
    the journal has seen, and `unsynced` when it is behind: then it is surely wrong.
    """
    if synced:
        return "synced"
    return "unsynced" if at < seen_at else "estimated"


def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return uuid.uuid4().hex

"""Where on the calendar a moment lies, in the hall's own time zone."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_QUARTER_MIN = 15


@dataclass(frozen=True, slots=True)
class Calendar:
    """Tells hours and dates of wall times (ms)."""

    timezone: ZoneInfo

    def local(self, at: int) -> dt.datetime:
        """Return a wall time in the hall's time zone; the calendar's beginning for nonsense."""
        try:
            return dt.datetime.fromtimestamp(at / 1000, self.timezone)
        except (ValueError, OverflowError, OSError):
            return dt.datetime.min.replace(tzinfo=self.timezone)

    def hour(self, at: int) -> str:
        """Return the hour of the day, as two digits."""
        return f"{self.local(at).hour:02d}"

    def quarter(self, at: int) -> tuple[str, int]:
        """Return the date, and which quarter hour of it: 0 to 95."""
        local = self.local(at)
        return local.date().isoformat(), (local.hour * 60 + local.minute) // _QUARTER_MIN

    def clock(self, at: int) -> str:
        """Return the time of day, to the minute."""
        return f"{self.local(at):%H:%M}"

    def minute(self, at: int) -> str:
        """Return date and time of day, to the minute."""
        return f"{self.local(at):%Y-%m-%d %H:%M}" if at else ""

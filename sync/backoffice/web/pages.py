"""The pages as HTML: templates, and how times and durations are written in them."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sync.backoffice.web import texts

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"


class Pages:
    """Renders every page. Times are shown in this machine's time zone."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals |= {
            "state_words": texts.state_words,
            "grade_words": texts.grade_words,
            "stage_words": texts.stage_words,
            "fact_words": texts.fact_words,
            "issue_words": texts.issue_words,
            "revision": _revision(),
        }
        self._environment.filters |= {
            "clock": clock,
            "day": day,
            "iso": iso,
            "minutes": minutes,
        }

    def render(self, template: str, **values: Any) -> str:
        """Return a page."""
        return self._environment.get_template(template).render(**values)


def local(at_ms: int) -> dt.datetime:
    """Return wall-clock milliseconds as local time; the edge of the calendar beyond its ends."""
    try:
        return dt.datetime.fromtimestamp(at_ms / 1000, tz=dt.UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return dt.datetime.min.replace(tzinfo=dt.UTC)


def clock(at_ms: int) -> str:
    """Return the time of day, or nothing for what has not happened."""
    return f"{local(at_ms):%H:%M:%S}" if at_ms else ""


def day(at_ms: int) -> str:
    """Return the date."""
    return f"{local(at_ms):%Y-%m-%d}" if at_ms else ""


def iso(at_ms: int) -> str:
    """Return the moment for machines."""
    return local(at_ms).isoformat(timespec="seconds") if at_ms else ""


def minutes(from_ms: int, to_ms: int) -> str:
    """Return how long something took as `m:ss`, or nothing while it has not ended."""
    if not from_ms or to_ms < from_ms:
        return ""
    whole, seconds = divmod((to_ms - from_ms) // 1000, 60)
    return f"{whole}:{seconds:02}"


def _revision() -> str:
    """Return a short name of what the static files hold, so that browsers fetch new ones."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]

"""A report of the hall's facts, as the API gives it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from edge.domain import facts as f
from edge.hall.hall import HallSettings
from edge.reports.building import build_report
from edge.reports.measuring import measure
from edge.reports.model import Words
from edge.reports.names import names_of
from edge.reports.writers.json_text import report_as_json


def report_of(
    facts: Sequence[f.Recorded],
    settings: HallSettings,
    devices: Sequence[str],
    zone: dt.tzinfo | None,
) -> dict[str, Any]:
    """Return the report of `facts` as JSON values, for a hall whose clock is in `zone`."""
    timezone = zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
    hall = Words(settings.names.name, settings.names.name_english)
    names = names_of(settings.plan, hall, devices, settings.supervision.reasons)
    figures = measure(facts, timezone, names.targets_s)
    return report_as_json(build_report(figures, names, timezone))

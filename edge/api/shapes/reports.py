"""Shapes of reports."""

from typing import Any

from edge.api.shapes.base import Answer


class DayReport(Answer):
    """A report as `edge.reports.model.Report` has it: spans in milliseconds, shares from 0 to 1."""

    report: dict[str, Any]

"""A report as JSON and back, so that whoever cannot read the journal can show it."""

import json
from dataclasses import asdict
from typing import Any

from edge.reports.model import (
    Column,
    Headline,
    Picture,
    Report,
    Series,
    Shape,
    Table,
    Unit,
    Words,
)


def report_as_json(report: Report) -> dict[str, Any]:
    """Return a report as JSON values. Spans are milliseconds, shares 0 to 1."""
    return asdict(report)


def json_text(report: Report) -> str:
    """Return a report as a JSON document."""
    return json.dumps(report_as_json(report), ensure_ascii=False, indent=1) + "\n"


def report_from_json(stored: Any) -> Report:
    """Return the report that `report_as_json` gave."""
    return Report(
        Words(**stored["title"]),
        Words(**stored["hall"]),
        stored["period"],
        tuple(_headline(each) for each in stored["headlines"]),
        tuple(_table(each) for each in stored["tables"]),
        tuple(_picture(each) for each in stored["pictures"]),
        tuple(Words(**each) for each in stored["notes"]),
    )


def _headline(stored: Any) -> Headline:
    return Headline(stored["key"], Words(**stored["words"]), stored["value"], Unit(stored["unit"]))


def _table(stored: Any) -> Table:
    columns = tuple(
        Column(each["key"], Words(**each["words"]), Unit(each["unit"]))
        for each in stored["columns"]
    )
    rows = tuple(tuple(row) for row in stored["rows"])
    return Table(stored["key"], Words(**stored["words"]), columns, rows, Words(**stored["note"]))


def _picture(stored: Any) -> Picture:
    series = tuple(
        Series(each["key"], Words(**each["words"]), tuple(each["values"]))
        for each in stored["series"]
    )
    return Picture(
        stored["key"],
        Words(**stored["words"]),
        Shape(stored["shape"]),
        Words(**stored["axis"]),
        tuple(stored["labels"]),
        series,
    )

"""A report as one HTML file that needs nothing else: no script, no network, no other file."""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from edge.reports.formats import text, without_empty_columns
from edge.reports.model import Picture, Report
from edge.reports.writers.one_page import one_page
from edge.reports.writers.svg import drawn

_TEMPLATES = Path(__file__).parent.parent / "templates"


def html_page(report: Report, made: str) -> str:
    """Return the whole report as a page. `made` says when, for its last line."""
    return _render("report.html", "report.css", report=report, made=made)


def html_day_sheet(report: Report, made: str) -> str:
    """Return what of the report fits on one sheet of A4, for the end of the day."""
    return _render("day.html", "day.css", report=report, sheet=one_page(report), made=made)


def _render(template: str, style: str, **values: object) -> str:
    css = (_TEMPLATES / style).read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"text": text, "picture": _picture, "full": without_empty_columns}
    page = environment.get_template(template)
    return page.render(style=Markup(css), allowed=_hash_of(css), **values)  # noqa: S704 - our own


def _picture(picture: Picture) -> Markup:
    # Made of elements and escaped texts by an XML writer.
    return Markup(drawn(picture))  # noqa: S704


def _hash_of(style: str) -> str:
    """Return what the page's policy allows: this style sheet and nothing else."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"

"""Figures as tables: each function makes one, with a row for everything it found."""

from edge.reports.figures import Figures
from edge.reports.model import Table
from edge.reports.names import Names
from edge.reports.tables import clerks, flows, hall, queue

_TABLES = (
    flows.services,
    flows.days,
    flows.hours,
    flows.clerks,
    flows.counters,
    flows.priorities,
    flows.segments,
    queue.waits,
    queue.stays,
    queue.reasons,
    queue.rules,
    queue.quarters,
    queue.estimates,
    queue.appointments,
    clerks.clerk_time,
    clerks.counter_time,
    clerks.pauses,
    clerks.ratings_by_clerk,
    clerks.ratings_by_counter,
    clerks.grades,
    hall.devices,
    hall.people,
    hall.help_called,
)


def all_tables(figures: Figures, names: Names) -> tuple[Table, ...]:
    """Return every table in which there is anything."""
    made = (make(figures, names) for make in _TABLES)
    return tuple(table for table in made if table.rows)

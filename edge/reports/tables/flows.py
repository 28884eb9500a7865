"""Tables of how tickets came through, told apart by service, hour, clerk and so on."""

from collections.abc import Mapping

from edge.reports import words as w
from edge.reports.figures import By, Figures, Flow, Step
from edge.reports.model import Cell, Column, Table, Unit, Words
from edge.reports.names import Names
from edge.reports.tables.cells import (
    NAMES,
    by_id,
    named,
    share,
    span_column,
    text_column,
    times_cells,
    times_columns,
)

_COUNTED = (
    Step.ISSUED,
    Step.JOINED,
    Step.CALLED,
    Step.SERVED,
    Step.NO_SHOW,
    Step.RECALLED,
    Step.RETURNED,
    Step.PARKED,
    Step.TRANSFERRED,
    Step.CHOSEN,
    Step.WALK_DIRECT,
    Step.PRECALLED,
    Step.CANCELLED,
    Step.EXPIRED,
    Step.VOIDED,
)

_COLUMNS = (
    *(Column(step.value, w.STEPS[step]) for step in _COUNTED),
    Column("no_show_share", Words("过号率", "No-shows of calls"), Unit.SHARE),
    *times_columns("wait", w.WAIT),
    Column("in_time", w.IN_TIME, Unit.SHARE),
    span_column("way_mean", w.WAY, w.MEAN),
    span_column("way_p90", w.WAY, w.NINE_OF_TEN),
    span_column("serve_mean", w.SERVE, w.MEAN),
    span_column("serve_p90", w.SERVE, w.NINE_OF_TEN),
    Column("doubtful", w.DOUBTFUL),
)


def _cells(flow: Flow) -> tuple[Cell, ...]:
    return (
        *(flow.steps[step] for step in _COUNTED),
        share(flow.steps[Step.NO_SHOW], flow.steps[Step.CALLED]),
        *times_cells(flow.wait),
        flow.service_level,
        flow.way.mean_ms,
        flow.way.percentile_ms(90),
        flow.serve.mean_ms,
        flow.serve.percentile_ms(90),
        flow.wait.doubtful + flow.way.doubtful + flow.serve.doubtful,
    )


def _table(
    figures: Figures, by: By, words: Words, first: Column, names: Mapping[str, Words] | None = None
) -> Table:
    flows = figures.of(by)
    rows = [
        (key, *(named(names, key) if names is not None else ()), *_cells(flows[key]))
        for key in by_id(flows)
    ]
    columns = (first, *(NAMES if names is not None else ()), *_COLUMNS)
    return Table(f"by_{by.value}", words, columns, tuple(rows))


def services(figures: Figures, names: Names) -> Table:
    """Return the table by service."""
    first = text_column("service", "业务", "Service")
    return _table(figures, By.SERVICE, Words("分业务", "By service"), first, names.services)


def days(figures: Figures, _names: Names) -> Table:
    """Return the table by business day; nothing where there is but one."""
    if len(figures.days) < 2:
        return Table("by_day", Words(""), (), ())
    first = text_column("day", "营业日", "Business day")
    return _table(figures, By.DAY, Words("分日", "By day"), first)


def hours(figures: Figures, _names: Names) -> Table:
    """Return the table by the hour of the day in which the ticket was taken."""
    first = text_column("hour", "取号时段", "Hour of the ticket")
    return _table(figures, By.HOUR, Words("分时段", "By hour"), first)


def clerks(figures: Figures, _names: Names) -> Table:
    """Return the table by clerk."""
    first = text_column("staff", "工号", "Clerk")
    return _table(figures, By.CLERK, Words("分柜员", "By clerk"), first)


def counters(figures: Figures, names: Names) -> Table:
    """Return the table by counter."""
    first = text_column("counter", "窗口", "Counter")
    return _table(figures, By.COUNTER, Words("分窗口", "By counter"), first, names.counters)


def priorities(figures: Figures, names: Names) -> Table:
    """Return the table by priority."""
    first = text_column("priority", "优先级", "Priority")
    return _table(figures, By.PRIORITY, Words("分优先级", "By priority"), first, names.priorities)


def segments(figures: Figures, names: Names) -> Table:
    """Return the table by segment; a visitor of two segments stands in both."""
    first = text_column("segment", "客群", "Segment")
    return _table(figures, By.SEGMENT, Words("分客群", "By segment"), first, names.segments)

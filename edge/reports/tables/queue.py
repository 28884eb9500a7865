"""Tables of the queue: waits of each sort, reasons, rules, rush hours, estimates, appointments."""

from collections import Counter

from edge.reports import words as w
from edge.reports.figures import Figures, Score, Step
from edge.reports.model import Cell, Column, Table, Unit, Words
from edge.reports.names import Names
from edge.reports.tables.cells import (
    by_id,
    in_words,
    share,
    span_column,
    text_column,
    times_cells,
    times_columns,
)

# What is counted with a reason of the hall's own lists, and the use that list is for.
_USES = {
    "outcome": "outcome",
    Step.PARKED.value: "park",
    Step.TRANSFERRED.value: "transfer",
    Step.NO_SHOW.value: "no_show",
}
_BUSIEST = 12
_MINUTE_MS = 60_000
_COUNT = Column("count", Words("次数", "Count"))


def waits(figures: Figures, _names: Names) -> Table:
    """Return the waits told apart by which of a visit they were."""
    rows = [
        (in_words(w.SORTS, sort), times.count, *times_cells(times), times.doubtful)
        for sort, times in sorted(figures.waits.items())
    ]
    columns = (
        text_column("sort", "哪一次等候", "Which wait"),
        _COUNT,
        *times_columns("wait", w.WAIT),
        Column("doubtful", w.DOUBTFUL),
    )
    return Table("waits", Words("各次等候", "Waits by sort"), columns, tuple(rows))


def stays(figures: Figures, _names: Names) -> Table:
    """Return how long visitors were there, from their ticket to their last finish."""
    words = {"one": Words("一项", "one leg"), "several": Words("多项或转移", "several legs")}
    rows = [
        (in_words(words, legs), times.count, *times_cells(times), times.doubtful)
        for legs, times in sorted(figures.stays.items())
    ]
    columns = (
        text_column("legs", "办理项数", "Legs"),
        Column("visits", Words("客户", "Visits")),
        *times_columns("stay", Words("在厅", "Stay")),
        Column("doubtful", w.DOUBTFUL),
    )
    return Table("stays", Words("在厅时长", "Whole stays"), columns, tuple(rows))


def reasons(figures: Figures, names: Names) -> Table:
    """Return why things happened, the most frequent first."""
    ordered = sorted(figures.reasons.items(), key=lambda entry: (entry[0][0], -entry[1]))
    rows = [
        (in_words(w.WHAT, what), _why(names, what, why), count) for (what, why), count in ordered
    ]
    columns = (
        text_column("what", "事项", "What"),
        text_column("reason", "原因", "Reason"),
        _COUNT,
    )
    return Table("reasons", Words("原因", "Reasons"), columns, tuple(rows))


def _why(names: Names, what: str, reason: str) -> str:
    listed = names.reasons.get((_USES.get(what, ""), reason))
    if listed is not None:
        return str(listed)
    return ": ".join(in_words(w.REASONS, part) for part in reason.split(": "))


def rules(figures: Figures, _names: Names) -> Table:
    """Return how often each rule chose who was next."""
    rows = [(in_words(w.RULES, rule), figures.rules[rule]) for rule in by_id(figures.rules)]
    columns = (text_column("rule", "规则", "Rule"), Column("calls", Words("叫号", "Calls")))
    return Table("rules", Words("叫号规则", "Rules used"), columns, tuple(rows))


def quarters(figures: Figures, _names: Names) -> Table:
    """Return the quarter hours in which most tickets were taken, the busiest first."""
    busiest = sorted(figures.quarters.items(), key=lambda entry: (-entry[1], entry[0]))
    rows = [(day, _clock(quarter), count) for (day, quarter), count in busiest[:_BUSIEST]]
    columns = (
        text_column("date", "日期", "Date"),
        text_column("from", "自", "From"),
        Column("tickets", Words("取号", "Tickets")),
    )
    words = Words("最忙的一刻钟", "Busiest quarter hours")
    return Table("quarters", words, columns, tuple(rows))


def _clock(quarter: int) -> str:
    hours, minutes = divmod(quarter * 15, 60)
    return f"{hours:02d}:{minutes:02d}"


_SCORED = (
    text_column("where", "告知处", "Told where"),
    text_column("model", "算法", "Model"),
    Column("scored", Words("已核对", "Scored")),
    Column("unscored", Words("未核对", "Never called")),
    span_column("off_mean", Words("误差", "Off"), w.MEAN),
    span_column("off_p90", Words("误差", "Off"), w.NINE_OF_TEN),
    Column("bias", Words("偏差（分钟）", "Bias, minutes"), Unit.MINUTES),
    Column("late", Words("晚 5 分钟以上", "Over 5 min late"), Unit.SHARE),
    Column("above", Words("超出上限", "Above the range"), Unit.SHARE),
    Column("within", Words("落在区间", "Within the range"), Unit.SHARE),
    span_column("width", Words("区间宽度", "Width"), w.MEAN),
)


def estimates(figures: Figures, _names: Names) -> Table:
    """Return how right visitors were told how long it would take."""
    rows = [
        (in_words(w.WHERE, where), model, *_scored(score))
        for (where, model), score in sorted(figures.estimates.items())
    ]
    words = Words("等候预估的准确度", "Estimates against waits")
    return Table("estimates", words, _SCORED, tuple(rows))


def _scored(score: Score) -> tuple[Cell, ...]:
    bias = share(score.error_ms / _MINUTE_MS, score.scored)
    width = share(score.width_s * 1000, score.scored)
    return (
        score.scored,
        score.unscored,
        score.off.mean_ms,
        score.off.percentile_ms(90),
        bias,
        share(score.late, score.scored),
        share(score.above, score.scored),
        share(score.within, score.scored),
        width,
    )


def appointments(figures: Figures, _names: Names) -> Table:
    """Return what became of bookings."""
    steps: Counter[str] = figures.bookings.steps
    rows: list[tuple[Cell, ...]] = [
        (str(words), steps[key], None) for key, words in w.BOOKINGS.items() if steps[key]
    ]
    behind = figures.bookings.behind
    if behind.count:
        after = str(Words("约定时间后叫号", "Called after the booked time"))
        rows.append((after, behind.count, behind.mean_ms))
    columns = (
        text_column("what", "预约", "Appointments"),
        _COUNT,
        span_column("behind", Words("延后", "Behind"), w.MEAN),
    )
    return Table("appointments", Words("预约", "Appointments"), columns, tuple(rows))

"""Tables of clerks and counters: how their time was spent, and how they were rated."""

from edge.reports import words as w
from edge.reports.figures import By, DeskTime, Doing, Figures, Grades
from edge.reports.model import Cell, Column, Table, Unit, Words
from edge.reports.names import Names
from edge.reports.tables.cells import by_id, share, text_column, times_cells, times_columns

_STAFF = text_column("staff", "工号", "Clerk")
_COUNTER = text_column("counter", "窗口", "Counter")

_SPENT = (
    Column("open", Words("开窗", "Open"), Unit.SPAN),
    *(Column(doing.value, w.DOING[doing], Unit.SPAN) for doing in Doing),
    Column("busy", Words("办理占比", "Serving of present"), Unit.SHARE),
    Column("left_open", Words("未关窗", "Left open")),
    Column("doubtful", w.DOUBTFUL),
)


def clerk_time(figures: Figures, _names: Names) -> Table:
    """Return what clerks did while their counters were open."""
    return _time(figures, By.CLERK, Words("柜员用时", "Clerks' time"), _STAFF)


def counter_time(figures: Figures, _names: Names) -> Table:
    """Return what was done at each counter while it was open."""
    return _time(figures, By.COUNTER, Words("窗口用时", "Counters' time"), _COUNTER)


def _time(figures: Figures, by: By, words: Words, first: Column) -> Table:
    desks = {key: desk for (each, key), desk in figures.desks.items() if each is by}
    rows = [(key, *_spent(desks[key])) for key in by_id(desks)]
    note = Words(
        "未关窗的窗口算到最后一次操作为止。",
        "A counter that nobody closed counts up to the last thing done at it.",
    )
    return Table(f"time_by_{by.value}", words, (first, *_SPENT), tuple(rows), note)


def _spent(desk: DeskTime) -> tuple[Cell, ...]:
    present_ms = desk.open_ms - desk.spent_ms[Doing.PAUSED]
    return (
        desk.open_ms,
        *(desk.spent_ms[doing] for doing in Doing),
        share(desk.spent_ms[Doing.SERVING], present_ms),
        desk.left_open,
        desk.doubtful,
    )


def pauses(figures: Figures, _names: Names) -> Table:
    """Return how often and how long clerks were away, and why."""
    desks = {key: desk for (by, key), desk in figures.desks.items() if by is By.CLERK}
    rows = [
        (staff, reason, times.count, times.sum_ms, *times_cells(times))
        for staff in by_id(desks)
        for reason, times in sorted(desks[staff].pauses.items())
    ]
    columns = (
        _STAFF,
        text_column("reason", "原因", "Reason"),
        Column("count", Words("次数", "Count")),
        Column("total", Words("合计", "Total"), Unit.SPAN),
        *times_columns("pause", Words("每次", "Each")),
    )
    return Table("pauses", Words("暂离", "Pauses"), columns, tuple(rows))


_RATED = (
    Column("ratings", Words("评价", "Ratings")),
    Column("mean", Words("平均分", "Mean"), Unit.MEAN),
    Column("satisfied", Words("满意率", "Satisfied"), Unit.SHARE),
    *(Column(f"grade_{grade}", w.GRADES[grade]) for grade in w.GRADES),
)


def ratings_by_clerk(figures: Figures, _names: Names) -> Table:
    """Return the grades by the clerk who served last."""
    return _ratings(figures, By.CLERK, Words("柜员评价", "Ratings by clerk"), _STAFF)


def ratings_by_counter(figures: Figures, _names: Names) -> Table:
    """Return the grades by counter."""
    return _ratings(figures, By.COUNTER, Words("窗口评价", "Ratings by counter"), _COUNTER)


def _ratings(figures: Figures, by: By, words: Words, first: Column) -> Table:
    rated = {key: grades for (each, key), grades in figures.ratings.items() if each is by}
    rows = [(key, *_rated(rated[key])) for key in by_id(rated)]
    return Table(f"ratings_by_{by.value}", words, (first, *_RATED), tuple(rows))


def _rated(grades: Grades) -> tuple[Cell, ...]:
    given = grades.given
    return given.total(), grades.mean, grades.satisfied, *(given[grade] for grade in w.GRADES)


def grades(figures: Figures, _names: Names) -> Table:
    """Return how often each grade was given."""
    rated = figures.ratings.get((By.ALL, "all"), Grades())
    total = rated.given.total()
    rows = [
        (str(words), rated.given[grade], share(rated.given[grade], total))
        for grade, words in w.GRADES.items()
        if total
    ]
    columns = (
        text_column("grade", "评价", "Grade"),
        Column("count", Words("次数", "Count")),
        Column("share", Words("占比", "Share"), Unit.SHARE),
    )
    note = Words(
        f"另有 {figures.ratings_ignored} 次按键无人可评。",
        f"{figures.ratings_ignored} more presses had nobody to rate.",
    )
    words = Words("评价分布", "Grades")
    return Table(
        "grades", words, columns, tuple(rows), note if figures.ratings_ignored else Words("")
    )

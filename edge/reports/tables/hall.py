"""Tables of the hall around the queue: devices, people at the doors, calls for help."""

from edge.reports import words as w
from edge.reports.figures import Down, Figures
from edge.reports.model import Cell, Column, Table, Unit, Words
from edge.reports.names import Names
from edge.reports.tables.cells import in_words, share, text_column, times_cells, times_columns

_DEVICE = text_column("device", "设备", "Device")
_UNIT = text_column("unit", "单元", "Unit")


def devices(figures: Figures, names: Names) -> Table:
    """Return for how much of the opening time each device could be used, the worst first."""
    known = {(device, ""): Down() for device in names.devices}
    down = {**known, **figures.devices}
    ordered = sorted(down.items(), key=lambda entry: (-entry[1].down_ms, entry[0]))
    rows = [(*key, *_available(each, figures.open_ms)) for key, each in ordered]
    columns = (
        _DEVICE,
        _UNIT,
        Column("available", Words("可用率", "Available"), Unit.SHARE),
        Column("times", Words("故障次数", "Times lost")),
        Column("down", Words("不可用合计", "Down in all"), Unit.SPAN),
        Column("longest", Words("最长", "Longest"), Unit.SPAN),
        Column("doubtful", w.DOUBTFUL),
    )
    note = Words("只算有窗口开放的时间。", "Only while at least one counter was open.")
    words = Words("设备可用率", "Devices")
    return Table("devices", words, columns, tuple(rows), note)


def _available(down: Down, open_ms: int) -> tuple[Cell, ...]:
    up = share(open_ms - down.down_ms, open_ms)
    return up, down.times, down.down_ms, down.longest_ms, down.doubtful


def people(figures: Figures, _names: Names) -> Table:
    """Return how many people passed each people counter, hour by hour."""
    rows = [
        (device, unit, f"{hour:02d}", count)
        for (device, unit, hour), count in sorted(figures.people.items())
    ]
    columns = (
        _DEVICE,
        _UNIT,
        text_column("hour", "时段", "Hour"),
        Column("people", Words("人数", "People")),
    )
    return Table("people", Words("客流", "People counted"), columns, tuple(rows))


def help_called(figures: Figures, _names: Names) -> Table:
    """Return how long it took until somebody came to help."""
    rows = [
        (in_words(w.REASONS, urgency), figures.reasons["help", urgency], *times_cells(times))
        for urgency, times in sorted(figures.help.items())
    ]
    columns = (
        text_column("urgency", "求助", "Help"),
        Column("count", Words("次数", "Called")),
        *times_columns("until", Words("响应", "Until accepted")),
    )
    return Table("help", Words("求助响应", "Help"), columns, tuple(rows))

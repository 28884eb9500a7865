"""The picture of a day lived again: an SVG with the waits through the day, and of each group."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from edge.simulation.replay_figures import Row, Scene, by_time

_WIDTH, _LEFT, _RIGHT = 960, 190, 40
_CHART_TOP, _CHART_HEIGHT = 96, 260
_BAR_PX, _GAP_PX = 12, 16
# Told apart by the line's dashes too, not by colour alone.
_STYLES = (("#6b7280", "2 4"), ("#1d4ed8", ""), ("#c2410c", "10 5"))
_At = Callable[[float, float], tuple[float, float]]
_FONT = "font-family='Noto Sans, Noto Sans CJK SC, sans-serif'"


def picture(title: str, scenes: Sequence[Scene], rows: Sequence[Row]) -> str:
    """Return an SVG document that shows `scenes` beside each other."""
    bars_top = _CHART_TOP + _CHART_HEIGHT + 90
    group_px = len(scenes) * _BAR_PX + _GAP_PX
    height = bars_top + len(rows) * group_px + 50
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height}' {_FONT}>",
        f"<rect width='{_WIDTH}' height='{height}' fill='white'/>",
        _text(_LEFT, 34, title, size=20, bold=True),
        *_legend(scenes),
        *_chart(scenes),
        _text(_LEFT, bars_top - 22, "Mean wait, and up to the slowest tenth (min)", bold=True),
        *_bars(rows, len(scenes), bars_top, group_px),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _legend(scenes: Sequence[Scene]) -> Iterator[str]:
    x = _LEFT
    for scene, (colour, dashes) in zip(scenes, _STYLES, strict=False):
        yield _line([(x, 56), (x + 34, 56)], colour, dashes)
        yield _text(x + 42, 61, scene.name)
        x += 60 + 8 * len(scene.name)


# --- through the day ---


def _chart(scenes: Sequence[Scene]) -> Iterator[str]:
    series = [by_time(scene) for scene in scenes]
    minutes = sorted({minute for each in series for minute in each}) or [0]
    top_min = _round_up(max((wait / 60 for each in series for wait in each.values()), default=1))
    first, last = minutes[0], max(minutes[-1], minutes[0] + 30)

    def at(minute: float, wait_min: float) -> tuple[float, float]:
        share = (minute - first) / (last - first)
        x = _LEFT + share * (_WIDTH - _LEFT - _RIGHT)
        return x, _CHART_TOP + _CHART_HEIGHT * (1 - wait_min / top_min)

    yield from _axes(at, first, last, top_min)
    for each, (colour, dashes) in zip(series, _STYLES, strict=False):
        yield _line([at(minute, wait / 60) for minute, wait in each.items()], colour, dashes)


def _axes(at: _At, first: int, last: int, top_min: int) -> Iterator[str]:
    for share in range(5):
        wait = top_min * share / 4
        y = at(first, wait)[1]
        yield _line([(_LEFT, y), (_WIDTH - _RIGHT, y)], "#e5e7eb", "", 1)
        yield _text(_LEFT - 10, y + 5, f"{wait:g}", anchor="end")
    for minute in range(first - first % 60 + (60 if first % 60 else 0), last + 1, 60):
        label = f"{minute // 60:02d}:00"
        yield _text(at(minute, 0)[0], _CHART_TOP + _CHART_HEIGHT + 22, label, anchor="middle")
    yield _text(20, _CHART_TOP + 5, "Mean wait (min)")
    yield _text(20, _CHART_TOP + 24, "by time of coming", colour="#6b7280")


# --- groups ---


def _bars(rows: Sequence[Row], scenes: int, top: int, group_px: int) -> Iterator[str]:
    longest_s = max((it.p90_s for row in rows for it in row.figures if it is not None), default=1)
    room = _WIDTH - _LEFT - _RIGHT - 60
    for at, row in enumerate(rows):
        y = top + at * group_px
        middle = y + scenes * _BAR_PX / 2 + 5
        yield _text(_LEFT - 10, middle, row.whom, anchor="end")
        for number, figures in enumerate(row.figures):
            if figures is None:
                continue
            colour, bar_y = _STYLES[number][0], y + number * _BAR_PX
            mean_px = figures.mean_s / max(longest_s, 1) * room
            p90_px = figures.p90_s / max(longest_s, 1) * room
            yield _bar(bar_y, p90_px, colour, 0.3)
            yield _bar(bar_y, mean_px, colour, 1)
            label = f"{figures.mean_s / 60:.1f} – {figures.p90_s / 60:.1f}"
            yield _text(_LEFT + max(p90_px, mean_px) + 6, bar_y + 10, label, size=10)


def _bar(y: float, width: float, colour: str, opacity: float) -> str:
    return (
        f"<rect x='{_LEFT}' y='{y:.1f}' width='{width:.1f}' height='{_BAR_PX - 2}' "
        f"fill='{colour}' fill-opacity='{opacity}'/>"
    )


# --- strokes ---


def _line(
    points: Sequence[tuple[float, float]], colour: str, dashes: str, width: float = 2.5
) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f" stroke-dasharray='{dashes}'" if dashes else ""
    return (
        f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='{width}'{dashed}/>"
    )


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int = 14,
    anchor: str = "start",
    colour: str = "#111827",
    bold: bool = False,
) -> str:
    weight = " font-weight='bold'" if bold else ""
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' text-anchor='{anchor}' "
        f"fill='{colour}'{weight}>{escape(text)}</text>"
    )


def _round_up(wait_min: float) -> int:
    """Return the next number of minutes that four lines divide well."""
    return next(top for top in (1, 2, 4, 8, 12, 20, 40, 60, 80, 120, 240, 2880) if top >= wait_min)

"""Pictures as SVG: bars, drawn without anything that a strict page would have to allow."""

from xml.etree import ElementTree as Xml

from edge.reports.model import Picture, Shape, Words

# Told apart by people who see few colours, and on grey paper.
COLOURS = ("#1f5fa8", "#7fb2e5", "#e08e2b", "#c9c9c9")
_INK, _GREY, _GRID = "#222222", "#666666", "#dddddd"

_WIDTH, _HEIGHT = 720.0, 240.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 8.0, 34.0, 26.0
_ROW = 22.0
_STEPS = 4  # lines across the picture


def drawn(picture: Picture) -> str:
    """Return the picture as an SVG element."""
    svg = _stacks(picture) if picture.shape is Shape.STACKS else _columns(picture)
    return Xml.tostring(svg, encoding="unicode")


def _columns(picture: Picture) -> Xml.Element:
    svg = _begun(picture, _HEIGHT)
    top = _nice(max(max(series.values, default=0) for series in picture.series))
    _lines_across(svg, top)
    slot = (_WIDTH - _LEFT - _RIGHT) / max(len(picture.labels), 1)
    each = slot * 0.76 / len(picture.series)
    for place, label in enumerate(picture.labels):
        left = _LEFT + place * slot + slot * 0.12
        for number, series in enumerate(picture.series):
            tall = series.values[place] / top * _inner()
            _bar(svg, left + number * each, _HEIGHT - _BOTTOM - tall, each, tall, number)
        if place % _every(len(picture.labels)) == 0:
            middle = left + slot * 0.38
            _text(svg, middle, _HEIGHT - _BOTTOM + 14, label, anchor="middle")
    return svg


def _stacks(picture: Picture) -> Xml.Element:
    height = _TOP + _BOTTOM + _ROW * len(picture.labels)
    svg = _begun(picture, height)
    totals = [sum(series.values[row] for series in picture.series) for row in _rows(picture)]
    longest = max(totals, default=0) or 1
    room = _WIDTH - _LEFT - _RIGHT - 60
    for row in _rows(picture):
        y, x = _TOP + row * _ROW, _LEFT + 24
        _text(svg, x - 6, y + 14, picture.labels[row], anchor="end")
        for number, series in enumerate(picture.series):
            wide = series.values[row] / longest * room
            _bar(svg, x, y + 3, wide, _ROW - 6, number)
            x += wide
        _text(svg, x + 6, y + 14, f"{totals[row]:.1f}", anchor="start")
    return svg


def _rows(picture: Picture) -> range:
    return range(len(picture.labels))


def _begun(picture: Picture, height: float) -> Xml.Element:
    svg = Xml.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH:g} {height:g}",
            "role": "img",
            "font-family": "system-ui, sans-serif",
        },
    )
    Xml.SubElement(svg, "title").text = str(picture.words)
    _legend(svg, picture)
    return svg


def _legend(svg: Xml.Element, picture: Picture) -> None:
    _text(svg, 4, 14, str(picture.axis), colour=_GREY)
    if len(picture.series) < 2:
        return
    x = _WIDTH - _RIGHT
    for number in reversed(range(len(picture.series))):
        words = picture.series[number].words
        x -= _wide(words) + 26
        _bar(svg, x, 5, 12, 11, number)
        _text(svg, x + 16, 14, str(words))


def _wide(words: Words) -> float:
    """Return about how wide a text is: nobody asks a font here."""
    return sum(11.5 if ord(letter) > 0x2E7F else 6.2 for letter in str(words))


def _lines_across(svg: Xml.Element, top: float) -> None:
    for step in range(_STEPS + 1):
        y = _HEIGHT - _BOTTOM - step / _STEPS * _inner()
        ends = {
            "x1": f"{_LEFT:g}",
            "x2": f"{_WIDTH - _RIGHT:g}",
            "y1": f"{y:.1f}",
            "y2": f"{y:.1f}",
        }
        Xml.SubElement(svg, "line", {**ends, "stroke": _GRID})
        _text(svg, _LEFT - 6, y + 4, f"{top * step / _STEPS:,.9g}", anchor="end", colour=_GREY)


def _inner() -> float:
    return _HEIGHT - _TOP - _BOTTOM


def _bar(svg: Xml.Element, x: float, y: float, wide: float, tall: float, number: int) -> None:
    if wide <= 0 or tall <= 0:
        return
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{wide:.1f}", "height": f"{tall:.1f}"}
    Xml.SubElement(svg, "rect", {**place, "fill": COLOURS[number % len(COLOURS)]})


def _text(
    svg: Xml.Element, x: float, y: float, words: str, anchor: str = "start", colour: str = _INK
) -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": "11.5"}
    text = Xml.SubElement(svg, "text", {**place, "text-anchor": anchor, "fill": colour})
    text.text = words


def _every(labels: int) -> int:
    """Return of how many labels one is written, so that they do not run into each other."""
    return max(1, -(-labels // 26))


def _nice(highest: float) -> float:
    """Return a round number, divisible by the steps, that nothing is above."""
    unit = 1.0
    while highest > unit * 40:
        unit *= 10
    for factor in (4, 8, 12, 16, 20, 24, 32, 40):
        if highest <= unit * factor:
            return unit * factor
    return unit * 40

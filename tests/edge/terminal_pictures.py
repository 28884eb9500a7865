"""Turns a terminal's screenshot into a picture in which Chinese stands in its columns."""

import html
import re
import subprocess
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len

_TEXT = re.compile(
    r'<text class="([^"]+)" x="([\d.]+)" y="([\d.]+)" [^>]*clip-path[^>]*>([^<]*)</text>'
)
_CELL = 12.2  # pixels, of the exporter's 20-pixel type


def aligned(svg: str) -> str:
    """Return `svg` with every run of text as wide as its cells; the exporter counts characters."""
    fonts = svg.replace("font-family: Fira Code", "font-family: DejaVu Sans Mono, Noto Sans CJK SC")
    return _TEXT.sub(_runs, fonts)


def _runs(found: re.Match[str]) -> str:
    style, x, y, content = found.groups()
    at = float(x)
    runs = []
    for _, characters in groupby(html.unescape(content), key=_is_wide):
        run = "".join(characters)
        width = cell_len(run) * _CELL
        if run.strip("\xa0 "):
            runs.append(_run(style, at, y, width, run))
        at += width
    return "".join(runs)


def _is_wide(character: str) -> str:
    # Blocks and blanks each stand alone, so that nothing is stretched across them.
    return character if character in "\xa0 █" else str(cell_len(character))


def _run(style: str, x: float, y: str, width: float, run: str) -> str:
    size = "22" if cell_len(run) > len(run) else "20"
    length = f'font-size="{size}" textLength="{width:.1f}" lengthAdjust="spacing"'
    return f'<text class="{style}" x="{x:.1f}" y="{y}" {length}>{html.escape(run)}</text>'


def photograph(svg: str, target: Path) -> None:
    """Write `svg` as a PNG of its own size at `target`."""
    source = target.with_suffix(".svg")
    source.write_text(svg, encoding="utf-8")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert size is not None
    width, height = (round(float(figure)) for figure in size.groups())
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    place = [f"--window-size={width},{height}", f"--screenshot={target}", source.as_uri()]
    try:
        subprocess.run([*command, *place], check=True, capture_output=True, timeout=60)
    finally:
        source.unlink()

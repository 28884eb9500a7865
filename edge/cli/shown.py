"""How commands put times and wire traffic into words."""

import datetime as dt
import json

from edge.api import shapes

_ARROWS = {"host": ">", "device": "<"}


def moment(at_ms: int) -> str:
    """Return a wall time (ms) in this machine's time zone, to the second."""
    return dt.datetime.fromtimestamp(at_ms / 1000).astimezone().strftime("%m-%d %H:%M:%S")


def now() -> str:
    """Return this machine's wall time, to the minute."""
    return dt.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def wire_line(passed: shapes.WireFrame, began_s: float) -> str:
    """Return one line for what passed on a wire, with the seconds since `began_s`."""
    when = f"{passed.at_s - began_s:9.3f} {_ARROWS.get(passed.side, '?')} "
    missed = f"({passed.missed} more were too fast to be shown) " if passed.missed else ""
    return when + missed + _said(passed)


def _said(passed: shapes.WireFrame) -> str:
    if passed.frame is None:
        return f"✗ {passed.noise}" if passed.noise else passed.hex
    fields = dict(passed.frame)
    name = str(fields.pop("name", "frame"))
    return " ".join([name, *(f"{key}={_value(value)}" for key, value in fields.items())])


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

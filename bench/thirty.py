"""The configuration of a hall of thirty counters, with all that stands at them."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import tomli_w

from bench.halls import write_config

COUNTERS = 30
_STRIP_LINES = (("onbon", 8), ("onbon", 8), ("onbon", 4), ("strip", 10))
_CALLER_BUSES = (("ff68", 10), ("ff68", 10), ("ff68", 10))
_NAMES = ("id", "name", "name_english")
_SINGLE = (
    ("reader-1", "reader", "sam"),
    ("reader-2", "reader", "mfreader"),
    ("printer-1", "printer", "escpos"),
    ("printer-2", "printer", "escpos"),
)


def write_thirty(folder: Path) -> Path:
    """Write the configuration into `folder`; return the file.

    30 strips on four lines, 30 callers with evaluators on three buses, 2 readers, 2 printers.
    """
    return _with_counters(write_config(folder, more=list(_devices())), _counters())


def write_bare_thirty(folder: Path, kiosk_port: int) -> Path:
    """Write the same without any device: nothing but people and screens."""
    bare = ({name: each[name] for name in _NAMES} for each in _counters())
    return _with_counters(write_config(folder, kiosk_port=kiosk_port), bare)


def _with_counters(path: Path, counters: Iterable[dict[str, Any]]) -> Path:
    content = tomllib.loads(path.read_text("utf-8"))
    content["counters"] = list(counters)
    path.write_text(tomli_w.dumps(content), encoding="utf-8")
    return path


def caller_at(counter: int) -> tuple[str, str]:
    """Return the device and the unit of a counter's caller and evaluator."""
    return list(_places("callers", _CALLER_BUSES))[counter - 1]


def _devices() -> Iterator[dict[str, Any]]:
    for name, kind, protocol in _SINGLE:
        yield {"id": name, "kind": kind, "protocol": protocol, "port": f"wires/{name}"}
    for kind, name, lines in (
        ("led", "strips", _STRIP_LINES),
        ("caller", "callers", _CALLER_BUSES),
    ):
        for number, (protocol, units) in enumerate(lines, 1):
            yield {
                "id": f"{name}-{number}",
                "kind": kind,
                "protocol": protocol,
                "port": f"wires/{name}-{number}",
                "options": {"addresses": list(range(1, units + 1))},
            }


def _counters() -> Iterator[dict[str, Any]]:
    places = zip(_places("strips", _STRIP_LINES), _places("callers", _CALLER_BUSES), strict=True)
    for number, (led, caller) in enumerate(places, 1):
        yield {
            "id": str(number),
            "name": f"{number}号窗口",
            "name_english": f"Counter {number}",
            "led": {"device": led[0], "unit": led[1]},
            "caller": {"device": caller[0], "unit": caller[1]},
        }


def _places(name: str, lines: Sequence[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    for number, (_protocol, units) in enumerate(lines, 1):
        for unit in range(1, units + 1):
            yield f"{name}-{number}", str(unit)

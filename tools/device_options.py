"""Writes config/devices.toml: every driver with all its options, at their defaults.

`python tools/device_options.py` writes the file; a test compares it with what the code says.
"""

import dataclasses
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli_w

from drivers.contract import Kind
from drivers.registry import driver_for, known_drivers

TARGET = Path(__file__).parent.parent / "config" / "devices.toml"
HEADER = """\
# Every device there is a driver for, with all its options at their defaults. What each option is
# stands on the page of its protocol in docs/devices. Copy a block into hall.toml and take the #
# from what differs. Names end in their unit. This file is written by tools/device_options.py.
"""
_PORTS = {
    "hid": "evdev:/dev/input/by-id/scanner-event-kbd",
    "camera": "worker:camera-1",
    "pcsc": "worker:chip-1",
    "nut": "tcp://127.0.0.1:3493",
    "clips": "none",
}
_USUAL_PORT = "usb:0403:6001:SERIAL"


def written() -> str:
    """Return the whole file."""
    built_in = [each for each in known_drivers() if _is_ours(*each)]
    blocks = [_block(kind, protocol) for kind, protocol in built_in]
    return HEADER + "\n" + "\n".join(blocks)


def _is_ours(kind: Kind, protocol: str) -> bool:
    return driver_for(kind, protocol).__module__.startswith("drivers.")


def _block(kind: Kind, protocol: str) -> str:
    declaration = driver_for(kind, protocol).declaration
    device = {
        "id": f"{kind.value}-1",
        "kind": kind.value,
        "protocol": protocol,
        "port": _PORTS.get(protocol, _USUAL_PORT),
    }
    lines = [*_remarks(declaration.title, declaration.options), "[[devices]]"]
    lines += _lines(device)
    options = _plain(dataclasses.asdict(declaration.options()))
    if options:
        lines += ["[devices.options]", *_options(options)]
    return "\n".join(line if line.startswith("# ") else f"#{line}" for line in lines) + "\n"


def _options(options: Mapping[str, Any]) -> Iterator[str]:
    flat = {name: value for name, value in options.items() if not isinstance(value, dict)}
    yield from _lines(flat)
    for name, table in options.items():
        if isinstance(table, dict):
            inline = ", ".join(_lines(table))
            yield f"{name} = {{ {inline} }}" if inline else f"{name} = {{}}"


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        # One line a setting, so that taking the # away takes all of it.
        yield re.sub(r"\n\s*", " ", tomli_w.dumps({name: value}).strip()).replace(", ]", " ]")


def _remarks(title: str, options: type[Any]) -> Iterator[str]:
    yield f"# --- {title} ---"
    for paragraph in (inspect.getdoc(options) or "").split("\n\n"):
        for line in textwrap.wrap(" ".join(paragraph.split()), 98):
            yield f"# {line}"


def _plain(value: Any) -> Any:
    match value:
        case dict():
            # What is not set at all has no word in TOML.
            return {str(key): _plain(each) for key, each in value.items() if each is not None}
        case list() | tuple() | frozenset() | set():
            return [_plain(each) for each in value]
        case str():
            return str(value)
        case _:
            return value


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")

"""STX/ETX frames put into words for an engineer who decodes a recording.

What a card carries is personal and stands here in full: this is for the engineer's own eyes and
never for a log.
"""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.reader.describe_card import describe_content
from drivers.reader.mfreader.frames import Answer, Command
from drivers.reader.mfreader.words import COMMAND_NAMES, PARTS, STATUS_READ_OK, meaning_of

_Fields = dict[str, Any]


def describe_command(frame: Command) -> _Fields:
    """Return the fields of a command by name."""
    code = f"{frame.code:04X}"
    fields: _Fields = {"name": COMMAND_NAMES.get(frame.code, f"unknown command {code}")}
    known = _PARAMETERS.get(frame.code, _plain)(frame.parameters)
    return {**fields, "command": code, **(known or _plain(frame.parameters))}


def describe_answer(frame: Answer) -> _Fields:
    """Return the fields of an answer by name; its name is what it carries, or what it says."""
    meaning = meaning_of(frame.status)
    carried = describe_content(frame.payload) if frame.status == STATUS_READ_OK else {}
    return {
        "name": carried.pop("name", meaning),
        "status": f"{frame.status:04X}",
        "meaning": meaning,
        "payload_length": len(frame.payload),
        **(carried or _plain(frame.payload, "payload")),
    }


def _plain(data: bytes, name: str = "parameters") -> _Fields:
    return {name: data.hex().upper()} if data else {}


def _beep(data: bytes) -> _Fields:
    return {"beep_ms": int.from_bytes(data[:2]), "times": data[2]} if len(data) == 3 else {}


def _part(data: bytes) -> _Fields:
    return {"part": PARTS.get(data[0], f"unknown part {data[0]:02X}")} if len(data) == 1 else {}


def _slot(data: bytes) -> _Fields:
    return {"slot": f"{data[0]:02X}"} if len(data) == 1 else {}


def _slot_power(data: bytes) -> _Fields:
    if len(data) != 3:
        return {}
    return {"delay": int.from_bytes(data[:2]), "slot": f"{data[2]:02X}"}


def _slot_apdu(data: bytes) -> _Fields:
    return {"slot": f"{data[0]:02X}", "apdu": data[1:].hex().upper()} if data else {}


def _apdu(data: bytes) -> _Fields:
    return {"apdu": data.hex().upper()} if data else {}


_PARAMETERS: Mapping[int, Callable[[bytes], _Fields]] = {
    0x3113: _beep,
    0x3222: _slot_power,
    0x3223: _slot,
    0x3224: _slot_apdu,
    0x3226: _apdu,
    0xCA01: _part,
}

"""Newland's frames put into words for an engineer who reads a recording."""

from collections.abc import Mapping
from typing import Any

from drivers.scanner.lines import Line, describe_line
from drivers.scanner.newland.frames import (
    PERMANENT,
    READ_ZONE,
    STATUS_MEANINGS,
    VERDICT_MEANINGS,
    WRITE_ZONE,
    Frame,
    HexCommand,
    HexReply,
    TextCommand,
    TextReply,
)

_HEX_NAMES = {READ_ZONE: "read zone", WRITE_ZONE: "write zone"}


def describe(frame: Frame) -> Mapping[str, Any]:
    """Return the fields of a frame by name."""
    match frame:
        case TextCommand(text, storage):
            name = "query" if text[-1:] in ("*", "&", "^") else "text command"
            return {"name": name, "command": text, "permanent": storage == PERMANENT}
        case TextReply():
            verdict = frame.verdict
            meaning = VERDICT_MEANINGS[verdict] if verdict else "no verdict"
            return {"name": "text reply", "command": frame.text, "meaning": meaning}
        case HexCommand():
            return _hex_command(frame)
        case HexReply(status, data):
            meaning = STATUS_MEANINGS.get(status, f"unknown status {status:02X}")
            return {"name": "hex reply", "meaning": meaning, "data": data.hex().upper()}
        case Line():
            return describe_line(frame)


def _hex_command(command: HexCommand) -> dict[str, Any]:
    return {
        "name": _HEX_NAMES.get(command.type, f"unknown command {command.type:02X}"),
        "address": f"{command.address:04X}",
        "data": command.data.hex().upper(),
        "checked": command.checked,
    }

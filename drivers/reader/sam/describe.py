"""SAM-A frames put into words for an engineer who decodes a recording.

What a card carries is personal and stands here in full: this is for the engineer's own eyes and
never for a log.
"""

from typing import Any

from drivers.reader.describe_card import describe_content
from drivers.reader.sam.frames import SERIAL_NUMBER_BYTES, Answer, Command
from drivers.reader.sam.sam_number import SAM_NUMBER_BYTES, sam_number_text
from drivers.reader.sam.words import BAUDRATES, COMMAND_NAMES
from drivers.reader.sw3 import Sw3, meaning_of


def describe_command(frame: Command) -> dict[str, Any]:
    """Return the fields of a command by name."""
    code = frame.payload[:2].hex().upper()
    name = COMMAND_NAMES.get((frame.command, frame.parameter), f"unknown command {code}")
    fields: dict[str, Any] = {"name": name, "command": code, "data_length": len(frame.data)}
    if name == "set baud rate":
        fields["baudrate"] = BAUDRATES[frame.parameter]
    elif name == "set RF bytes" and len(frame.data) == 1:
        fields["bytes_max"] = frame.data[0]
    elif frame.data:
        fields["data"] = frame.data.hex().upper()
    return fields


def describe_answer(frame: Answer) -> dict[str, Any]:
    """Return the fields of an answer by name; its name is what it carries, or what it says."""
    carried = _carried(frame)
    meaning = meaning_of(frame.sw3)
    return {
        "name": carried.pop("name", meaning),
        "sw1": f"{frame.sw1:02X}",
        "sw2": f"{frame.sw2:02X}",
        "sw3": f"{frame.sw3:02X}",
        "meaning": meaning,
        "data_length": len(frame.data),
        **carried,
    }


def _carried(frame: Answer) -> dict[str, Any]:
    data = frame.data
    if frame.sw3 == Sw3.CARD_FOUND and data:
        return {"iin": data.hex().upper()}
    if frame.sw3 != Sw3.OK:
        return _plain(data)
    if len(data) == SERIAL_NUMBER_BYTES:
        return {"name": "card selected", "serial_number": data.hex().upper()}
    if len(data) == SAM_NUMBER_BYTES:
        return {"name": "SAM number", "sam_number": sam_number_text(data)}
    return describe_content(data) or _plain(data)


def _plain(data: bytes) -> dict[str, Any]:
    return {"data": data.hex().upper()} if data else {}

"""What a font card's message says, by name and field (BX-5K/6K user protocol v1.4, 5 and 6).

```
request:  Group1 | Cmd1 | Response1 (01 wanted, 02 not) | Reserved2 | fields
answer:   Group1 | Cmd1 | Error1                        | Reserved2 | fields
```

Some tables have more or fewer reserved bytes: `Command.reserved`. What a table does not explain is
shown as `extra`, and a body that is too short as `malformed`, with the bytes.
"""

from collections.abc import Mapping
from typing import Any

from drivers.led.onbon.areas import decode_update, describe_update
from drivers.led.onbon.fields import Fields, MalformedBodyError
from drivers.led.onbon.tables import ANSWERS, AREAS, REQUESTS, Code, Command
from drivers.wire import Side

# Group, command, and the byte that is Response or Error.
_CODE_AND_STATUS = 3

ERRORS: Mapping[int, str] = {
    0: "no error",
    1: "command group unknown",
    2: "command unknown",
    3: "busy",
    4: "out of memory",
    5: "checksum wrong",
    6: "no such file",
    7: "flash access failed",
    8: "file download failed",
    9: "file name wrong",
    10: "file type wrong",
    11: "file checksum wrong",
    12: "font missing",
    13: "firmware type wrong",
    14: "date or time format wrong",
    15: "file exists",
    16: "file block number wrong",
}


def error_meaning(error: int) -> str:
    """Return what an error number of a card means (6)."""
    return ERRORS.get(error, f"unknown error {error}")


def describe(data: bytes, side: Side) -> dict[str, Any]:
    """Return a frame's data as JSON values by name, whatever stands in it."""
    code: Code = (data[0], data[1]) if len(data) > 1 else (0, 0)
    command = (REQUESTS if side is Side.HOST else ANSWERS).get(code)
    try:
        if code == AREAS and side is Side.HOST:
            return {"name": "realtime areas", **_status(data, side), **_describe_areas(data)}
        if command is None:
            return {"name": f"unknown {data[:2].hex(' ').upper()}".rstrip(), "data": _hex(data)}
        return {"name": command.name, **_status(data, side), **_describe_fields(command, data)}
    except MalformedBodyError as error:
        name = "realtime areas" if command is None else command.name
        return {"name": name, "malformed": str(error), "data": _hex(data)}


def _status(data: bytes, side: Side) -> dict[str, Any]:
    if len(data) < _CODE_AND_STATUS:
        raise MalformedBodyError("shorter than group, command and status")
    if side is Side.HOST:
        return {"answer_wanted": data[2] == 1}
    return {"error": data[2], "meaning": error_meaning(data[2])}


def _describe_areas(data: bytes) -> dict[str, Any]:
    return describe_update(decode_update(data[_CODE_AND_STATUS:]))


def _describe_fields(command: Command, data: bytes) -> dict[str, Any]:
    fields = Fields(data[_CODE_AND_STATUS:])
    fields.take(command.reserved)
    described = {name: read(fields) for name, read in command.fields}
    if fields.left:
        described["extra"] = _hex(fields.rest())
    return described


def _hex(data: bytes) -> str:
    return data.hex().upper()

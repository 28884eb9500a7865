"""What each command of a font card carries: its name and its fields in order, as tables.

From the user protocol v1.4 for BX-5K/6K, 7 and 8. Areas (A3 06) have a module of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.led.onbon.fields import Fields, counted, hexed, lettered
from drivers.led.onbon.text import readable

Code = tuple[int, int]
Table = tuple[tuple[str, Callable[[Fields], Any]], ...]

ACK: Code = (0xA0, 0x00)
NACK: Code = (0xA0, 0x01)
PING: Code = (0xA2, 0x00)
RESET: Code = (0xA2, 0x01)
SET_TIME: Code = (0xA2, 0x03)
FORMAT: Code = (0xA1, 0x00)
READ_STATUS: Code = (0xA1, 0x02)
POWER: Code = (0xA3, 0x00)
BRIGHTNESS: Code = (0xA3, 0x02)
AREAS: Code = (0xA3, 0x06)
CLEAR: Code = (0xA3, 0x10)


@dataclass(frozen=True, slots=True)
class Command:
    """A name, the fields in order, and how many reserved bytes stand before them."""

    name: str
    fields: Table = ()
    reserved: int = 2


def _text(fields: Fields) -> str:
    return readable(fields.rest())


def _rest(fields: Fields) -> str:
    return fields.rest().hex().upper()


def _dotted(fields: Fields) -> str:
    return ".".join(str(part) for part in fields.take(4))


def _year(fields: Fields) -> str:
    low, high = fields.take(2)
    return f"{high:02X}{low:02X}"


def _time_to_set(fields: Fields) -> str:
    year = _year(fields)
    month, day, hour, minute, second, _weekday = fields.take(6)
    return f"{year}-{month:02X}-{day:02X} {hour:02X}:{minute:02X}:{second:02X}"


def _time_told(fields: Fields) -> str:
    # The weekday comes before the hour here, and after the second where the time is set.
    year = _year(fields)
    month, day, _weekday, hour, minute, second = fields.take(6)
    return f"{year}-{month:02X}-{day:02X} {hour:02X}:{minute:02X}:{second:02X}"


def _timer(fields: Fields) -> str:
    return "{:02X}:{:02X}-{:02X}:{:02X}".format(*fields.take(4))


def _font(fields: Fields) -> dict[str, Any]:
    kind, width_px, height_px = fields.take(3)
    return {"chinese": kind == 1, "width_px": width_px, "height_px": height_px}


def _fonts(fields: Fields) -> list[dict[str, Any]]:
    # The table has no reserved bytes before the count; a card that sends them is read too.
    if fields.left % 3 == 0:
        fields.take(2)
    return counted(Fields.u8, _font)(fields)


_NAME = lettered(4)
_FILE: Table = (("file", _NAME), ("length", Fields.u32))
_BLOCK: Table = (
    ("file", _NAME),
    ("last", Fields.u8),
    ("block", Fields.u16),
    ("length", Fields.u16),
    ("address", Fields.u32),
    ("data", _rest),
)
_VOICE: Table = (
    ("store", Fields.u8),
    ("person", Fields.u8),
    ("volume", Fields.u8),
    ("speed", Fields.u8),
    ("coding", Fields.u8),
    ("repeat", Fields.u32),
    ("delay_10ms", Fields.u32),
    ("extension", counted(Fields.u8, Fields.u8)),
    ("length", Fields.u32),
    ("text", _text),
)
_SPECIAL_AREA: Table = (
    ("x", Fields.u16),
    ("y_px", Fields.u16),
    ("width", Fields.u16),
    ("height_px", Fields.u16),
    ("bitmap", Fields.u8),
    ("pages", Fields.u8),
    ("run_mode", Fields.u8),
    ("timeout_s", Fields.u16),
    ("single_line", Fields.u8),
    ("line_spacing_px", Fields.u8),
    ("new_line", Fields.u8),
    ("stay_half_s", Fields.u16),
    ("reserved", hexed(6)),
)
_NETWORK: Table = (
    ("mode", Fields.u8),
    ("ip", _dotted),
    ("mask", _dotted),
    ("gateway", _dotted),
    ("port", Fields.u16),
    ("server_mode", Fields.u8),
    ("server_ip", _dotted),
    ("server_port", Fields.u16),
    ("password", hexed(8)),
    ("heartbeat_s", Fields.u16),
    ("net_id", lettered(12)),
)
_STATUS: Table = (
    ("power", Fields.u8),
    ("brightness", Fields.u8),
    ("time", _time_told),
    ("programmes", Fields.u8),
    ("playing", _NAME),
    ("special_area", Fields.u8),
    ("pages", Fields.u8),
    ("areas", counted(Fields.u8, Fields.u8)),
    ("barcode", hexed(16)),
    ("custom_id", lettered(12)),
)
_PARAMETERS: Table = (
    ("address", Fields.u16),
    ("device_type", hexed(1)),
    ("baud_code", Fields.u8),
    ("width_px", Fields.u16),
    ("height_px", Fields.u16),
    ("colours", Fields.u8),
    ("settings", _rest),
)
_HEARTBEAT: Table = (
    ("status", Fields.u16),
    ("error_register", Fields.u16),
    ("ip", _dotted),
    ("mask", _dotted),
    ("gateway", _dotted),
    ("port", Fields.u16),
    ("mac", hexed(6)),
    ("net_id", lettered(12)),
)

REQUESTS: Mapping[Code, Command] = {
    FORMAT: Command("format"),
    (0xA1, 0x01): Command("delete files", (("files", counted(Fields.u16, _NAME)),)),
    READ_STATUS: Command("read status"),
    (0xA1, 0x05): Command("start file", (("overwrite", Fields.u8), *_FILE)),
    (0xA1, 0x06): Command("write file block", _BLOCK),
    (0xA1, 0x07): Command("begin files"),
    (0xA1, 0x08): Command("end files"),
    (0xA1, 0x09): Command("write customer", (("overwrite", Fields.u8), ("text", lettered(16)))),
    (0xA1, 0x0A): Command("read file information", (("length", Fields.u16), ("file", _NAME))),
    (0xA1, 0x0B): Command(
        "read file", (("length", Fields.u16), ("file", _NAME), ("offset", Fields.u32))
    ),
    PING: Command("ping"),
    RESET: Command("reset"),
    SET_TIME: Command("set time", (("time", _time_to_set),)),
    (0xA2, 0x06): Command("set address", (("address", Fields.u16),)),
    (0xA2, 0x07): Command("read address"),
    (0xA2, 0x08): Command("carousel", (("hidden", Fields.u8),)),
    (0xA2, 0x09): Command("read fonts"),
    (0xA2, 0x0A): Command("read parameters"),
    (0xA2, 0x0B): Command("read customer"),
    (0xA2, 0x0C): Command("set hints", (("data", _rest),)),
    (0xA2, 0x0D): Command("delete hints", (("count", Fields.u8),)),
    (0xA2, 0x0E): Command("voice", _VOICE, reserved=8),
    (0xA2, 0x0F): Command(
        "configure relay", (("store", Fields.u8), ("relays", Fields.u8)), reserved=8
    ),
    (0xA2, 0x10): Command("relay", (("relays", Fields.u8),), reserved=8),
    (0xA2, 0x11): Command("read font details"),
    (0xA2, 0x12): Command("relays", (("relays", counted(Fields.u8, Fields.u8)),), reserved=0),
    POWER: Command("power", (("power", Fields.u8),)),
    (0xA3, 0x01): Command("timers", (("timers", counted(Fields.u8, _timer)),)),
    BRIGHTNESS: Command(
        "brightness", (("mode", Fields.u8), ("level", Fields.u8), ("levels", _rest))
    ),
    (0xA3, 0x04): Command(
        "lock programme", (("store", Fields.u8), ("locked", Fields.u8), ("file", _NAME))
    ),
    (0xA3, 0x08): Command("cancel timers"),
    CLEAR: Command("clear"),
    (0xA4, 0x01): Command("set special area", _SPECIAL_AREA),
    (0xA4, 0x02): Command(
        "special area page", (("page", Fields.u8), ("length", Fields.u16), ("text", _text))
    ),
    (0xA4, 0x03): Command(
        "special area bitmap", (("last", Fields.u8), ("address", Fields.u16), ("data", _rest))
    ),
    (0xA4, 0x04): Command("delete special area"),
    (0xA4, 0x05): Command("set network", _NETWORK),
    (0xA4, 0x06): Command("set mac", (("mac", hexed(6)),)),
    (0xA4, 0x07): Command("search network"),
    (0xA4, 0x09): Command("delete special area page", (("page", Fields.u8),)),
}

ANSWERS: Mapping[Code, Command] = {
    ACK: Command("ack"),
    NACK: Command("nack"),
    READ_STATUS: Command("status", _STATUS),
    (0xA1, 0x06): Command("file block written", (("next_address", Fields.u32),)),
    (0xA1, 0x8A): Command(
        "file information",
        (("body_length", Fields.u16), *_FILE, ("crc", Fields.u16)),
    ),
    (0xA1, 0x8B): Command(
        "file content",
        (
            ("body_length", Fields.u16),
            ("last", Fields.u8),
            ("file", _NAME),
            ("offset", Fields.u32),
            ("data", _rest),
        ),
    ),
    (0xA2, 0x07): Command("address", (("address", Fields.u16),)),
    (0xA2, 0x09): Command("fonts", (("fonts", _fonts),), reserved=0),
    (0xA2, 0x0A): Command("parameters", _PARAMETERS),
    (0xA2, 0x0B): Command("customer", (("text", lettered(16)),), reserved=0),
    (0xA2, 0x11): Command("font details", (("fonts", Fields.u8), ("data", _rest)), reserved=0),
    (0xA4, 0x08): Command("network heartbeat", _HEARTBEAT),
}

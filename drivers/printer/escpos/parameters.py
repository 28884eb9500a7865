"""How the parameters of ESC/POS commands read, and where those end that have no fixed length.

A `Size` returns the number of parameter bytes, or None as long as the bytes so far do not tell. A
`Reading` turns all of them into fields by name; a field `name` replaces the command's name.
"""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.printer.escpos import code128

Fields = dict[str, Any]
Size = Callable[[bytes], int | None]
Reading = Callable[[bytes], Fields]

_OLD_BARCODE_BYTES_MAX = 256
_TAB_STOPS_MAX = 32


class BrokenCommandError(ValueError):
    """A known command with parameters it cannot have; `used` is how many of them show it."""

    def __init__(self, message: str, used: int = 0) -> None:
        super().__init__(message)
        self.used = used


def none(_parameters: bytes) -> Fields:
    """Read a command without parameters."""
    return {}


def fixed(**fields: Any) -> Reading:
    """Return a reading for a command whose letter says it all."""
    return lambda _parameters: dict(fields)


def in_hex(parameters: bytes) -> Fields:
    """Read what has no name."""
    return {"parameters": parameters.hex().upper()} if parameters else {}


def pick(key: str, meanings: Mapping[int, Any]) -> Reading:
    """Return a reading for a byte with a few values, each with a meaning."""

    def reading(parameters: bytes) -> Fields:
        if parameters[0] not in meanings:
            raise BrokenCommandError(f"{key} has no value {parameters[0]}")
        return {key: meanings[parameters[0]]}

    return reading


def number(key: str, low: int = 0, high: int = 255) -> Reading:
    """Return a reading for a byte that is a number."""
    return pick(key, {value: value for value in range(low, high + 1)})


def switch(parameters: bytes) -> Fields:
    """Read a byte whose lowest bit counts (ESC E, …)."""
    return {"on": bool(parameters[0] & 1)}


def scale(parameters: bytes) -> Fields:
    """Read width and height, 1 to 8 each (GS !)."""
    if parameters[0] & 0x88:
        raise BrokenCommandError(f"size has no value {parameters[0]}")
    return {"width": (parameters[0] >> 4) + 1, "height": (parameters[0] & 7) + 1}


def print_mode(parameters: bytes) -> Fields:
    """Read the older way to set size and weight together (ESC !)."""
    mode = parameters[0]
    width, height = 1 + bool(mode & 0x20), 1 + bool(mode & 0x10)
    return {"width": width, "height": height, "bold": bool(mode & 0x08)}


def kanji_mode(parameters: bytes) -> Fields:
    """Read the size of Chinese characters alone (FS !)."""
    return {"width": 1 + bool(parameters[0] & 0x04), "height": 1 + bool(parameters[0] & 0x08)}


def kanji_quadruple(parameters: bytes) -> Fields:
    """Read the other way to say the same (FS W)."""
    return dict.fromkeys(("width", "height"), 1 + (parameters[0] & 1))


def cut_size(parameters: bytes) -> int | None:
    """Tell the plain cut from the one that feeds first (GS V)."""
    if not parameters:
        return None
    if parameters[0] in (0, 1, 48, 49):
        return 1
    if parameters[0] in (65, 66):
        return 2
    raise BrokenCommandError(f"cut has no mode {parameters[0]}")


def cut(parameters: bytes) -> Fields:
    """Read how to cut, and how far to feed before; None where it does not feed (GS V)."""
    full = parameters[0] in (0, 48, 65)
    return {"full": full, "feed_dots": parameters[1] if len(parameters) > 1 else None}


def counted(parameters: bytes) -> int | None:
    """Expect `pL pH`, then as many bytes (ESC (, FS (, GS ()."""
    return None if len(parameters) < 2 else 2 + int.from_bytes(parameters[:2], "little")


def long_counted(parameters: bytes) -> int | None:
    """Expect a letter, `p1 p2 p3 p4`, then as many bytes (GS 8)."""
    return None if len(parameters) < 5 else 5 + int.from_bytes(parameters[1:5], "little")


_QR_FUNCTIONS: Mapping[int, tuple[str, Reading]] = {
    65: ("QR model", pick("model", {49: "1", 50: "2", 51: "micro"})),
    67: ("QR module size", number("dots", 1, 16)),
    69: ("QR error correction", pick("level", {48: "L", 49: "M", 50: "Q", 51: "H"})),
    80: ("QR data", lambda rest: {"text": rest[1:].decode(errors="backslashreplace")}),
    81: ("QR print", none),
}


def symbol(parameters: bytes) -> Fields:
    """Read `pL pH cn fn …`: cn 49 is the QR code, others (PDF417, …) stay in hex (GS ( k)."""
    symbology, function, rest = parameters[2:3], parameters[3:4], parameters[4:]
    if not rest:
        raise BrokenCommandError("symbol has no function or no parameters")
    if symbology != b"1" or function[0] not in _QR_FUNCTIONS:
        return {"name": "unknown GS ( k", **in_hex(parameters)}
    name, reading = _QR_FUNCTIONS[function[0]]
    return {"name": name, **reading(rest)}


def barcode_size(parameters: bytes) -> int | None:
    """Tell function A, which ends with NUL, from B, which has its length (GS k)."""
    if not parameters:
        return None
    if parameters[0] <= 6:
        return _old_barcode_size(parameters)
    if not 65 <= parameters[0] <= 79:
        raise BrokenCommandError(f"barcode has no kind {parameters[0]}")
    return None if len(parameters) < 2 else 2 + parameters[1]


def _old_barcode_size(parameters: bytes) -> int | None:
    end = parameters.find(0, 1)
    if end >= 0:
        return end + 1
    if len(parameters) > _OLD_BARCODE_BYTES_MAX:
        raise BrokenCommandError("barcode does not end")
    return None


_BARCODES = ("UPC-A", "UPC-E", "EAN13", "EAN8", "CODE39", "ITF", "CODABAR", "CODE93", "CODE128")


def barcode(parameters: bytes) -> Fields:
    """Read which barcode and what it says (GS k)."""
    kind = parameters[0] if parameters[0] <= 6 else parameters[0] - 65
    data = parameters[1:-1] if parameters[0] <= 6 else parameters[2:]
    name = _BARCODES[kind] if kind < len(_BARCODES) else f"kind {parameters[0]}"
    if name != "CODE128":
        return {"kind": name, "text": data.decode("latin-1")}
    try:
        return {"kind": name, "text": code128.readable(data)}
    except code128.BarcodeError as error:
        raise BrokenCommandError(f"CODE128 {error}") from None


def tab_stops_size(parameters: bytes) -> int | None:
    """Expect up to 32 columns and a NUL (ESC D)."""
    end = parameters.find(0)
    if end >= 0:
        return end + 1
    return _TAB_STOPS_MAX if len(parameters) >= _TAB_STOPS_MAX else None


def picture_size(parameters: bytes) -> int | None:
    """Expect `0 m xL xH yL yH`, then x bytes for each of y rows (GS v 0)."""
    if len(parameters) < 6:
        return None
    across = int.from_bytes(parameters[2:4], "little")
    return 6 + across * int.from_bytes(parameters[4:6], "little")


def picture(parameters: bytes) -> Fields:
    """Read width and height in dots, and how often each dot is printed (GS v 0)."""
    if parameters[0] not in (0x30, 0x00) or parameters[1] & ~0x33:
        raise BrokenCommandError(f"picture has no mode {parameters[:2].hex()}")
    across, down = parameters[2:4], parameters[4:6]
    return {
        "width_dots": int.from_bytes(across, "little") * 8,
        "height_dots": int.from_bytes(down, "little"),
        "wide": 1 + (parameters[1] & 1),
        "high": 1 + (parameters[1] >> 1 & 1),
    }


def graphics(parameters: bytes) -> Fields:
    """Read `pL pH 30 fn …`: fn 112 stores a picture, 50 prints it; others stay in hex (GS ( L)."""
    function, stored = parameters[3:4], parameters[4:]
    if function in (b"\x02", b"2"):
        return {"name": "stored picture print"}
    if function != b"p" or len(stored) < 8 or stored[0] != 0x30:
        return {"name": "unknown GS ( L", **in_hex(parameters)}
    across = int.from_bytes(stored[4:6], "little")
    down = int.from_bytes(stored[6:8], "little")
    wide, high = stored[1:3]
    if {wide, high} - {1, 2} or len(stored) - 8 != (across + 7) // 8 * down:
        raise BrokenCommandError(f"stored picture is not {across} × {down} dots")
    size = {"width_dots": across, "height_dots": down}
    return {"name": "stored picture", **size, "wide": wide, "high": high}


def columns_size(parameters: bytes) -> int | None:
    """Expect `m nL nH`, then n columns of one byte, or of three from m = 32 on (ESC *)."""
    if len(parameters) < 3:
        return None
    return 3 + int.from_bytes(parameters[1:3], "little") * (3 if parameters[0] >= 32 else 1)


def status_request_size(parameters: bytes) -> int | None:
    """Expect a second parameter after 7, 8 and 18 (DLE EOT)."""
    return None if not parameters else 1 + (parameters[0] in (7, 8, 18))


def status_request(parameters: bytes) -> Fields:
    """Read which status is wanted; others are models' own (DLE EOT)."""
    if parameters[0] in (1, 2, 3, 4, 20):
        return {"n": parameters[0]}
    return {"name": "unknown DLE EOT", **in_hex(parameters)}


def request_size(parameters: bytes) -> int | None:
    """Expect parameters by function: pulse, power off, buzzer, status, clear (DLE DC4)."""
    return None if not parameters else {1: 3, 2: 3, 3: 6, 7: 2, 8: 8}.get(parameters[0], 1)


def request(parameters: bytes) -> Fields:
    """Read the one request that matters here: clear the buffers (DLE DC4)."""
    if parameters == bytes.fromhex("08 01 03 14 01 06 02 08"):
        return {"name": "clear buffers"}
    return {"name": "unknown DLE DC4", **in_hex(parameters)}

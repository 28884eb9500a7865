"""Realtime areas (A3 06): text that lives in the card's memory and may change without end.

```
A3 06 | Response | ProcessMode1 | Reserved1 | DeleteNum1 [ids] | AreaNum1 | {AreaLen u16 | Area}

Area: Type1 X2 Y2 W2 H2 Id1 LineSpace1 RunMode1 Timeout2 SoundMode1 [person/times1 volume1 speed1
      [Len4 SoundData]] ExtLen1 [ext] Align1 Single1 NewLine1 Display1 Exit1 Speed1 Stay1 Len4 Data
```

X and W are pixels where bit 15 is set, else units of 8 pixels: both are read, pixels are written.
Tables: BX-5K/6K user protocol v1.4, 8.2.1 and 9.1.
"""

import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from drivers.led.onbon.fields import Fields, MalformedBodyError, OutOfRangeError
from drivers.led.onbon.text import readable

_IN_PIXELS = 0x8000
_DELETE_ALL = 0xFF
CENTRED = 0b1010  # bits 0-1 across: 0 left, 1 right, 2 centre; bits 2-3 down: 0 top, 1 bottom


class Display(IntEnum):
    """How a text comes onto the strip."""

    STATIC = 1
    SNAP = 2
    LEFT = 3
    RIGHT = 4
    UP = 5
    DOWN = 6


@dataclass(frozen=True, slots=True)
class Box:
    """Where an area lies, in pixels from the upper left corner."""

    x_px: int
    y_px: int
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Style:
    """How text stands in its area. `extension`: typesetting, character spacing, reserved."""

    line_spacing_px: int = 0
    align: int = CENTRED
    single_line: int = 1  # 1 single, 2 several
    new_line: int = 1  # 1 at `\\n` only, 2 where a line is full
    extension: bytes = b""


@dataclass(frozen=True, slots=True)
class Motion:
    """How text comes, stays and goes. `run_mode`: 0 for ever, 1 once, 2 until the timeout."""

    display: int = Display.STATIC
    exit: int = 0
    speed: int = 2  # 0 fast, 0x18 slow
    stay_half_s: int = 10
    run_mode: int = 0
    timeout_s: int = 10


@dataclass(frozen=True, slots=True)
class Sound:
    """What a card with a voice says: `text`, or the area's own text where that is None."""

    person: int = 0
    times: int = 0
    volume: int = 5
    speed: int = 5
    text: bytes | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """One stretch of the strip and the `data` (GBK with escapes) in it."""

    box: Box
    data: bytes
    id: int = 0
    kind: int = 0
    style: Style = field(default_factory=Style)
    motion: Motion = field(default_factory=Motion)
    sound: Sound | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """What one command does: areas deleted (all, or by id), then areas set."""

    areas: tuple[Area, ...] = ()
    delete_all: bool = False
    delete: tuple[int, ...] = ()
    process_mode: int = 0  # 1 clears and initialises first


def encode_update(update: Update) -> bytes:
    """Return what follows the response byte. Raises `OutOfRangeError`."""
    deletes = _DELETE_ALL if update.delete_all else len(update.delete)
    if len(update.delete) >= _DELETE_ALL:
        raise OutOfRangeError(f"{len(update.delete)} areas to delete, the count would mean all")
    try:
        parts = [struct.pack("<BBB", update.process_mode, 0, deletes)]
        if not update.delete_all:
            parts.append(bytes(update.delete))
        parts.append(struct.pack("<B", len(update.areas)))
        for area in update.areas:
            encoded = _encode_area(area)
            parts += [struct.pack("<H", len(encoded)), encoded]
    except (struct.error, ValueError) as error:
        raise OutOfRangeError(f"realtime areas: {error}") from error
    return b"".join(parts)


def _encode_area(area: Area) -> bytes:
    box, style, motion = area.box, area.style, area.motion
    return b"".join(
        (
            struct.pack("<BHH", area.kind, _pixels(box.x_px), box.y_px),
            struct.pack("<HH", _pixels(box.width_px), box.height_px),
            struct.pack("<BBBH", area.id, style.line_spacing_px, motion.run_mode, motion.timeout_s),
            _encode_sound(area.sound),
            struct.pack("<B", len(style.extension)) + style.extension,
            struct.pack("<BBB", style.align, style.single_line, style.new_line),
            struct.pack("<BBBB", motion.display, motion.exit, motion.speed, motion.stay_half_s),
            struct.pack("<I", len(area.data)) + area.data,
        )
    )


def _pixels(value_px: int) -> int:
    if not 0 <= value_px < _IN_PIXELS:
        raise OutOfRangeError(f"{value_px} pixels do not fit 15 bits")
    return value_px | _IN_PIXELS


def _encode_sound(sound: Sound | None) -> bytes:
    if sound is None:
        return b"\0"
    mode = 1 if sound.text is None else 2
    if sound.person > 0x0F:
        raise OutOfRangeError(f"voice {sound.person} does not fit 4 bits")
    voice = struct.pack("<BBBB", mode, sound.person | sound.times << 4, sound.volume, sound.speed)
    return voice if sound.text is None else voice + struct.pack("<I", len(sound.text)) + sound.text


def decode_update(body: bytes) -> Update:
    """Read what follows the response byte. Raises `MalformedBodyError`."""
    fields = Fields(body)
    process_mode, _reserved, deletes = fields.u8(), fields.u8(), fields.u8()
    delete_all = deletes == _DELETE_ALL
    deleted = b"" if delete_all else fields.take(deletes)
    areas = tuple(_decode_area(fields.take(fields.u16())) for _ in range(fields.u8()))
    if fields.left:
        raise MalformedBodyError(f"{fields.left} bytes after the last area")
    return Update(areas, delete_all, tuple(deleted), process_mode)


def _decode_area(data: bytes) -> Area:
    fields = Fields(data)
    kind = fields.u8()
    x_px, y_px = _in_pixels(fields.u16()), fields.u16()
    box = Box(x_px, y_px, _in_pixels(fields.u16()), fields.u16())
    number, line_spacing_px = fields.u8(), fields.u8()
    run_mode, timeout_s = fields.u8(), fields.u16()
    sound = _decode_sound(fields)
    extension = fields.take(fields.u8())
    style = Style(line_spacing_px, fields.u8(), fields.u8(), fields.u8(), extension)
    motion = Motion(fields.u8(), fields.u8(), fields.u8(), fields.u8(), run_mode, timeout_s)
    text = fields.take(fields.u32())
    if fields.left:
        raise MalformedBodyError(f"area {number}: {fields.left} bytes after its text")
    return Area(box, text, number, kind, style, motion, sound)


def _in_pixels(value: int) -> int:
    return value & ~_IN_PIXELS if value & _IN_PIXELS else value * 8


def _decode_sound(fields: Fields) -> Sound | None:
    mode = fields.u8()
    if mode == 0:
        return None
    if mode not in (1, 2):
        raise MalformedBodyError(f"sound mode {mode} is none of 0, 1, 2")
    voice, volume, speed = fields.u8(), fields.u8(), fields.u8()
    text = fields.take(fields.u32()) if mode == 2 else None
    return Sound(voice & 0x0F, voice >> 4, volume, speed, text)


def describe_update(update: Update) -> dict[str, Any]:
    """Return an update as JSON values."""
    return {
        "process_mode": update.process_mode,
        "delete": "all" if update.delete_all else list(update.delete),
        "areas": [describe_area(area) for area in update.areas],
    }


def describe_area(area: Area) -> dict[str, Any]:
    """Return an area as JSON values, its text with the escapes as they are written."""
    box, style, motion = area.box, area.style, area.motion
    described: dict[str, Any] = {
        "id": area.id,
        "x_px": box.x_px,
        "y_px": box.y_px,
        "width_px": box.width_px,
        "height_px": box.height_px,
        "text": readable(area.data),
        "display": display_name(motion.display),
        "speed": motion.speed,
        "stay_half_s": motion.stay_half_s,
        "run_mode": motion.run_mode,
        "timeout_s": motion.timeout_s,
        "align": style.align,
        "single_line": style.single_line == 1,
        "line_spacing_px": style.line_spacing_px,
        "extension": style.extension.hex().upper(),
    }
    if area.sound is not None:
        described["sound"] = _describe_sound(area.sound)
    return described


def display_name(display: int) -> str:
    """Return the word for a display mode, or its number where there is none."""
    return Display(display).name.lower() if display in set(Display) else str(display)


def _describe_sound(sound: Sound) -> dict[str, Any]:
    return {
        "person": sound.person,
        "times": sound.times,
        "volume": sound.volume,
        "speed": sound.speed,
        "text": None if sound.text is None else readable(sound.text),
    }

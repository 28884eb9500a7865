"""The wire of a virtual reader (vsmartcard's vpcd): the card's side of what a slot does.

    length u16 BE | payload

Both ways. The card connects to the reader's TCP port. From the reader a payload of one byte is a
control: 00 power off, 01 power on, 02 reset, 04 tell the ATR; anything longer is a command to the
chip. The card answers the ATR and commands, and nothing else. A command of one byte does not
exist. Source: frankmorgner/vsmartcard, virtualsmartcard/src/vpcd/vpcd.h and vpcd.c.

What can go wrong on the wire, and what the decoder does about each: TCP loses and flips nothing. A
length of 0 is noise. A payload that stops coming waits for more until `finish`, and is unfinished.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from drivers.chip.pcsc.card import VirtualCard
from drivers.wire import Noise, Side, WireProtocol

EMPTY = "empty frame"
UNFINISHED = "unfinished frame"

POWER_OFF, POWER_ON, RESET, ATR = 0x00, 0x01, 0x02, 0x04
_CONTROLS = {POWER_OFF: "power off", POWER_ON: "power on", RESET: "reset", ATR: "get ATR"}


@dataclass(frozen=True, slots=True)
class Frame:
    """One payload and who said it."""

    side: Side
    payload: bytes = field(repr=False)


def encode(payload: bytes) -> bytes:
    """Return the frame of `payload`."""
    return len(payload).to_bytes(2) + payload


class VpcdDecoder:
    """Takes what one side says, in any cut. The reader is the host."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Sequence[Frame | Noise]:
        """Return what `data` completes."""
        self._buffer += data
        found: list[Frame | Noise] = []
        while len(self._buffer) >= 2:
            end = 2 + int.from_bytes(self._buffer[:2])
            if len(self._buffer) < end:
                break
            payload = bytes(self._buffer[2:end])
            found.append(Frame(self._side, payload) if payload else Noise(b"\0\0", EMPTY))
            del self._buffer[:end]
        return found

    def finish(self) -> Sequence[Frame | Noise]:
        """Return what is left."""
        left = [Noise(bytes(self._buffer), UNFINISHED)] if self._buffer else []
        self._buffer.clear()
        return left


def describe(frame: Frame) -> Mapping[str, Any]:
    """Return the fields of `frame` by name."""
    digits = frame.payload.hex().upper()
    if frame.side is Side.DEVICE:
        return {"name": "answer", "answer": digits}
    if len(frame.payload) == 1:
        control = _CONTROLS.get(frame.payload[0])
        return {"name": control or f"unknown control {frame.payload[0]:02X}"}
    return {"name": "command", "command": digits}


def answer(card: VirtualCard, frame: Frame) -> bytes:
    """Return what `card` answers to the reader, framed; nothing to what has no answer."""
    if len(frame.payload) > 1:
        return encode(card.respond(frame.payload))
    if frame.payload[0] == ATR:
        return encode(card.atr)
    card.reset()
    return b""


WIRE_PROTOCOL = WireProtocol("vpcd", VpcdDecoder, describe, personal=frozenset({"answer"}))

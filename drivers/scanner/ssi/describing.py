"""SSI packets put into words for an engineer who reads a recording."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.scanner.ssi.code_types import SYMBOLOGY_OF
from drivers.scanner.ssi.packets import CAUSE_MEANINGS, Cause, Frame, Opcode, Packet, Status, Wakeup
from drivers.scanner.text import CodeTextError, code_text


def describe(frame: Frame) -> Mapping[str, Any]:
    """Return the fields of a frame by name."""
    if isinstance(frame, Wakeup):
        return {"name": "wake up"}
    return {"name": _name(frame.opcode), **_status(frame), **_content(frame)}


def _name(opcode: int) -> str:
    try:
        return Opcode(opcode).name.lower().replace("_", " ")
    except ValueError:
        return f"unknown opcode {opcode:02X}"


def _status(packet: Packet) -> dict[str, Any]:
    return {bit.name.lower(): True for bit in Status if packet.status & bit and bit.name}


def _content(packet: Packet) -> dict[str, Any]:
    explain = _EXPLAINED.get(packet.opcode, _plain)
    return explain(packet.data) if packet.data else {}


def _plain(data: bytes) -> dict[str, Any]:
    return {"data": data.hex().upper()}


def _code(data: bytes) -> dict[str, Any]:
    fields = {"code_type": f"{data[0]:02X}", "symbology": SYMBOLOGY_OF.get(data[0], "")}
    try:
        return {**fields, "text": code_text(data[1:])}
    except CodeTextError as error:
        return {**fields, "problem": str(error), **_plain(data[1:])}


def _cause(data: bytes) -> dict[str, Any]:
    known = data[0] in set(Cause)
    meaning = CAUSE_MEANINGS[Cause(data[0])] if known else "unknown cause"
    return {"cause": data[0], "meaning": meaning}


def _revision(data: bytes) -> dict[str, Any]:
    return {"revision": data.decode("ascii", errors="replace")}


def _event(data: bytes) -> dict[str, Any]:
    return {"event": f"{data[0]:02X}"}


_EXPLAINED: Mapping[int, Callable[[bytes], dict[str, Any]]] = {
    Opcode.DECODE_DATA: _code,
    Opcode.NAK: _cause,
    Opcode.REPLY_REVISION: _revision,
    Opcode.EVENT: _event,
}

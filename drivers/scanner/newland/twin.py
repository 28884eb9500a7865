"""A Newland scanner's side of the wire: both command languages, a trigger, codes."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.scanner.lines import Line
from drivers.scanner.newland.commands import BAD_CRC, CommandDecoder
from drivers.scanner.newland.frames import (
    BAUDRATE_ZONE,
    READ_ZONE,
    TRIGGER_ZONE,
    WRITE_ZONE,
    Frame,
    HexCommand,
    HexReply,
    Status,
    TextCommand,
    TextReply,
    Verdict,
    encode,
)
from drivers.scanner.symbologies import aim_identifier
from drivers.scanner.twinning import ScannerTwin
from drivers.wire import Noise

_TAG_SIZE = 6
_TRIGGER_TAG = "SCNTRG"
# Settings as delivered, and what each may be.
_SETTINGS = {"C11ENA": ("0", ("0", "1")), _TRIGGER_TAG: ("0", ("0", "1"))}
# As a scanner is delivered: 9600 baud, as two bytes.
_ZONES = {TRIGGER_ZONE: b"\x00", BAUDRATE_ZONE: b"\x39\x01"}


class NewlandTwin(ScannerTwin):
    """One scanner. `triggered`: it reads one code after each trigger; otherwise it always looks."""

    def __init__(self, *, triggered: bool = True, aim_id: bool = False) -> None:
        super().__init__()
        self.triggered = triggered
        self.aim_id = aim_id
        self.scanning = not triggered
        self.refusing = False
        self.last_command = ""
        self._settings = {tag: delivered for tag, (delivered, _range) in _SETTINGS.items()}
        self._zones = dict(_ZONES)
        self._decoder = CommandDecoder()

    def receive(self, data: bytes) -> bytes:
        for item in self._decoder.feed(data):
            if isinstance(item, Noise):
                if item.reason == BAD_CRC:
                    self._say(encode(HexReply(Status.BAD_CRC, b"\x00")))
            else:
                self._say(encode(self._answer(item)))
        return self._said()

    def _answer(self, command: Frame) -> Frame:
        if isinstance(command, TextCommand):
            self.last_command = command.text
            text, verdict = self._take_text(command.text)
            return TextReply(text.encode("latin-1") + bytes((verdict,)), command.storage)
        assert isinstance(command, HexCommand)  # noqa: S101 - a host says nothing else
        self.last_command = f"{command.type:02X} {command.address:04X}"
        return self._take_hex(command)

    def _take_text(self, text: str) -> tuple[str, Verdict]:
        tag, data = text[:_TAG_SIZE], text[_TAG_SIZE:]
        if tag not in self._settings or self.refusing:
            return text, Verdict.UNKNOWN_TAG
        delivered, allowed = _SETTINGS[tag]
        shown = {"*": self._settings[tag], "&": delivered, "^": "-".join(allowed)}.get(data)
        if shown is not None:
            return tag + shown, Verdict.OK
        if data not in allowed:
            return text, Verdict.BAD_DATA
        self._settings[tag] = data
        if tag == _TRIGGER_TAG:
            self._trigger(data == "1")
        return text, Verdict.OK

    def _take_hex(self, command: HexCommand) -> HexReply:
        known = command.type in (READ_ZONE, WRITE_ZONE) and command.address in self._zones
        if not known or not command.data or self.refusing:
            return HexReply(Status.INVALID, b"\x00")
        if command.type == READ_ZONE:
            wanted = command.data[0]
            return HexReply(Status.OK, self._zones[command.address][:wanted].ljust(wanted, b"\0"))
        if command.address == TRIGGER_ZONE:
            self._trigger(bool(command.data[0] & 1))
        return HexReply(Status.OK, b"\x00")

    def _trigger(self, on: bool) -> None:
        if self.triggered:
            self.scanning = on

    def _tell(self, text: str, symbology: str) -> None:
        self._trigger(on=False)
        prefix = aim_identifier(symbology) if self.aim_id else ""
        self._say(encode(Line((prefix + text).encode())))

    def actions(self) -> Mapping[str, Callable[..., None]]:
        own = {
            "refuse": self.refuse,
            "stop_refusing": self.stop_refusing,
            "time_out": self.time_out,
        }
        return {**super().actions(), **own}

    def refuse(self) -> None:
        """Know no command at all."""
        self.refusing = True

    def stop_refusing(self) -> None:
        """Do as told again."""
        self.refusing = False

    def time_out(self) -> None:
        """Have looked for a code long enough: it waits for the next trigger."""
        self._trigger(on=False)

    def look(self) -> dict[str, Any]:
        """Return what is seen and heard of it, and what it was told last."""
        return {**super().look(), "refusing": self.refusing, "last_command": self.last_command}


def make_twin(options: Mapping[str, Any]) -> NewlandTwin:
    """Return the device's side for a driver with these options."""
    return NewlandTwin(
        triggered=bool(options.get("triggered", True)), aim_id=bool(options.get("aim_id"))
    )

"""A Honeywell scanner's side of the wire: a trigger, settings that can be asked for, codes."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.scanner.honeywell.codec import CommandDecoder
from drivers.scanner.honeywell.frames import (
    QUESTION_TAG,
    Menu,
    Reply,
    Trigger,
    Verdict,
    encode,
)
from drivers.scanner.lines import Line
from drivers.scanner.symbologies import aim_identifier
from drivers.scanner.twinning import ScannerTwin

# Settings as delivered, and what each may be.
_SETTINGS = {QUESTION_TAG: ("1", ("0", "1")), "CBRMIN": ("2", ("2", "60"))}


class HoneywellTwin(ScannerTwin):
    """One scanner. `triggered`: it reads one code after each trigger; otherwise it always looks."""

    def __init__(self, *, triggered: bool = True, aim_id: bool = False) -> None:
        super().__init__()
        self.triggered = triggered
        self.aim_id = aim_id
        self.scanning = not triggered
        self.refusing = False
        self.settings = {tag: delivered for tag, (delivered, _range) in _SETTINGS.items()}
        self._decoder = CommandDecoder()

    def receive(self, data: bytes) -> bytes:
        for frame in self._decoder.feed(data):
            if isinstance(frame, Trigger) and self.triggered:
                self.scanning = frame.on
            elif isinstance(frame, Menu):
                self._say(encode(self._answer(frame)))
        return self._said()

    def _answer(self, menu: Menu) -> Reply:
        tag, data = menu.text[:6].upper(), menu.text[6:]
        if tag not in self.settings or self.refusing:
            return Reply(menu.text.upper(), Verdict.UNKNOWN_TAG, menu.storage)
        delivered, allowed = _SETTINGS[tag]
        shown = {"?": self.settings[tag], "^": delivered, "*": "-".join(allowed)}.get(data)
        if shown is None and data not in allowed:
            return Reply(menu.text.upper(), Verdict.BAD_DATA, menu.storage)
        if shown is None:
            self.settings[tag] = shown = data
        return Reply(tag + shown, Verdict.OK, menu.storage)

    def _tell(self, text: str, symbology: str) -> None:
        if self.triggered:
            self.scanning = False
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
        """Know no tag at all, as another maker's scanner that speaks alike."""
        self.refusing = True

    def stop_refusing(self) -> None:
        """Answer again."""
        self.refusing = False

    def time_out(self) -> None:
        """Have looked for a code long enough: it waits for the next trigger."""
        self.scanning = not self.triggered

    def look(self) -> dict[str, Any]:
        """Return what is seen and heard of it, and its settings."""
        return {**super().look(), "refusing": self.refusing, "settings": dict(self.settings)}


def make_twin(options: Mapping[str, Any]) -> HoneywellTwin:
    """Return the device's side for a driver with these options."""
    return HoneywellTwin(
        triggered=bool(options.get("triggered", True)), aim_id=bool(options.get("aim_id"))
    )

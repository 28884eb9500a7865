"""The Glow sign's side of the wire: what it shows, and what can be wrong with it."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.twins import Twin
from drivers.wire import Noise

from atrium_example_sign.codec import DONE, PING, REFUSED, SHOW, GlowDecoder, Message, check_of
from atrium_example_sign.codec import encode as encode_message

_UNKNOWN_COMMAND, _BROKEN = "1", "2"


class GlowTwin(Twin):
    """One sign. `broken`: it refuses texts; `text` is what a person reads on it."""

    def __init__(self, address: int = 1) -> None:
        super().__init__()
        self.text = ""
        self.broken = False
        self._address = address
        self._powered = True
        self._garble_next = False
        self._decoder = GlowDecoder()

    def receive(self, data: bytes) -> bytes:
        heard = self._decoder.feed(data) if self._powered else []
        return b"".join(self._obey(item) for item in heard if not isinstance(item, Noise))

    def _obey(self, message: Message) -> bytes:
        if message.address != self._address:
            return b""
        if message.letter not in (SHOW, PING):
            return self._say(message, REFUSED, _UNKNOWN_COMMAND)
        if message.letter == SHOW and self.broken:
            return self._say(message, REFUSED, _BROKEN)
        if message.letter == SHOW:
            self.text = message.text
        return self._say(message, DONE)

    def _say(self, answered: Message, letter: str, reason: str = "") -> bytes:
        said = encode_message(Message(self._address, letter, check_of(answered) + reason))
        garbled, self._garble_next = self._garble_next, False
        return said[:3] + b"\xff" + said[4:] if garbled else said

    def look(self) -> dict[str, Any]:
        return {"text": self.text, "powered": self._powered, "broken": self.broken}

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "power_off": self._power_off,
            "power_on": lambda: setattr(self, "_powered", True),
            "break_display": lambda: setattr(self, "broken", True),
            "repair_display": lambda: setattr(self, "broken", False),
            "garble_next": lambda: setattr(self, "_garble_next", True),
        }

    def _power_off(self) -> None:
        self._powered, self.text = False, ""


def make_twin(options: Mapping[str, Any]) -> GlowTwin:
    """Return the device's side for a driver with these options."""
    return GlowTwin(int(options.get("address", 1)))

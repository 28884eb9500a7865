"""A camera and its worker, neither of them real: codes are held in front of it by hand."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.contract import CodeScanned, Finding, Health
from drivers.scanner.camera.held import Held
from drivers.scanner.camera.options import CameraOptions
from drivers.workers.codec import Message
from drivers.workers.twin import WorkerTwin

_LOOKS_AGAIN_S = 0.25
_SIGHT = "twin camera, 1280 x 720"


class CameraTwin(WorkerTwin):
    """One camera. `blurred` reads nothing, as the real one does when it sees nothing sharp."""

    def __init__(self, away_s: float = CameraOptions().away_s) -> None:
        super().__init__("scanner.camera")
        self.in_sight: CodeScanned | None = None
        self.there = True
        self.scanning = True
        self.blurred = False
        self._away_s = away_s
        self._held = Held(away_s)
        self._now_s = 0.0
        self._left_s = -away_s
        self.detail = _SIGHT

    @property
    def due_s(self) -> float | None:
        if self.in_sight is not None or self._now_s - self._left_s < self._away_s:
            return _LOOKS_AGAIN_S if super().due_s is None else super().due_s
        return super().due_s

    def pass_time(self, dt_s: float) -> None:
        self._look()
        self._now_s += dt_s

    def _look(self) -> None:
        if self.there and self.scanning and not self.blurred and self.in_sight is not None:
            for code in self._held.new([self.in_sight], self._now_s):
                self.tell(code)

    def answer(self, request: Message) -> Message:
        if request.name != "scan":
            return super().answer(request)
        self.scanning = request.body.get("on") is True
        return Message("done", request.number)

    def details(self) -> dict[str, Any]:
        return {"scanning": self.scanning}

    def test(self) -> list[Finding]:
        return [
            Finding(True, "the decoder reads a code of its own"),
            Finding(self.there, f"pictures of {'1280 x 720' if self.there else 'no size'}"),
        ]

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            **super().actions(),
            "hold_code": self.hold_code,
            "take_away": self.take_away,
            "unplug": self.unplug,
            "plug": self.plug,
            "smear_lens": self.smear_lens,
            "clean_lens": self.clean_lens,
        }

    def hold_code(self, text: str = "A001", symbology: str = "qrCode") -> None:
        """Hold a code in front of it, until it is taken away."""
        self.in_sight = CodeScanned(text, symbology)
        self._look()

    def take_away(self) -> None:
        """Take the code away, if one is held."""
        self._look()
        self.in_sight, self._left_s = None, self._now_s

    def unplug(self) -> None:
        """Pull the camera's plug."""
        self.there = False
        self.be(Health.NO_DEVICE, "/dev/video0: the camera was unplugged")

    def plug(self) -> None:
        """Put it back."""
        self.there = True
        self.be(Health.ONLINE, _SIGHT)

    def smear_lens(self) -> None:
        """Have it see nothing sharp any more."""
        self.blurred = True

    def clean_lens(self) -> None:
        """Have it see again."""
        self.blurred = False
        self._look()

    def look(self) -> dict[str, Any]:
        return super().look() | {
            "in_sight": self.in_sight.text if self.in_sight else "",
            "plugged": self.there,
            "scanning": self.scanning,
            "blurred": self.blurred,
        }


def make_twin(options: Mapping[str, Any]) -> CameraTwin:
    """Return the worker's side for a driver with these options."""
    return CameraTwin(float(options.get("away_s", CameraOptions().away_s)))

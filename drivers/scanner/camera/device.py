"""The camera as the worker has it: one thread takes pictures, another reads the newest of them."""

import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from drivers.contract import DeviceError, DeviceRefusedError, Finding, Health, Kind
from drivers.scanner.camera.held import Held
from drivers.scanner.camera.options import CameraOptions
from drivers.workers.device import Desk, WorkerDevice
from drivers.workers.devices import MissingLibraryError

_AGAIN_S = 1.0
_REST_S = 0.1
_HANGS_AFTER_S = 20.0
_DARK = 20.0


class DecoderHangsError(RuntimeError):
    """A picture has been decoded for longer than any takes: only a new process helps."""


class Newest:
    """The newest picture, for one taker. What it had no time for is forgotten."""

    def __init__(self) -> None:
        self._picture: Any = None
        self._put_s: float | None = None
        self._there = threading.Condition()

    def put(self, picture: Any) -> None:
        """Leave `picture` in place of the one before."""
        with self._there:
            self._picture = picture
            self._put_s = self._put_s if self._put_s is not None else time.monotonic()
            self._there.notify()

    def take(self, within_s: float) -> Any:
        """Return the newest picture and forget it; None where there is none in time."""
        with self._there:
            self._there.wait_for(lambda: self._picture is not None, within_s)
            picture, self._picture, self._put_s = self._picture, None, None
            return picture

    def untaken_s(self) -> float:
        """Return for how long nobody has taken any."""
        with self._there:
            return 0.0 if self._put_s is None else time.monotonic() - self._put_s


@dataclass(slots=True)
class _Sight:
    """What the latest pictures were like, for the self-test."""

    size: str = ""
    brightness: float = 0.0
    rate_hz: float = 0.0
    began_s: float = 0.0
    pictures: int = 0

    def note(self, picture: Any, now_s: float) -> None:
        if now_s - self.began_s >= 1.0:
            if self.began_s:
                self.rate_hz = self.pictures / (now_s - self.began_s)
            self.began_s, self.pictures = now_s, 0
        self.pictures += 1
        self.size = f"{picture.shape[1]} x {picture.shape[0]}"
        self.brightness = float(picture[::16, ::16].mean())


class CameraDevice(WorkerDevice):
    """One camera. No picture leaves this process, none is kept."""

    kind = Kind.SCANNER
    protocol = "camera"

    def __init__(self, options: CameraOptions) -> None:
        os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
        os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "5")
        try:
            self._cv2, zxingcpp = import_module("cv2"), import_module("zxingcpp")
            from drivers.scanner.camera.finding import CodeFinder  # noqa: PLC0415
            from drivers.scanner.camera.sources import open_source  # noqa: PLC0415
        except ImportError:
            raise MissingLibraryError("opencv-python-headless or zxing-cpp", "camera") from None
        self._cv2.setNumThreads(1)
        self._options = options
        self._open_source = open_source
        self._finder = CodeFinder(self._cv2, zxingcpp, options.text_max)
        self._newest = Newest()
        self._sight = _Sight()
        self._scanning = True

    def run(self, desk: Desk) -> None:
        finding = threading.Thread(target=self._find, args=(desk,), daemon=True)
        finding.start()
        while not desk.stopping:
            if not finding.is_alive():
                raise DecoderHangsError("the decoder has ended")
            self._look(desk)
        finding.join(_AGAIN_S)

    def _look(self, desk: Desk) -> None:
        if not self._scanning:
            desk.be(Health.ONLINE, "resting")
            desk.rest(_REST_S)
            return
        try:
            source = self._open_source(self._cv2, self._options)
            try:
                self._capture(source, desk)
            finally:
                source.close()
        except DeviceError as error:
            desk.be(error.health, str(error))
            desk.rest(_AGAIN_S)

    def _capture(self, source: Any, desk: Desk) -> None:
        due_s = time.monotonic()
        while self._scanning and not desk.stopping:
            now_s = time.monotonic()
            picture = source.read(wanted=now_s >= due_s)
            if picture is not None:
                due_s = max(now_s, due_s + 1 / self._options.frame_rate_hz)
                self._sight.note(picture, now_s)
                self._newest.put(picture)
                desk.be(Health.ONLINE, f"{self._options.source}, {self._sight.size}")
            if self._newest.untaken_s() > _HANGS_AFTER_S:
                raise DecoderHangsError("the decoder hangs")
            if not source.paced:
                desk.rest(due_s - time.monotonic())

    def _find(self, desk: Desk) -> None:
        held = Held(self._options.away_s)
        while not desk.ending:
            picture = self._newest.take(_AGAIN_S)
            if picture is not None:
                for code in held.new(self._finder.find(picture), time.monotonic()):
                    desk.tell(code)

    def do(self, name: str, body: Mapping[str, Any]) -> None:
        if name != "scan":
            super().do(name, body)
        on = body.get("on")
        if not isinstance(on, bool):
            raise DeviceRefusedError("illegal", "scan needs on, true or false")
        self._scanning = on

    def details(self) -> dict[str, Any]:
        return {"scanning": self._scanning}

    def test(self) -> list[Finding]:
        sight = self._sight
        dark = ", dark: is the lens covered?" if sight.brightness < _DARK else ""
        return [
            Finding(self._finder.reads_its_own(), "the decoder reads a code of its own"),
            Finding(bool(sight.size), f"pictures of {sight.size or 'no size: none came yet'}"),
            Finding(sight.rate_hz > 0, f"{sight.rate_hz:.1f} pictures a second"),
            Finding(not dark, f"brightness {sight.brightness:.0f} of 255{dark}"),
        ]

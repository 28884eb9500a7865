"""Where pictures come from: a camera by OpenCV, or files in its place."""

import itertools
import os
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from drivers.contract import DeviceError, Health
from drivers.scanner.camera.finding import Picture
from drivers.scanner.camera.options import CameraOptions

_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".bmp"})
_V4L2 = 200  # cv2.CAP_V4L2


class CameraGoneError(DeviceError):
    """The camera is not there, or is no more."""

    code = "camera_gone"
    health = Health.NO_DEVICE


class CameraFaultError(DeviceError):
    """The camera is there and gives no picture."""

    code = "camera_fault"


class Source(Protocol):
    """Gives pictures as fast as it has them; `paced` when it waits for them by itself."""

    paced: bool

    def read(self, *, wanted: bool) -> Picture | None:
        """Return the next picture, or None if it is not `wanted`. Raises the errors above."""

    def close(self) -> None:
        """Let go of the camera."""


def open_source(cv2: Any, options: CameraOptions) -> Source:
    """Open the source. Raises `CameraGoneError`."""
    source = options.source
    if source.isdecimal():
        return _Camera(cv2, f"/dev/video{source}", options)
    if source.startswith("/dev/"):
        return _Camera(cv2, source, options)
    return _Images(cv2, Path(source))


class _Camera:
    paced = True

    def __init__(self, cv2: Any, path: str, options: CameraOptions) -> None:
        self._cv2 = cv2
        self._path = path
        if not Path(path).exists():
            raise CameraGoneError(f"{path}: no camera is plugged in there")
        self._capture = cv2.VideoCapture(os.path.realpath(path), _V4L2)
        if not self._capture.isOpened():
            raise CameraGoneError(f"{path}: it cannot be opened; does another program have it?")
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, options.width_px)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, options.height_px)

    def read(self, *, wanted: bool) -> Picture | None:
        # Grabbed even when not wanted: what lies in the camera's queue would be seen late.
        picture: Picture | None = None
        good = self._capture.grab()
        if good and wanted:
            good, picture = self._capture.retrieve()
        if good:
            return picture
        if not Path(self._path).exists():
            raise CameraGoneError(f"{self._path}: the camera was unplugged")
        raise CameraFaultError(f"{self._path}: the camera gives no picture")

    def close(self) -> None:
        self._capture.release()


class _Images:
    """One image for ever, or the images of a folder one after the other, over and over."""

    paced = False

    def __init__(self, cv2: Any, place: Path) -> None:
        self._cv2 = cv2
        self._place = place
        self._turns = itertools.count()
        self._files()

    def _files(self) -> list[Path]:
        try:
            if self._place.is_file():
                return [self._place]
            return sorted(file for file in self._place.iterdir() if file.suffix.lower() in _IMAGES)
        except OSError as error:
            raise CameraGoneError(f"{self._place}: {error.strerror}") from error

    def read(self, *, wanted: bool) -> Picture | None:
        files = self._files()
        if not wanted:
            return None
        picture: Picture | None = None
        if files:
            file = files[next(self._turns) % len(files)]
            picture = self._cv2.imread(str(file), self._cv2.IMREAD_GRAYSCALE)
        # An empty folder, or a file that is just being written: nothing is held up.
        return np.full((480, 640), 128, np.uint8) if picture is None else picture

    def close(self) -> None:
        pass

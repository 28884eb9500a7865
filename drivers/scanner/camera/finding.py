"""Finding codes in a picture: zxing-cpp decodes, OpenCV turns and brightens what it cannot read."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from drivers.contract import CodeScanned

Picture = np.ndarray[Any, np.dtype[np.uint8]]

# Bars are searched for along rows and columns, and found up to some 15 degrees beside them: turned
# by a third and two thirds of a right angle, a code lies within that wherever it lay before.
_TURNS_DEGREES = (30.0, 60.0)

# What a picture is compared by: means of blocks, in which the noise of a sensor is gone.
_BLOCKS = (80, 45)
_CHANGED_LEVELS = 8
_STILL_MAX = 10


class CodeFinder:
    """Reads QR codes and CODE128. `cv2` and `zxingcpp` are the two libraries.

    Each picture is read as it is; one that gives nothing is read once more in another way, the
    next such picture in the next way. A code that is held still meets all ways within some frames.
    A scene that has met them and stays the same is looked at now and then only: an empty counter
    costs next to nothing.
    """

    def __init__(self, cv2: Any, zxingcpp: Any, text_max: int) -> None:
        self._cv2 = cv2
        self._zxingcpp = zxingcpp
        self._text_max = text_max
        self._words = {
            zxingcpp.BarcodeFormat.QRCode: "qrCode",
            zxingcpp.BarcodeFormat.Code128: "code128",
        }
        self._ways: tuple[Callable[[Picture], Picture], ...] = (
            *(partial(self._turned, degrees) for degrees in _TURNS_DEGREES),
            self._sharpened,
            self._smoothed,
        )
        self._scene: Picture | None = None
        self._found: list[CodeScanned] = []
        self._still = 0  # how many pictures of this scene there were

    @property
    def ways(self) -> int:
        """In how many ways a picture may be read, besides as it is."""
        return len(self._ways)

    def find(self, picture: Picture) -> list[CodeScanned]:
        """Return the codes in `picture`, grey or BGR."""
        grey = picture
        if picture.ndim == 3:
            grey = self._cv2.cvtColor(picture, self._cv2.COLOR_BGR2GRAY)
        if self._is_news(grey):
            self._found = self._read_somehow(grey)
        return self._found

    def _is_news(self, grey: Picture) -> bool:
        scene = self._cv2.resize(grey, _BLOCKS, interpolation=self._cv2.INTER_AREA)
        known, self._still = self._scene, self._still + 1
        if known is None or self._cv2.absdiff(scene, known).max() > _CHANGED_LEVELS:
            self._scene, self._still = scene, 0
        seen_enough = bool(self._found) or self._still >= self.ways
        return not self._still or not seen_enough or self._still % _STILL_MAX == 0

    def _read_somehow(self, grey: Picture) -> list[CodeScanned]:
        # Spread to the whole range first: what a dark corner gives is readable, merely dark.
        plain = self._cv2.normalize(grey, None, 0, 255, self._cv2.NORM_MINMAX)
        way = self._ways[self._still % self.ways]
        return self._read(plain) or self._read(way(plain))

    def _read(self, grey: Picture) -> list[CodeScanned]:
        barcodes = self._zxingcpp.read_barcodes(grey, formats=tuple(self._words))
        return [
            CodeScanned(barcode.text, self._words[barcode.symbology])
            for barcode in barcodes
            if barcode.symbology in self._words and 0 < len(barcode.text) <= self._text_max
        ]

    def _turned(self, degrees: float, grey: Picture) -> Picture:
        height, width = grey.shape
        side = int(np.hypot(height, width))
        matrix = self._cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        matrix[:, 2] += (side - width) / 2, (side - height) / 2
        turned: Picture = self._cv2.warpAffine(grey, matrix, (side, side), borderValue=255)
        return turned

    def _sharpened(self, grey: Picture) -> Picture:
        soft = self._cv2.GaussianBlur(grey, (0, 0), 2.5)
        sharp: Picture = self._cv2.addWeighted(grey, 2.5, soft, -1.5, 0)
        return sharp

    def _smoothed(self, grey: Picture) -> Picture:
        smoothed: Picture = self._cv2.GaussianBlur(grey, (0, 0), 1.2)
        return smoothed

    def reads_its_own(self) -> bool:
        """Tell whether a code that the library writes is read: both libraries work."""
        written = self._zxingcpp.create_barcode("ATRIUM", self._zxingcpp.BarcodeFormat.QRCode)
        picture = np.array(written.to_image(scale=4))
        return [code.text for code in self._read(picture)] == ["ATRIUM"]

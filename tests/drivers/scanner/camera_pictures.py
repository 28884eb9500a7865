"""Pictures of codes as a camera sees them: written by zxing-cpp and segno, spoilt on purpose."""

import io
from dataclasses import dataclass

import cv2
import numpy as np
import segno
import zxingcpp
from PIL import Image

SIZE = (720, 1280)  # rows, columns


def code128(text, scale=3):
    """Return the bars of a paper ticket's code, grey, with its quiet zones."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    return np.array(zxingcpp.write_barcode_to_image(barcode, scale=scale))


def qr(text, scale=8):
    """Return an appointment's QR code, grey, as segno writes it."""
    written = io.BytesIO()
    segno.make(text, error="m").save(written, kind="png", scale=scale, border=4)
    return np.array(Image.open(written).convert("L"))


@dataclass(frozen=True)
class Spoilt:
    """What happens to a picture on its way: names say in which unit."""

    turned_degrees: float = 0.0
    blurred_px: float = 0.0
    tilted_percent: float = 0.0
    light_percent: float = 100.0
    noise_levels: float = 0.0
    seed: int = 0


def seen(code, how=Spoilt()):
    """Return what a camera sees of `code` held before a grey wall."""
    paper = np.full(SIZE, 140, np.uint8)
    top, left = (SIZE[0] - code.shape[0]) // 2, (SIZE[1] - code.shape[1]) // 2
    paper[top : top + code.shape[0], left : left + code.shape[1]] = code
    picture = _tilted(_turned(paper, how.turned_degrees), how.tilted_percent)
    if how.blurred_px:
        picture = cv2.GaussianBlur(picture, (0, 0), how.blurred_px)
    lit = picture.astype(np.float32) * how.light_percent / 100
    if how.noise_levels:
        lit += np.random.default_rng(how.seed).normal(0.0, how.noise_levels, SIZE)
    return np.clip(lit, 0, 255).astype(np.uint8)


def _turned(picture, degrees):
    matrix = cv2.getRotationMatrix2D((SIZE[1] / 2, SIZE[0] / 2), degrees, 1.0)
    return cv2.warpAffine(picture, matrix, SIZE[::-1], borderValue=140)


def _tilted(picture, percent):
    rows, columns = SIZE
    lean = columns * percent / 200
    flat = np.float32([[0, 0], [columns, 0], [columns, rows], [0, rows]])
    tilted = np.float32([[lean, 0], [columns - lean, 0], [columns, rows], [0, rows]])
    matrix = cv2.getPerspectiveTransform(flat, tilted)
    return cv2.warpPerspective(picture, matrix, SIZE[::-1], borderValue=140)

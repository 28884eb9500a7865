"""Pictures with shades, by Pillow: read in grey, scaled, and dithered to dots."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

_FORMATS = ("PNG", "JPEG", "BMP", "PPM")


def read(data: bytes, pixels_max: int) -> Image.Image:
    """Return the picture in grey, on white where it is transparent. Raises `ValueError`."""
    try:
        with (
            warnings.catch_warnings(action="error"),
            Image.open(io.BytesIO(data), formats=_FORMATS) as found,
        ):
            if found.width * found.height > pixels_max:
                raise ValueError(f"{found.width} × {found.height} pixels are too many")
            clear = found.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, Warning) as error:
        raise ValueError(f"no picture that can be read ({type(error).__name__})") from None
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    return paper.convert("L")


def dither(shades: Image.Image, width_dots: int) -> bytes:
    """Return rows of dots, `width_dots` wide, with as many of them black as the shade asks for."""
    height = max(1, round(shades.height * width_dots / shades.width))
    scaled = shades.resize((width_dots, height), Image.Resampling.LANCZOS)
    # Pillow's 1 is white; a printer's is black. What fills the last byte of a row stays white.
    return scaled.point(lambda shade: 255 - shade).convert("1").tobytes()

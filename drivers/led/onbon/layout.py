"""How a text is laid out on a strip: it stands in the middle where it fits, else it runs left."""

from drivers.led.onbon.areas import Area, Box, Display, Motion, Update
from drivers.led.onbon.fields import OutOfRangeError
from drivers.led.onbon.text import Colour, encode_text, width_px


def text_update(
    text: str, box: Box, font_px: int, colour: Colour, speed: int, bytes_max: int
) -> Update:
    """Return what makes a strip as large as `box` show `text` and nothing else.

    Raises `OutOfRangeError` where an area has no room for so much text.
    """
    if not text:
        return Update(delete_all=True)
    data = encode_text(text, font_px, colour)
    if len(data) > bytes_max:
        raise OutOfRangeError(f"text: {len(data)} bytes, an area takes {bytes_max}")
    fits = width_px(text, font_px) <= box.width_px
    display = Display.STATIC if fits else Display.LEFT
    return Update((Area(box, data, motion=Motion(display=display, speed=speed)),))

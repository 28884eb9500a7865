"""Text as it stands in a strip screen's frame."""

from drivers.led.strip.layout import Writing


class TextTooLongError(ValueError):
    """The text has more bytes than a screen of this make takes."""


def encode_text(text: str, writing: Writing) -> bytes:
    """Return `text` as it stands in a frame; what the encoding has no sign for becomes `?`.

    Raises `TextTooLongError`.
    """
    shown = "".join(char for char in text if char.isprintable()) or writing.blank
    encoded = [char.encode(writing.encoding, "replace") + writing.after_char for char in shown]
    data = b"".join(encoded)
    if len(data) > writing.bytes_max:
        raise TextTooLongError(f"{len(data)} bytes of text, {writing.bytes_max} at most")
    return data


def fits(text: str, writing: Writing) -> bool:
    """Return whether a screen takes `text`."""
    try:
        encode_text(text, writing)
    except TextTooLongError:
        return False
    return True


def decode_text(data: bytes, writing: Writing) -> str | None:
    """Return the text, None where it has control characters or lacks what follows each."""
    if writing.after_char and data:
        chars = data.split(writing.after_char)
        if chars.pop() or not all(chars):
            return None
        text = "".join(char.decode(writing.encoding, "replace") for char in chars)
        return text if len(text) == len(chars) and _is_shown(text) else None
    text = data.decode(writing.encoding, "replace")
    return text if _is_shown(text) else None


def _is_shown(text: str) -> bool:
    return all(char >= " " for char in text)

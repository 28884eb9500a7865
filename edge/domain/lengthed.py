"""Bytes to be signed that cannot be read in two ways: every part behind its own length."""


def lengthed(*parts: str | int | bytes) -> bytes:
    """Return `parts` one behind the other, each after its length as 8 bytes big-endian.

    Text is UTF-8, a number 8 bytes signed big-endian.
    """
    said = [_bytes(part) for part in parts]
    return b"".join(len(each).to_bytes(8, "big") + each for each in said)


def _bytes(part: str | int | bytes) -> bytes:
    if isinstance(part, str):
        return part.encode()
    return part.to_bytes(8, "big", signed=True) if isinstance(part, int) else part

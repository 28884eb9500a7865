"""Where sounds lie on the disk, and how they get there whole.

A clip lies under its language and its words: `zh/请.wav`, `en/ticket.wav`, `gong.wav`. What the
hall has recorded itself lies the same way in the folder `site` beside them, and comes first.
"""

import hashlib
import os
from pathlib import Path

_NAME_BYTES_MAX = 160  # of the 255 that a file name may have, with room for what is added


def clip_path(directory: Path, part: str) -> Path:
    """Return the file of the clip for `part`."""
    language, _, words = part.rpartition(":")
    return directory / language / f"{file_name(words)}.wav"


def site_path(directory: Path, part: str) -> Path:
    """Return the file of the hall's own recording for `part`, if it has one."""
    return clip_path(directory / "site", part)


def file_name(text: str) -> str:
    """Return a file name for any text, another one for every other text.

    Letters and digits of all scripts stay readable; anything else becomes `%` and its UTF-8 bytes
    in hex. The end of a very long one becomes a digest.
    """
    name = "".join(char if char.isalnum() or char in " -_" else _escaped(char) for char in text)
    if len(name.encode()) <= _NAME_BYTES_MAX:
        return name
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{name.encode()[: _NAME_BYTES_MAX - 17].decode(errors='ignore')}~{digest}"


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode(errors="surrogatepass"))


def write_new(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all. One that is there already is left as it is."""
    draft = _draft(path, data)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def write_over(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, in place of one that is there."""
    _draft(path, data).replace(path)


def _draft(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    return draft

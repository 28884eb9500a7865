"""Files that commands write for the people who type them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from edge.errors import UnusableError


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """Say which file cannot be written, and why: raises `UnusableError` for an `OSError`."""
    try:
        yield
    except OSError as error:
        raise UnusableError(f"{path}: {error.strerror or error}") from None


def write_file(path: Path, text: str) -> None:
    """Write `text` to `path`. Raises `UnusableError`."""
    with naming(path):
        path.write_text(text, encoding="utf-8")

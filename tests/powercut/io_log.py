"""What reached the disk, in order: every change of a file that SQLite made, and every sync."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlite_structs as c
from sqlite_vfs import Call, Go


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one file, or a sync of it. `folder`: its directory is synced at once as well."""

    kind: str  # create, write, truncate, sync, delete, forget
    file: str
    offset: int = 0
    data: bytes = b""
    size: int = 0
    folder: bool = False


_KINDS = {"open": "create"} | {kind: kind for kind in ("write", "truncate", "sync", "delete")}


class IoLog:
    """Lets every call through and notes those that change something.

    `lies` says of a sync whether the disk only pretends to it: it is not noted.
    """

    def __init__(self, lies: Callable[[], bool] = lambda: False) -> None:
        self.changes: list[Change] = []
        self._lies = lies

    def __call__(self, call: Call, go: Go) -> int:
        code = go()
        if code == c.OK and self._changes(call):
            self.changes.append(
                Change(
                    _KINDS[call.kind],
                    call.path.name,
                    call.offset,
                    call.data,
                    call.size,
                    call.folder,
                )
            )
        return code

    def _changes(self, call: Call) -> bool:
        if call.kind == "open":
            return call.made
        if call.kind == "sync":
            return not self._lies()
        return call.kind in _KINDS

    def is_made_by(self, folder: Path) -> bool:
        """Whether the changes, one after another, make the files that lie in `folder`."""
        made: dict[str, bytearray] = {}
        for change in self.changes:
            play(made, change)
        found = {
            path.name: path.read_bytes()
            for path in folder.iterdir()
            if not path.name.endswith("-shm")
        }
        return found == made


def play(files: dict[str, bytearray], change: Change) -> None:
    """Make `change` in `files`, as a disk without a cache would."""
    if change.kind == "create":
        files[change.file] = bytearray()
    elif change.kind == "delete":
        del files[change.file]
    elif change.kind == "write":
        put(files[change.file], change.offset, change.data)
    elif change.kind == "truncate":
        resize(files[change.file], change.size)


def put(content: bytearray, offset: int, data: bytes) -> None:
    """Write `data` into `content`; what lies between its end and `offset` becomes zeros."""
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def resize(content: bytearray, size: int) -> None:
    """Cut `content` off at `size`, or fill it up with zeros."""
    del content[size:]
    content.extend(bytes(size - len(content)))

"""A VFS between SQLite and the disk: every call on a file goes through one function of a test.

It is the default unix VFS with some of its methods replaced. SQLite's own code and everything above
it run as they are: `sqlite3.connect` takes the default VFS, and while `between` lasts this is it.
What the unix VFS does below its methods (locks, shared memory of the WAL) is left alone.
"""

import contextlib
import ctypes
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlite_structs as c

Go = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of SQLite's on a file. `size` is that of a read, or the new one of a truncation.

    `made`: an open that made the file. `folder`: the directory is synced with it, as the unix VFS
    does with the first sync of a journal or WAL that it made, and with a delete where SQLite asks.
    """

    kind: str  # open, read, write, truncate, sync, delete, map
    path: Path
    offset: int = 0
    data: bytes = b""
    size: int = 0
    made: bool = False
    folder: bool = False


# Given a call and the function that does it: does it or not, and returns SQLite's code. `go` takes
# how many bytes of a write shall be written, and whether a file shall be opened for reading alone.
Through = Callable[[Call, Go], int]


@dataclass(slots=True)
class _Open:
    path: Path
    methods: "_Methods"
    folder_due: bool


_REPLACED = {
    "close": c.CLOSE,
    "read": c.TRANSFER,
    "write": c.TRANSFER,
    "truncate": c.TRUNCATE,
    "sync": c.SYNC,
    "shm_map": c.SHM_MAP,
}


class _Methods:
    """The methods of the unix VFS's files, and the same with ours in the place of some."""

    def __init__(self, shim: "_Shim", unix: c.IoMethods) -> None:
        self.ours = c.IoMethods.from_buffer_copy(unix)
        self.unix: dict[str, Any] = {}
        self._keep = []
        for name, shape in _REPLACED.items():
            address = getattr(unix, name)
            if address is not None:  # journals have no shared memory
                self.unix[name] = shape(address)
                self._keep.append(shape(getattr(shim, name)))
                setattr(self.ours, name, ctypes.cast(self._keep[-1], ctypes.c_void_p).value)


class _Shim:
    """The VFS itself. A failure in `through` fails the call, and the test at the end."""

    def __init__(self, unix: c.Vfs, through: Through) -> None:
        self._unix = unix
        self._unix_open = c.OPEN(unix.open)
        self._unix_delete = c.DELETE(unix.delete)
        self._through = through
        self._methods: dict[int, _Methods] = {}
        self.files: dict[int, _Open] = {}
        self.failures: list[BaseException] = []
        self._keep = (c.OPEN(self.open), c.DELETE(self.delete))
        self.vfs = c.Vfs.from_buffer_copy(unix)
        self.vfs.name = b"atrium-test"
        self.vfs.open, self.vfs.delete = (
            ctypes.cast(each, ctypes.c_void_p).value for each in self._keep
        )

    def _ask(self, code_of_failure: int, call: Call, go: Go) -> int:
        try:
            return self._through(call, go)
        except BaseException as failure:  # noqa: BLE001 - it cannot pass through SQLite's frames
            self.failures.append(failure)
            return code_of_failure

    # --- the VFS ---

    def open(self, _vfs: int, name: int | None, file: int, flags: int, out: object) -> int:
        def go(read_only: bool = False) -> int:
            asked = flags
            if read_only:
                asked = flags & ~(c.OPEN_READWRITE | c.OPEN_CREATE) | c.OPEN_READONLY
            return self._unix_open(ctypes.addressof(self._unix), name, file, asked, out)

        if name is None:
            return go()
        path = _path(name)
        made = bool(flags & c.OPEN_CREATE) and not path.exists()
        code = self._ask(c.CANTOPEN, Call("open", path, made=made), go)
        if code == c.OK:
            due = made and bool(flags & c.OPEN_JOURNALS)
            self._take_over(file, path, due)
        return code

    def _take_over(self, file: int, path: Path, folder_due: bool) -> None:
        opened = c.File.from_address(file)
        address = ctypes.addressof(opened.methods.contents)
        if address not in self._methods:
            self._methods[address] = _Methods(self, opened.methods.contents)
        methods = self._methods[address]
        self.files[file] = _Open(path, methods, folder_due)
        opened.methods = ctypes.pointer(methods.ours)

    def delete(self, _vfs: int, name: int, sync_folder: int) -> int:
        call = Call("delete", _path(name), folder=bool(sync_folder))
        return self._ask(
            c.IOERR_DELETE,
            call,
            lambda: self._unix_delete(ctypes.addressof(self._unix), name, sync_folder),
        )

    # --- the files ---

    def close(self, file: int) -> int:
        return self.files.pop(file).methods.unix["close"](file)

    def read(self, file: int, into: int, size: int, offset: int) -> int:
        known = self.files[file]
        return self._ask(
            c.IOERR_READ,
            Call("read", known.path, offset, size=size),
            lambda: known.methods.unix["read"](file, into, size, offset),
        )

    def write(self, file: int, data: int, size: int, offset: int) -> int:
        known = self.files[file]
        return self._ask(
            c.IOERR_WRITE,
            Call("write", known.path, offset, ctypes.string_at(data, size)),
            lambda written=size: known.methods.unix["write"](file, data, written, offset),
        )

    def truncate(self, file: int, size: int) -> int:
        known = self.files[file]
        return self._ask(
            c.IOERR_TRUNCATE,
            Call("truncate", known.path, size=size),
            lambda: known.methods.unix["truncate"](file, size),
        )

    def sync(self, file: int, flags: int) -> int:
        known = self.files[file]
        code = self._ask(
            c.IOERR_FSYNC,
            Call("sync", known.path, folder=known.folder_due),
            lambda: known.methods.unix["sync"](file, flags),
        )
        known.folder_due = known.folder_due and code != c.OK
        return code

    def shm_map(self, file: int, region: int, size: int, extend: int, out: object) -> int:
        known = self.files[file]
        return self._ask(
            c.IOERR_SHMMAP,
            Call("map", known.path, region * size, size=size),
            lambda: known.methods.unix["shm_map"](file, region, size, extend, out),
        )


def _path(name: int) -> Path:
    return Path(os.fsdecode(ctypes.string_at(name)))


@contextlib.contextmanager
def between(through: Through) -> Iterator[None]:
    """Let every call of SQLite's on a file, in this process, go through `through`.

    SQLite's own randomness (the salts of a WAL) is the same each time. Raises what went wrong in
    `through`, and `RuntimeError` for a file left open.
    """
    library = c.shared_sqlite()
    library.sqlite3_test_control(c.TEST_CONTROL_SEED, 1, None)
    unix = library.sqlite3_vfs_find(None)
    shim = _Shim(unix.contents, through)
    library.sqlite3_vfs_register(ctypes.byref(shim.vfs), 1)
    try:
        yield
    finally:
        library.sqlite3_vfs_register(unix, 1)
        library.sqlite3_vfs_unregister(ctypes.byref(shim.vfs))
        library.sqlite3_test_control(c.TEST_CONTROL_SEED, 0, None)
        if shim.files:
            _KEPT.append(shim)  # SQLite will still call it
    _check_end(shim)


_KEPT: list[_Shim] = []


def _check_end(shim: _Shim) -> None:
    if shim.failures:
        raise shim.failures[0]
    if shim.files:
        left = sorted(str(each.path) for each in shim.files.values())
        raise RuntimeError(f"still open: {left}")

"""A disk that goes bad at some call and is well again when somebody mends it."""

import sys
import threading
from collections.abc import Callable, Mapping

import sqlite_structs as c
from sqlite_vfs import Call, Go

# Does a call or refuses it, and returns SQLite's code.
Fault = Callable[[Call, Go], int]


def full(call: Call, go: Go) -> int:
    """Have no room: half of what is to be written is written (ENOSPC)."""
    if call.kind == "write":
        go(len(call.data) // 2)
        return c.FULL
    if call.kind == "map":
        return c.IOERR_SHMMAP
    return go()


def unwritable(call: Call, go: Go) -> int:
    """Take nothing any more (EIO)."""
    codes = {"write": c.IOERR_WRITE, "truncate": c.IOERR_TRUNCATE, "delete": c.IOERR_DELETE}
    return codes[call.kind] if call.kind in codes else go()


def unreadable(call: Call, go: Go) -> int:
    """Give nothing back (EIO)."""
    return c.IOERR_READ if call.kind == "read" else go()


def unsyncable(call: Call, go: Go) -> int:
    """Take everything, and fail to keep it (EIO of fsync)."""
    return c.IOERR_FSYNC if call.kind == "sync" else go()


def read_only(call: Call, go: Go) -> int:
    """Be mounted anew for reading alone, as Linux does with a file system that has errors."""
    if call.kind == "open":
        return c.CANTOPEN if call.made else go(True)
    return unwritable(call, go)


def gone(call: Call, _go: Go) -> int:
    """Answer nothing at all, like a card that was pulled out."""
    codes = {"open": c.CANTOPEN, "read": c.IOERR_READ, "sync": c.IOERR_FSYNC}
    return codes.get(call.kind, c.IOERR_WRITE)


FAULTS: Mapping[str, Fault] = {
    fault.__name__: fault for fault in (full, unwritable, unreadable, unsyncable, read_only, gone)
}


class BadDisk:
    """Does what it is asked until the call with the number given to `goes_bad_at`."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._bad = range(0)
        self.calls = 0
        self.refused = 0

    def goes_bad_at(self, call: int, lasting: int = sys.maxsize) -> None:
        """Go bad after so many more calls, for a number of calls or until it is mended."""
        self._bad = range(self.calls + call, min(self.calls + call + lasting, sys.maxsize))

    def is_mended(self) -> None:
        """Do again what it is asked, from now on."""
        self._bad = range(0)

    def __call__(self, call: Call, go: Go) -> int:
        self.calls += 1
        if self.calls - 1 not in self._bad:
            return go()
        code = self._fault(call, go)
        self.refused += code != c.OK
        return code


class StallingDisk:
    """A disk whose syncs do not return while it is held."""

    def __init__(self) -> None:
        self._goes = threading.Event()
        self._goes.set()
        self.stalls = threading.Event()

    def hold(self) -> None:
        self._goes.clear()

    def release(self) -> None:
        self._goes.set()

    def __call__(self, call: Call, go: Go) -> int:
        if call.kind == "sync" and not self._goes.is_set():
            self.stalls.set()
            self._goes.wait()
        return go()

"""SQLite's VFS as ctypes sees it: the two structs, the codes, and the library that Python uses."""

import ctypes
import sqlite3
from pathlib import Path

OK = 0
READONLY = 8
FULL = 13
CANTOPEN = 14
IOERR_READ = 10 | (1 << 8)
IOERR_SHORT_READ = 10 | (2 << 8)
IOERR_WRITE = 10 | (3 << 8)
IOERR_FSYNC = 10 | (4 << 8)
IOERR_TRUNCATE = 10 | (6 << 8)
IOERR_DELETE = 10 | (10 << 8)
IOERR_SHMMAP = 10 | (21 << 8)

OPEN_READONLY = 0x00000001
OPEN_READWRITE = 0x00000002
OPEN_CREATE = 0x00000004
# Files whose directory the unix VFS syncs with their first sync, if it made them.
OPEN_JOURNALS = 0x00000800 | 0x00004000 | 0x00080000  # main journal, super-journal, WAL

TEST_CONTROL_SEED = 28

FILE = ctypes.c_void_p
# Names are bare addresses: the unix VFS keeps them, and reads parameters that stand behind them.
OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
    FILE,
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_int),
)
DELETE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
CLOSE = ctypes.CFUNCTYPE(ctypes.c_int, FILE)
TRANSFER = ctypes.CFUNCTYPE(
    ctypes.c_int, FILE, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
)  # xRead and xWrite
TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, FILE, ctypes.c_int64)
SYNC = ctypes.CFUNCTYPE(ctypes.c_int, FILE, ctypes.c_int)
SHM_MAP = ctypes.CFUNCTYPE(
    ctypes.c_int,
    FILE,
    ctypes.c_int,
    ctypes.c_int,
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_void_p),
)


def _pointers(*names: str) -> list[tuple[str, type[ctypes.c_void_p]]]:
    return [(name, ctypes.c_void_p) for name in names]


class IoMethods(ctypes.Structure):
    """`sqlite3_io_methods`, version 1 to 3. Methods are bare addresses."""

    _fields_ = [
        ("version", ctypes.c_int),
        *_pointers("close", "read", "write", "truncate", "sync", "file_size"),
        *_pointers("lock", "unlock", "check_reserved_lock", "file_control"),
        *_pointers("sector_size", "characteristics"),
        *_pointers("shm_map", "shm_lock", "shm_barrier", "shm_unmap"),
        *_pointers("fetch", "unfetch"),
    ]


class File(ctypes.Structure):
    """`sqlite3_file`: what every open file begins with."""

    _fields_ = [("methods", ctypes.POINTER(IoMethods))]


class Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 1 to 3. Methods are bare addresses."""

    _fields_ = [
        ("version", ctypes.c_int),
        ("file_bytes", ctypes.c_int),
        ("path_bytes_max", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        *_pointers("open", "delete", "access", "full_path"),
        *_pointers("dl_open", "dl_error", "dl_symbol", "dl_close"),
        *_pointers("randomness", "sleep", "time", "last_error", "time_ms"),
        *_pointers("set_system_call", "system_call", "next_system_call"),
    ]


class NoSharedSqliteError(Exception):
    """The SQLite that Python's `sqlite3` uses cannot be reached from outside."""

    def __init__(self, looked_at: list[str]) -> None:
        super().__init__(
            f"no library with sqlite3_vfs_register and version {sqlite3.sqlite_version} among "
            f"{looked_at}: SQLite is linked into Python itself. Use a Python whose _sqlite3 module "
            "loads the system's libsqlite3, such as Debian's or one that pyenv builds"
        )


def shared_sqlite() -> ctypes.CDLL:
    """Return the library whose code `sqlite3.connect` runs. Raises `NoSharedSqliteError`."""
    looked_at = _candidates()
    for path in looked_at:
        library = ctypes.CDLL(path)
        if _is_pythons(library):
            library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
            library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
            library.sqlite3_vfs_register.argtypes = [ctypes.POINTER(Vfs), ctypes.c_int]
            library.sqlite3_vfs_unregister.argtypes = [ctypes.POINTER(Vfs)]
            return library
    raise NoSharedSqliteError(looked_at)


def _candidates() -> list[str]:
    mapped = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines()}
    return sorted(path for path in mapped if "sqlite3" in Path(path).name)


def _is_pythons(library: ctypes.CDLL) -> bool:
    if not hasattr(library, "sqlite3_vfs_register"):
        return False
    library.sqlite3_libversion.restype = ctypes.c_char_p
    return bool(library.sqlite3_libversion().decode() == sqlite3.sqlite_version)

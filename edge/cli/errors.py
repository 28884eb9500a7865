"""What may go wrong outside the program, and the exit code each kind ends with.

| code | meaning |
|---|---|
| 0 | done |
| 1 | the world said no: port in use, journal held, hall not there, check not passed |
| 2 | what was typed or configured cannot be used |
"""

from drivers.registry import UnknownDriverError
from edge.client import HallError
from edge.config import ConfigError
from edge.journal.schema import NewerSchemaError
from edge.journal.store import WrongHallError
from edge.ports import StorageError
from edge.server import ListenError
from edge.service import NotAllowedError
from edge.state_dir import StateHeldError

_CANNOT_BE_USED = (ConfigError, NotAllowedError, UnknownDriverError)

EXPECTED: tuple[type[Exception], ...] = (
    *_CANNOT_BE_USED,
    HallError,
    ListenError,
    NewerSchemaError,
    StateHeldError,
    StorageError,
    WrongHallError,
)


def exit_code_of(error: Exception) -> int:
    """Return the exit code for an expected error."""
    return 2 if isinstance(error, _CANNOT_BE_USED) else 1

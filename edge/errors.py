"""What may go wrong outside the program: said in one line, and with an exit code of its own.

| code | meaning |
|---|---|
| 0 | done |
| 1 | the world said no: port in use, journal held, hall not there, check not passed |
| 2 | what was typed or configured cannot be used |
| 3 | a disk was found unfit (`atrium doctor disk`) |
"""

from typing import ClassVar


class ExpectedError(Exception):
    """A person is told its message, never a traceback."""

    exit_code: ClassVar[int] = 1


class UnusableError(ExpectedError):
    """What was typed or configured cannot be used."""

    exit_code = 2

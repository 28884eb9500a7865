"""What a driver package tells the suite, and how the suite tells that a clause is broken."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from drivers.contract import DeviceEvent, Driver
from drivers.twins import Twin

# What an idle line picks up: rests of other speeds, a floating pair, letters of a boot message.
GARBAGE = bytes.fromhex("00 FF 80 0D 0A 55 FE 7F 01 C3 3F E0 20 F8")


class ContractBrokenError(AssertionError):
    """The driver does not keep a clause of the contract; the message says which."""


@dataclass(frozen=True, slots=True)
class Case:
    """A driver, its twin, and how to use every verb and every event of it once.

    `exercise` raises `AssertionError` where the twin did not see what the driver was told, or the
    driver did not report what was done to the twin. It calls each verb twice: verbs are safe to
    repeat. `events` is the growing list of all that the driver has reported.

    The rest says what its wire is like. `garbage`: bytes that may stand between two of the device's
    frames and that the protocol can tell from one; empty where it can tell none. `slow_answer_s`:
    how long an answer may take from first to last byte within the driver's own timeouts.
    `takes_for_its_own`: names of `STRANGERS` that the protocol cannot tell from the device.
    """

    driver: type[Driver]
    twin: Callable[[], Twin]
    exercise: Callable[[Any, Any, list[DeviceEvent]], Awaitable[None]]
    options: Any
    one_way: bool = False  # the device never answers: health is `assumed`, silence is unseen
    echoes: bool = False  # a shared line: adapters may give back what the host says
    garbage: bytes = GARBAGE
    slow_answer_s: float = 0.5
    takes_for_its_own: frozenset[str] = frozenset()


def require(holds: bool, clause: str) -> None:
    """Raise `ContractBrokenError` naming `clause` unless it holds."""
    if not holds:
        raise ContractBrokenError(clause)

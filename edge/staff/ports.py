"""What the terminal takes from its machine, so that a test can give it something else."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass


def _new_key() -> str:
    return uuid.uuid4().hex


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Ports:
    """Idempotency keys that never repeat, the wall clock, and clocks that never jump.

    `mono_s` is read at every press, `idle_s` to know how long nobody was there.
    """

    new_key: Callable[[], str] = _new_key
    wall_ms: Callable[[], int] = _wall_ms
    mono_s: Callable[[], float] = time.monotonic
    idle_s: Callable[[], float] = time.monotonic

"""What the terminal takes from its machine, so that a test can give it something else."""

import getpass
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from drivers.transports import open_wire
from edge.provisioning.places import Place
from edge.provisioning.scanning import OpenWire
from edge.provisioning.surveying import everywhere


def _new_key() -> str:
    return uuid.uuid4().hex


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


def _who() -> str:
    return f"engineer {getpass.getuser()}"


@dataclass(frozen=True)
class Ports:
    """Idempotency keys, the wall clock, who is at the terminal, and the machine's own ports."""

    new_key: Callable[[], str] = _new_key
    wall_ms: Callable[[], int] = _wall_ms
    who: Callable[[], str] = _who
    places: Callable[[], list[Place]] = everywhere
    open_wire: OpenWire = open_wire

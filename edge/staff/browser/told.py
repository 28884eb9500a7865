"""What a tab's process is told when it is started: which terminal, at which hall."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from edge.staff.options import LOCK_AFTER_MIN
from edge.staff.words import Language

Kind = Literal["staff", "supervisor"]


@dataclass(frozen=True)
class TerminalOf:
    """A terminal of that `kind` at the controller at `address`."""

    kind: Kind
    address: str
    language: Language = "zh"
    lock_after_min: int = LOCK_AFTER_MIN

    def command(self) -> tuple[str, ...]:
        """Return the words that start it, for the server whose process this is."""
        told = json.dumps(asdict(self))
        return (sys.executable, "-m", "edge.staff.browser.terminal", str(os.getpid()), told)


def told_by(words: Sequence[str]) -> tuple[int, TerminalOf]:
    """Return the server's process, and the terminal to run."""
    server, told = words
    return int(server), TerminalOf(**json.loads(told))

"""The witness's book: what each box under test said was durable, in lines of text.

    begin NAME RUN             a rehearsal begins                 -> ok
    wrote NAME RUN NUMBER      the record is synced               -> ok NUMBER
    stopped NAME RUN           ended by hand, nothing to judge    -> ok
    ask NAME                   which run is to be judged?         -> run RUN NUMBER | none
    judged NAME RUN passed|unfit PASSED                           -> ok

NAME is the box, RUN sixteen hex digits. Whatever else is said is answered with `error`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

LINE_BYTES_MAX = 200
NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_RUN = re.compile(r"[0-9a-f]{16}")
_COUNT = re.compile(r"[0-9]{1,15}")
_OPEN = "writing"


class NotUnderstoodError(ValueError):
    """What was said is no line of this book."""


@dataclass(slots=True)
class Box:
    """The last run of a box. `state` is writing, stopped, passed or unfit."""

    run: str
    number: int = 0
    state: str = _OPEN
    passed: int = 0


@dataclass(slots=True)
class Book:
    """All boxes by name."""

    boxes: dict[str, Box] = field(default_factory=dict)

    @classmethod
    def read(cls, content: object) -> "Book":
        """Return the book that `kept` had given. Raises `NotUnderstoodError`."""
        if not isinstance(content, Mapping):
            raise NotUnderstoodError("no table of boxes")
        try:
            boxes = {name: Box(**box) for name, box in content.items()}
        except TypeError as error:
            raise NotUnderstoodError(str(error)) from None
        return cls(boxes)

    def kept(self) -> dict[str, dict[str, Any]]:
        """Return the book as JSON."""
        return {name: asdict(box) for name, box in self.boxes.items()}

    def hear(self, line: str) -> str:
        """Write down what a box said, and return the answer. Raises `NotUnderstoodError`."""
        verb, *words = line.split() or [""]
        known: dict[str, tuple[int, Callable[..., str]]] = {
            "begin": (2, self._begin),
            "wrote": (3, self._wrote),
            "stopped": (2, self._stopped),
            "ask": (1, self._ask),
            "judged": (4, self._judged),
        }
        count, act = known.get(verb, (-1, self._ask))
        if count != len(words) or not NAME.fullmatch(words[0]):
            raise NotUnderstoodError(f"not understood: {line[:60]!r}")
        return act(*words)

    def _begin(self, name: str, run: str) -> str:
        if not _RUN.fullmatch(run):
            raise NotUnderstoodError(f"no run: {run[:20]!r}")
        before = self.boxes.get(name)
        self.boxes[name] = Box(run, passed=before.passed if before else 0)
        return "ok"

    def _wrote(self, name: str, run: str, number: str) -> str:
        box = self._box(name, run)
        if not _COUNT.fullmatch(number):
            raise NotUnderstoodError(f"no number: {number[:20]!r}")
        box.number = max(box.number, int(number))
        return f"ok {number}"

    def _stopped(self, name: str, run: str) -> str:
        self._box(name, run).state = "stopped"
        return "ok"

    def _ask(self, name: str) -> str:
        box = self.boxes.get(name)
        if box is None or box.state != _OPEN:
            return "none"
        return f"run {box.run} {box.number}"

    def _judged(self, name: str, run: str, state: str, passed: str) -> str:
        box = self._box(name, run)
        if state not in ("passed", "unfit") or not _COUNT.fullmatch(passed):
            raise NotUnderstoodError(f"no verdict: {state[:20]!r}")
        box.state, box.passed = state, int(passed)
        return "ok"

    def _box(self, name: str, run: str) -> Box:
        box = self.boxes.get(name)
        if box is None or box.run != run:
            raise NotUnderstoodError(f"no run {run[:20]!r} of {name}")
        return box

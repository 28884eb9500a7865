"""What the readers' twins share: one thing at a time, each in its time, and complaints."""

import abc
from collections import deque
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from drivers.reader.countdown import Countdown
from drivers.reader.faults import ReaderFaults
from drivers.reader.specimen import PHOTO_BYTES
from drivers.twins import Twin
from drivers.wire import Decoder, Noise

# A command that stops in the middle is given up after this silence.
_GAP_S = 0.1

CommandT = TypeVar("CommandT")


class ReaderTwin(Twin, Generic[CommandT]):
    """A reader that hears commands of the class `command`, and carries out one after the other.

    `read_s` is what it takes to read a card, `answer_s` what every answer takes besides; `photo` is
    on the cards that are laid from now on.
    """

    def __init__(
        self, command: type[CommandT], decoder: Decoder[Any], faults: ReaderFaults, read_s: float
    ) -> None:
        super().__init__()
        self.read_s = read_s
        self.answer_s = 0.0
        self.photo = bytes(PHOTO_BYTES)
        self.faults = faults
        self.last_command = ""
        self._command = command
        self._decoder = decoder
        self._gap, self._busy = Countdown(), Countdown()
        self._waiting: deque[CommandT] = deque()

    @abc.abstractmethod
    def _complaint(self, reason: str) -> bytes:
        """Return what it says of a broken command; nothing where it keeps quiet."""

    @abc.abstractmethod
    def _reading_s(self, command: CommandT) -> float:
        """Return how long reading a card takes it for `command`."""

    @abc.abstractmethod
    def _carry_out(self, command: CommandT) -> bytes:
        """Do it, and return what it says."""

    @property
    def due_s(self) -> float | None:
        due = [clock.left_s for clock in (self._gap, self._busy) if clock.left_s is not None]
        return min(due, default=None)

    def receive(self, data: bytes) -> bytes:
        self._gap.start(_GAP_S)
        return self._hear(self._decoder.feed(data)) + self._get_on()

    def tick(self, dt_s: float) -> bytes:
        said = b""
        if self._gap.ends(dt_s):
            said += self._hear(self._decoder.finish())
        if self._busy.ends(dt_s):
            said += self._carry_out(self._waiting.popleft())
        return said + self._get_on()

    def _hear(self, items: Iterable[object]) -> bytes:
        said = b""
        for item in items:
            if isinstance(item, self._command):
                self._waiting.append(item)
            elif isinstance(item, Noise) and (complaint := self._complaint(item.reason)):
                said += self.faults.spoil(complaint)
        return said

    def _get_on(self) -> bytes:
        said = b""
        while self._waiting and self._busy.left_s is None:
            work_s = self.answer_s + self._reading_s(self._waiting[0])
            if work_s > 0:
                self._busy.start(work_s)
            else:
                said += self._carry_out(self._waiting.popleft())
        return said

    def slow_down(self, read_s: float = 1.0, answer_s: float = 0.0) -> None:
        """Take that long from now on."""
        self.read_s, self.answer_s = read_s, answer_s

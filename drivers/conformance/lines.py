"""Lines that misbehave: each is a twin in front of a twin, and changes how that one is heard."""

import random
from collections.abc import Callable
from typing import Any

from drivers.twins import Twin

# What rounding leaves of a time that has passed.
_INSTANT_S = 1e-6
_PAUSE_MAX_S = 0.05
_GARBAGE_MAX = 12


class BadLine(Twin):
    """A twin as it is heard over a line that holds back and changes what it says.

    `bad` is the fault's switch. What a line still holds when it is mended comes at once.
    """

    def __init__(self, twin: Twin) -> None:
        super().__init__()
        self.bad = True
        self._twin = twin
        self._held: list[tuple[float, bytes]] = []
        twin.on_change = self._pass_change_on

    @property
    def due_s(self) -> float | None:
        dues = [due_s for due_s, _said in self._held]
        if (own_s := self._twin.due_s) is not None:
            dues.append(own_s)
        return min(dues, default=None)

    def receive(self, data: bytes) -> bytes:
        return self._carried(self._said(self._twin.receive(data)))

    def tick(self, dt_s: float) -> bytes:
        arrived = self._arrived(dt_s)
        return arrived + self._carried(self._said(self._twin.tick(dt_s)))

    def _said(self, data: bytes) -> bytes:
        return b"" if self._twin.silent else data

    def _carried(self, said: bytes) -> bytes:
        if not said:
            return b""
        return self.carry(said) if self.bad else self._release() + said

    def _release(self) -> bytes:
        held = b"".join(said for _due_s, said in self._held)
        self._held.clear()
        return held

    def _arrived(self, dt_s: float) -> bytes:
        left = [(due_s - dt_s, said) for due_s, said in self._held]
        if not self.bad:
            return self._release()
        self._held = [(due_s, said) for due_s, said in left if due_s > _INSTANT_S]
        return b"".join(said for due_s, said in left if due_s <= _INSTANT_S)

    def carry(self, said: bytes) -> bytes:
        """Take one thing that the device says, and return what arrives of it now."""
        return said

    def _pass_change_on(self) -> None:
        self.on_change()  # whoever serves this twin sets it later

    def mend(self) -> None:
        """Be a good line from now on."""
        self.bad = False
        self.on_change()

    def look(self) -> dict[str, Any]:
        return self._twin.look()


class GarbageBetween(BadLine):
    """Stretches of garbage stand before and after whatever the device says."""

    def __init__(self, twin: Twin, garbage: bytes, dice: random.Random) -> None:
        super().__init__(twin)
        self._garbage = garbage
        self._dice = dice

    def carry(self, said: bytes) -> bytes:
        return self._some() + said + self._some()

    def _some(self) -> bytes:
        return bytes(self._dice.choices(self._garbage, k=self._dice.randrange(_GARBAGE_MAX)))


class Echoing(BadLine):
    """The adapter gives back what the host says, whether the device is there or not."""

    def receive(self, data: bytes) -> bytes:
        return data + super().receive(data)


class Gathering(BadLine):
    """A device server collects for `packet_s` before it sends: answers come together."""

    def __init__(self, twin: Twin, packet_s: float) -> None:
        super().__init__(twin)
        self._packet_s = packet_s

    def carry(self, said: bytes) -> bytes:
        due_s, before = self._held.pop() if self._held else (self._packet_s, b"")
        self._held.append((due_s, before + said))
        return b""


class LateAnswers(BadLine):
    """Some answers come so late that the next one is in the same piece, or after `late_s`."""

    def __init__(self, twin: Twin, late_s: float, share: float, dice: random.Random) -> None:
        super().__init__(twin)
        self._late_s = late_s
        self._share = share
        self._dice = dice

    def carry(self, said: bytes) -> bytes:
        if self._held:
            return self._release() + said
        if self._dice.random() < self._share:
            self._held.append((self._late_s, said))
            return b""
        return said


class Dripping(BadLine):
    """Every byte is late by `pause_s(bytes said at once)` after the one before."""

    def __init__(self, twin: Twin, pause_s: Callable[[int], float]) -> None:
        super().__init__(twin)
        self._pause_s = pause_s

    def carry(self, said: bytes) -> bytes:
        pause_s = self._pause_s(len(said))
        last_s = self._held[-1][0] if self._held else 0.0
        self._held += [
            (last_s + pause_s * number, said[number - 1 : number])
            for number in range(1, len(said) + 1)
        ]
        return b""


def stretched(answer_s: float) -> Callable[[int], float]:
    """Return pauses by which an answer of any size takes `answer_s`, and none is above 50 ms."""
    return lambda size: min(_PAUSE_MAX_S, answer_s / size)

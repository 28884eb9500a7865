"""What we have said on the bus and may hear again from an adapter that echoes.

An echo is not a key, though it may have a key's bytes. Where an adapter is known to echo, one that
does not come back whole tells that somebody else was talking at the same time.
"""

import asyncio
from dataclasses import dataclass, field

from drivers.caller.ff68.codec import Frame
from drivers.caller.ff68.names import DISPLAY


@dataclass(slots=True, eq=False)
class Said:
    """One message of ours. It may come back until `until_s`, on the loop's clock."""

    frame: Frame
    until_s: float
    came_back: asyncio.Event = field(default_factory=asyncio.Event)


class OwnVoice:
    """Remembers what was said until it has come back or cannot come back any more."""

    def __init__(self) -> None:
        self.echoes = False  # whether the adapter is known to give back what we say
        self._pending: list[Said] = []

    def say(self, frame: Frame, now_s: float, until_s: float) -> Said:
        """Remember that `frame` is being said."""
        self._forget_what_is_over(now_s)
        said = Said(frame, until_s)
        self._pending.append(said)
        return said

    def is_own(self, frame: Frame, now_s: float) -> bool:
        """Whether `frame` was said by us. Each message comes back once."""
        self._forget_what_is_over(now_s)
        for said in self._pending:
            if said.frame == frame:
                self._pending.remove(said)
                said.came_back.set()
                # Units say no such thing: with a key's bytes it might have been a key.
                self.echoes = self.echoes or frame.func == DISPLAY
                return True
        return False

    def _forget_what_is_over(self, now_s: float) -> None:
        self._pending = [said for said in self._pending if said.until_s >= now_s]

"""The hall's memory card: the real stores on it, and everything that takes time or fails.

A commit takes as long as such cards do, now and then very long. A card that refuses fails commits
until it is well again; one with refusals left fails so many, and may have written them. When the
process is killed, a commit under way becomes durable or it does not, and nobody is told which.
"""

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from edge.journal.committer import Opener
from edge.journal.reserve import Room
from edge.journal.store import JournalReader
from edge.ports import Batch, StorageError
from edge.simulation.committing import CardCommitter
from edge.state_dir import StateDir

_STALL_S = 10.0
_SLOW_S = (0.02, 0.4)


@dataclass
class Card:
    """A card in `folder`. Its switches are what is wrong with it at the moment."""

    folder: Path
    dice: random.Random
    refuses: bool = False
    refusals: int = 0  # so many of the next commits fail
    slow: bool = False
    room: Room = Room.OK
    stall_rate: float = 0.0  # how many commits of one take ten seconds
    durable_seq: int = 0
    listeners: list[Callable[[str, Sequence[Batch]], None]] = field(default_factory=list)
    _inserted: CardCommitter | None = field(default=None, repr=False)

    def check(self) -> Room:
        """Return how much room there is: the reserve, as the controller asks for it."""
        return self.room

    def open(self, opener: Opener) -> CardCommitter:
        """Open journal and keys on this card."""
        if self.refuses:
            raise StorageError(f"{self.folder}: the card refuses")
        self._inserted = CardCommitter(self, opener)
        self.tell("opened", [])
        return self._inserted

    def cut_off(self) -> None:
        """Let whoever writes on it die in the middle of whatever it does."""
        if self._inserted is not None:
            self._inserted.die()
            self._inserted = None

    def keyless(self) -> list[str]:
        """Return the visits and messages of the day that nobody could read any more."""
        return [] if self._inserted is None else self._inserted.keyless()

    def copy_to(self, folder: Path) -> None:
        """Copy the whole card, as somebody does who has taken it out."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)

    def last_seq(self) -> int:
        """Return the last fact on it."""
        reader = JournalReader(StateDir(self.folder).journal)
        try:
            return reader.last()
        finally:
            reader.close()

    def restore_from(self, folder: Path) -> None:
        """Make the card what it was when it was copied to `folder`."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(folder, self.folder)

    def heal(self) -> None:
        """Be a good card from now on."""
        self.refuses, self.refusals, self.slow = False, 0, False
        self.stall_rate, self.room = 0.0, Room.OK

    # --- as its committer sees it ---

    def commit_s(self) -> float:
        """Return how long the next commit takes."""
        if self.dice.random() < self.stall_rate:
            return _STALL_S
        if self.slow:
            return self.dice.uniform(*_SLOW_S)
        return min(0.0005 + self.dice.expovariate(1 / 0.0015), 0.4)

    def refuses_commit(self) -> bool:
        """Return whether the next commit fails, which it does once."""
        if self.refusals:
            self.refusals -= 1
            return True
        return self.refuses

    def refuses_to_open(self) -> bool:
        """Return whether nothing on it can be opened."""
        return self.refuses

    def tell(self, moment: str, batches: Sequence[Batch]) -> None:
        """Let whoever listens know what is happening on it."""
        for listener in self.listeners:
            listener(moment, batches)

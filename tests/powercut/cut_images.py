"""The disk as a power cut leaves it: what was synced is there, what was not is anybody's guess.

The model, which is meaner than most disks:

* A sync of a file makes everything written to it before durable: data, length, truncations.
* What is not synced survives by sectors of 512 bytes, each by itself: kept, lost, or torn (the
  first bytes are new, the rest is old, or garbage). So any order of writing to the medium is
  covered, and a write that was cut short. Truncations survive or not, by themselves too. A lost
  write past the end leaves a hole of zeros if something behind it survived; and the new length may
  have survived alone, over zeros or over garbage.
* A sync that fails makes nothing durable, and what it should have saved is forgotten: no later
  sync tries it again, as on Linux, where the running machine still reads it from its cache.
* A name is durable once the directory is synced, which SQLite does with the first sync of a journal
  or WAL that it made, and with deletions where it asks for it. Until then each name by itself is in
  one of the states it has had since: so a deleted journal may be back, with what it held when it
  was deleted, and a new one may be missing. A sync of the file alone does not save its name.
* The shared memory of the WAL (`-shm`) is lost.
* Without power-safe overwrite sectors have 4096 bytes, as SQLite takes them to have, and a
  torn one is torn as a whole: what shares it with a write is garbage too, however long ago it was
  synced.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from io_log import Change, put, resize

SECTOR_BYTES = 512
LARGE_SECTOR_BYTES = 4096


class Fate(Enum):
    """What becomes of a sector, or a change of length, that was not synced."""

    KEPT = "kept"
    LOST = "lost"
    TORN = "torn"


# Given how many sectors and truncations are undecided: the fate of each, in the order of writing.
Weather = Callable[[random.Random, int], Sequence[Fate]]


def all_kept(_rng: random.Random, count: int) -> Sequence[Fate]:
    return [Fate.KEPT] * count


def all_lost(_rng: random.Random, count: int) -> Sequence[Fate]:
    return [Fate.LOST] * count


def all_torn(_rng: random.Random, count: int) -> Sequence[Fate]:
    return [Fate.TORN] * count


def one_lost(rng: random.Random, count: int) -> Sequence[Fate]:
    return _all_but_one(Fate.KEPT, rng.choice((Fate.LOST, Fate.TORN)), rng, count)


def one_kept(rng: random.Random, count: int) -> Sequence[Fate]:
    return _all_but_one(Fate.LOST, rng.choice((Fate.KEPT, Fate.TORN)), rng, count)


def _all_but_one(rest: Fate, one: Fate, rng: random.Random, count: int) -> Sequence[Fate]:
    fates = [rest] * count
    if fates:
        fates[rng.randrange(count)] = one
    return fates


def cut_in_the_middle(rng: random.Random, count: int) -> Sequence[Fate]:
    """In order: everything before, one torn, nothing behind."""
    before = rng.randrange(count + 1)
    return ([Fate.KEPT] * before + [Fate.TORN] + [Fate.LOST] * count)[:count]


def last_ones_first(rng: random.Random, count: int) -> Sequence[Fate]:
    """In the reverse order: the last writes have reached the medium, the first have not."""
    return cut_in_the_middle(rng, count)[::-1]


def each_by_itself(rng: random.Random, count: int) -> Sequence[Fate]:
    kept = rng.choice((0.1, 0.5, 0.9))
    torn = rng.choice((0.0, 0.1))
    rest = max(0.0, 1 - kept - torn)
    return rng.choices((Fate.KEPT, Fate.TORN, Fate.LOST), (kept, torn, rest), k=count)


WEATHERS: tuple[Weather, ...] = (
    all_kept,
    all_lost,
    all_torn,
    one_lost,
    one_kept,
    cut_in_the_middle,
    last_ones_first,
    each_by_itself,
)


@dataclass(slots=True)
class _Inode:
    """A file's content, whatever it is called: what is durable, and what was done to it since."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.pending:
            if change.kind == "write":
                put(self.durable, change.offset, change.data)
            else:
                resize(self.durable, change.size)
        self.pending.clear()


class Disk:
    """A disk that remembers what is not durable yet."""

    def __init__(self, *, powersafe: bool = True) -> None:
        self._powersafe = powersafe
        self._sector = SECTOR_BYTES if powersafe else LARGE_SECTOR_BYTES
        self._now: dict[str, _Inode] = {}
        # Every state a name has had since the directory was synced, the durable one first.
        self._names: dict[str, list[_Inode | None]] = {}

    def play(self, change: Change) -> None:
        """Let the running machine make `change`."""
        if change.kind == "create":
            self._now[change.file] = _Inode()
            self._names.setdefault(change.file, [None]).append(self._now[change.file])
        elif change.kind == "delete":
            self._names[change.file].append(None)
            del self._now[change.file]
        elif change.kind == "sync":
            self._now[change.file].sync()
        elif change.kind == "forget":
            self._now[change.file].pending.clear()
        else:
            self._now[change.file].pending.append(change)
        if change.folder:
            self._names = {name: states[-1:] for name, states in self._names.items()}

    def image(self, rng: random.Random, weather: Weather) -> dict[str, bytes]:
        """Cut the power: return the files that are found afterwards."""
        image = {}
        for name, states in self._names.items():
            inode = states[_which(rng, weather, len(states))]
            if inode is not None:
                image[name] = self._content(inode, rng, weather)
        return image

    def _content(self, inode: _Inode, rng: random.Random, weather: Weather) -> bytes:
        if not inode.pending:
            return bytes(inode.durable)
        pieces = [piece for change in inode.pending for piece in _pieces(change, self._sector)]
        content = bytearray(inode.durable)
        for piece, fate in zip(pieces, weather(rng, len(pieces)), strict=True):
            if piece.kind == "truncate":
                if fate is Fate.KEPT:
                    resize(content, piece.size)
            elif fate is Fate.KEPT:
                put(content, piece.offset, piece.data)
            elif fate is Fate.TORN:
                self._tear(content, piece, rng)
        if weather is not all_kept and rng.random() < 0.2:
            _lengthen(content, pieces, rng)
        return bytes(content)

    def _tear(self, content: bytearray, piece: Change, rng: random.Random) -> None:
        written = rng.randrange(len(piece.data))
        put(content, piece.offset, piece.data[:written])
        first, last = piece.offset + written, piece.offset + len(piece.data)
        if not self._powersafe:
            begin = piece.offset - piece.offset % self._sector
            first, last = begin + rng.randrange(self._sector), begin + self._sector
        if not self._powersafe or rng.random() < 0.5:
            put(content, first, rng.randbytes(last - first))


def _which(rng: random.Random, weather: Weather, states: int) -> int:
    if states == 1 or weather is all_lost:
        return 0
    return states - 1 if weather is all_kept else rng.randrange(states)


def _pieces(change: Change, sector: int) -> list[Change]:
    """Divide a write where sectors begin."""
    if change.kind != "write":
        return [change]
    first = sector - change.offset % sector
    bounds = [0, *range(first, len(change.data), sector), len(change.data)]
    return [
        Change("write", change.file, change.offset + begin, change.data[begin:end])
        for begin, end in pairwise(bounds)
        if begin < end
    ]


def _lengthen(content: bytearray, pieces: Sequence[Change], rng: random.Random) -> None:
    end = max(piece.offset + len(piece.data) for piece in pieces)
    if end > len(content):
        missing = end - len(content)
        content.extend(rng.randbytes(missing) if rng.random() < 0.5 else bytes(missing))

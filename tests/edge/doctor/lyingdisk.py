"""A disk in memory whose power can be cut: honest, or lying about its syncs.

Written bytes wait as sectors. An honest sync makes all of them durable and takes its time; a lie
returns at once and does nothing. At the cut each waiting sector is kept or dropped by chance.
"""

from random import Random

from edge.doctor.records import File

SECTOR = 512


class PowerCutError(Exception):
    """The power is gone."""


class LyingDisk:
    """A disk and its time. `lies` is the share of syncs that do nothing.

    `patient` lies take as long as an honest sync. `garbles` overwrites the sector under way with
    rubbish at the cut, as a card without power-safe overwrite does.
    """

    def __init__(
        self,
        seed: int,
        *,
        lies: float = 0.0,
        patient: bool = False,
        garbles: bool = False,
        cut_within_s: float = 0.3,
    ) -> None:
        self._random = Random(seed)
        self._lies = lies
        self._patient = patient
        self._garbles = garbles
        self._cut_within_s = cut_within_s
        self._durable: dict[File, bytearray] = {file: bytearray() for file in File}
        self._waiting: list[tuple[File, int, bytes]] = []
        self._now_s = 0.0
        self._cut_at_s = float("inf")

    def plug_in(self) -> None:
        """Begin to work; the power will be cut at a random time."""
        self._cut_at_s = self._now_s + self._random.uniform(0, self._cut_within_s)

    def now_s(self) -> float:
        return self._now_s

    def pause(self, duration_s: float) -> None:
        self._now_s += duration_s
        if self._now_s >= self._cut_at_s:
            self._cut()

    def write(self, file: File, offset: int, data: bytes) -> None:
        first, end = offset // SECTOR, -(-(offset + len(data)) // SECTOR)
        whole = bytearray(self.read(file, first * SECTOR, (end - first) * SECTOR))
        whole.extend(bytes((end - first) * SECTOR - len(whole)))
        begin = offset - first * SECTOR
        whole[begin : begin + len(data)] = data
        for sector in range(end - first):
            content = bytes(whole[sector * SECTOR : (sector + 1) * SECTOR])
            self._waiting.append((file, (first + sector) * SECTOR, content))
        self.pause(0.00002)

    def sync(self, file: File) -> None:
        lie = self._random.random() < self._lies
        honest_s = self._random.uniform(0.0008, 0.0015)
        self.pause(honest_s if self._patient or not lie else 0.00003)
        if not lie:
            for waiting in self._waiting:
                self._keep(*waiting)
            self._waiting.clear()

    def read(self, file: File, offset: int, size: int) -> bytes:
        seen = bytearray(self._durable[file][offset : offset + size])
        for waiting_file, at, content in self._waiting:
            begin, end = max(at, offset), min(at + SECTOR, offset + size)
            if waiting_file is file and begin < end:
                seen.extend(bytes(max(0, end - offset - len(seen))))
                seen[begin - offset : end - offset] = content[begin - at : end - at]
        return bytes(seen)

    def damage(self, file: File, offset: int, size: int) -> None:
        """Overwrite with zeros what lies there."""
        self._keep(file, offset, bytes(size))

    def _cut(self) -> None:
        kept = self._random.choice((0.0, 0.5, 0.9))
        for waiting in self._waiting:
            if self._random.random() < kept:
                self._keep(*waiting)
        if self._garbles and self._waiting:
            file, offset, content = self._waiting[0]
            self._keep(file, offset, self._random.randbytes(len(content)))
        self._waiting.clear()
        self._cut_at_s = float("inf")
        raise PowerCutError

    def _keep(self, file: File, offset: int, content: bytes) -> None:
        durable = self._durable[file]
        durable.extend(bytes(max(0, offset + len(content) - len(durable))))
        durable[offset : offset + len(content)] = content

"""Facts of the journal in order, cut into batches; what was read too much is kept for the next."""

from collections import deque
from typing import NamedTuple

from sync.batch import row_json
from sync.link.hall import Hall


class MissingFactsError(Exception):
    """The journal cannot give the facts that are wanted: it is another one, or they are gone."""


class Fact(NamedTuple):
    """A fact as it travels."""

    seq: int
    json: bytes


class FactReader:
    """Reads one epoch of a hall's journal. Batches hold at most so many facts and raw bytes.

    A single fact that is larger makes a batch of its own.
    """

    def __init__(self, hall: Hall, facts_max: int, bytes_max: int) -> None:
        self._hall = hall
        self._facts_max = facts_max
        self._bytes_max = bytes_max
        self._epoch = ""
        self._ahead: deque[Fact] = deque()

    async def batch(self, epoch: str, after: int) -> list[Fact]:
        """Return the facts behind `after`, at least one.

        Raises `MissingFactsError`, `HallError`.
        """
        if not self._ahead or self._epoch != epoch or self._ahead[0].seq != after + 1:
            await self._read(epoch, after)
        return self._cut()

    async def _read(self, epoch: str, after: int) -> None:
        self._ahead.clear()
        page = await self._hall.sync_facts(after, self._facts_max)
        if page.epoch != epoch:
            raise MissingFactsError(f"the journal is now {page.epoch}")
        if not page.facts or page.facts[0][0] != after + 1:
            raise MissingFactsError(f"the journal has no fact {after + 1}")
        self._epoch = epoch
        self._ahead.extend(Fact(row[0], row_json(row)) for row in page.facts)

    def _cut(self) -> list[Fact]:
        facts: list[Fact] = []
        size = 0
        while self._ahead and len(facts) < self._facts_max:
            size += len(self._ahead[0].json)
            if facts and size > self._bytes_max:
                break
            facts.append(self._ahead.popleft())
        return facts

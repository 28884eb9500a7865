"""Checking that a journal is whole: every hash follows, no seq is missing, every epoch fits."""

from collections.abc import Callable, Container
from dataclasses import dataclass

from edge.domain.chain import Row, genesis
from edge.domain.facts import EpochRenewed
from edge.journal.rows import DamagedRowError, hash_of, recorded_of
from edge.journal.store import JournalReader

_STEP = 1000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. `trouble` names the first fact that does not fit; empty when whole."""

    facts: int
    last: int
    head: str
    trouble: str = ""

    @property
    def whole(self) -> bool:
        """Whether everything fits."""
        return not self.trouble


def verify(reader: JournalReader, progress: Callable[[int], None] = lambda _seq: None) -> Verdict:
    """Check the database, then the chain from its first fact on; `progress` hears how far it is.

    Raises `DamagedRowError`, `StorageError` where not even that much can be read.
    """
    if damage := reader.damage():
        return Verdict(0, 0, "", f"the database is damaged: {damage}")
    epochs = reader.epochs()
    if not epochs or epochs[0].base != genesis(reader.hall, epochs[0].epoch):
        return Verdict(0, 0, "", "the journal does not begin with its hall's genesis")
    bases = {epoch.first: epoch.base for epoch in epochs}
    named = {epoch.epoch for epoch in epochs}
    head, last, facts = epochs[0].base, epochs[0].first - 1, 0
    for row, stored in reader.rows(last):
        trouble = _trouble(row.seq, last, bases, head) or _damage(row, head, stored, named)
        if trouble:
            return Verdict(facts, last, head.hex(), trouble)
        head, last, facts = stored, row.seq, facts + 1
        if facts % _STEP == 0:
            progress(last)
    return Verdict(facts, last, head.hex())


def _trouble(seq: int, last: int, bases: dict[int, bytes], head: bytes) -> str:
    if seq != last + 1:
        return f"fact {last + 1} is missing"
    if bases.get(seq, head) != head:
        return f"the epoch that begins at {seq} does not follow fact {last}"
    return ""


def _damage(row: Row, head: bytes, stored: bytes, named: Container[str]) -> str:
    try:
        if hash_of(head, row) != stored:
            return f"fact {row.seq} is not what was chained"
        fact = recorded_of(row).fact
    except DamagedRowError as error:
        return str(error)
    if isinstance(fact, EpochRenewed) and fact.epoch not in named:
        return f"the journal does not have the epoch that fact {row.seq} gave it"
    return ""

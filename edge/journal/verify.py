"""Checking that a journal is whole: every hash follows, no seq is missing, every epoch fits."""

from collections.abc import Callable
from dataclasses import dataclass

from edge.domain.chain import genesis, row_hash
from edge.journal.rows import DamagedRowError, recorded_of
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
    """Recompute the chain from the first fact; `progress` hears the seq now and then."""
    epochs = reader.epochs()
    if not epochs or epochs[0].base != genesis(reader.hall, epochs[0].epoch):
        return Verdict(0, 0, "", "the journal does not begin with its hall's genesis")
    bases = {epoch.first: epoch.base for epoch in epochs}
    head, last, facts = epochs[0].base, epochs[0].first - 1, 0
    for row, stored in reader.rows(last):
        trouble = _trouble(row.seq, last, bases, head)
        if not trouble and row_hash(head, row) != stored:
            trouble = f"fact {row.seq} is not what was chained"
        if not trouble:
            try:
                recorded_of(row)
            except DamagedRowError as error:
                trouble = str(error)
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

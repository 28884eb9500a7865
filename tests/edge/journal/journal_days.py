"""A small journal for tests: how it is written, row by row."""

from collections.abc import Sequence
from pathlib import Path

from edge.domain import facts as f
from edge.domain.carrying import carried_state
from edge.domain.state import HallState
from edge.journal.rows import body_text
from edge.journal.store import JournalStore
from edge.ports import Batch, NewFact

HALL, EPOCH = "H-01", "EPOCH-1"
AT = 1_790_000_000_000

A_DAY: list[f.Fact] = [
    f.DayOpened("hall", "2026-09-21", {**carried_state(HallState(), 0), "epoch": EPOCH}, "", 0),
    f.CounterOpened("1", "1001"),
    f.VisitIdentified("V1", "reader-1", "citizen", "60_69"),
    f.TicketReserved("V1", 1, "bill", "A001", 1, 0, "none", 0),
    f.TicketIssued("V1", 1, "none"),
    f.TicketCalled("V1", 1, "1", "1001"),
    f.ServiceStarted("V1", 1, "1", "1001"),
    f.ServiceFinished("V1", 1, "1", "1001"),
]


def batch(first: int, facts: Sequence[f.Fact], *, sealed: bytes | None = None) -> Batch:
    """Return `facts` on their way into a journal, from seq `first` on."""
    news = []
    for seq, fact in enumerate(facts, first):
        moment = f.Moment(AT + seq, seq, "boot-1", "synced")
        part = sealed if isinstance(fact, f.VisitIdentified) else None
        news.append(NewFact(f.Recorded(seq, moment, fact, part), body_text(fact.body())))
    return Batch(news)


def a_counter_opens(seq: int) -> Batch:
    """Return a batch of one fact."""
    return batch(seq, [f.CounterOpened(str(seq), "1001")])


def journal_of_a_day(path: Path) -> JournalStore:
    """Return the open journal of `A_DAY`, at `path`."""
    journal = JournalStore(path, HALL, EPOCH)
    journal.append([batch(1, A_DAY, sealed=b"\x01sealed")])
    return journal

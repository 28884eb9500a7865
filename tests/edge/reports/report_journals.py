"""Journals of stories, as a hall has written them."""

from collections.abc import Sequence
from pathlib import Path

from edge.domain.facts import Recorded
from edge.journal.rows import body_text
from edge.journal.store import JournalStore
from edge.ports import Batch, NewFact


def journal_of(folder: Path, facts: Sequence[Recorded]) -> JournalStore:
    """Write `facts` into the journal of the state directory `folder`; it stays open."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = JournalStore(folder / "journal.db", "H-01", "EPOCH-1")
    news = [NewFact(recorded, body_text(recorded.fact.body())) for recorded in facts]
    journal.append([Batch(news)])
    return journal

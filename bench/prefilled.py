"""Journals of many days, made by the store itself, so that their chain is whole."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from edge.domain import facts as f
from edge.domain.carrying import carried_state
from edge.domain.state import HallState
from edge.journal.keys import KeyStore
from edge.journal.rows import body_text
from edge.journal.store import JournalStore
from edge.ports import Batch, NewFact

_EPOCH = "BENCHEPOCH234567"
_VISIT_FACTS = 6
_FACTS_PER_BATCH = 5000
_ZONE = ZoneInfo("Asia/Shanghai")
_DAY_MS = 24 * 60 * 60 * 1000
_DAY_STARTS_AT = dt.timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a journal shall be: its facts, those of the present day's tickets among them."""

    facts: int
    tickets_today: int = 1500


def fill(state: Path, hall: str, size: Size) -> None:
    """Make the journal of a hall that was closed a moment ago, with everybody served."""
    state.mkdir(parents=True)
    KeyStore(state / "keys.db").close()
    (state / "hall.key").write_bytes(bytes(32))
    (state / "hall.key").chmod(0o600)
    store = JournalStore(state / "journal.db", hall, _EPOCH)
    batch: list[NewFact] = []
    for new in _facts(size):
        batch.append(new)
        if len(batch) == _FACTS_PER_BATCH:
            store.append([Batch(batch)])
            batch = []
    store.append([Batch(batch)])
    store.close()


def _facts(size: Size) -> Iterator[NewFact]:
    now_ms = int(dt.datetime.now(_ZONE).timestamp() * 1000)
    for seq, (fact, at) in enumerate(_days(size, now_ms), 1):
        moment = f.Moment(at, at % 10**9, "boot-of-bench", "estimated")
        yield NewFact(f.Recorded(seq, moment, fact), body_text(fact.body()))
        if seq == size.facts:
            return


def _days(size: Size, now_ms: int) -> Iterator[tuple[f.Fact, int]]:
    today_facts = size.tickets_today * _VISIT_FACTS + 2
    before = size.facts - today_facts
    days = -(-before // today_facts)
    for ago in range(days, 0, -1):
        # The first day takes what is left, so that the whole has its size.
        facts = before - (days - 1) * today_facts if ago == days else today_facts
        yield from _day(facts, now_ms - ago * _DAY_MS, ago)
    yield from _day(today_facts, now_ms - 1000, 0)


def _day(facts: int, at: int, ago: int) -> Iterator[tuple[f.Fact, int]]:
    carried = {**carried_state(HallState(), at), "epoch": _EPOCH}
    date = (dt.datetime.now(_ZONE) - _DAY_STARTS_AT).date() - dt.timedelta(days=ago)
    yield f.DayOpened("hall", date.isoformat(), carried, "", 0), at
    if facts > 1:
        yield f.CounterOpened("1", "1001"), at
    number, left = 0, facts - 2
    while left > 0:
        number += 1
        visit = list(_visit(f"{ago:04d}BENCH{number:07d}", number))[:left]
        left -= len(visit)
        yield from ((fact, at) for fact in visit)


def _visit(visit: str, number: int) -> Iterator[f.Fact]:
    yield f.TicketReserved(
        visit, 1, "pay-bill", f"A{number:03d}", number, 0, "paper", 3, f"key-{visit}", "0" * 64
    )
    yield f.TicketIssued(visit, 1, "paper")
    yield f.TicketCalled(visit, 1, "1", "1001")
    yield f.ServiceStarted(visit, 1, "1", "1001")
    yield f.ServiceFinished(visit, 1, "1", "1001")
    yield f.VisitRated(visit, 5, "evaluator", "1")

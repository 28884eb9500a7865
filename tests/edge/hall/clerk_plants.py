"""Halls with a bug planted, to see that the interleavings of clerks find it."""

from collections.abc import Awaitable, Callable, Sequence

from clerk_starts import CLOCK, Start
from clerks import Choose, Interleaving, Tell
from edgefakes import PLAN

from edge.domain.facts import Fact, Recorded
from edge.domain.now import CounterNow
from edge.domain.rules import Rules
from edge.domain.state import HallState
from edge.hall.counters import Counters
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.ruling import Ruling
from edge.journal.rows import body_text
from edge.ports import Batch, NewFact

NEVER_MIN = 10**6


class DurableRecorder(Recorder):
    """Decides on what is durable, as if nothing were on its way to the disk."""

    taken = 0

    def require_service(self) -> HallState:
        return self.committed

    async def answer(
        self,
        facts: Sequence[Fact],
        build: Callable[[HallState], Answer],
        request: Request | None = None,
        *,
        sealed: bytes | None = None,
        keys: Sequence[tuple[str, bytes]] = (),
        dropped_keys: Sequence[str] = (),
    ) -> Answer:
        after = self.committed.copied()
        after.seq = self.taken = max(self.taken, after.seq)
        news = []
        for fact in facts:
            self.taken += 1
            recorded = Recorded(self.taken, self.clock.moment(), fact)
            after.apply(recorded)
            news.append(NewFact(recorded, body_text(fact.body())))
        await self._durable(self._committer.submit(Batch(news)))
        return build(after)


class DecidesOnDurable(Interleaving):
    """Clerks at counters whose decisions miss what is on its way to the disk."""

    def __init__(self, start: Start, choose: Choose, tell: Tell | None = None) -> None:
        super().__init__(start, choose, tell)
        recorder = DurableRecorder(CLOCK, self.committer, ())
        recorder.working = recorder.committed = self.hall.recorder.committed.copied()
        self.hall.recorder = recorder
        self.hall.counters = Counters(recorder, PLAN, Ruling(recorder, PLAN, Rules()))


class HastyRecorder(Recorder):
    """Answers without waiting for the disk."""

    async def _durable(self, written: Awaitable[None]) -> None:
        del written


class AnswersAtOnce(Interleaving):
    """Clerks at counters that answer before anything is durable."""

    def __init__(self, start: Start, choose: Choose, tell: Tell | None = None) -> None:
        super().__init__(start, choose, tell)
        recorder = HastyRecorder(CLOCK, self.committer, ())
        recorder.working = self.hall.recorder.working.copied()
        recorder.committed = recorder.working.copied()
        self.hall.counters = Counters(recorder, PLAN, Ruling(recorder, PLAN, Rules()))


class ForgetsWhoWaitedLong(Interleaving):
    """Clerks at counters where priority goes first for ever."""

    def __init__(self, start: Start, choose: Choose, tell: Tell | None = None) -> None:
        super().__init__(start, choose, tell)
        self.hall.counters = Counters(
            self.hall.recorder, PLAN, Ruling(self.hall.recorder, PLAN, Rules("", NEVER_MIN))
        )


class CarelessCounters(Counters):
    """Calls to a counter whether or not somebody is there already."""

    def _check_free(self, state: HallState, counter: str, now: CounterNow) -> None:
        """See nobody."""


class CallsBeside(Interleaving):
    """Clerks at counters that call two to one place."""

    def __init__(self, start: Start, choose: Choose, tell: Tell | None = None) -> None:
        super().__init__(start, choose, tell)
        self.hall.counters = CarelessCounters(
            self.hall.recorder, PLAN, Ruling(self.hall.recorder, PLAN, Rules())
        )

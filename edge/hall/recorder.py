"""Deciding, recording, committing: how every use case writes, and what the world may see.

There are two states, both folded by the same function. Use cases decide on the *working* state,
which already holds what is on its way to the disk, so that nobody decides on a stale queue. The
world sees the *committed* state only. When a commit fails the working state is thrown away and
folded again from the journal; until then the hall says that it is out of service.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Generator, Iterator, Sequence
from functools import partial
from typing import Any

from edge.domain.facts import DayOpened, Fact, Recorded, RequestAnswered
from edge.domain.leg import IllegalMoveError
from edge.domain.now import Answered
from edge.domain.refusals import KeyReusedError, OutOfServiceError
from edge.domain.state import HallState
from edge.errors import ExpectedError
from edge.hall.requests import Answer, Request
from edge.journal.rows import body_text
from edge.ports import Batch, Clock, Committer, NewEpoch, NewFact, StorageError

log = logging.getLogger(__name__)


class UnfoldableError(ExpectedError):
    """The journal is whole, and one of its facts cannot follow those before it."""

    def __init__(self, recorded: Recorded, error: Exception) -> None:
        super().__init__(
            f"the journal's fact {recorded.seq} ({recorded.fact.kind}) cannot follow: {error!r}"
        )


Subscriber = Callable[[Recorded], None]

_RECOVERY_PAUSE_S = 1.0


class Recorder:
    """The one writer. Owned by the hall; lives on one event loop."""

    def __init__(self, clock: Clock, committer: Committer, loaded: Sequence[Recorded]) -> None:
        self.clock = clock
        self.working = fold(loaded)
        self.committed = self.working.copied()
        self._committer = committer
        self._committer.on_commit(self._on_commit)
        self._committer.on_failure(self._lose_working_state)
        self._subscribers: list[Subscriber] = []
        self._recovering: asyncio.Task[None] | None = None
        self._given_up = asyncio.Event()
        self._trouble: BaseException | None = None

    @property
    def in_service(self) -> bool:
        """Whether facts can be recorded."""
        return self._recovering is None

    def require_service(self) -> HallState:
        """Return the working state. Raises `OutOfServiceError` while there is none."""
        if not self.in_service:
            raise OutOfServiceError("the hall cannot record anything at the moment")
        if not self._committer.has_room():
            raise OutOfServiceError("the hall is too busy at the moment")
        return self.working

    def tip(self) -> tuple[int, bytes]:
        """Return seq and chain hash of the last durable fact. Raises `OutOfServiceError`."""
        self.require_service()
        return self._committer.tip()

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call `subscriber` with every fact, in order, once it is durable."""
        self._subscribers.append(subscriber)

    async def record(
        self,
        *facts: Fact,
        sealed: bytes | None = None,
        keys: Sequence[tuple[str, bytes]] = (),
        dropped_keys: Sequence[str] = (),
        epoch: NewEpoch | None = None,
        finders: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        """Do as `begin`, and return when `facts` are durable."""
        await self.begin(
            *facts,
            sealed=sealed,
            keys=keys,
            dropped_keys=dropped_keys,
            epoch=epoch,
            finders=finders,
        )

    def begin(
        self,
        *facts: Fact,
        sealed: bytes | None = None,
        keys: Sequence[tuple[str, bytes]] = (),
        dropped_keys: Sequence[str] = (),
        epoch: NewEpoch | None = None,
        finders: Sequence[tuple[str, bytes]] = (),
    ) -> Awaitable[None]:
        """Apply `facts` to the working state at once; what is returned ends when they are durable.

        `sealed` belongs to the first of them. Without facts, ends when everything decided so far
        is durable. Raises `OutOfServiceError`, now or when awaited.
        """
        state = self.require_service()
        with self._all_or_nothing():
            news = self._apply(state, facts, sealed)
        written = self._committer.submit(Batch(news, keys, dropped_keys, epoch, finders))
        return _Begun(partial(self._durable, written))

    async def answer(
        self,
        facts: Sequence[Fact],
        build: Callable[[HallState], Answer],
        request: Request | None = None,
        *,
        sealed: bytes | None = None,
        keys: Sequence[tuple[str, bytes]] = (),
        dropped_keys: Sequence[str] = (),
        finders: Sequence[tuple[str, bytes]] = (),
    ) -> Answer:
        """Do as `record`, and return what `build` makes of the state right after `facts`.

        With a `request` the answer is kept, in the same commit, for when it comes again.
        """
        state = self.require_service()
        with self._all_or_nothing():
            news = self._apply(state, facts, sealed)
            answer = build(state)
            if request is not None:
                kept = RequestAnswered(request.key, request.fingerprint, answer.status, answer.body)
                news += self._apply(state, [kept], None)
        batch = Batch(news, keys, dropped_keys, None, finders)
        await self._durable(self._committer.submit(batch))
        return answer

    async def wrapped_key(self, subject: str) -> bytes | None:
        """Return the key of a visit or message, wrapped; None once it has been deleted.

        Raises `OutOfServiceError`.
        """
        try:
            return await self._committer.wrapped_key(subject)
        except StorageError as error:
            raise OutOfServiceError("nothing sealed can be read at the moment") from error

    async def recorded(self, seq: int) -> Recorded | None:
        """Return a durable fact with its sealed part; None where it is no longer kept.

        Raises `OutOfServiceError`.
        """
        try:
            return await self._committer.recorded(seq)
        except StorageError as error:
            raise OutOfServiceError("nothing sealed can be read at the moment") from error

    @contextlib.contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # a bug: half of a use case must not stand in the state
            self._lose_working_state(error)
            raise

    def _apply(
        self, state: HallState, facts: Sequence[Fact], sealed: bytes | None
    ) -> list[NewFact]:
        moment = self.clock.moment()
        news = []
        for number, fact in enumerate(facts):
            recorded = Recorded(state.seq + 1, moment, fact, None if number else sealed)
            state.apply(recorded)
            news.append(NewFact(recorded, body_text(fact.body())))
        return news

    async def _durable(self, written: Awaitable[None]) -> None:
        try:
            await written
        except StorageError as error:
            raise OutOfServiceError(
                "the hall could not record this: take it as not done, and ask again"
            ) from error

    # --- requests that may come twice ---

    def earlier_answer(self, request: Request | None) -> Answered | None:
        """Return what the same request was answered, or None for a new one.

        Raises `KeyReusedError` for the same key on another request.
        """
        if request is None:
            return None
        answered = self.require_service().answered.get(request.key)
        if answered is not None and answered.fingerprint != request.fingerprint:
            raise KeyReusedError(
                "this idempotency key belongs to another request", "Idempotency-Key"
            )
        return answered

    async def settled(self, answered: Answered) -> Answer:
        """Return an earlier answer, once it is durable."""
        await self.record()  # an empty batch is durable when everything before it is
        return Answer(answered.status, answered.answer)

    # --- commits and their failure ---

    def _on_commit(self, group: Sequence[Recorded]) -> None:
        for recorded in group:
            self.committed.apply(recorded)
            for subscriber in self._subscribers:
                _tell(subscriber, recorded)

    def _lose_working_state(self, error: Exception) -> None:
        if self._recovering is None:
            log.error("out of service: %s", error)
            self._recovering = asyncio.create_task(self._recover(), name="journal recovery")
            self._recovering.add_done_callback(self._give_up_on_trouble)

    async def _recover(self) -> None:
        facts = await self._committer.recover(self.committed.seq)
        while facts is None:
            await asyncio.sleep(_RECOVERY_PAUSE_S)
            facts = await self._committer.recover(self.committed.seq)
        self.working = fold(_of_this_day(facts))
        # A commit that failed may have become durable all the same: what the journal has, counts.
        self._on_commit([recorded for recorded in facts if recorded.seq > self.committed.seq])
        self._recovering = None
        log.info("in service again at fact %d", self.working.seq)

    def _give_up_on_trouble(self, recovery: "asyncio.Task[None]") -> None:
        if not recovery.cancelled() and (error := recovery.exception()) is not None:
            log.critical("out of service until a restart: %s", error, exc_info=error)
            self._trouble = error
            self._given_up.set()

    async def watch(self) -> None:
        """Return never; raise what ended a recovery, so that the process ends and starts anew."""
        await self._given_up.wait()
        raise self._trouble or RuntimeError("the recovery of the journal has ended")

    async def close(self) -> None:
        """Write what has been decided and let go of the disk."""
        if self._recovering is not None:
            self._recovering.cancel()
            await asyncio.gather(self._recovering, return_exceptions=True)
        await self._committer.close()


class _Begun:
    """A commit under way. Nobody need wait for it: whoever began it may have been cancelled."""

    def __init__(self, durable: Callable[[], Awaitable[None]]) -> None:
        self._durable = durable

    def __await__(self) -> Generator[Any, Any, None]:
        return self._durable().__await__()


def _tell(subscriber: Subscriber, recorded: Recorded) -> None:
    try:
        subscriber(recorded)
    except Exception:  # a listener's bug must not keep back the answer to what is durable
        log.exception("a listener could not take in fact %d", recorded.seq)


def _of_this_day(facts: Sequence[Recorded]) -> Sequence[Recorded]:
    opened = [at for at, recorded in enumerate(facts) if isinstance(recorded.fact, DayOpened)]
    return facts[opened[-1] :] if opened else facts


def fold(facts: Sequence[Recorded]) -> HallState:
    """Return the state that `facts` make, from the first `DayOpened` among them or from nothing.

    Raises `UnfoldableError`.
    """
    state = HallState()
    for recorded in facts:
        try:
            state.apply(recorded)
        except (ValueError, LookupError, TypeError, IllegalMoveError) as error:
            raise UnfoldableError(recorded, error) from error
    return state

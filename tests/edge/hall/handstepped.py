"""A hall without a loop: use cases are stepped by hand, and commits end when the test says so."""

from collections import deque
from collections.abc import Callable, Generator, Sequence

from edgefakes import HALL_KEY, SETTINGS, CountingIds, FakeClock, FakePaper, FakePins, NoShelf

from edge.domain.facts import Recorded
from edge.domain.state import HallState
from edge.hall import Hall
from edge.hall.hall import HallPorts
from edge.ports import Batch, StorageError

Listener = Callable[[Sequence[Recorded]], None]


class Durable:
    """What a use case waits for. Whoever steps it by hand goes on only once it is `done`."""

    __slots__ = ("done",)

    def __init__(self) -> None:
        self.done = False

    def __await__(self) -> Generator["Durable", None, None]:
        if not self.done:
            yield self


class SteppedCommitter:
    """The disk, as a port: batches become durable in their order, as many as the test says."""

    def __init__(self, listener: Listener) -> None:
        """Tell `listener` of every commit before anybody else hears of it."""
        self._listeners = [listener]
        self._submitted: deque[tuple[Batch, Durable]] = deque()

    @property
    def submitted(self) -> int:
        """How many batches are on their way to the disk."""
        return len(self._submitted)

    def commit(self, batches: int) -> None:
        """Make the first `batches` durable, in one commit."""
        group = [self._submitted.popleft() for _ in range(batches)]
        facts = [new.recorded for batch, _durable in group for new in batch.facts]
        for listener in self._listeners:
            listener(facts)
        for _batch, durable in group:
            durable.done = True

    def has_room(self) -> bool:
        return True

    def submit(self, batch: Batch) -> Durable:
        durable = Durable()
        self._submitted.append((batch, durable))
        return durable

    def tip(self) -> tuple[int, bytes]:
        raise AssertionError("no day is opened here")

    def finders(self) -> list[tuple[str, bytes]]:
        return []

    async def wrapped_key(self, subject: str) -> bytes | None:
        raise AssertionError(f"nothing is sealed here, not even {subject}")

    async def recorded(self, seq: int) -> Recorded | None:
        raise AssertionError(f"nothing is read again here, not even fact {seq}")

    def on_commit(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def on_failure(self, listener: Callable[[StorageError], None]) -> None:
        """Never fails."""

    async def recover(self, after: int) -> Sequence[Recorded] | None:
        raise AssertionError(f"never fails, and is asked for what follows {after}")

    async def close(self) -> None:
        self.commit(self.submitted)


def hall_at(state: HallState, committer: SteppedCommitter, clock: FakeClock) -> Hall:
    """Return a hall that stands where `state` says. Faster than folding it from its facts."""
    ports = HallPorts(
        clock, CountingIds(), committer, FakePaper(), FakePins(), HALL_KEY, NoShelf(), NoShelf()
    )
    hall = Hall(SETTINGS, ports, ())
    hall.recorder.working = state.copied()
    hall.recorder.committed = state.copied()
    return hall

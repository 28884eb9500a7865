"""One line of time on which the moments of all boots stand, so that lengths of time can be told.

Within a boot the monotonic clock tells how long something took; nobody can set it. Between two
boots only the wall clock knows, and it is believed where the network had set it in both. Where it
had not, the length is doubtful. Where the clock was surely wrong (behind what the journal had seen)
it is not asked at all: at least as much time has passed as the new boot has lasted.
"""

from dataclasses import dataclass

from edge.domain.facts import Moment

_WRONG = "unsynced"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time. `doubtful`: a clock that nobody had set was needed to tell it."""

    ms: int = 0
    doubtful: bool = False

    def __add__(self, other: "Span") -> "Span":
        return Span(self.ms + other.ms, self.doubtful or other.doubtful)

    def less(self, ms: int) -> "Span":
        """Return it shorter by `ms`, and never shorter than nothing."""
        return Span(max(0, self.ms - ms), self.doubtful)


NOTHING = Span()


@dataclass(slots=True)
class _Boot:
    """One boot of the machine, and where it lies on the line.

    `base` is the place of its monotonic zero. `offset` is wall minus monotonic time as a clock that
    was set has said it, `guess` the same as far as the boots before can tell.
    """

    number: int
    first: Moment
    last: Moment
    base: int
    doubtful: bool
    offset: int | None = None
    guess: int | None = None

    def wall(self, moment: Moment) -> int:
        """Return the wall time (ms) of a moment of this boot, as well as it is known."""
        if moment.clock == Moment.TRUSTED:
            return moment.at
        if self.offset is not None:
            return self.offset + moment.mono
        if moment.clock == _WRONG and self.guess is not None:
            return self.guess + moment.mono
        return moment.at

    def ended_at(self) -> int | None:
        """Return the wall time (ms) of its last moment; None where nobody has an idea."""
        lost = self.last.clock == _WRONG and self.offset is None and self.guess is None
        return None if lost else self.wall(self.last)


class Timeline:
    """Must see the moment of every fact, in order, before it is asked about it."""

    def __init__(self) -> None:
        self._boots: list[_Boot] = []
        self._by_name: dict[str, _Boot] = {}

    def take(self, moment: Moment) -> None:
        """Take in the moment of the next fact."""
        if not self._boots or self._boots[-1].first.boot != moment.boot:
            self._begin(moment)
        boot = self._boots[-1]
        boot.last = moment
        if moment.clock == Moment.TRUSTED:
            boot.offset = moment.at - moment.mono
            if boot.doubtful:
                self._correct(boot, boot.offset)

    def _begin(self, moment: Moment) -> None:
        base = moment.at - moment.mono
        boot = _Boot(len(self._boots), moment, moment, base, doubtful=bool(self._boots))
        if self._boots:
            self._put_behind(self._boots[-1], boot, moment)
        self._boots.append(boot)
        self._by_name[moment.boot] = boot

    def _put_behind(self, before: _Boot, boot: _Boot, moment: Moment) -> None:
        ended_at, off = before.ended_at(), moment.mono
        if ended_at is not None and moment.clock != _WRONG:
            off = max(off, moment.at - ended_at)
        boot.base = before.base + before.last.mono + off - moment.mono
        boot.guess = None if ended_at is None else ended_at + off - moment.mono

    def _correct(self, boot: _Boot, offset: int) -> None:
        """Say exactly how long the machine was off, now that both clocks are known."""
        before = self._boots[boot.number - 1]
        if before.offset is None:
            return
        base = before.base + offset - before.offset
        if base + boot.first.mono >= before.base + before.last.mono:
            boot.base, boot.doubtful = base, False

    def place(self, moment: Moment) -> int:
        """Return where on the line a moment stands, in milliseconds."""
        return self._by_name[moment.boot].base + moment.mono

    def between(self, before: Moment, after: Moment) -> Span:
        """Return how long it was from `before` to `after`."""
        if before.boot == after.boot:
            return Span(max(0, after.mono - before.mono))
        first, last = self._by_name[before.boot].number, self._by_name[after.boot].number
        doubtful = any(boot.doubtful for boot in self._boots[first + 1 : last + 1])
        return Span(max(0, self.place(after) - self.place(before)), doubtful)

    def wall(self, moment: Moment) -> int:
        """Return the wall time (ms) of a moment, by a clock that was set if this boot had one."""
        return self._by_name[moment.boot].wall(moment)

    def since(self, at: int, moment: Moment) -> Span:
        """Return how long after wall time `at` (ms) a moment is; nothing where it is before."""
        return Span(max(0, self.wall(moment) - at), not self._is_set(moment))

    def _is_set(self, moment: Moment) -> bool:
        return moment.clock == Moment.TRUSTED or self._by_name[moment.boot].offset is not None

    def is_dated(self, moment: Moment) -> bool:
        """Whether its wall time can be believed as far as the hour goes."""
        return moment.clock != _WRONG or self._by_name[moment.boot].offset is not None

"""Use cases of headquarters' commands: taken once however often they come, each with a result.

What a kind of command does is told by whoever can do it: `decides` for what can be decided on the
state and done again without harm, `does` for what reaches beyond the journal.
"""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from edge.domain import facts as f
from edge.domain.command import (
    ClockUnsyncedError,
    Command,
    CommandReusedError,
    Effect,
    Result,
)
from edge.domain.refusals import RefusedError
from edge.domain.state import HallState
from edge.hall.headquarters import Headquarters
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer

log = logging.getLogger(__name__)

UNSYNCED = "unsynced"
_RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Decided:
    """What a command changes: `facts`, the sealed part of the first, its key and its finder."""

    facts: Sequence[f.Fact] = ()
    sealed: bytes | None = None
    keys: Sequence[tuple[str, bytes]] = ()
    finders: Sequence[tuple[str, bytes]] = ()
    detail: str = ""


Decide = Callable[[HallState, Command], Decided]
Do = Callable[[Command], Awaitable[None]]


class Inbox:
    """Commands by name. `acked` tells up to which fact headquarters holds the journal."""

    def __init__(
        self, recorder: Recorder, headquarters: Headquarters, acked: Callable[[], int]
    ) -> None:
        self.refused: Counter[str] = Counter()  # by code, since the controller began
        self._recorder = recorder
        self._headquarters = headquarters
        self._acked = acked
        self._deciders: dict[str, Decide] = {}
        self._doers: dict[str, Do] = {}
        self._under_way: dict[str, Command] = {}  # noted, and not begun yet
        self._held: set[str] = set()  # noted or begun by this process, and not ended

    def decides(self, kind: str, decide: Decide) -> None:
        """Have `decide` say what a command of `kind` changes; it raises what it refuses."""
        self._deciders[kind] = decide

    def does(self, kind: str, do: Do) -> None:
        """Have `do` carry out a command of `kind`, at most once; it raises what it refuses."""
        self._doers[kind] = do

    async def take(self, command: Command, signature: bytes) -> Answer:
        """Take a command, or say once more what became of it. The answer is durable.

        Raises `RefusedError` where nothing is taken: what is not headquarters' own, or what cannot
        be judged now.
        """
        try:
            self._headquarters.check_command(command, signature)
            state = self._recorder.require_service()
            if not self._is_known(state, command):
                await self._take_news(state, command)
        except RefusedError as error:
            self._count(error)
            raise
        await self._recorder.record()  # whoever came first with it may not be durable yet
        return self._answer(command)

    def _is_known(self, state: HallState, command: Command) -> bool:
        known = state.inbox.get(command.command)
        if known is not None and known.fingerprint != command.fingerprint:
            raise CommandReusedError("another command came under this name", "command")
        return known is not None

    def _count(self, error: RefusedError) -> None:
        self.refused[error.code] += 1
        count = self.refused[error.code]
        if count & (count - 1) == 0:  # a flood is told with every doubling
            log.warning("headquarters' command not taken: %s (%d times)", error.code, count)

    def _answer(self, command: Command) -> Answer:
        known = self._recorder.working.inbox.get(command.command)
        result, detail = (known.result, known.detail) if known else ("", "")
        body = {"command": command.command, "result": result or _RECEIVED, "detail": detail}
        return Answer(200, body)

    async def _take_news(self, state: HallState, command: Command) -> None:
        result, detail = self._verdict(state, command)
        if result != "done":
            await self._recorder.record(_ended(command, result, detail))
        elif command.effect == "idempotent":
            await self._decide(state, command)
        else:
            await self._note(command)

    def _verdict(self, state: HallState, command: Command) -> tuple[Result, str]:
        """Return `done` for what may be done, or the end it has without."""
        effect = self._effect_of(command.kind)
        if effect is None:
            return "unknown", ""
        if effect != command.effect:
            return "refused", "other_effect"
        if command.epoch not in _epochs_meant(effect, state.epoch):
            return "superseded", ""
        return ("expired", "") if self._has_expired(command) else ("done", "")

    def _effect_of(self, kind: str) -> Effect | None:
        if kind in self._deciders:
            return "idempotent"
        return "at_most_once" if kind in self._doers else None

    def _has_expired(self, command: Command) -> bool:
        now = self._recorder.clock.moment()
        if now.clock != UNSYNCED:
            return now.at >= command.expires
        if command.effect == "at_most_once":
            raise ClockUnsyncedError("the hall's clock is not right yet")
        return False  # late does no harm, and a wrong clock must not end it

    # --- what is decided on the state ---

    async def _decide(self, state: HallState, command: Command) -> None:
        try:
            decided = self._deciders[command.kind](state, command)
        except RefusedError as error:
            await self._recorder.record(_ended(command, "refused", error.code))
            return
        await self._recorder.record(
            *decided.facts,
            _ended(command, "done", decided.detail),
            sealed=decided.sealed,
            keys=decided.keys,
            finders=decided.finders,
        )

    # --- what reaches beyond the journal ---

    async def _note(self, command: Command) -> None:
        name = command.command
        self._held.add(name)
        received = f.CommandReceived(name, command.kind, command.expires, command.fingerprint)
        try:
            await self._recorder.record(received)
        except BaseException:
            self._held.discard(name)
            raise
        self._under_way[name] = command

    async def proceed(self) -> None:
        """Begin what headquarters knows by now to have been noted; end what was cut short."""
        inbox = self._recorder.require_service().inbox
        for name in list(self._under_way):
            known = inbox.get(name)
            if known is None or known.received_seq <= self._acked():
                command = self._under_way.pop(name, None)
                if command is not None and known is not None:
                    await self._carry_out(command)
        cut_short = [
            f.CommandEnded(name, now.wanted, "uncertain", "", now.expires, now.fingerprint)
            for name, now in self._recorder.require_service().inbox.items()
            if not now.result and name not in self._held
        ]
        if cut_short:
            await self._recorder.record(*cut_short)

    async def _carry_out(self, command: Command) -> None:
        try:
            result, detail = await self._done(command)
            await self._recorder.record(_ended(command, result, detail))
        finally:
            # However it ended, this process does not begin it again.
            self._held.discard(command.command)

    async def _done(self, command: Command) -> tuple[Result, str]:
        try:
            result, detail = self._verdict(self._recorder.require_service(), command)
            if result == "done":
                await self._doers[command.kind](command)
        except RefusedError as error:
            return "refused", error.code
        return result, detail


def _epochs_meant(effect: Effect, epoch: str) -> tuple[str, ...]:
    return (epoch,) if effect == "at_most_once" else ("", epoch)


def _ended(command: Command, result: Result, detail: str) -> f.CommandEnded:
    return f.CommandEnded(
        command.command, command.kind, result, detail, command.expires, command.fingerprint
    )

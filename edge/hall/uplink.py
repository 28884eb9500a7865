"""Use cases of the link: what headquarters holds, and a new epoch when it holds more than we do."""

import logging

from edge.domain import facts as f
from edge.domain.refusals import AheadOfJournalError, ChainMismatchError, EpochMismatchError
from edge.hall.recorder import Recorder
from edge.ports import Ids, NewEpoch

log = logging.getLogger(__name__)


class Uplink:
    """Keeps what headquarters has confirmed. A confirmation is a fact, but not every one is.

    The fact of a confirmation travels to headquarters and is confirmed in turn; to note that too
    would go on for ever. So a confirmation that covers nothing but such facts is kept in memory.
    """

    def __init__(self, recorder: Recorder, ids: Ids) -> None:
        self._recorder = recorder
        self._ids = ids
        self._acked = recorder.committed.acked
        self._newest_to_confirm = recorder.committed.seq
        recorder.subscribe(self._on_fact)

    def _on_fact(self, recorded: f.Recorded) -> None:
        if not isinstance(recorded.fact, f.UplinkAcknowledged):
            self._newest_to_confirm = recorded.seq

    @property
    def acked(self) -> int:
        """The highest seq of this epoch that headquarters holds."""
        return self._acked

    @property
    def pending(self) -> int:
        """How many facts headquarters has not confirmed."""
        return max(0, self._recorder.committed.seq - self._acked)

    async def acknowledge(self, epoch: str, upto: int, head: bytes, ours: bytes | None) -> int:
        """Note that headquarters holds all up to `upto`; `ours` is this journal's hash there.

        Raises `EpochMismatchError`, `AheadOfJournalError`, `ChainMismatchError`.
        """
        state = self._recorder.require_service()
        if epoch != state.epoch:
            raise EpochMismatchError(f"this journal's epoch is {state.epoch}", "epoch")
        if upto > self._recorder.committed.seq or ours is None:
            raise AheadOfJournalError(f"the journal ends at {self._recorder.committed.seq}", "upto")
        if ours != head:
            raise ChainMismatchError(f"at {upto} this journal's chain is another", "head")
        if upto > self._acked:
            await self._note(epoch, upto, head)
        return self._acked

    async def _note(self, epoch: str, upto: int, head: bytes) -> None:
        recorded_upto = self._recorder.working.acked
        self._acked = upto
        if recorded_upto < self._newest_to_confirm and self._covers_more(recorded_upto, upto):
            await self._recorder.record(f.UplinkAcknowledged("uplink", epoch, upto, head.hex()))

    def _covers_more(self, recorded_upto: int, upto: int) -> bool:
        # Everything above the newest other fact is confirmations of confirmations.
        return upto >= self._newest_to_confirm or upto - recorded_upto > 1

    async def renew_epoch(self, known_epoch: str, reason: str) -> str:
        """Give the journal a new identity; asked twice, it does so once. Returns the epoch."""
        state = self._recorder.require_service()
        if known_epoch != state.epoch:
            await self._recorder.record()  # the one who asked first may not be durable yet
            return self._recorder.committed.epoch
        epoch = self._ids.new_id()
        log.warning("headquarters knows more than this journal (%s): new epoch %s", reason, epoch)
        first = state.acked + 1
        renewed = f.EpochRenewed("hall", epoch, known_epoch, reason, first)
        await self._recorder.record(renewed, epoch=NewEpoch(epoch, first))
        self._acked = self._recorder.committed.acked
        return epoch

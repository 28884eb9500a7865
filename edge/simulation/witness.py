"""Who stands in the hall all day and notices at once what must never be, even for a moment."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Sequence

from drivers.contract import Spoken
from edge.controller import Controller
from edge.domain import facts as f
from edge.ports import Batch
from edge.simulation.disk import Card
from edge.simulation.ledger import Ledger

_LOOKS = 0.1  # at this share of the moments the witness looks at what the hall shows
# A call is said within its time to live, and saying it takes a while.
_SAID_WITHIN_S = 150.0
_DOUBLE_PRESS_MS = 3000


class Witness:
    """Compares what is said and shown with what is durable on `card` at that moment.

    `held` are the hashes of all facts that headquarters has ever kept.
    """

    def __init__(self, ledger: Ledger, card: Card, held: set[bytes], dice: random.Random) -> None:
        self._ledger = ledger
        self._card = card
        self._held = held
        self._dice = dice
        self._watched: Controller | None = None
        self._called_s: dict[str, float] = {}
        self._said: dict[str, None] = {}
        card.listeners.append(self._on_moment)
        ledger.durable = lambda: card.durable_seq
        ledger.replaced = self._card_replaced

    def watch(self, controller: Controller) -> None:
        """Watch a controller that begins; the one before it is gone."""
        self._watched = controller
        life = _Life(self._ledger)
        controller.hall.recorder.subscribe(self._on_fact)
        controller.hall.recorder.subscribe(life.on_fact)
        controller.announcer.spoken = _Heard(self._on_spoken)

    def _card_replaced(self, seq: int) -> None:
        # Other facts will have their numbers.
        for said in (self._called_s, self._said):
            for spoken in [each for each in said if int(each.partition("-")[0]) > seq]:
                said.pop(spoken)

    def _on_fact(self, recorded: f.Recorded) -> None:
        seq, fact = recorded.seq, recorded.fact
        if seq > self._card.durable_seq:
            self._ledger.wrong(f"fact {seq} was told to everybody before it was durable")
        match fact:
            case f.TicketCalled() | f.TicketRecalled():
                self._called_s.setdefault(str(seq), asyncio.get_running_loop().time())
            case f.UplinkAcknowledged(upto=upto, head=head):
                if bytes.fromhex(head) not in self._held:
                    self._ledger.wrong(f"headquarters confirmed {upto}, and never had it")

    def _on_spoken(self, spoken: Spoken) -> None:
        if spoken.id in self._said:
            self._ledger.wrong(f"{spoken.id} was announced again")
        self._said[spoken.id] = None
        seq, _, rest = spoken.id.partition("-")
        if rest.endswith("-wait"):
            return
        now_s = asyncio.get_running_loop().time()
        if now_s - self._called_s.get(seq, now_s) > _SAID_WITHIN_S:
            self._ledger.wrong(f"{spoken.id} was announced long after its call")

    def _on_moment(self, moment: str, _batches: Sequence[Batch]) -> None:
        if moment == "opened":
            self._watched = None  # whoever opened the card before has gone
        if moment in ("opened", "recovering"):
            for subject in self._card.keyless():
                self._ledger.wrong(f"the key of {subject} is lost")
        if self._watched is None or self._dice.random() > _LOOKS:
            return
        shown = self._watched.hall.views.board()["seq"]
        if shown > self._card.durable_seq:
            self._ledger.wrong(f"fact {shown} was shown before it was durable")


class _Life:
    """What one controller does from its start to its end: it remembers all of that."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._called_mono: dict[str, int] = {}

    def on_fact(self, recorded: f.Recorded) -> None:
        if not isinstance(recorded.fact, f.TicketCalled):
            return
        counter, mono = recorded.fact.counter, recorded.moment.mono
        before = self._called_mono.get(counter)
        self._called_mono[counter] = mono
        if before is not None and mono - before < _DOUBLE_PRESS_MS:
            self._ledger.wrong(f"counter {counter} called two visitors within {mono - before} ms")


class _Heard(deque[Spoken]):
    """What a voice has said, heard while it is said."""

    def __init__(self, heard: Callable[[Spoken], None]) -> None:
        super().__init__(maxlen=50)
        self._heard = heard

    def append(self, spoken: Spoken) -> None:
        super().append(spoken)
        self._heard(spoken)

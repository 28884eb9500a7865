"""What people in the hall were told, and what must therefore be so for ever."""

import dataclasses
import sys
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple


@dataclasses.dataclass(slots=True)
class Promise:
    """A fact that somebody outside was told of, as done.

    `seq` is where the hall's journal was when it was told. `elsewhere`: the hall's card has been
    replaced by an older one since, so that headquarters alone can know it.
    """

    kind: str
    subject: str
    seq: int
    elsewhere: bool = False


class Call(NamedTuple):
    """What a clerk was told: who is to come to which counter, by which fact."""

    visit: str
    counter: str
    seq: int


class Ledger:
    """Kept by the simulation itself, outside of every process.

    `durable` tells the last fact on the hall's card; `replaced` hears where a card that was put in
    goes on.
    """

    def __init__(self) -> None:
        self.promises: list[Promise] = []
        self.wrongs: list[str] = []
        self.durable: Callable[[], int] = lambda: sys.maxsize
        self.replaced: Callable[[int], None] = lambda _seq: None
        self.excused = 0
        self.unsure = 0  # calls that went by a clock which had been set
        self.papers: dict[str, int] = defaultdict(int)
        self.calls: list[Call] = []

    def wrong(self, what: str) -> None:
        """Note something that must never happen."""
        if what not in self.wrongs:
            self.wrongs.append(what)

    def promise(self, kind: str, subject: str, seq: int) -> None:
        """Note that somebody was told that it is done."""
        if seq > self.durable():
            self.wrong(f"{kind} of {subject} was acknowledged before it was durable")
        self.promises.append(Promise(kind, subject, seq))

    def called(self, visit: str, counter: str, seq: int) -> None:
        """Note that a clerk was told to expect a visit: by fact `seq` of the hall's journal."""
        self.calls.append(Call(visit, counter, seq))

    def printed(self, visit: str) -> None:
        """Note a piece of paper."""
        self.papers[visit] += 1
        if self.papers[visit] > 1:
            self.wrong(f"visit {visit} was printed {self.papers[visit]} times")

    def card_replaced(self, seq: int, known_elsewhere: Callable[[Promise], bool]) -> None:
        """Excuse what went with the card, but for what headquarters already knew.

        The hall goes on from its fact `seq`.
        """
        kept = []
        for promise in self.promises:
            if promise.seq <= seq or promise.elsewhere:
                kept.append(promise)
            elif known_elsewhere(promise):
                kept.append(dataclasses.replace(promise, elsewhere=True))
        self._keep(kept)
        self.calls = [call for call in self.calls if call.seq <= seq]
        self.replaced(seq)

    def headquarters_replaced(self, known: Callable[[Promise], bool]) -> None:
        """Excuse what only headquarters knew, and what its backup does not."""
        self._keep([each for each in self.promises if not each.elsewhere or known(each)])

    def _keep(self, kept: list[Promise]) -> None:
        self.excused += len(self.promises) - len(kept)
        self.promises = kept

"""The link's mind for documents: what the hall lacks, asked for piece by piece. Pure.

One piece is under way at a time, so that facts never wait behind documents for long. What does not
come is asked for again, later each time. What came is slowed down to `bytes_per_s`: a hall on a
mobile network has other needs too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sync.envelope import PIECE_BYTES_MAX, LibraryMessage
from sync.pacing import Draw, Patience, Timing
from sync.piece import Piece


@dataclass(frozen=True, slots=True)
class Wanted:
    """A blob that the hall lacks from byte `there` on."""

    hash: str
    size: int
    there: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Pass on to the hall how headquarters wants its documents."""

    library: LibraryMessage


@dataclass(frozen=True, slots=True)
class Hand:
    """Hand the hall a piece."""

    piece: Piece


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask headquarters for `count` bytes of a blob from `offset` on."""

    hash: str
    offset: int
    count: int


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing to do until then; None: until something is heard."""

    until_s: float | None


Move = Tell | Hand | Ask | Idle


class Fetching:
    """What one connection knows of the hall's documents. Nothing of it is durable."""

    def __init__(self, timing: Timing, draw: Draw, bytes_per_s: float) -> None:
        self._patience = Patience(timing, draw)
        self._bytes_per_s = bytes_per_s
        self._library: LibraryMessage | None = None
        self._wants: Sequence[Wanted] = ()
        self._asked: Ask | None = None
        self._piece: Piece | None = None
        self._not_before_s = 0.0

    def next_move(self, now_s: float) -> Move:
        """Return what to do now. Asking twice changes nothing that the first time did not."""
        if self._library is not None:
            return self._after(self._patience.not_before_s, now_s) or Tell(self._library)
        if self._piece is not None:
            return self._after(self._patience.not_before_s, now_s) or Hand(self._piece)
        if not self._wants:
            return Idle(None)
        if self._asked is not None:
            if now_s < self._patience.overdue_at_s:
                return Idle(self._patience.overdue_at_s)
            self._asked = None
            self._patience.failed(now_s)
        begin_s = max(self._not_before_s, self._patience.not_before_s)
        return self._after(begin_s, now_s) or self._next_question()

    def _after(self, begin_s: float, now_s: float) -> Idle | None:
        return Idle(begin_s) if now_s < begin_s else None

    def _next_question(self) -> Ask:
        want = self._wants[0]
        return Ask(want.hash, want.there, max(1, min(PIECE_BYTES_MAX, want.size - want.there)))

    # --- what has been done -------------------------------------------------------------------

    def asked(self, question: Ask, now_s: float) -> None:
        """Note that headquarters was asked."""
        self._asked = question
        self._patience.wait_from(now_s)

    def handed(self, wants: Sequence[Wanted]) -> None:
        """Note that the hall took what was passed on, and what it lacks now."""
        self._library = self._piece = self._asked = None
        self._wants = wants

    def refused(self) -> None:
        """Note that the hall does not want these documents."""
        self.handed(())

    def failed(self, now_s: float) -> None:
        """Note that the hall cannot take anything now: it is tried again, later each time."""
        self._patience.failed(now_s)

    # --- what has been heard ------------------------------------------------------------------

    def hear_library(self, library: LibraryMessage) -> None:
        """Take in how headquarters wants the documents. The latest word counts."""
        self._library = library
        self._piece = self._asked = None

    def hear_piece(self, piece: Piece, now_s: float) -> None:
        """Take in a piece. One that was not asked for, or not any more, changes nothing."""
        asked = self._asked
        if asked is None or (piece.hash, piece.offset) != (asked.hash, asked.offset):
            return
        if not piece.data and asked.offset + 1 <= self._wants[0].size:
            return  # headquarters does not serve it now: as if nothing had come
        self._asked, self._piece = None, piece
        self._patience.measured(now_s - self._patience.waiting_since_s)
        self._patience.progressed(now_s)
        self._not_before_s = now_s + len(piece.data) / self._bytes_per_s

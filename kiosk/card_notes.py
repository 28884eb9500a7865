"""What is said at one screen about a card on the reader beside it, and for how long."""

from collections.abc import Callable

from kiosk.alarm import Alarm
from kiosk.scene import CardNote

# Long enough to be read twice.
_SHOWN_S = 12.0


class CardNotes:
    """Says one thing at a time. `tell` hears what, `at_rest` tells that nobody stands there."""

    def __init__(self, tell: Callable[[CardNote], None], at_rest: Callable[[], bool]) -> None:
        self._tell = tell
        self._at_rest = at_rest
        self._said = CardNote.NONE
        self._alarm = Alarm()

    def say(self, note: CardNote) -> None:
        """Say this, for a while."""
        self._alarm.set(_SHOWN_S, self._over)
        self._say(note)

    def card_read(self) -> None:
        """Say no more of the card before this one."""
        self._alarm.stop()
        self._say(CardNote.NONE)

    def visitor_left(self) -> None:
        """Say no more, unless a card was left: whoever walks off without it may still hear that."""
        if self._said is CardNote.LEFT:
            self.say(CardNote.LEFT)
        else:
            self.card_read()

    def close(self) -> None:
        """Stop."""
        self._alarm.stop()

    def _over(self) -> None:
        # Nothing tells when a card that was left is taken: its owner is reminded to the end.
        if self._said is not CardNote.LEFT or self._at_rest():
            self._say(CardNote.NONE)

    def _say(self, note: CardNote) -> None:
        if note is not self._said:
            self._said = note
            self._tell(note)

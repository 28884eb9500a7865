"""Tells a card that a reader reads again and again from one that was laid anew."""

import hashlib

from drivers.reader.lying import GONE_AFTER_S


class LastCard:
    """Remembers the last card by a digest of its text, and whether it has been missing since.

    After a reset the reader finds a card again that was lying there all the time: the same text is
    then the same card, though nothing was found for a while.
    """

    def __init__(self) -> None:
        self._digest = b""
        self._missing_since_s: float | None = None
        self._gone = False
        self._was_reset = False

    def nothing_found(self, at_s: float) -> None:
        """Note that no card was found."""
        if self._missing_since_s is None:
            self._missing_since_s = at_s
        self._gone = self._gone or at_s - self._missing_since_s >= GONE_AFTER_S

    def reader_was_reset(self) -> None:
        """Note that the reader has forgotten what it read."""
        self._was_reset = True

    def is_new(self, text: bytes) -> bool:
        """Note that a card was read; whether it is another one, or laid anew."""
        digest = hashlib.sha256(text).digest()
        new = digest != self._digest or (self._gone and not self._was_reset)
        self._digest, self._missing_since_s = digest, None
        self._gone = self._was_reset = False
        return new

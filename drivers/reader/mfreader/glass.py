"""What lies on the twin's glass, and what reading it gives."""

from dataclasses import dataclass

from drivers.reader.content import CardContent, join_content
from drivers.reader.mfreader.frames import (
    READ_ALL,
    READ_NAME_AND_NUMBER,
    READ_NUMBER,
    READ_TEXT,
    Answer,
)
from drivers.reader.mfreader.words import STATUS_NO_CARD, STATUS_READ_OK
from drivers.reader.specimen import Specimen
from drivers.reader.sw3 import Sw3

_UNSUPPORTED = 0x0001
# In the text block of a citizen's card.
_NAME, _NUMBER = slice(0, 30), slice(122, 158)


@dataclass(slots=True)
class MfGlass:
    """At most one card. One that has been read is found again only where `reads_again`."""

    card: Specimen | None = None
    reads_again: bool = False
    searches: int = 0
    reads: int = 0
    is_read: bool = False

    @property
    def finds(self) -> bool:
        """Whether a search finds a card now."""
        return self.card is not None and (self.reads_again or not self.is_read)

    def lay(self, card: Specimen) -> None:
        """Put `card` there, in place of one that lies there."""
        self.card, self.is_read = card, False

    def lift(self) -> None:
        """Take the card away, if there is one."""
        self.card, self.is_read = None, False

    def forget(self) -> None:
        """Find again what has been read."""
        self.is_read = False

    def read(self, part: bytes, *, pulled: bool) -> Answer:
        """Answer CA 01; a card that is `pulled` leaves while it is read."""
        self.searches += 1
        if self.card is None or not self.finds:
            return Answer(STATUS_NO_CARD)
        if pulled:
            self.lift()
            return Answer(Sw3.READ_FAILED << 8)
        if self.card.refuses_with is not None:
            return Answer(self.card.refuses_with)
        answer = _answer(self.card, part)
        self.is_read = answer.status == STATUS_READ_OK
        self.reads += self.is_read
        return answer


def _answer(card: Specimen, part: bytes) -> Answer:
    texts = {
        READ_ALL.parameters: join_content(CardContent(card.text, card.photo)),
        READ_NUMBER.parameters: card.text[_NUMBER],
        READ_NAME_AND_NUMBER.parameters: card.text[_NAME] + card.text[_NUMBER],
        # With the length of a photo that is not there: inferred from the answer with one.
        READ_TEXT.parameters: join_content(CardContent(card.text, b"")),
    }
    text = texts.get(part)
    return Answer(_UNSUPPORTED) if text is None else Answer(STATUS_READ_OK, text)

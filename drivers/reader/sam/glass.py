"""What lies on the twin's glass, and how far the SAM has come with it."""

from dataclasses import dataclass

from drivers.reader.content import CardContent, join_content
from drivers.reader.sam.frames import Answer
from drivers.reader.specimen import Specimen
from drivers.reader.sw3 import Sw3


@dataclass(slots=True)
class Glass:
    """At most one card. One that has been read is not found again until it is lifted.

    `stage` is empty, laid, found, selected, read or forgotten.
    """

    card: Specimen | None = None
    stage: str = "empty"
    searches: int = 0  # how often it was asked for a card
    finds: int = 0
    reads: int = 0
    forgets_when_searching: bool = False  # a search in vain ends what was begun with a read card

    def lay(self, card: Specimen) -> None:
        """Put `card` there, in place of one that lies there."""
        self.card, self.stage = card, "laid"

    def lift(self) -> None:
        """Take the card away, if there is one."""
        self.card, self.stage = None, "empty"

    def reset(self) -> Answer:
        """Forget what has been done with the card."""
        self.stage = "empty" if self.card is None else "laid"
        return Answer(Sw3.OK)

    def find(self) -> Answer:
        """Answer 20 01."""
        self.searches += 1
        if self.stage == "read" and self.forgets_when_searching:
            self.stage = "forgotten"
        if self.stage in ("empty", "read", "forgotten"):
            return Answer(Sw3.FIND_FAILED)
        self.stage = "found"
        self.finds += 1
        return Answer(Sw3.CARD_FOUND, bytes(4))

    def select(self) -> Answer:
        """Answer 20 02."""
        if self.stage not in ("found", "selected"):
            return Answer(Sw3.SELECT_FAILED)
        self.stage = "selected"
        return Answer(Sw3.OK, bytes(8))

    def read(self) -> Answer:
        """Answer 30 01."""
        return self._read(None)

    def read_fingerprint(self) -> Answer:
        """Answer 30 10, from a card without fingerprints."""
        return self._read(b"")

    def _read(self, fingerprints: bytes | None) -> Answer:
        if self.card is None or self.stage not in ("selected", "read"):
            return Answer(Sw3.READ_FAILED)
        if self.card.refuses_with is not None:
            self.stage = "laid"
            return Answer(self.card.refuses_with)
        self.stage = "read"
        self.reads += 1
        content = CardContent(self.card.text, self.card.photo, fingerprints)
        return Answer(Sw3.OK, join_content(content))

    def newest_address(self) -> Answer:
        """Answer 30 03."""
        if self.card is None or self.stage != "read":
            return Answer(Sw3.READ_FAILED)
        if not self.card.newest_address:
            return Answer(Sw3.NO_SUCH_CONTENT)
        return Answer(Sw3.OK, self.card.newest_address.encode("utf-16-le"))

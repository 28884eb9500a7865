"""One frame of a strip screen: made, and read, part by part as a layout says."""

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.led.strip.layout import Field, Layout, Part
from drivers.led.strip.text import decode_text, encode_text


@dataclass(frozen=True, slots=True)
class Frame:
    """A text for the screen at `address`; `sequence` where the layout counts frames."""

    address: int
    text: str
    summary: bool = False
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """Why no frame begins here. `began`: it has fixed bytes of one; `end` is where it would end."""

    reason: str
    began: bool = False
    end: int | None = None
    more: bool = False  # there are not enough bytes so far to tell


NO_BEGINNING = Broken("no beginning of a frame")


def encode(frame: Frame, layout: Layout) -> bytes:
    """Return a frame as it goes over the wire. Raises `TextTooLongError`."""
    parts = layout.summary if frame.summary else layout.strip
    pieces = _pieces(frame, layout, parts)
    if layout.checksum is not None:
        check = layout.checksum.kind.of(layout.checksum.covers.of(pieces))
        pieces[parts.index(Field.CHECKSUM)] = layout.checksum.number.write(check)
    return b"".join(pieces)


def _pieces(frame: Frame, layout: Layout, parts: Sequence[Part]) -> list[bytes]:
    """Return all parts of a frame; the checksum as zeros."""
    text = encode_text(frame.text, layout.writing)
    values = {Field.ADDRESS: frame.address, Field.SEQUENCE: frame.sequence or 0, Field.CHECKSUM: 0}
    if layout.length is not None:
        values[Field.LENGTH] = layout.counted(parts)
        values[Field.LENGTH] += len(text) if layout.counts_text(parts) else 0
    pieces = []
    for part in parts:
        if isinstance(part, bytes):
            pieces.append(part)
        else:
            number = layout.number(part)
            pieces.append(text if number is None else number.write(values[part]))
    return pieces


class Reader:
    """Reads one frame from `data`, part by part, as `parts` say."""

    def __init__(self, layout: Layout, parts: Sequence[Part], data: bytes, at: int) -> None:
        self._layout = layout
        self._parts = parts
        self._data = data
        self._at = at
        self._began = False
        self._pieces: list[bytes] = []
        self._values: dict[Field, int] = {}

    def read(self, summary: bool) -> tuple[Frame, int] | Broken:
        """Return the frame and where it ends, or why there is none."""
        for part in self._parts:
            broken = self._read_part(part)
            if broken is not None:
                return broken
        if (wrong := self._wrong_check()) is not None:
            return self._broken(wrong, self._at)
        text = decode_text(self._pieces[self._parts.index(Field.TEXT)], self._layout.writing)
        if text is None:
            return self._broken("text is none that a screen shows", self._at)
        sequence = self._values.get(Field.SEQUENCE)
        return Frame(self._values[Field.ADDRESS], text, summary, sequence), self._at

    def _read_part(self, part: Part) -> Broken | None:
        if isinstance(part, bytes):
            return self._read_fixed(part)
        return self._read_text() if part is Field.TEXT else self._read_number(part)

    def _read_fixed(self, part: bytes) -> Broken | None:
        piece = self._data[self._at : self._at + len(part)]
        if not part.startswith(piece):
            in_text = len(self._pieces) > self._parts.index(Field.TEXT)
            return self._broken("no end where it should be") if in_text else NO_BEGINNING
        if len(piece) < len(part):
            return self._unfinished()
        self._began = True
        self._take(piece)
        return None

    def _read_number(self, field: Field) -> Broken | None:
        number = self._layout.number(field)
        assert number is not None  # noqa: S101 - the profile says how each is written
        piece = self._data[self._at : self._at + number.size]
        if len(piece) < number.size:
            return self._unfinished()
        value = number.read(piece)
        if value is None:
            return self._broken(f"{field} is no number") if self._began else NO_BEGINNING
        self._values[field] = value
        self._take(piece)
        return None

    def _read_text(self) -> Broken | None:
        bytes_max, left = self._layout.writing.bytes_max, len(self._data) - self._at
        size = self._text_size()
        if (size is None and left > bytes_max) or (size or 0) > bytes_max:
            return self._broken("text longer than a screen takes")
        if size is None or size > left:
            return self._unfinished()
        if size < 0:
            return self._broken("length less than a frame has")
        self._take(self._data[self._at : self._at + size])
        return None

    def _text_size(self) -> int | None:
        """Return how long the text is: by the length, or by its end where that has come."""
        if self._layout.counts_text(self._parts):
            return self._values[Field.LENGTH] - self._layout.counted(self._parts)
        end = self._parts[self._parts.index(Field.TEXT) + 1]
        assert isinstance(end, bytes)  # noqa: S101 - the profile has an end where it has no length
        found = self._data.find(end, self._at)
        return None if found < 0 else found - self._at

    def _wrong_check(self) -> str | None:
        check = self._layout.checksum
        if check is None:
            return None
        wanted, found = check.kind.of(check.covers.of(self._pieces)), self._values[Field.CHECKSUM]
        if wanted == found:
            return None
        return f"checksum is {found:0{check.digits}X}, should be {wanted:0{check.digits}X}"

    def _take(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._at += len(piece)

    def _broken(self, reason: str, end: int | None = None) -> Broken:
        return Broken(reason, began=True, end=end)

    def _unfinished(self) -> Broken:
        return Broken("unfinished frame", began=self._began, more=True)

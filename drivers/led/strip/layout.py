"""What a make of strip screens wants to hear, as data: the parts of its frame and their rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drivers.led.strip.checks import CheckKind


class Field(StrEnum):
    """The parts of a frame that differ from frame to frame."""

    ADDRESS = "address"
    LENGTH = "length"
    SEQUENCE = "sequence"
    CHECKSUM = "checksum"
    TEXT = "text"


Part = bytes | Field


class Form(StrEnum):
    """How a number stands in a frame."""

    BINARY = "binary"
    DIGITS = "digits"  # decimal, in ASCII, with leading zeros
    HEX = "hex"  # in ASCII, capital letters, with leading zeros


class Order(StrEnum):
    """Which byte of a binary number comes first."""

    BIG = "big"
    LITTLE = "little"


class Encoding(StrEnum):
    """How text is written."""

    GBK = "gbk"
    GB2312 = "gb2312"
    GB18030 = "gb18030"
    BIG5 = "big5"
    ASCII = "ascii"
    UTF8 = "utf-8"
    UTF16_BE = "utf-16-be"
    UTF16_LE = "utf-16-le"

    @property
    def wide(self) -> bool:
        """Whether any byte may stand in a text."""
        return self in (Encoding.UTF16_BE, Encoding.UTF16_LE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of `size` bytes."""

    size: int = 1
    form: Form = Form.BINARY
    order: Order = Order.BIG

    @property
    def max(self) -> int:
        """The largest it can say."""
        base = {Form.BINARY: 256, Form.DIGITS: 10, Form.HEX: 16}[self.form]
        return int(base**self.size) - 1

    def write(self, value: int) -> bytes:
        """Return `value`, which is at most `max`, as it stands in a frame."""
        if self.form is Form.BINARY:
            return value.to_bytes(self.size, self.order.value)
        return f"{value:0{self.size}{'d' if self.form is Form.DIGITS else 'X'}}".encode("ascii")

    def read(self, data: bytes) -> int | None:
        """Return what `data` says, None where that is no number of this form."""
        if self.form is Form.BINARY:
            return int.from_bytes(data, self.order.value)
        digits = b"0123456789" if self.form is Form.DIGITS else b"0123456789ABCDEFabcdef"
        if not all(byte in digits for byte in data):
            return None
        return int(data, 10 if self.form is Form.DIGITS else 16)


@dataclass(frozen=True, slots=True)
class Span:
    """The parts from `first` to `last`, counted from 1, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"

    def of(self, parts: Sequence[bytes]) -> bytes:
        """Return the bytes of those among all `parts` of a frame."""
        return b"".join(parts[self.first - 1 : self.last])

    def numbers(self) -> range:
        """Return the numbers of the parts."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class Length:
    """A length: the bytes of the parts in `counts`, and `plus`."""

    number: Number
    counts: Span
    plus: int = 0


@dataclass(frozen=True, slots=True)
class Counter:
    """A number that counts up with every frame on the line, and after `last` begins anew."""

    number: Number
    first: int
    last: int

    def after(self, value: int | None) -> int:
        """Return what comes after `value`, and what comes first after None."""
        return self.first if value is None or value >= self.last else value + 1


@dataclass(frozen=True, slots=True)
class Checksum:
    """A checksum over the parts in `covers`."""

    kind: CheckKind
    number: Number
    covers: Span

    @property
    def digits(self) -> int:
        """Hexadecimal digits it is told in."""
        return self.kind.size * 2


@dataclass(frozen=True, slots=True)
class Writing:
    """How text stands in a frame: `after_char` follows every character."""

    encoding: Encoding = Encoding.GBK
    after_char: bytes = b""
    bytes_max: int = 200
    blank: str = " "  # sent where there is no text


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that makes one make's frames. `summary`: for screens over the whole hall."""

    name: str
    strip: tuple[Part, ...]
    summary: tuple[Part, ...] = ()
    writing: Writing = Writing()
    address: Number = Number()
    addresses: range = range(1, 256)
    length: Length | None = None
    sequence: Counter | None = None
    checksum: Checksum | None = None
    pause_s: float = 0.1  # between two frames on the line
    title: str = ""
    evidence: str = ""

    def variants(self) -> Iterator[tuple[bool, tuple[Part, ...]]]:
        """Give the kinds of frame there are: whether for summary screens, and the parts."""
        yield False, self.strip
        if self.summary:
            yield True, self.summary

    def size(self, part: Part) -> int:
        """Return how many bytes `part` has. The text has none of its own."""
        if isinstance(part, bytes):
            return len(part)
        number = self.number(part)
        return 0 if number is None else number.size

    def number(self, field: Field) -> Number | None:
        """Return how `field` is written, None where it is no number or not described."""
        if field is Field.ADDRESS:
            return self.address
        described = {
            Field.LENGTH: self.length,
            Field.SEQUENCE: self.sequence,
            Field.CHECKSUM: self.checksum,
        }.get(field)
        return None if described is None else described.number

    def counted(self, parts: Sequence[Part]) -> int:
        """Return what the length says of a frame without any text."""
        assert self.length is not None  # noqa: S101
        sizes = [self.size(parts[number - 1]) for number in self.length.counts.numbers()]
        return sum(sizes) + self.length.plus

    def counts_text(self, parts: Sequence[Part]) -> bool:
        """Return whether the length says how long the text is."""
        if self.length is None:
            return False
        return parts.index(Field.TEXT) + 1 in self.length.counts.numbers()

    def mark(self, parts: Sequence[Part]) -> tuple[int, bytes]:
        """Return the longest fixed bytes before the text, and how many bytes stand before them."""
        before, marks = 0, [(0, b"")]
        for part in parts[: parts.index(Field.TEXT)]:
            if isinstance(part, bytes):
                marks.append((before, part))
            before += self.size(part)
        return max(marks, key=lambda mark: len(mark[1]))

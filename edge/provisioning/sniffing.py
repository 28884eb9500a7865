"""Making out an unknown device by what it says: how fast, in whose words, and what changes."""

import difflib
import string
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drivers.wire import Noise, Side, WireProtocol
from edge.errors import UnusableError

BAUDRATES = (9600, 115200, 19200, 38400, 57600, 4800, 2400, 1200)

_TEXT = frozenset(string.printable.encode())
_FRAME_SCORE, _TEXT_SCORE, _REPEATED_SCORE = 4.0, 1.0, 1.0
_CONTEXT = 8
# Comparing takes time by the square of it: this much is a few seconds.
_COMPARED_MAX = 8192


class TooLongError(UnusableError):
    """Recordings that are too long to be compared."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What was heard at a baud rate, and how much sense it makes: the higher `score`, the more.

    `protocol` is the known one that reads most of it, `read` which part of the bytes that is.
    """

    baudrate: int
    heard: bytes
    score: float
    protocol: str = ""
    read: float = 0.0

    @property
    def why(self) -> str:
        """The guess in words."""
        if not self.heard:
            return "nothing heard"
        if self.protocol:
            return f"{self.read:.0%} of it is {self.protocol}"
        if _text_share(self.heard) > 0.9:
            return "text"
        return "repeats itself" if _repeated_share(self.heard) > 0.5 else "makes no sense"


def rank(heard: Mapping[int, bytes], protocols: Iterable[WireProtocol]) -> list[Guess]:
    """Return a guess for each baud rate, the most likely first."""
    known = list(protocols)
    guesses = [_guess(baudrate, data, known) for baudrate, data in heard.items()]
    return sorted(guesses, key=lambda guess: guess.score, reverse=True)


def _guess(baudrate: int, data: bytes, protocols: list[WireProtocol]) -> Guess:
    if not data:
        return Guess(baudrate, data, 0.0)
    shares = {protocol.name: _read_share(protocol, data) for protocol in protocols}
    name = max(shares, key=lambda each: shares[each], default="")
    read = shares.get(name, 0.0)
    score = (
        _FRAME_SCORE * read
        + _TEXT_SCORE * _text_share(data)
        + _REPEATED_SCORE * _repeated_share(data)
    )
    return Guess(baudrate, data, score, name if read > 0.3 else "", read)


def _read_share(protocol: WireProtocol, data: bytes) -> float:
    """Return which part of `data` is in frames of `protocol`, as a device says them."""
    decoder = protocol.decoder(Side.DEVICE)
    items = [*decoder.feed(data), *decoder.finish()]
    if all(isinstance(item, Noise) for item in items):
        return 0.0
    lost = sum(len(item.data) for item in items if isinstance(item, Noise))
    return 1.0 - lost / len(data)


def _text_share(data: bytes) -> float:
    return sum(byte in _TEXT for byte in data) / len(data)


def _repeated_share(data: bytes, size: int = 4) -> float:
    """Return which part of the runs of `size` bytes occurs more than once."""
    runs = Counter(data[at : at + size] for at in range(len(data) - size + 1))
    total = sum(runs.values())
    return sum(count for count in runs.values() if count > 1) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two recordings differ: `at` in the first, and what stands there in each."""

    at: int
    before: bytes
    first: bytes
    second: bytes


def differences(first: bytes, second: bytes) -> list[Difference]:
    """Return where `second` differs from `first`, each with a few bytes that stand before it.

    Raises `TooLongError` where so much differs that comparing it would take hours.
    """
    begin = _alike(first, second)
    alike = _alike(first[begin:][::-1], second[begin:][::-1])
    middles = first[begin : len(first) - alike], second[begin : len(second) - alike]
    if max(map(len, middles)) > _COMPARED_MAX:
        raise TooLongError(
            f"from byte {begin} on more than {_COMPARED_MAX} bytes are not the same: record one"
            " action at a time"
        )
    matcher = difflib.SequenceMatcher(None, *middles, autojunk=False)
    return [
        _difference(first, begin + at, begin + end, middles[1][other:other_end])
        for what, at, end, other, other_end in matcher.get_opcodes()
        if what != "equal"
    ]


def _alike(first: bytes, second: bytes) -> int:
    """Return how many bytes both begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    shorter = min(len(first), len(second))
    return next((at for at, (one, other) in pairs if one != other), shorter)


def _difference(first: bytes, at: int, end: int, second: bytes) -> Difference:
    return Difference(at, first[max(0, at - _CONTEXT) : at], first[at:end], second)

"""How often telephones may ask, so that nobody wears the server out or tries secrets in bulk.

Before anything is looked up, the address that asks is counted, then the page. A page has a count
once its secret was found to open something; until then a secret is a guess, and counted with its
address. So made-up secrets crowd out nobody's count, and cost no more look-ups than guesses may.
"""

import contextlib
from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

_KNOWN_MAX = 65_536
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What is borne in a minute from one page and one address, and how many streams at once.

    An address may be a whole hall's: behind its router, or a carrier's, many telephones have one.
    """

    looks_per_min: int = 120
    wishes_per_min: int = 20
    address_per_min: int = 3000
    guesses_per_min: int = 60
    streams_of_page: int = 4
    streams_of_address: int = 500


class Limit:
    """At most `per_min` a minute for each name; whoever waits has some again.

    Names beyond the latest tens of thousands are forgotten, the one that was silent longest first.
    """

    def __init__(self, per_min: int) -> None:
        self._per_min = per_min
        self._left: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def takes(self, name: str, mono: int) -> bool:
        """Whether `name` may ask once more at `mono` (ms); if so, it has."""
        left, since = self._left.pop(name, (float(self._per_min), mono))
        left = min(self._per_min, left + (mono - since) * self._per_min / _MINUTE_MS)
        granted = left >= 1
        self._left[name] = (left - granted, mono)
        while len(self._left) > _KNOWN_MAX:
            self._left.popitem(last=False)
        return granted

    def gives_back(self, name: str) -> None:
        """Let `name` have asked once less."""
        if name in self._left:
            left, since = self._left[name]
            self._left[name] = (left + 1, since)

    def knows(self, name: str) -> bool:
        """Whether `name` has asked before."""
        return name in self._left


class Admission:
    """Who may have something looked up. Times are ms."""

    def __init__(self, limits: Limits) -> None:
        self._addresses = Limit(limits.address_per_min)
        self._guesses = Limit(limits.guesses_per_min)
        self._looks = Limit(limits.looks_per_min)
        self._wishes = Limit(limits.wishes_per_min)

    def admits(self, address: str, secret: str, mono: int, *, wish: bool = False) -> bool:
        """Whether `address` may ask for the page of `secret`, or wish something there."""
        if not self._addresses.takes(address, mono):
            return False
        if not self._looks.knows(secret):
            return self._guesses.takes(address, mono)
        return (self._wishes if wish else self._looks).takes(secret, mono)

    def found(self, address: str, secret: str, mono: int) -> None:
        """Know that `secret` opens a page: it was no guess."""
        if not self._looks.knows(secret):
            self._guesses.gives_back(address)
            self._looks.takes(secret, mono)


class Streams:
    """How many streams of news go to one page and to one address."""

    def __init__(self, limits: Limits) -> None:
        self._of_page, self._of_address = limits.streams_of_page, limits.streams_of_address
        self._open: Counter[tuple[str, str]] = Counter()

    def has_room(self, address: str, secret: str) -> bool:
        """Whether one more may begin."""
        pages, addresses = self._open["page", secret], self._open["address", address]
        return pages < self._of_page and addresses < self._of_address

    @contextlib.contextmanager
    def one(self, address: str, secret: str) -> Iterator[None]:
        """Count a stream for as long as this lasts."""
        names = ("page", secret), ("address", address)
        self._open.update(names)
        try:
            yield
        finally:
            self._open.subtract(names)
            for name in names:
                if not self._open[name]:
                    del self._open[name]

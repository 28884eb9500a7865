"""Facts of the documents that headquarters keeps at a hall."""

from dataclasses import dataclass

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class LibraryChanged(Fact):
    """From here on the documents are those of `revision`, all of them whole. Subject: the hall.

    `catalogue` is the catalogue's SHA-256 in hex, `size` its bytes, `made` headquarters' wall ms.
    """

    revision: int
    catalogue: str
    size: int
    documents: int
    made: int


@dataclass(frozen=True, slots=True)
class LibraryRefused(Fact):
    """The documents of `revision` cannot be kept here: `reason` is a code. Subject: the hall."""

    revision: int
    catalogue: str
    size: int
    reason: str

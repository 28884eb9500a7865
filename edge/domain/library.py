"""What headquarters keeps at a hall: documents by name, each with its hash, under one signed root.

Customers, bills, tariffs, guides, notices and media are documents, not commands: a hall is told
how everything is to be, and fetches what it lacks. The catalogue names every document with its
SHA-256 and size; the root names the catalogue the same way, for one hall, with a revision, signed
by headquarters. So one signature covers everything, and nothing is taken on trust on the way.

A catalogue is lines of UTF-8: `atrium library 1`, the wall ms at which it was made, and then for
each document its SHA-256 in hex, its size in bytes and its name, apart by one blank, names in
order. What can be wrong: another first line, a line that is none of this, a name twice or out of
order, more documents or bytes than a hall keeps.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from edge.domain.lengthed import lengthed
from edge.domain.refusals import RefusedError

NAME = r"[a-z0-9][a-z0-9_.-]*(?:/[a-z0-9][a-z0-9_.-]*)*"
NAME_CHARS_MAX = 120
DOCUMENTS_MAX = 5000
CATALOGUE_BYTES_MAX = 1024 * 1024

_FIRST_LINE = "atrium library 1"
_MEANT_AS = b"atrium library root v1"
_MADE = re.compile(r"[0-9]{1,15}")
_LINE = re.compile(rf"([0-9a-f]{{64}}) ([0-9]{{1,12}}) ({NAME})")


PRIVATE = "private/"
"""Documents under these names are sealed for the hall: customers, accounts, bills."""


def is_private(name: str) -> bool:
    """Whether a document is for the hall's eyes alone."""
    return name.startswith(PRIVATE)


def document_about(hall: str, name: str) -> bytes:
    """Return what a sealed document is bound to: under another name it opens for nobody."""
    return lengthed("atrium document v1", hall, name)


class BadCatalogueError(RefusedError):
    """What headquarters has signed as a catalogue is none; the message says where."""

    code = "bad_catalogue"
    nature = "invalid"


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes by their SHA-256, in hex, and their number."""

    hash: str
    size: int


@dataclass(frozen=True, slots=True)
class Root:
    """The state of the library that headquarters wants at `hall`: the catalogue as a blob."""

    hall: str
    revision: int
    catalogue: Blob

    def signed_bytes(self) -> bytes:
        """Return what headquarters signs, and the hall verifies."""
        blob = self.catalogue
        return lengthed(_MEANT_AS, self.hall, self.revision, blob.hash, blob.size)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Documents by name. `made` is headquarters' wall ms."""

    made: int
    documents: Mapping[str, Blob] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many bytes all its documents take; the same bytes under two names count once."""
        return sum({blob.hash: blob.size for blob in self.documents.values()}.values())


def write_catalogue(catalogue: Catalogue) -> bytes:
    """Return the bytes of a catalogue. Raises `BadCatalogueError` for what could not be read."""
    lines = [_FIRST_LINE, str(catalogue.made)]
    for name in sorted(catalogue.documents):
        blob = catalogue.documents[name]
        lines.append(f"{blob.hash} {blob.size} {name}")
    written = "".join(f"{line}\n" for line in lines).encode()
    read_catalogue(written)
    return written


def read_catalogue(written: bytes) -> Catalogue:
    """Return the catalogue in `written`. Raises `BadCatalogueError`."""
    if len(written) > CATALOGUE_BYTES_MAX:
        raise BadCatalogueError(f"{len(written)} bytes, at most {CATALOGUE_BYTES_MAX}")
    if not written.isascii() or not written.endswith(b"\n"):
        raise BadCatalogueError("not lines of ASCII")
    first, *lines = written.decode("ascii")[:-1].split("\n")
    if first != _FIRST_LINE:
        raise BadCatalogueError("line 1: not a catalogue that this version knows")
    if not lines or not _MADE.fullmatch(lines[0]):
        raise BadCatalogueError("line 2: not a time")
    return Catalogue(int(lines[0]), _documents(lines[1:]))


def _documents(lines: list[str]) -> dict[str, Blob]:
    if len(lines) > DOCUMENTS_MAX:
        raise BadCatalogueError(f"{len(lines)} documents, at most {DOCUMENTS_MAX}")
    documents: dict[str, Blob] = {}
    before = ""
    for number, line in enumerate(lines, 3):
        found = _LINE.fullmatch(line)
        if found is None or len(found[3]) > NAME_CHARS_MAX:
            raise BadCatalogueError(f"line {number}: not a document")
        if found[3] <= before:
            raise BadCatalogueError(f"line {number}: out of order")
        before = found[3]
        documents[before] = Blob(found[1], int(found[2]))
    return documents


def lacking(wanted: Iterable[Blob], sizes_there: Mapping[str, int]) -> list[tuple[Blob, int]]:
    """Return the blobs that are not whole yet, each with how many bytes are there, in order.

    What is begun comes first, then the small ones: most documents are usable soonest that way.
    """
    missing = [
        (blob, max(0, sizes_there.get(blob.hash, 0)))
        for blob in dict.fromkeys(wanted)
        if sizes_there.get(blob.hash, -1) < blob.size
    ]
    return sorted(missing, key=lambda each: (not each[1], each[0].size, each[0].hash))

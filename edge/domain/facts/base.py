"""What every fact is: past tense, immutable, JSON-able, about one subject."""

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar


class UnknownFactError(ValueError):
    """A stored fact is of a kind, or has a field, that this version does not know."""


@dataclass(frozen=True, slots=True)
class Fact:
    """The common part. The class name of a fact is its `kind` in the journal and in events."""

    subject: str

    @property
    def kind(self) -> str:
        """Name of the fact, as stored."""
        return type(self).__name__

    def body(self) -> dict[str, Any]:
        """All fields but the subject, as JSON values."""
        return {name: getattr(self, name) for name in field_names(type(self))}


_NAMES: dict[type[Fact], tuple[str, ...]] = {}


def field_names(fact: type[Fact]) -> tuple[str, ...]:
    """Return the names of a fact's fields but for its subject, in order."""
    names = _NAMES.get(fact)
    if names is None:
        fields = dataclasses.fields(fact)
        names = _NAMES[fact] = tuple(field.name for field in fields if field.name != "subject")
    return names


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, as the controller knows it. Order is by `seq`, never by time."""

    TRUSTED: ClassVar[str] = "synced"

    at: int  # wall clock, milliseconds since 1970-01-01 UTC
    mono: int  # milliseconds since the controller's process or machine began
    boot: str  # which boot `mono` counts in
    clock: str  # synced, estimated, unsynced


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with its place in the journal. `sealed` is ciphertext."""

    seq: int
    moment: Moment
    fact: Fact
    sealed: bytes | None = None

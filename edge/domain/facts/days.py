"""Facts of the business day, the journal and what it owes headquarters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class DayOpened(Fact):
    """A business day began. `carried` is the state it begins with.

    `chain` is the hash of fact `chain_at`, the last durable one when the day was opened.
    """

    day: str
    carried: Mapping[str, Any]
    chain: str
    chain_at: int


@dataclass(frozen=True, slots=True)
class DayClosed(Fact):
    """A business day ended; the number of tickets issued in it is its check sum."""

    day: str
    issued: int


@dataclass(frozen=True, slots=True)
class EpochRenewed(Fact):
    """The journal got a new identity, because headquarters knew more than it does (`reason`).

    The new epoch begins with `first`: behind what headquarters is known to hold.
    """

    epoch: str
    previous: str
    reason: str
    first: int


@dataclass(frozen=True, slots=True)
class UplinkAcknowledged(Fact):
    """Headquarters holds every fact of `epoch` up to `upto`, and its chain head is `head`."""

    epoch: str
    upto: int
    head: str


@dataclass(frozen=True, slots=True)
class RequestAnswered(Fact):
    """A request with an idempotency key was answered: the same key gets this answer again.

    The subject is the key; `fingerprint` tells another request under the same key apart.
    """

    fingerprint: str
    status: int
    answer: Mapping[str, Any] | None

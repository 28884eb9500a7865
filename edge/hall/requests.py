"""Requests that may arrive twice, and the answers that are kept for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """A request with an idempotency key. `fingerprint` is the same for the same request only."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a use case answers: an HTTP-like status, and JSON values or None."""

    status: int
    body: Mapping[str, Any] | None

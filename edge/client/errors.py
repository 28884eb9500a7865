"""What may go wrong between a client and its hall."""

from collections.abc import Mapping
from typing import Any

from edge.errors import ExpectedError


class HallError(ExpectedError):
    """The hall did not do what was asked. `code` is stable; the message is for people.

    `details` are the hall's own, such as `opens_at`.
    """

    def __init__(
        self,
        code: str,
        message: str,
        where: str = "",
        status: int = 0,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.where = where
        self.status = status
        self.details = dict(details or {})


class HallUnreachableError(HallError):
    """The controller does not answer."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            "hall_unreachable", f"the controller at {address} does not answer: {reason}"
        )

"""What may go wrong between a client and its hall."""

from edge.errors import ExpectedError


class HallError(ExpectedError):
    """The hall did not do what was asked. `code` is stable; the message is for people."""

    def __init__(self, code: str, message: str, where: str = "", status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.where = where
        self.status = status


class HallUnreachableError(HallError):
    """The controller does not answer."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            "hall_unreachable", f"the controller at {address} does not answer: {reason}"
        )

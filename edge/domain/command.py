"""A command of headquarters: its fields, the bytes its signature is over, and why one is refused.

A command that may be done again without harm is `idempotent`: its facts are decided on the state,
and it ends in the same commit. One that must not (`at_most_once`) is noted first, begun only when
headquarters knows that it was noted, and never begun again after a restart. It is meant for one
epoch of the journal: a hall that was restored from a copy does not do once more what it has
forgotten.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from edge.domain.lengthed import lengthed
from edge.domain.refusals import RefusedError

Effect = Literal["idempotent", "at_most_once"]
Result = Literal["done", "refused", "expired", "unknown", "superseded", "uncertain"]

_MEANT_AS = b"atrium command v1"  # what is signed for one purpose means nothing for another


@dataclass(frozen=True, slots=True)
class Command:
    """What headquarters asks of one hall, by a name like no other.

    `args` is JSON text, `sealed` the personal part, encrypted for the hall. `issued` and
    `expires` are wall ms. `epoch` is empty for a command of any epoch.
    """

    hall: str
    command: str
    kind: str
    effect: Effect
    epoch: str
    issued: int
    expires: int
    args: str = field(repr=False)
    sealed: bytes = field(default=b"", repr=False)

    def signed_bytes(self) -> bytes:
        """Return what headquarters signs, and the hall verifies."""
        return lengthed(
            _MEANT_AS,
            self.hall,
            self.command,
            self.kind,
            self.effect,
            self.epoch,
            self.issued,
            self.expires,
            self.args,
            self.sealed,
        )

    @property
    def about(self) -> bytes:
        """What its personal part is bound to: sealed for another command, it opens for none."""
        return lengthed(self.hall, self.command)

    @property
    def fingerprint(self) -> str:
        """Tells another command under the same name apart."""
        return hashlib.sha256(self.signed_bytes()).hexdigest()[:32]


class NoHeadquartersError(RefusedError):
    """This hall has not been told how to know headquarters, so it takes no commands."""

    code = "no_headquarters"
    nature = "forbidden"


class BadSignatureError(RefusedError):
    """The command was not signed by headquarters, or was changed on the way."""

    code = "bad_signature"
    nature = "forbidden"


class OtherHallError(RefusedError):
    """The command is meant for another hall."""

    code = "other_hall"
    nature = "forbidden"


class CommandReusedError(RefusedError):
    """Another command has come under the same name."""

    code = "command_reused"
    nature = "conflict"


class ClockUnsyncedError(RefusedError):
    """Whether the command has expired cannot be told before the clock is right: send it again."""

    code = "clock_unsynced"
    nature = "unavailable"

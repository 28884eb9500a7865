"""Facts of headquarters' commands: which have come, and what became of each."""

from dataclasses import dataclass

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class CommandReceived(Fact):
    """A command that must not be done twice has come; it is done once headquarters knows so.

    The subject is the command. `wanted` is its kind, `expires` wall ms, `fingerprint` tells
    another command under the same name apart.
    """

    wanted: str
    expires: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CommandEnded(Fact):
    """What became of a command.

    `result`: `done`, `refused` (`detail` is a code that says why), `expired`, `unknown` (no such
    kind), `superseded` (meant for an earlier journal), `uncertain` (cut short in the middle).
    """

    wanted: str
    result: str
    detail: str
    expires: int
    fingerprint: str

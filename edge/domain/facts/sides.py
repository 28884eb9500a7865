"""Facts about the visitor's side of a counter: what a clerk shows there, and what is answered."""

from dataclasses import dataclass

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class ShownToVisitor(Fact):
    """A clerk shows the visitor something on the counter's own screen. The subject is the visit.

    `what` is `identity` or `form` (to be confirmed), `sign`, or empty: nothing any more.
    """

    counter: str
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class VisitorAnswered(Fact):
    """The visitor says whether what is shown is right. `asked` is the seq of what was shown."""

    counter: str
    what: str
    asked: int
    agreed: bool

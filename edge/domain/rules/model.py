"""The rules of a hall as a value: what a text of rules says, checked and ready to be asked."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from edge.domain.queue import Asker
from edge.domain.rules.conditions import Condition
from edge.domain.rules.groups import Who

if TYPE_CHECKING:
    from edge.domain.rules.chooser import Chooser

FAIRNESS_BOUND_MIN = 30

Then = Literal["over", "places", "minutes"]


@dataclass(frozen=True, slots=True)
class Ageing:
    """A level grows by one every `every_min` minutes of waiting, not beyond `level_max`."""

    every_min: int
    level_max: int = 1000


@dataclass(frozen=True, slots=True)
class Appointments:
    """What a ticket with an appointment is worth before its time and behind it.

    It goes by its appointment from `early_min` minutes before its time on; until then it waits as
    a walk-in does, or is not called at all (`early_waits`). Whoever came more than `late_min`
    minutes late waits as a walk-in. None: whenever the ticket is ready, however late.
    """

    early_min: int | None = None
    early_waits: bool = False
    late_min: int | None = None


@dataclass(frozen=True, slots=True)
class NoShow:
    """What becomes of a visitor who has been called `calls` times, `apart_min` minutes apart.

    The ticket is over, or goes back by `back` places or minutes, at most `times` times.
    """

    calls: int = 1
    apart_min: int = 0
    then: Then = "over"
    back: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `who` are called when it is their turn."""

    count: int
    who: Who


@dataclass(frozen=True, slots=True)
class Step:
    """One WHEN or ALWAYS sentence: when all `conditions` hold, `shares` are called in turn.

    `only`: where it applies and finds nobody, nobody is called. `line` is its place in the text.
    """

    line: int
    conditions: tuple[Condition, ...]
    shares: tuple[Share, ...]
    only: bool = False

    @property
    def place(self) -> str:
        """Its place in the text, as facts name it."""
        return str(self.line)


@dataclass(frozen=True)
class Rules:
    """How the next ticket is chosen. Without any text: the higher level, then who came first.

    Nobody waits more than `fairness_bound_min` minutes because of others. Visitors stay
    `known_wait_min` minutes with the clerk they know. `needs` are (segment, skill) pairs: only
    clerks with the skill call the segment. `precall` holds conditions; None: nobody is precalled.
    `in_order_of_coming`: at the end, levels do not count.
    """

    text: str = ""
    fairness_bound_min: int = FAIRNESS_BOUND_MIN
    ageing: Ageing | None = None
    appointments: Appointments = Appointments()
    known_wait_min: int = 0
    needs: tuple[tuple[str, str], ...] = ()
    no_show: NoShow = NoShow()
    precall: tuple[Condition, ...] | None = None
    steps: tuple[Step, ...] = ()
    in_order_of_coming: bool = False
    choosers: dict[Asker, "Chooser"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # what has been compiled of it so far

    def __post_init__(self) -> None:
        if self.fairness_bound_min < 0:
            raise ValueError(f"fairness_bound_min: {self.fairness_bound_min} is less than 0")

"""What a dialogue at a ticket screen wants done."""

from dataclasses import dataclass, field

from kiosk.dialogue.stay import NumberKind


@dataclass(frozen=True, slots=True)
class Effect:
    """Something the machine cannot do itself."""


@dataclass(frozen=True, slots=True)
class IdentifyByNumber(Effect):
    """Ask the hall to begin a visit with a number that was typed. It is asked once."""

    dialogue: str
    number: str = field(repr=False)
    kind: NumberKind = NumberKind.IDENTITY


@dataclass(frozen=True, slots=True)
class FetchGreeting(Effect):
    """Ask the hall how to greet the visitor."""

    dialogue: str
    visit: str


@dataclass(frozen=True, slots=True)
class FetchOwed(Effect):
    """Ask the hall what an identified visitor owes. A late answer is no loss."""

    dialogue: str
    visit: str


@dataclass(frozen=True, slots=True)
class TakeTicket(Effect):
    """Ask the hall for a ticket. However often it is asked with this `key`, it gives one.

    `approach_ms` is the time from the visitor's first touch to the wish. `then` are services that
    follow in the same visit, `together` at one counter. `priority` is a group of those who come
    first; not `on_paper` the ticket is for the screen.
    """

    dialogue: str
    key: str
    service: str
    priority: str
    visit: str | None
    approach_ms: int
    then: tuple[str, ...] = ()
    together: bool = False
    on_paper: bool = True


@dataclass(frozen=True, slots=True)
class AbandonVisit(Effect):
    """Tell the hall that an identified visitor left without a ticket."""

    visit: str


@dataclass(frozen=True, slots=True)
class CheckIn(Effect):
    """Ask the hall for the ticket of an appointment. One appointment never has two.

    `code` is what was typed; without one it is the appointment of whoever began `visit`.
    """

    dialogue: str
    visit: str | None
    code: str = field(default="", repr=False)

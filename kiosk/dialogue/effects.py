"""What a dialogue at a ticket screen wants done."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.dialogue.stay import NumberKind


class Quiet(StrEnum):
    """How long the screen may stay untouched depends on what it shows."""

    FOREVER = "forever"
    CHOOSING = "choosing"
    ISSUING = "issuing"  # or any other answer of the hall that somebody waits for
    PAPER_TICKET = "paper_ticket"
    SCREEN_TICKET = "screen_ticket"
    HELPED = "helped"  # somebody stands there and waits for help


@dataclass(frozen=True, slots=True)
class Effect:
    """Something the machine cannot do itself."""


@dataclass(frozen=True, slots=True)
class StartTimer(Effect):
    """Send `WalkedAway` when nothing happens for that long; forget any earlier timer."""

    dialogue: str
    quiet: Quiet


@dataclass(frozen=True, slots=True)
class StartCardTimer(Effect):
    """Send `CardNoteOver` in a while; forget any earlier one."""

    dialogue: str


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


@dataclass(frozen=True, slots=True)
class CallHelp(Effect):
    """Have somebody come to this screen; `about` is what it shows."""

    dialogue: str
    about: str


@dataclass(frozen=True, slots=True)
class EndHelp(Effect):
    """Tell the hall that nobody needs to come any more."""

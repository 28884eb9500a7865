"""Everything the terminal knows: who is signed in, what was seen of the hall, what is under way.

What is shown is what the hall has confirmed. One order at a time; none while the controller is
lost, and none kept for when it is back. No I/O, no screen.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from edge.api import shapes
from edge.staff.supervisor import actions, words
from edge.staff.supervisor.actions import Action
from edge.staff.supervisor.words import Language
from edge.staff.words import NOTHING, Words

AUDITOR = "auditor"


class Tone(StrEnum):
    """How urgently something is said."""

    PLAIN = "plain"
    DONE = "done"
    WARNING = "warning"
    ALARM = "alarm"


@dataclass(frozen=True)
class Said:
    """The latest thing the terminal has to say."""

    words: Words = NOTHING
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Me:
    """Who is signed in, and what they may do."""

    staff: str = ""
    name: str = ""
    role: str = ""
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seen:
    """The hall as it was confirmed when this machine's steady clock showed `mono_s`."""

    picture: shapes.Supervision
    health: shapes.Health
    services: tuple[shapes.Service, ...] = ()
    pauses: tuple[shapes.PauseReason, ...] = ()
    reasons: tuple[shapes.ReasonListed, ...] = ()
    groups: tuple[shapes.PriorityGroup, ...] = ()
    devices: tuple[shapes.Device, ...] = ()
    faults: tuple[shapes.Fault, ...] = ()
    messages: tuple[shapes.Message, ...] = ()
    tickets: tuple[shapes.InLine, ...] = ()
    mono_s: float = 0.0

    def now_ms(self, mono_s: float) -> int:
        """Return what the hall's wall clock shows when the steady one shows `mono_s`."""
        return self.picture.at + round((mono_s - self.mono_s) * 1000)

    def counter(self, counter: str) -> shapes.LiveCounter | None:
        """Return a counter."""
        return next((each for each in self.picture.counters if each.id == counter), None)

    def queue(self, service: str) -> shapes.LiveQueue | None:
        """Return the queue of a service that can be chosen."""
        return next((each for each in self.picture.queues if each.service == service), None)

    def ticket(self, visit: str) -> shapes.InLine | None:
        """Return a ticket in line."""
        return next((each for each in self.tickets if each.visit == visit), None)


@dataclass(frozen=True)
class Board:
    """The whole of it. `busy` while a dialogue is open or an order is under way.

    `stopped_ms` is what the hall's wall clock showed when the controller was lost.
    """

    me: Me = Me()
    language: Language = Language.CHINESE
    seen: Seen | None = None
    linked: bool = False
    busy: bool = False
    said: Said = Said()
    stopped_ms: int = 0

    def now_ms(self, mono_s: float) -> int:
        """Return what the hall's wall clock shows; while it is lost, what it showed then."""
        if self.seen is None:
            return 0
        return self.seen.now_ms(mono_s) if self.linked else self.stopped_ms

    def say(self, text: Words) -> str:
        """Return `text` in the language that is shown."""
        return words.say(text, self.language)


def acts(board: Board) -> bool:
    """Return whether whoever sits here could do anything at all now."""
    return board.linked and board.me.role != AUDITOR


def why_not(board: Board, action: Action, marked: str = "") -> Words | None:
    """Return why `action` on a `marked` kind of row would not be done now, None if it would."""
    if board.me.role == AUDITOR:
        return words.AUDITOR
    if not board.linked:
        return words.LOST_HERE
    if board.busy:
        return words.WAIT_FOR_ANSWER
    needed = actions.rights_for(action, marked)
    if not needed:
        return words.NOT_THIS_ROW
    if needed.isdisjoint(board.me.rights):
        return words.NO_RIGHT.about(right=", ".join(sorted(needed)))
    return None


def seen(board: Board, now: Seen, *, live: bool) -> Board:
    """Return the board with a newly confirmed state; `live` if the hall's events follow it."""
    after = replace(board, seen=now, linked=board.linked or live)
    if after.linked and not board.linked and board.seen is not None:
        return replace(after, said=Said(words.BACK, Tone.DONE))
    return after


def lost(board: Board, mono_s: float) -> Board:
    """Return the board while the controller does not answer; its clocks stand still."""
    stopped_ms = board.now_ms(mono_s)
    return replace(board, linked=False, stopped_ms=stopped_ms, said=Said(words.LOST, Tone.ALARM))


def rings(before: Seen | None, now: Seen) -> bool:
    """Return whether something has come up that must be heard."""
    known = _loud(before.picture) if before else frozenset()
    return not _loud(now.picture) <= known


def _loud(picture: shapes.Supervision) -> frozenset[tuple[str, str, int]]:
    calls = {("help", each.place, each.at) for each in picture.help if not each.accepted_by}
    alerts = {("alert", each.alert, each.level) for each in picture.alerts if not each.accepted_by}
    return frozenset(calls | alerts)


def refused_role(role: str, rights: Collection[str]) -> Words | None:
    """Return what to tell somebody who may not see the whole hall, None where they may."""
    if actions.SEE_LIVE in rights:
        return None
    return words.ELSEWHERE.get(role, words.NO_RIGHT_TO_LOOK)

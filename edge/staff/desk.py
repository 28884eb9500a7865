"""A clerk's desk: what a key does, and what the hall's news change. No I/O, no screen, no time.

The rules, so that nobody is called twice and nobody wrong is called:

- what is shown is what the hall has confirmed, never what a press is about to do;
- one press at a time: until its answer is there and the state after it has been seen, none other;
- no press while the controller is lost; when it is back, the true state is seen first;
- a no-show cannot be taken back: it is asked about, and the answer holds for that visit alone;
- a dialog is about one visit: it goes as soon as another is there, or the link is lost;
- an answer about another visit than the one the clerk saw is said loudly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from edge.api import shapes
from edge.staff import asking, mirror, rules, sayings, words
from edge.staff.actions import Action
from edge.staff.asking import Asking
from edge.staff.filled import Filled
from edge.staff.hall import Hall
from edge.staff.press import (
    Done,
    Finished,
    FormSeen,
    NobodyWaits,
    NotPrinted,
    Outcome,
    Plain,
    Press,
    Refused,
    Revealed,
    Unheard,
)
from edge.staff.rules import Standing
from edge.staff.steps import Scene
from edge.staff.words import NOTHING, Language, Words

# What is done to the visit that the clerk saw, and to no other.
_TO_WHOM_IS_HERE = frozenset(
    {
        Action.RECALL,
        Action.START,
        Action.FINISH,
        Action.FINISH_WITH,
        Action.NO_SHOW,
        Action.SEND_BACK,
        Action.PARK,
        Action.TRANSFER,
        Action.NOTE,
        Action.SHOW,
        Action.WITHDRAW,
    }
)


class Tone(StrEnum):
    """How urgently something is said."""

    PLAIN = "plain"
    DONE = "done"
    WARNING = "warning"
    ALARM = "alarm"


@dataclass(frozen=True)
class Said:
    """The latest thing the desk has to say."""

    words: Words = NOTHING
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Desk:
    """Everything the terminal knows. `press` is under way, `question` waits for Enter.

    `asking` is the dialog that stands open, `rights` those of the clerk. `language` is the one that
    is shown where there is room for one alone. `revealed` is who is here, for as long as it is
    shown; `reading` says whether the notes lie open, `filled` is the form that does.
    """

    staff: str = ""
    counter_id: str = ""
    hall: Hall | None = None
    linked: bool = False
    press: Press | None = None
    question: Press | None = None
    asking: Asking | None = None
    said: Said = Said()
    rights: frozenset[str] = frozenset()
    language: Language = "zh"
    revealed: Revealed | None = field(default=None, repr=False)
    reading: bool = False
    filled: Filled | None = field(default=None, repr=False)

    @property
    def counter(self) -> shapes.Counter | None:
        """The counter of this desk, as the hall last confirmed it."""
        return self.hall.counter(self.counter_id) if self.hall else None

    @property
    def visitor(self) -> shapes.Visitor | None:
        """Who is at the counter, as far as that has been told."""
        visitor = self.hall.visitor if self.hall else None
        here = self.counter.visit if self.counter else ""
        return visitor if visitor and visitor.visit == here else None

    @property
    def side(self) -> shapes.Side | None:
        """What the visitor here sees, while something is shown to them."""
        side = self.hall.side if self.hall else None
        here = self.counter.visit if self.counter else ""
        return side if side and side.shown and side.visit == here else None

    @property
    def mine(self) -> bool:
        """Whether this clerk sits at the counter, as far as the hall has confirmed."""
        counter = self.counter
        return counter is not None and counter.state != "closed" and counter.staff == self.staff

    @property
    def scene(self) -> Scene | None:
        """What dialogs are made of, once a counter is known."""
        counter = self.counter
        return Scene(self.hall, counter) if self.hall and counter else None


# --- keys ---------------------------------------------------------------------------------------


def why_not(desk: Desk, action: Action) -> Words | None:
    """Return why `action` would not be taken now, or None if it would."""
    if not desk.linked:
        return words.LINK_LOST
    if desk.press is not None:
        return words.WAIT_FOR_ANSWER
    counter = desk.counter
    if counter is None:
        return words.NO_COUNTER
    if counter.state != "closed" and not desk.mine:
        return words.REFUSALS["counter_taken"]
    return rules.why_not(standing(desk, counter), action)


def standing(desk: Desk, counter: shapes.Counter) -> Standing:
    """Return what decides which keys make sense at `counter`."""
    hall = desk.hall
    return Standing(
        counter.state,
        counter.ticket,
        waiting=bool(hall and (hall.waiting_here or hall.missed)),
        parked=bool(hall and hall.parked),
        precalled=bool(counter.precalled),
        unread=bool(hall and hall.unread),
        noted=bool(desk.visitor and desk.visitor.notes),
        known=bool(desk.visitor and desk.visitor.known),
        applied=bool(desk.visitor and desk.visitor.application),
        mirrored=bool(hall and hall.side and hall.side.screen),
        rights=desk.rights,
    )


def take(desk: Desk, action: Action, key: str) -> Desk:
    """Return the desk after a key: a press to send, a question, a dialog, or the reason why not."""
    desk = hide(desk)
    reason = why_not(desk, action)
    if reason is not None:
        return _refused(desk, reason)
    if action is Action.NOTES:
        return replace(desk, reading=True, question=None, said=Said())
    action = rules.meant(desk.counter.state, action) if desk.counter else action
    dialog = asking.begin(action, desk.scene) if desk.scene else None
    if dialog is not None:
        return replace(desk, asking=dialog, question=None, said=Said())
    return _asked_or_sent(desk, _press(desk, action, key))


def take_with_form(desk: Desk, action: Action, key: str) -> Desk:
    """Return the desk after a key about the form that lies open: printed, or withdrawn."""
    if desk.filled is None:
        return desk
    reason = why_not(desk, action)
    if reason is not None:
        return _refused(hide(desk), reason)
    given = {"application": desk.filled.application}
    return _asked_or_sent(hide(desk), _press(desk, action, key, given))


def _asked_or_sent(desk: Desk, press: Press) -> Desk:
    question = rules.ASKED_FIRST.get(press.action)
    if question is None:
        return _sending(desk, press)
    return replace(desk, question=press, said=_say(question, press.ticket, Tone.ALARM))


def answer(desk: Desk, value: str, key: str) -> Desk:
    """Return the desk after a dialog's step was answered: the next step, or a press to send."""
    if desk.asking is None or desk.scene is None:
        return desk
    action = desk.asking.action
    after = asking.go_on(desk.asking, value, desk.scene)
    if isinstance(after, Asking):
        return replace(desk, asking=after)
    reason = why_not(desk, action)
    if reason is not None:
        return _refused(desk, reason)
    return _sending(desk, _press(desk, action, key, after))


def step_back(desk: Desk) -> Desk:
    """Return the desk with the dialog, if there is one, at the step before."""
    return replace(desk, asking=asking.step_back(desk.asking)) if desk.asking else desk


def leave(desk: Desk) -> Desk:
    """Return the desk without its dialog, and nothing done."""
    if desk.asking is None:
        return desk
    return replace(desk, asking=None, said=Said(sayings.NOTHING_DONE))


def hide(desk: Desk) -> Desk:
    """Return the desk with who is here masked again, and notes and form put away."""
    return replace(desk, revealed=None, reading=False, filled=None)


def confirm(desk: Desk) -> Desk:
    """Return the desk after the question, if there is one, was answered with yes."""
    if desk.question is None:
        return desk
    reason = why_not(desk, desk.question.action)
    return _sending(desk, desk.question) if reason is None else _refused(desk, reason)


def cancel(desk: Desk) -> Desk:
    """Return the desk after the question, if there is one, was answered with no."""
    desk = hide(desk)
    if desk.question is None:
        return desk
    said = _say(rules.STAYS[desk.question.action], desk.question.ticket, Tone.PLAIN)
    return replace(desk, question=None, said=said)


def why_not_leave(desk: Desk) -> Words | None:
    """Return why the clerk cannot sign out now, or None."""
    return words.CLOSE_FIRST if desk.mine else None


def _press(desk: Desk, action: Action, key: str, given: Mapping[str, str] | None = None) -> Press:
    counter = desk.counter
    visit, ticket = (counter.visit, counter.ticket) if counter else ("", "")
    return Press(action, desk.counter_id, visit, ticket, key, given or {})


def _sending(desk: Desk, press: Press) -> Desk:
    said = _say(sayings.SENDING[press.action], press.ticket, Tone.PLAIN)
    return replace(desk, press=press, question=None, asking=None, said=said)


def _refused(desk: Desk, reason: Words) -> Desk:
    return replace(desk, question=None, asking=None, said=Said(reason, Tone.WARNING))


def _say(text: Words, ticket: str, tone: Tone) -> Said:
    return Said(text.about(ticket=ticket), tone)


# --- what the hall tells ------------------------------------------------------------------------


def seen(desk: Desk, hall: Hall, *, live: bool) -> Desk:
    """Return the desk with a newly confirmed state; `live` if the hall's events follow it."""
    after = replace(desk, hall=hall, linked=desk.linked or live)
    if desk.press is None and desk.mine and not after.mine:
        return _alone(after, Said(words.COUNTER_LOST, Tone.ALARM))
    if after.linked and not desk.linked and desk.hall is not None:
        return _alone(after, Said(words.LINK_BACK, Tone.DONE))
    if desk.press is not None:
        return after
    if _at_counter(after) == _at_counter(desk):
        return _hearing(desk, after)
    # What was said or asked was about another visitor.
    changed = Said(sayings.VISIT_CHANGED, Tone.WARNING)
    return _alone(after, changed if desk.asking or desk.question else Said())


def _hearing(desk: Desk, after: Desk) -> Desk:
    """Return the desk, saying what the visitor has just answered; a question stands before it."""
    before, side = desk.side, after.side
    if side is None or side.agreed is None or after.question is not None:
        return after
    if before is not None and (before.asked, before.agreed) == (side.asked, side.agreed):
        return after
    return replace(after, said=Said(mirror.told(side), Tone.DONE if side.agreed else Tone.ALARM))


def lost(desk: Desk) -> Desk:
    """Return the desk while the controller does not answer."""
    return _alone(replace(desk, linked=False), Said(words.LINK_LOST, Tone.ALARM))


def _alone(desk: Desk, said: Said) -> Desk:
    return replace(hide(desk), question=None, asking=None, said=said)


def answered(desk: Desk, press: Press, outcome: Outcome) -> Desk:
    """Return the desk after the answer to `press`, with the state after it already seen."""
    if desk.press != press:
        return desk
    if isinstance(outcome, Revealed):
        return _revealed(replace(desk, press=None), outcome)
    if isinstance(outcome, FormSeen):
        return _form_seen(replace(desk, press=None), outcome.form)
    return replace(desk, press=None, said=_result(press, outcome))


def noted(outcome: Outcome) -> Said:
    """Return what to say after a clerk's note about a fault."""
    match outcome:
        case Done():
            return Said(words.NOTED, Tone.DONE)
        case Refused(code, message):
            return Said(words.refusal(code, message), Tone.WARNING)
        case _:
            return Said(words.NOT_NOTED, Tone.ALARM)


def _at_counter(desk: Desk) -> tuple[str, str, str]:
    counter = desk.counter
    return (counter.state, counter.visit, counter.staff) if counter else ("", "", "")


def _revealed(desk: Desk, who: Revealed) -> Desk:
    if desk.visitor is None or desk.visitor.visit != who.visit:
        return replace(desk, said=Said(sayings.VISIT_CHANGED, Tone.WARNING))
    return replace(desk, revealed=who, said=Said(sayings.REVEALED, Tone.WARNING))


def _form_seen(desk: Desk, form: Filled | None) -> Desk:
    if form is None:
        return replace(desk, said=Said(sayings.NO_FORM, Tone.WARNING))
    if desk.visitor is None or desk.visitor.visit != form.visit:
        return replace(desk, said=Said(sayings.VISIT_CHANGED, Tone.WARNING))
    return replace(desk, filled=form, said=Said())


_NOT_TO_BE_HAD: Mapping[Plain, Said] = {
    NobodyWaits(): Said(words.NOBODY_WAITS),
    NotPrinted(): Said(sayings.NOT_PRINTED, Tone.WARNING),
    NotPrinted(perhaps=True): Said(sayings.PERHAPS_PRINTED, Tone.WARNING),
}


def _result(press: Press, outcome: Plain) -> Said:
    match outcome:
        case Done(visit, ticket) if press.action in _TO_WHOM_IS_HERE and visit != press.visit:
            return _say(words.OTHER_VISIT, ticket, Tone.ALARM)
        case Done(_, ticket):
            return _say(sayings.DONE[press.action], ticket, Tone.DONE)
        case Finished(nobody_waits, goes_on):
            return _finished(press.ticket, nobody_waits, goes_on)
        case NobodyWaits() | NotPrinted():
            return _NOT_TO_BE_HAD[outcome]
        case Refused(code, message):
            return Said(words.refusal(code, message), Tone.WARNING)
        case Unheard():
            return Said(words.UNHEARD, Tone.ALARM)


def _finished(ticket: str, nobody_waits: bool, goes_on: bool) -> Said:
    if goes_on:
        return _say(sayings.GOES_ON_HERE, ticket, Tone.WARNING)
    if nobody_waits:
        return _say(sayings.FINISHED_NOBODY_WAITS, ticket, Tone.DONE)
    return _say(sayings.FINISHED_ONLY, ticket, Tone.ALARM)

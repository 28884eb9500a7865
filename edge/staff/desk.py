"""A clerk's desk: what a key does, and what the hall's news change. No I/O, no screen, no time.

The rules, so that nobody is called twice and nobody wrong is called:

- what is shown is what the hall has confirmed, never what a press is about to do;
- one press at a time: until its answer is there and the state after it has been seen, none other;
- no press while the controller is lost; when it is back, the true state is seen first;
- a no-show cannot be taken back: it is asked about, and the answer holds for that visit alone;
- an answer about another visit than the one the clerk saw is said loudly.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from edge.api import shapes
from edge.staff import rules, words
from edge.staff.actions import Action
from edge.staff.hall import Hall
from edge.staff.press import Done, NobodyWaits, Outcome, Press, Refused, Unheard
from edge.staff.words import NOTHING, Words


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
    """Everything the terminal knows. `press` is under way, `question` waits for Enter."""

    staff: str = ""
    counter_id: str = ""
    hall: Hall | None = None
    linked: bool = False
    press: Press | None = None
    question: Press | None = None
    said: Said = Said()

    @property
    def counter(self) -> shapes.Counter | None:
        """The counter of this desk, as the hall last confirmed it."""
        return self.hall.counter(self.counter_id) if self.hall else None

    @property
    def mine(self) -> bool:
        """Whether this clerk sits at the counter, as far as the hall has confirmed."""
        counter = self.counter
        return counter is not None and counter.state != "closed" and counter.staff == self.staff


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
    return rules.why_not(counter.state, action, counter.ticket)


def take(desk: Desk, action: Action, key: str) -> Desk:
    """Return the desk after a key: a press to send, a question, or the reason why not."""
    reason = why_not(desk, action)
    if reason is not None:
        return _refused(desk, reason)
    press = _press(desk, action, key)
    question = rules.ASKED_FIRST.get(action)
    if question is None:
        return _sending(desk, press)
    return replace(desk, question=press, said=_say(question, press.ticket, Tone.ALARM))


def confirm(desk: Desk) -> Desk:
    """Return the desk after the question, if there is one, was answered with yes."""
    if desk.question is None:
        return desk
    reason = why_not(desk, desk.question.action)
    return _sending(desk, desk.question) if reason is None else _refused(desk, reason)


def cancel(desk: Desk) -> Desk:
    """Return the desk after the question, if there is one, was answered with no."""
    if desk.question is None:
        return desk
    said = _say(words.STAYS_CALLED, desk.question.ticket, Tone.PLAIN)
    return replace(desk, question=None, said=said)


def why_not_leave(desk: Desk) -> Words | None:
    """Return why the clerk cannot sign out now, or None."""
    return words.CLOSE_FIRST if desk.mine else None


def _press(desk: Desk, action: Action, key: str) -> Press:
    counter = desk.counter
    visit, ticket = (counter.visit, counter.ticket) if counter else ("", "")
    return Press(action, desk.counter_id, visit, ticket, key)


def _sending(desk: Desk, press: Press) -> Desk:
    said = _say(rules.SENDING[press.action], press.ticket, Tone.PLAIN)
    return replace(desk, press=press, question=None, said=said)


def _refused(desk: Desk, reason: Words) -> Desk:
    return replace(desk, question=None, said=Said(reason, Tone.WARNING))


def _say(text: Words, ticket: str, tone: Tone) -> Said:
    return Said(text.about(ticket=ticket), tone)


# --- what the hall tells ------------------------------------------------------------------------


def seen(desk: Desk, hall: Hall, *, live: bool) -> Desk:
    """Return the desk with a newly confirmed state; `live` if the hall's events follow it."""
    after = replace(desk, hall=hall, linked=desk.linked or live)
    if desk.press is None and desk.mine and not after.mine:
        return replace(after, question=None, said=Said(words.COUNTER_LOST, Tone.ALARM))
    if after.linked and not desk.linked and desk.hall is not None:
        return replace(after, question=None, said=Said(words.LINK_BACK, Tone.DONE))
    if desk.press is not None or _at_counter(after) == _at_counter(desk):
        return after
    # What was said or asked was about another visitor.
    return replace(after, question=None, said=Said())


def lost(desk: Desk) -> Desk:
    """Return the desk while the controller does not answer."""
    return replace(desk, linked=False, question=None, said=Said(words.LINK_LOST, Tone.ALARM))


def answered(desk: Desk, press: Press, outcome: Outcome) -> Desk:
    """Return the desk after the answer to `press`, with the state after it already seen."""
    if desk.press != press:
        return desk
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


def _result(press: Press, outcome: Outcome) -> Said:
    match outcome:
        case Done(visit, ticket) if press.visit and visit != press.visit:
            return _say(words.OTHER_VISIT, ticket, Tone.ALARM)
        case Done(_, ticket):
            return _say(rules.DONE[press.action], ticket, Tone.DONE)
        case NobodyWaits():
            return Said(words.NOBODY_WAITS)
        case Refused(code, message):
            return Said(words.refusal(code, message), Tone.WARNING)
        case Unheard():
            return Said(words.UNHEARD, Tone.ALARM)

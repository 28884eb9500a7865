"""Clerks who press at the same time: what they press, when commits end, when answers arrive."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from call_watch import CallWatch, ViolationError
from clerk_starts import CLOCK, STAFF_AT, STATES, Start
from hall_oracle import PREFIX
from handstepped import Durable, SteppedCommitter, hall_at

from edge.domain.refusals import RefusedError
from edge.hall.requests import Answer, Request

Choose = Callable[[int], int]
"""Draws one of so many: a number from 0 up to n - 1."""

Tell = Callable[[str], None]
Told = tuple[str, str]
"""What somebody is answered: a status or a code, and the ticket's number."""

VERBS = ("next", "start", "finish", "no_show", "recall", "close", "open")
SENSIBLE = {
    "": ("next", "next", "next", "next", "close"),
    "called": ("start", "start", "no_show", "recall", "next"),
    "serving": ("finish", "finish", "next"),
}
SERVICES = tuple(sorted(PREFIX))
MACHINE = "the ticket machine"


@dataclass(slots=True)
class Press:
    """What was asked under which key, what should be answered, and the use case under way."""

    verb: str
    arguments: tuple[Any, ...]
    request: Request | None
    expected: Told
    running: Coroutine[Any, Any, Answer] = field(init=False)
    durable: Durable = field(init=False)

    def __str__(self) -> str:
        key = f" under {self.request.key}" if self.request else ""
        return f"{self.verb}{self.arguments}{key}"


@dataclass(slots=True)
class Hand:
    """Somebody at a counter, or at the ticket machine, who waits for each answer."""

    counter: str
    staff: str
    left: int
    press: Press | None = None

    @property
    def may_go_on(self) -> bool:
        """Whether this hand can press, or has an answer to hear."""
        return self.left > 0 if self.press is None else self.press.durable.done


class Interleaving:
    """One way in which it can happen: `choose` draws who does what next, until all is done."""

    def __init__(self, start: Start, choose: Choose, tell: Tell | None = None) -> None:
        clerks = {counter: STAFF_AT[counter] for counter in start.counters}
        waiting = {f"S{place}": ticket for place, ticket in enumerate(start.tickets)}
        state = STATES[start]
        self.watch = CallWatch(state.seq, clerks, waiting)
        self.committer = SteppedCommitter(self.watch)
        self.hall = hall_at(state, self.committer, CLOCK)
        self.hands: list[Hand] = []
        self._oracle = start.oracle()
        self.choose = choose
        self._tell = tell
        self._kept: dict[str, Press] = {}

    def run(self) -> None:
        """Let everything happen. Raises `ViolationError`."""
        while self._step():
            pass
        if self.hall.recorder.working != self.hall.recorder.committed:
            raise ViolationError("what was decided is not what is durable")

    def _step(self) -> bool:
        """Let one thing happen; return False when nothing is left to happen."""
        may = [hand for hand in self.hands if hand.may_go_on]
        submitted = self.committer.submitted
        drawn = self.choose(len(may) + (submitted > 0)) if may or submitted else -1
        if drawn == len(may):
            self._commit(1 + self.choose(submitted))
        elif drawn >= 0:
            hand = may[drawn]
            self._answer(hand, hand.press) if hand.press else self._begin(hand)
        return drawn >= 0

    # --- what can happen ---

    def _begin(self, hand: Hand) -> None:
        hand.left -= 1
        press = self.drawn(hand)
        self._say(hand.counter, "presses", press)
        try:
            press.durable = press.running.send(None)
        except RefusedError as refusal:
            self._check(hand, press, (refusal.code, ""))
        except StopIteration as end:
            raise ViolationError(f"{press} is answered before anything is durable") from end
        else:
            hand.press = press

    def _commit(self, batches: int) -> None:
        self._say("a commit of", batches, "of", self.committer.submitted)
        self.committer.commit(batches)

    def _answer(self, hand: Hand, press: Press) -> None:
        hand.press = None
        try:
            press.running.send(None)
        except StopIteration as end:
            answer: Answer = end.value
        else:
            raise ViolationError(f"{press} waits once more")
        body = answer.body or {}
        self._check(hand, press, (str(answer.status), body.get("ticket", "")))
        if body.get("seq", 0) > self.watch.seq:
            raise ViolationError(f"{press} is answered with fact {body['seq']}: not durable")

    # --- what is asked, and what should be answered ---

    def drawn(self, hand: Hand) -> Press:
        """Draw what `hand` presses now: mostly what makes sense where it is."""
        if self._kept and self.choose(8) == 0:
            return self._again(list(self._kept.values())[self.choose(len(self._kept))])
        if hand.counter == MACHINE:
            return self.press("issue", (SERVICES[self.choose(3)], self.choose(2)), keyed=True)
        verbs = VERBS if self.choose(6) == 0 else self._sensible(hand.counter)
        verb = verbs[self.choose(len(verbs))]
        return self.press(verb, (hand.counter, hand.staff), keyed=self.choose(3) == 0)

    def _sensible(self, counter: str) -> tuple[str, ...]:
        if counter not in self._oracle.staff_at:
            return ("open",)
        ticket = self._oracle.at(counter)
        return SENSIBLE[ticket.state if ticket else ""]

    def press(self, verb: str, arguments: tuple[Any, ...], *, keyed: bool = False) -> Press:
        """Ask the hall and the oracle for the same."""
        key = f"K{self.hall.recorder.working.seq}-{len(self._kept)}" if keyed else ""
        request = Request(key, f"{verb} {arguments}") if keyed else None
        expected = getattr(self._oracle, verb)(*arguments)
        press = Press(verb, arguments, request, expected)
        if request is not None and expected[0].isdigit():
            self._kept[key] = press
        return self._started(press)

    def _again(self, press: Press) -> Press:
        """Ask the same under the same key, as somebody does who has heard no answer yet."""
        return self._started(replace(press))

    def _started(self, press: Press) -> Press:
        if press.verb == "issue":
            service, priority = press.arguments
            issue = self.hall.tickets.issue
            press.running = issue(service, priority, "none", request=press.request)
        else:
            verb = getattr(self.hall.counters, press.verb)
            press.running = verb(*press.arguments, press.request)
        return press

    def _check(self, hand: Hand, press: Press, told: Told) -> None:
        self._say(hand.counter, "is told", told, "of", press)
        if told != press.expected:
            raise ViolationError(f"{hand.counter}: {press}: {told}, and not {press.expected}")

    def _say(self, *what: object) -> None:
        if self._tell is not None:
            self._tell(" ".join(map(str, what)))

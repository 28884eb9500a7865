"""What can be asked before something is done, and what the answers make."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from edge.staff.supervisor.outcome import Order, Send
from edge.staff.words import Words

REASON = Words("原因（可不填）", "Reason (may be left out)")


@dataclass(frozen=True)
class Line:
    """A question for one line of text; empty only where that means something."""

    asked: Words
    length_max: int = 200
    may_be_empty: bool = False
    proposal: str = ""


@dataclass(frozen=True)
class Pick:
    """A question for one of `choices`, by its name."""

    asked: Words
    choices: Mapping[str, Words]


@dataclass(frozen=True)
class Marks:
    """A question for any of `choices`; those `marked` are marked at first."""

    asked: Words
    choices: Mapping[str, Words]
    marked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Confirm:
    """A question for yes or no, asked `when` the answers so far call for it.

    `everybody`: it is noticed by all who are in the hall. `recalls`: what was typed is shown again.
    """

    asked: Words
    everybody: bool = False
    recalls: bool = False
    when: Callable[["Answers"], bool] = field(default=lambda _answers: True)


Question = Line | Pick | Marks | Confirm
Answers = Sequence[str | list[str]]


@dataclass(frozen=True)
class Ask:
    """What is asked one after the other, and what the answers, without those to confirm, make."""

    questions: tuple[Question, ...]
    done: Words
    send: Callable[[Answers], Send]

    def order(self, answers: Answers, key: str) -> Order:
        """Return the order that `answers` make."""
        return Order(key, self.done, self.send(answers))


@dataclass(frozen=True)
class Marked:
    """The row that an action is for: `kind` is help, alert, fault, counter, queue, ticket …."""

    kind: str = ""
    about: str = ""


def always(send: Send) -> Callable[[Answers], Send]:
    """Return what makes `send` of whatever is answered."""
    return lambda _answers: send


def text_of(answers: Answers, place: int) -> str:
    """Return the text that was the answer at `place`."""
    answer = answers[place]
    return answer if isinstance(answer, str) else ""


def list_of(answers: Answers, place: int) -> list[str]:
    """Return all that was chosen at `place`."""
    answer = answers[place]
    return [answer] if isinstance(answer, str) else list(answer)

"""From a text of rules to `Rules`: sentence by sentence, every mistake told, nothing half done."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from edge.domain.plan import Plan
from edge.domain.rules.calling import read_always, read_otherwise, read_when
from edge.domain.rules.checking import mistakes_of
from edge.domain.rules.mistakes import Mistake, RulesError, WrongSentenceError, nearest
from edge.domain.rules.model import FAIRNESS_BOUND_MIN, Appointments, Rules, Step
from edge.domain.rules.names import Names, names_of
from edge.domain.rules.settings import OF_APPOINTMENTS, SETTINGS
from edge.domain.rules.words import Sentence, Word, words_of


def read_rules(text: str, where: str, plan: Plan) -> Rules:
    """Return what `text` says about the hall of `plan`; an empty text is no mistake.

    Raises `RulesError`, whose message has a line for each mistake and begins with `where`.
    """
    reading = _Reading(names_of(plan))
    for number, line in enumerate(text.split("\n"), 1):
        if words := words_of(line):
            reading.take_in(words, number)
    mistakes = reading.mistakes or reading.at_odds() or mistakes_of(reading.rules, reading.names)
    if mistakes:
        raise RulesError(where, mistakes)
    return replace(reading.rules, text=text)


def with_fairness(text: str, fairness_bound_min: int) -> str:
    """Return `text` with its bound, where the configuration names another than the usual one.

    What is recorded of rules must say everything. It is added at the end: a rule's place is its
    line.
    """
    if fairness_bound_min == FAIRNESS_BOUND_MIN:
        return text
    end = "\n" if text and not text.endswith("\n") else ""
    sentence = f"Nobody waits more than {fairness_bound_min} minutes because of others\n"
    return f"{text}{end}{sentence}"


@dataclass
class _Reading:
    """How far a text has been read."""

    names: Names
    mistakes: list[Mistake] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    said_at: dict[str, int] = field(default_factory=dict)
    otherwise_at: int = 0

    def take_in(self, words: list[Word], line: int) -> None:
        sentence = Sentence(words, line)
        try:
            self._read(sentence, words[0])
            sentence.end()
        except WrongSentenceError as error:
            self.mistakes.append(Mistake(line, error.column, error.reason))

    def _read(self, sentence: Sentence, first: Word) -> None:
        reader = self._calling.get(first.text.lower())
        setting = SETTINGS.get(first.text.lower())
        if first.quoted or (reader is None and setting is None):
            known = [*self._calling, *SETTINGS]
            hint = nearest(first.text.lower(), known)
            raise sentence.error(f"no sentence begins with {first.text!r}{hint}")
        sentence.expect(first.text.lower())
        if reader is not None:
            reader(sentence)
        elif setting is not None:
            self._set(sentence, setting(sentence, self.names))

    @property
    def _calling(self) -> dict[str, Callable[[Sentence], None]]:
        return {"when": self._when, "always": self._always, "otherwise": self._otherwise}

    def _when(self, sentence: Sentence) -> None:
        self._add(read_when(sentence, self.names))

    def _always(self, sentence: Sentence) -> None:
        self._add(read_always(sentence, self.names))

    def _add(self, step: Step) -> None:
        if self.otherwise_at:
            raise WrongSentenceError(
                1, f"this can never apply: OTHERWISE stands before it, in line {self.otherwise_at}"
            )
        self.steps.append(step)

    def _otherwise(self, sentence: Sentence) -> None:
        in_order_of_coming = read_otherwise(sentence)
        self._set(sentence, [("in_order_of_coming", in_order_of_coming)])
        self.otherwise_at = sentence.line

    def _set(self, sentence: Sentence, settings: list[tuple[str, Any]]) -> None:
        for name, value in settings:
            if name in self.said_at:
                raise WrongSentenceError(
                    1, f"this has been said already, in line {self.said_at[name]}"
                )
            self.said_at[name] = sentence.line
            self.settings[name] = value

    def at_odds(self) -> list[Mistake]:
        """Return what sentences that can be understood alone lack, or deny, together."""
        found = []
        if self.steps and not self.otherwise_at:
            reason = "the final default is missing: the last rule begins with OTHERWISE CALL"
            found.append(Mistake(self.steps[-1].line + 1, 1, reason))
        rules = self.rules
        if rules.known_wait_min > rules.fairness_bound_min:
            reason = f"nobody waits more than {rules.fairness_bound_min} minutes"
            found.append(Mistake(self.said_at["known_wait_min"], 1, reason))
        return found

    @property
    def rules(self) -> Rules:
        """What has been read so far."""
        known = {name: it for name, it in self.settings.items() if not name.startswith("needs ")}
        appointments = {name: known.pop(name) for name in OF_APPOINTMENTS if name in known}
        return Rules(
            steps=tuple(self.steps),
            needs=tuple(it for name, it in self.settings.items() if name.startswith("needs ")),
            appointments=Appointments(**appointments),
            **known,
        )

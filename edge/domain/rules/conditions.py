"""What a rule asks before it applies: counter, clerk, skill, time of day, waits and lengths."""

from dataclasses import dataclass

from edge.domain.queue import Asker
from edge.domain.rules.groups import Who, read_who
from edge.domain.rules.names import Names
from edge.domain.rules.words import Sentence

_MINUTES_MAX = 24 * 60


@dataclass(frozen=True, slots=True)
class CounterIs:
    """Whether one of these counters asks, or none of them."""

    counters: frozenset[str]
    negated: bool = False

    def of(self, asker: Asker) -> bool:
        """Whether it is so when `asker` asks."""
        return (asker.counter in self.counters) is not self.negated


@dataclass(frozen=True, slots=True)
class ClerkIs:
    """Whether one of these clerks asks, or none of them."""

    clerks: frozenset[str]
    negated: bool = False

    def of(self, asker: Asker) -> bool:
        """Whether it is so when `asker` asks."""
        return (asker.staff in self.clerks) is not self.negated


@dataclass(frozen=True, slots=True)
class ClerkCan:
    """Whether whoever asks has a skill, or lacks it."""

    skill: str
    negated: bool = False

    def of(self, asker: Asker) -> bool:
        """Whether it is so when `asker` asks."""
        return (self.skill in asker.skills) is not self.negated


@dataclass(frozen=True, slots=True)
class TimeIs:
    """Whether it is from `begins` to before `ends`, minutes of the local day, over midnight too."""

    begins: int
    ends: int
    negated: bool = False

    def at(self, minute: int) -> bool:
        """Whether it is so at a minute of the local day."""
        if self.begins <= self.ends:
            within = self.begins <= minute < self.ends
        else:
            within = minute >= self.begins or minute < self.ends
        return within is not self.negated


@dataclass(frozen=True, slots=True)
class LongestWait:
    """Whether somebody of `who` has waited longer than `over_min` minutes, in the whole hall."""

    who: Who
    over_min: int


@dataclass(frozen=True, slots=True)
class LengthOf:
    """Whether more (or fewer) than `than` of `who` wait, in the whole hall."""

    who: Who
    than: int
    longer: bool = True


OfAsker = CounterIs | ClerkIs | ClerkCan
Condition = OfAsker | TimeIs | LongestWait | LengthOf


def read_conditions(sentence: Sentence, names: Names) -> tuple[Condition, ...]:
    """Read conditions with `and` between them: all must hold."""
    conditions = [_read_condition(sentence, names)]
    while sentence.accept("and"):
        conditions.append(_read_condition(sentence, names))
    return tuple(conditions)


def _read_condition(sentence: Sentence, names: Names) -> Condition:
    sentence.accept("the")
    if sentence.accept("counter"):
        sentence.expect("is")
        negated = sentence.accept("not")
        return CounterIs(sentence.names("counter", names.counters), negated)
    if sentence.accept("clerk"):
        return _read_clerk(sentence, names)
    if sentence.accept("time"):
        return _read_time(sentence)
    if sentence.accept("longest", "wait", "of"):
        who = read_who(sentence, names)
        sentence.expect("is", "over")
        return LongestWait(who, read_minutes(sentence))
    if sentence.accept("queue", "of"):
        return _read_length(sentence, names)
    raise sentence.wrong()


def _read_clerk(sentence: Sentence, names: Names) -> Condition:
    if sentence.accept("has", "skill"):
        return ClerkCan(sentence.name("skill", names.skills))
    if sentence.accept("lacks", "skill"):
        return ClerkCan(sentence.name("skill", names.skills), negated=True)
    sentence.expect("is")
    negated = sentence.accept("not")
    return ClerkIs(sentence.names("clerk", names.clerks), negated)


def _read_time(sentence: Sentence) -> TimeIs:
    sentence.expect("is")
    negated = sentence.accept("not")
    sentence.expect("from")
    begins = sentence.time()
    sentence.expect("to")
    column = sentence.column
    ends = sentence.time()
    if begins == ends:
        raise sentence.error("this time is over as soon as it begins", column)
    return TimeIs(begins, ends, negated)


def _read_length(sentence: Sentence, names: Names) -> LengthOf:
    who = read_who(sentence, names)
    sentence.expect("is")
    longer = sentence.accept("longer")
    if not longer and not sentence.accept("shorter"):
        raise sentence.wrong()
    sentence.expect("than")
    return LengthOf(who, sentence.number("the length", 0 if longer else 1, 1000), longer)


def read_minutes(sentence: Sentence, low: int = 1) -> int:
    """Read a number of minutes with its unit."""
    minutes = sentence.number("the number of minutes", low, _MINUTES_MAX)
    if not sentence.accept("minutes") and not sentence.accept("minute"):
        raise sentence.wrong()
    return minutes

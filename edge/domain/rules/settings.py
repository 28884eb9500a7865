"""Sentences that set something once: fairness, levels, appointments, absence, precall."""

from collections.abc import Callable
from typing import Any

from edge.domain.rules.conditions import read_conditions, read_minutes
from edge.domain.rules.model import Ageing, NoShow
from edge.domain.rules.names import Names
from edge.domain.rules.words import Sentence

# What a sentence sets: the name of a field of `Rules` or of `Appointments`, and its value.
Setting = tuple[str, Any]
SettingReader = Callable[[Sentence, Names], list[Setting]]


def _fairness(sentence: Sentence, _names: Names) -> list[Setting]:
    sentence.expect("waits", "more", "than")
    minutes = read_minutes(sentence, 0)
    sentence.expect("because", "of", "others")
    return [("fairness_bound_min", minutes)]


def _level(sentence: Sentence, _names: Names) -> list[Setting]:
    sentence.expect("level", "grows", "by", "1", "every")
    every = read_minutes(sentence)
    if sentence.accept("up"):
        sentence.expect("to")
        return [("ageing", Ageing(every, sentence.number("the highest level", 1, 1000)))]
    return [("ageing", Ageing(every))]


def _early(sentence: Sentence, _names: Names) -> list[Setting]:
    sentence.expect("appointments", "wait")
    as_walk_ins = sentence.accept("as", "walk-ins")
    sentence.expect("until")
    minutes = read_minutes(sentence, 0)
    sentence.expect("before", "their", "time")
    return [("early_min", minutes), ("early_waits", not as_walk_ins)]


def _late(sentence: Sentence, _names: Names) -> list[Setting]:
    sentence.expect("appointments")
    if sentence.accept("keep", "their", "place"):
        return [("late_min", None)]
    sentence.expect("wait", "as", "walk-ins", "after")
    return [("late_min", read_minutes(sentence, 0))]


def _known(sentence: Sentence, _names: Names) -> list[Setting]:
    sentence.expect("wait", "up", "to")
    minutes = read_minutes(sentence)
    sentence.expect("for", "the", "clerk", "they", "know")
    return [("known_wait_min", minutes)]


def _needs(sentence: Sentence, names: Names) -> list[Setting]:
    segment = sentence.name("segment", names.segments)
    sentence.expect("needs", "skill")
    return [(f"needs {segment}", (segment, sentence.name("skill", names.skills)))]


def _precall(sentence: Sentence, names: Names) -> list[Setting]:
    sentence.expect("is")
    if sentence.accept("off"):
        return [("precall", None)]
    sentence.expect("on")
    if sentence.accept("when"):
        return [("precall", read_conditions(sentence, names))]
    return [("precall", ())]


def _absent(sentence: Sentence, _names: Names) -> list[Setting]:
    sentence.expect("visitors", "are", "called")
    calls = sentence.number("the number of calls", 1, 10)
    _times(sentence)
    apart = 0
    sentence.accept(",")
    if sentence.at_number:
        apart = read_minutes(sentence)
        sentence.expect("apart")
        sentence.accept(",")
    sentence.expect("then")
    return [("no_show", _then(sentence, calls, apart))]


def _then(sentence: Sentence, calls: int, apart: int) -> NoShow:
    if sentence.accept("their", "ticket", "is", "over"):
        return NoShow(calls, apart)
    if sentence.accept("they", "go", "back"):
        back = sentence.number("the number of places", 1, 1000)
        if not sentence.accept("places") and not sentence.accept("place"):
            raise sentence.wrong()
        return NoShow(calls, apart, "places", back, _at_most(sentence))
    if sentence.accept("they", "come", "back", "after"):
        back = read_minutes(sentence)
        return NoShow(calls, apart, "minutes", back, _at_most(sentence))
    raise sentence.wrong()


def _at_most(sentence: Sentence) -> int:
    sentence.accept(",")
    sentence.expect("at", "most")
    times = sentence.number("how often", 1, 100)
    _times(sentence)
    return times


def _times(sentence: Sentence) -> None:
    if not sentence.accept("times") and not sentence.accept("time"):
        raise sentence.wrong()


# By the first word of the sentence.
SETTINGS: dict[str, SettingReader] = {
    "nobody": _fairness,
    "the": _level,
    "early": _early,
    "late": _late,
    "visitors": _known,
    "segment": _needs,
    "precall": _precall,
    "absent": _absent,
}

OF_APPOINTMENTS = ("early_min", "early_waits", "late_min")

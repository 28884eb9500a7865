"""Sentences that say who is called: WHEN ... THEN CALL, ALWAYS CALL, OTHERWISE CALL."""

from edge.domain.rules.conditions import Condition, read_conditions
from edge.domain.rules.groups import read_who
from edge.domain.rules.model import Share, Step
from edge.domain.rules.names import Names
from edge.domain.rules.words import Sentence


def read_when(sentence: Sentence, names: Names) -> Step:
    """Read what follows WHEN."""
    conditions = read_conditions(sentence, names)
    sentence.accept(",")
    sentence.expect("then")
    return _read_step(sentence, names, conditions)


def read_always(sentence: Sentence, names: Names) -> Step:
    """Read what follows ALWAYS."""
    return _read_step(sentence, names, ())


def read_otherwise(sentence: Sentence) -> bool:
    """Read what follows OTHERWISE, and return whether only the order of coming counts."""
    sentence.expect("call")
    if sentence.accept("whoever", "came", "first"):
        return True
    if sentence.accept("the", "highest", "level", "first"):
        return False
    raise sentence.wrong()


def _read_step(sentence: Sentence, names: Names, conditions: tuple[Condition, ...]) -> Step:
    sentence.expect("call")
    shares = _read_turns(sentence, names)
    only = sentence.accept("and", "nobody", "else")
    return Step(sentence.line, conditions, shares, only)


def _read_turns(sentence: Sentence, names: Names) -> tuple[Share, ...]:
    if not sentence.accept("in", "turn"):
        return (Share(1, read_who(sentence, names)),)
    shares = [_read_share(sentence, names)]
    while sentence.accept(","):
        shares.append(_read_share(sentence, names))
    if len(shares) == 1:
        raise sentence.error("a turn needs two groups at least, with a comma between them")
    return tuple(shares)


def _read_share(sentence: Sentence, names: Names) -> Share:
    count = sentence.number("how many are called", 1, 100)
    sentence.expect("from")
    return Share(count, read_who(sentence, names))

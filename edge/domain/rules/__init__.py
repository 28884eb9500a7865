"""The rules of the queue: read from a text, checked against the hall, asked for every ticket.

What can be written, and what it means, is in docs/rules.md.
"""

from collections.abc import Mapping

from edge.domain.queue import Asker, Queue
from edge.domain.rules.chooser import DEFAULT, FAIRNESS, RESERVED, Choice, Chooser, chooser_for
from edge.domain.rules.idle import callable_since
from edge.domain.rules.mistakes import Mistake, RulesError
from edge.domain.rules.model import NoShow, Rules
from edge.domain.rules.reading import read_rules, with_fairness


def choose(
    queue: Queue,
    asker: Asker,
    rules: Rules,
    turns: Mapping[str, int],
    now: int,
    local_minute: int,
) -> Choice | None:
    """Return whom `asker` is to call next at wall time `now` (ms), None when there is nobody.

    `turns` is where each rule's ratio stands, `local_minute` the minute of the hall's day.
    """
    return chooser_for(rules, asker).choose(queue, turns, now, local_minute)


__all__ = [
    "DEFAULT",
    "FAIRNESS",
    "RESERVED",
    "Choice",
    "Chooser",
    "Mistake",
    "NoShow",
    "Rules",
    "RulesError",
    "callable_since",
    "choose",
    "chooser_for",
    "read_rules",
    "with_fairness",
]

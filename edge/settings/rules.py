"""Reading the rules of the queue: written into the configuration, or in a file of their own."""

from dataclasses import dataclass
from pathlib import Path

from edge.config import ConfigError, load_section, text_of
from edge.domain.plan import Plan
from edge.domain.rules import Rules, RulesError, read_rules, with_fairness
from edge.domain.rules.model import FAIRNESS_BOUND_MIN


@dataclass(frozen=True)
class RulesConfig:
    """The rules as `text` or in `file`; without either the higher priority goes first.

    Nobody waits longer than `fairness_bound_min` because of others.
    """

    fairness_bound_min: int = FAIRNESS_BOUND_MIN
    text: str = ""
    file: str = ""

    def __post_init__(self) -> None:
        if self.fairness_bound_min < 0:
            raise ValueError(f"fairness_bound_min: {self.fairness_bound_min} is less than 0")
        if self.text and self.file:
            raise ValueError("text: the rules are in a file already")


def load_rules(path: Path, plan: Plan) -> Rules:
    """Return the rules of the hall with that plan. Raises `ConfigError` with file, line, reason."""
    config = load_section(path, "rules", RulesConfig)
    text, where = config.text, f"{path}: rules.text"
    if config.file:
        file = path.parent / config.file
        text, where = text_of(file), str(file)
    try:
        return read_rules(with_fairness(text, config.fairness_bound_min), where, plan)
    except RulesError as error:
        first, *others = str(error).splitlines()
        more = f" (and {len(others)} more)" if others else ""
        raise ConfigError(f"{first}{more}") from None

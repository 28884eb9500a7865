"""Reading the forms of a hall: each a file of its own, beside the configuration."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from edge.config import ConfigError, check_table, load_section, text_of
from edge.domain.forms import Form, form_mistakes
from edge.domain.plan import Plan
from edge.hall.applications import ApplicationRules

Days = Annotated[int, Field(ge=1, le=365)]


@dataclass(frozen=True)
class FormsConfig:
    """The section `[forms]`: the `files` of the forms that can be filled in here, in order.

    What is not handed in is kept for `kept_days`, what is for `handed_in_days`; of wrong codes at a
    screen `wrong_codes_max` are borne, one of which is forgotten every `wrong_code_forgotten_s`.
    An application takes `pages_max` pictures of documents, all together `pages_total_mb`. Of
    numbers to follow by `wrong_numbers_max` wrong ones and `numbers_max` altogether are borne at a
    screen, one of each is forgotten every `number_forgotten_s`.
    """

    files: tuple[str, ...] = ()
    kept_days: Days = 7
    handed_in_days: Days = 30
    wrong_codes_max: Annotated[int, Field(ge=1, le=100)] = 5
    wrong_code_forgotten_s: Annotated[int, Field(ge=1, le=3600)] = 60
    pages_max: Annotated[int, Field(ge=0, le=200)] = 30
    pages_total_mb: Annotated[int, Field(ge=0, le=100_000)] = 1024
    wrong_numbers_max: Annotated[int, Field(ge=1, le=100)] = 5
    numbers_max: Annotated[int, Field(ge=1, le=1000)] = 20
    number_forgotten_s: Annotated[int, Field(ge=1, le=3600)] = 30

    @property
    def rules(self) -> ApplicationRules:
        """How long applications are kept, and how many codes and numbers a screen takes."""
        return ApplicationRules(
            self.kept_days,
            self.handed_in_days,
            self.wrong_codes_max,
            self.wrong_code_forgotten_s,
            self.pages_max,
            self.pages_total_mb,
            self.wrong_numbers_max,
            self.numbers_max,
            self.number_forgotten_s,
        )


def load_forms(path: Path, plan: Plan) -> tuple[Form, ...]:
    """Return the forms of the hall with that plan. Raises `ConfigError` naming file and place."""
    known: dict[str, Path] = {}
    forms = []
    for name in load_section(path, "forms", FormsConfig).files:
        file = path.parent / name
        form = read_form(file)
        for mistake in _beside_others(form, plan, known):
            raise ConfigError(f"{file}: {mistake}")
        known[form.id] = file
        forms.append(form)
    return tuple(forms)


def read_form(file: Path) -> Form:
    """Return the form in `file`. Raises `ConfigError` naming file and place."""
    try:
        table = tomllib.loads(text_of(file))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}") from None
    form = check_table(table, Form, str(file))
    for mistake in form_mistakes(form):
        raise ConfigError(f"{file}: {mistake}")
    return form


def _beside_others(form: Form, plan: Plan, known: dict[str, Path]) -> Iterator[str]:
    if form.id in known:
        yield f"id: {form.id!r} is the form in {known[form.id]} already"
    if form.service and form.service not in plan.leaves:
        yield f"service: there is no service {form.service!r}"

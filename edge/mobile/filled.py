"""A form as a telephone sends it: which forms there are, what was answered, and what is wrong.

A field's answer comes as `f-` and its id, so that no form can hide what the page itself sends.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from edge.domain.forms import (
    Answers,
    Choice,
    Field,
    Form,
    FormDocument,
    Mistake,
    Part,
    checked,
    form_mistakes,
    kept,
    mistakes_of,
)

__all__ = [
    "Choice",
    "Field",
    "Filled",
    "Form",
    "FormDocument",
    "Mistake",
    "Part",
    "filled",
    "form_mistakes",
    "input_name",
    "typed_in",
]

_PREFIX = "f-"


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers to what is asked, and what keeps them from being handed in."""

    answers: Answers = dataclass_field(repr=False)
    mistakes: tuple[Mistake, ...]


def input_name(field: str) -> str:
    """Return what a field is called on the page."""
    return f"{_PREFIX}{field}"


def typed_in(form: Form, said: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed into the fields of `form`, as it was typed."""
    names = {field.id: input_name(field.id) for field in form.fields()}
    # A browser ends lines as network protocols do.
    return {
        field: said[name].replace("\r\n", "\n") for field, name in names.items() if name in said
    }


def filled(form: Form, typed: Mapping[str, str]) -> Filled:
    """Return what can be handed in of what was typed, with one mistake at most for each field."""
    known = {name: text for name, text in typed.items() if form.field(name) is not None}
    read, wrong = checked(form, known)
    # What is wrong counts as answered, so that it is not said to be missing as well.
    standing = kept(form, {**{each.field: "?" for each in wrong}, **read})
    answers = {name: text for name, text in read.items() if name in standing}
    mistakes = (each for each in wrong if each.field in standing)
    return Filled(answers, tuple(_in_order(form, [*mistakes, *mistakes_of(form, answers)])))


def _in_order(form: Form, mistakes: list[Mistake]) -> Iterator[Mistake]:
    first = {each.field: each for each in reversed(mistakes)}
    for field in form.fields():
        if field.id in first:
            yield first[field.id]

"""A form with its answers: what is asked now, which answers stand, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal

from edge.domain.forms.answering import WrongAnswerError, read_answer
from edge.domain.forms.model import Field, Form, Part, When

Answers = Mapping[str, str]
"""Field to answer, as it is written down. What was not answered is not in it."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong at `field`: a code of `WrongAnswerError`, or `required` or `not_above`."""

    field: str
    code: str
    details: Mapping[str, str | int] = dataclass_field(default_factory=dict)


def holds(when: When | None, answers: Answers) -> bool:
    """Return whether every field that `when` names has one of the answers it names."""
    return all(answers.get(name) in values for name, values in (when or {}).items())


def asked(form: Form, answers: Answers) -> list[Part]:
    """Return the parts that are asked with these answers, each with the fields that are."""
    parts = []
    for part in form.parts:
        fields = tuple(field for field in part.fields if holds(field.when, answers))
        if holds(part.when, answers) and fields:
            parts.append(Part(part.id, part.name, part.name_english, fields, part.when))
    return parts


def checked(form: Form, typed: Answers) -> tuple[dict[str, str], list[Mistake]]:
    """Return the answers that can be right, written one way, and what is wrong with the others.

    A name that is no field of the form is a mistake `unknown`. Nothing is required yet.
    """
    answers: dict[str, str] = {}
    mistakes = [Mistake(name, "unknown") for name in typed if form.field(name) is None]
    for field in form.fields():
        try:
            answer = read_answer(field, typed.get(field.id, ""))
        except WrongAnswerError as wrong:
            mistakes.append(Mistake(field.id, wrong.code, wrong.details))
            continue
        if answer:
            answers[field.id] = answer
    return answers, mistakes


def kept(form: Form, answers: Answers) -> dict[str, str]:
    """Return the answers to what is asked: what was answered to a question that fell away goes."""
    now = dict(answers)
    while True:
        fields = {field.id for part in asked(form, now) for field in part.fields}
        fewer = {name: answer for name, answer in now.items() if name in fields}
        if fewer == now:
            return now
        now = fewer


def mistakes_of(form: Form, answers: Answers) -> list[Mistake]:
    """Return what keeps a form from being handed in, in the order of its fields."""
    return [
        mistake
        for part in asked(form, answers)
        for field in part.fields
        for mistake in _mistakes_at(field, answers)
    ]


def _mistakes_at(field: Field, answers: Answers) -> Iterator[Mistake]:
    answer = answers.get(field.id, "")
    if not answer:
        if field.required:
            yield Mistake(field.id, "required")
        return
    other = answers.get(field.above, "")
    if field.above and other and Decimal(answer) <= Decimal(other):
        yield Mistake(field.id, "not_above", {"than": other})

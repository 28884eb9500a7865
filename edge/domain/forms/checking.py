"""What is wrong with a form itself, before anybody fills it in."""

from collections import Counter
from collections.abc import Iterator, Mapping

from edge.domain.forms.model import Field, Form, When

_LENGTH_OF_ALL = 4000


def form_mistakes(form: Form) -> list[str]:
    """Return what is wrong with `form`, each as where in it and why; empty: it can be used."""
    return [*_parts(form), *_names(form), *_fields(form), *_conditions(form)]


def _parts(form: Form) -> Iterator[str]:
    if not form.parts:
        yield "parts: a form asks something"
    for part in form.parts:
        if not part.fields:
            yield f"part {part.id!r}: has no fields"


def _names(form: Form) -> Iterator[str]:
    for what, names in (
        ("part", [part.id for part in form.parts]),
        ("field", [field.id for field in form.fields()]),
        ("document", [document.id for document in form.documents]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield f"{what} {name!r}: there are {count} of that id"


def _fields(form: Form) -> Iterator[str]:
    earlier: dict[str, Field] = {}
    for field in form.fields():
        for reason in (*_choices(field), *_limits(field), *_above(field, earlier)):
            yield f"field {field.id!r}: {reason}"
        earlier[field.id] = field


def _choices(field: Field) -> Iterator[str]:
    if field.kind != "choice":
        if field.choices:
            yield f"choices: a field of kind {field.kind!r} has none"
        return
    names = [choice.id for choice in field.choices]
    if len(names) < 2:
        yield "choices: there have to be two at least"
    if len(set(names)) < len(names):
        yield "choices: the same id twice"


def _limits(field: Field) -> Iterator[str]:
    if not 1 <= field.length_max <= _LENGTH_OF_ALL:
        yield f"length_max: between 1 and {_LENGTH_OF_ALL}"
    if field.least is not None and field.most is not None and field.least > field.most:
        yield "least: is more than most"


def _above(field: Field, earlier: Mapping[str, Field]) -> Iterator[str]:
    if not field.above:
        return
    other = earlier.get(field.above)
    if other is None:
        yield f"above: no field {field.above!r} before it"
    elif field.kind != "number" or other.kind != "number":
        yield "above: both have to be numbers"


def _conditions(form: Form) -> Iterator[str]:
    earlier: dict[str, Field] = {}
    for part in form.parts:
        yield from _condition(f"part {part.id!r}", part.when, earlier)
        for field in part.fields:
            yield from _condition(f"field {field.id!r}", field.when, earlier)
            earlier[field.id] = field
    for document in form.documents:
        yield from _condition(f"document {document.id!r}", document.when, earlier)


def _condition(where: str, when: When | None, earlier: Mapping[str, Field]) -> Iterator[str]:
    for name, values in (when or {}).items():
        field = earlier.get(name)
        if field is None:
            yield f"{where}: when: no field {name!r} before it"
            continue
        known = {"choice": [choice.id for choice in field.choices], "agreed": ["yes"]}
        if field.kind not in known:
            yield f"{where}: when: {name!r} is no choice"
            continue
        for value in values:
            if value not in known[field.kind]:
                yield f"{where}: when: {name!r} is never {value!r}"

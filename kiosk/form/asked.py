"""Which questions and documents of a form are asked, by what was answered so far."""

from collections.abc import Mapping, Sequence

from edge.api.shapes import Form, FormDocument, FormField, FormPart

Answers = Mapping[str, str]


def parts_of(form: Form, answers: Answers) -> list[FormPart]:
    """Return the parts that are asked, each with the fields that are. Each is a page."""
    return _parts(form, kept(form, answers))


def documents_of(form: Form, answers: Answers) -> list[FormDocument]:
    """Return the documents that go with these answers."""
    now = kept(form, answers)
    return [document for document in form.documents if _holds(document.when, now)]


def kept(form: Form, answers: Answers) -> Answers:
    """Return the answers to what is asked: one to a question that fell away decides nothing."""
    while True:
        asked = {field.id for part in _parts(form, answers) for field in part.fields}
        fewer = {name: answer for name, answer in answers.items() if name in asked}
        if fewer == answers:
            return answers
        answers = fewer


def field_of(form: Form, name: str) -> FormField | None:
    """Return the field with that id."""
    return next((field for part in form.parts for field in part.fields if field.id == name), None)


def _parts(form: Form, answers: Answers) -> list[FormPart]:
    parts = []
    for part in form.parts:
        fields = [field for field in part.fields if _holds(field.when, answers)]
        if fields and _holds(part.when, answers):
            parts.append(part.model_copy(update={"fields": fields}))
    return parts


def _holds(when: Mapping[str, Sequence[str]], answers: Answers) -> bool:
    return all(answers.get(name) in values for name, values in when.items())

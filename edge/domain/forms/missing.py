"""Everything that is still missing, told at once (一次性告知): nobody comes a third time."""

from collections.abc import Collection
from dataclasses import dataclass

from edge.domain.forms.answers import Answers, Mistake, holds, mistakes_of
from edge.domain.forms.model import Form, FormDocument


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to be done before the form can be handed in. Empty: nothing."""

    mistakes: tuple[Mistake, ...]
    documents: tuple[FormDocument, ...]
    signature: bool

    def __bool__(self) -> bool:
        return bool(self.mistakes or self.documents or self.signature)


def documents_for(form: Form, answers: Answers) -> list[FormDocument]:
    """Return the documents that go with these answers, in the form's order."""
    return [document for document in form.documents if holds(document.when, answers)]


def missing_of(form: Form, answers: Answers, there: Collection[str], *, signed: bool) -> Missing:
    """Return what is missing. `there` are the ids of documents that were seen or attached."""
    documents = [
        document
        for document in documents_for(form, answers)
        if document.required and document.id not in there
    ]
    return Missing(tuple(mistakes_of(form, answers)), tuple(documents), form.signed and not signed)

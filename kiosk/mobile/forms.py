"""Forms of the hall for its visitors' telephones: which there are, and handing one in.

What was handed in from a page is remembered while this server runs, by the page's hash and the
application's number. Whoever has the number follows it afterwards as any other.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from edge.api import shapes
from edge.client import HallClient, HallError
from edge.mobile.filled import Choice, Field, Form, FormDocument, Mistake, Part, filled
from edge.mobile.port import Handed, NotNowError

AT = "mobile"  # where a form was filled in, beside the names of screens and counters
OF_A_PAGE_MAX = 5
_PAGES_MAX = 2000


class HallForms:
    """Used over the hall's client. Raises `HallError` where the hall does."""

    def __init__(self, hall: HallClient) -> None:
        self._hall = hall
        self._forms: tuple[Form, ...] | None = None
        self._handed: OrderedDict[str, dict[str, str]] = OrderedDict()

    def forget(self) -> None:
        """Ask for the forms again: the hall may have others now."""
        self._forms = None

    async def forms(self) -> tuple[Form, ...]:
        """Return the forms that suit a telephone."""
        if self._forms is None:
            self._forms = tuple(
                form_of(each) for each in await self._hall.forms() if _on_telephone(each)
            )
        return self._forms

    async def handed(self, page: str) -> tuple[Handed, ...]:
        """Return what was handed in from a page, the latest first."""
        names = {form.id: form for form in await self.forms()}
        found = []
        for number in reversed(self._handed.get(page, {}).values()):
            try:
                now = await self._hall.follow_application(number)
            except HallError as error:
                if error.code == "unknown_application":
                    continue  # the hall keeps it no more
                raise
            form = names.get(now.form)
            name = (form.name, form.name_english) if form else (now.form, now.form)
            found.append(Handed(number, *name, now.stage, now.stage_english))
        return tuple(found)

    async def hand_in(
        self, page: str, form: str, typed: Mapping[str, str], key: str
    ) -> tuple[Mistake, ...]:
        """Hand a form in; return what is wrong with it. Raises `NotNowError`."""
        asked = next((each for each in await self.forms() if each.id == form), None)
        if asked is None:
            raise NotNowError("unknown_form")
        said = filled(asked, typed)
        if said.mistakes:
            return said.mistakes
        taken = self._handed.get(page, {})
        if key not in taken and len(taken) >= OF_A_PAGE_MAX:
            raise NotNowError("enough")
        if key in taken:
            return ()
        application = await self._begun(page, form, key)
        saved = await self._saved(application, page, key, said.answers)
        if saved:
            return saved
        named = _name(page, key, "hand-in")
        handed = await self._hall.hand_in(application, shapes.HandIn(), named)
        self._remember(page, key, handed.number)
        return ()

    async def _begun(self, page: str, form: str, key: str) -> str:
        # Begun empty: however often one corrects the answers under a key, it is one application.
        new = shapes.NewApplication(form=form, answers={}, at=AT)
        return (await self._hall.begin_application(new, _name(page, key, "begin"))).application

    async def _saved(
        self, application: str, page: str, key: str, answers: Mapping[str, str]
    ) -> tuple[Mistake, ...]:
        filling = shapes.Filling(answers=dict(answers), at=AT)
        named = _name(page, key, "save", answers)
        try:
            saved = await self._hall.save_application(application, filling, named)
        except HallError as error:
            if error.code == "handed_in":
                return ()  # before this server began: handing in again has the same number
            raise
        return tuple(map(_mistake, (*saved.mistakes, *saved.missing)))

    def _remember(self, page: str, key: str, number: str) -> None:
        self._handed.setdefault(page, {})[key] = number
        self._handed.move_to_end(page)
        while len(self._handed) > _PAGES_MAX:
            self._handed.popitem(last=False)


def form_of(shown: shapes.Form) -> Form:
    """Return a form as it is filled in here. What only the hall can check, it does."""
    return Form(
        shown.id,
        shown.name,
        shown.name_english,
        tuple(_part(each) for each in shown.parts),
        shown.service,
        tuple(_document(each) for each in shown.documents),
        shown.signed,
    )


def _on_telephone(shown: shapes.Form) -> bool:
    return not shown.signed and not any(document.required for document in shown.documents)


def _part(shown: shapes.FormPart) -> Part:
    fields = tuple(_field(each) for each in shown.fields)
    return Part(shown.id, shown.name, shown.name_english, fields, _when(shown.when))


def _field(shown: shapes.FormField) -> Field:
    said = shown.model_dump(exclude={"when", "choices"})
    choices = tuple(Choice(**each.model_dump()) for each in shown.choices)
    # The hall alone knows how many decimal places it takes.
    return Field(**said, when=_when(shown.when), choices=choices, places=6)


def _document(shown: shapes.FormDocument) -> FormDocument:
    return FormDocument(**{**shown.model_dump(), "when": _when(shown.when)})


def _when(shown: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in shown.items()}


def _mistake(shown: shapes.FormMistake) -> Mistake:
    return Mistake(shown.field, shown.code, shown.details)


def _name(page: str, key: str, verb: str, answers: Mapping[str, str] | None = None) -> str:
    # Other answers under the same key are another request: the first ones lacked something.
    said = json.dumps([page, key, verb, sorted((answers or {}).items())])
    return f"mobile-{hashlib.sha256(said.encode()).hexdigest()[:32]}"

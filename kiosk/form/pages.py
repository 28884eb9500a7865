"""The pages of a form screen: which template, and what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from markupsafe import Markup

from edge.api.shapes import Form, FormField, FormMistake
from kiosk.form.paging import wrong_on
from kiosk.form.picturing import pages_of
from kiosk.form.stay import Filled, Place, Stage, Stay
from kiosk.pages import Pages
from kiosk.saying import Said
from kiosk.scene import FEWER_MAX, Scene

_PARTS = {
    Stage.ATTRACT: "form_attract.html",
    Stage.CHOOSING: "form_choosing.html",
    Stage.CODE: "form_code.html",
    Stage.OPENING: "form_waiting.html",
    Stage.FILLING: "form_part.html",
    Stage.DOCUMENTS: "form_documents.html",
    Stage.CAMERA: "form_camera.html",
    Stage.REVIEW: "form_review.html",
    Stage.SIGNING: "form_sign.html",
    Stage.HANDING_IN: "form_waiting.html",
    Stage.KEPT: "form_kept.html",
    Stage.HANDED_IN: "form_handed_in.html",
    Stage.REFUSED: "form_refused.html",
}
# What people were given stays to be read, whatever becomes of the controller.
_STAY_SHOWN = (Stage.KEPT, Stage.HANDED_IN)

_KEYS = {
    "text": "words",
    "long_text": "words",
    "digits": "digits",
    "number": "number",
    "date": "date",
    "phone": "phone",
    "identity": "identity",
    "company": "company",
    "account": "digits",
}
_SECRET = ("identity", "account")
_TROUBLES = frozenset(
    {
        "wrong_code", "code_locked", "handed_in", "sealed_for_good", "storage_low",
        "unknown_application", "unknown_form", "unknown_visit", "visit_ended", "too_many_pages",
    }
)  # fmt: skip


_MISTAKES = frozenset(
    {
        "required", "characters", "too_long", "digits", "number", "places", "too_small",
        "too_large", "choice", "date", "phone", "identity", "company", "account", "agreed",
        "not_above", "unknown",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One answer on the last page: what was asked, what was answered, and what is wrong with it.

    `answer` is empty where nothing was answered, and masked where others might look.
    """

    field: FormField
    answer: str
    answer_english: str
    mistake: FormMistake | None


@dataclass(frozen=True, slots=True)
class AtEntry:
    """Forms are filled in at a screen that is for something else, in one go.

    `hotline` is whom to ring in an emergency; with `follows` the screen itself shows how far what
    was handed in is, with `takes_tickets` a ticket can be taken there afterwards.
    """

    hotline: str = ""
    follows: bool = False
    takes_tickets: bool = False


class FormPages:
    """Renders what a form screen shows, or another screen while a form is open there."""

    def __init__(
        self,
        pages: Pages,
        offers_help: bool,
        has_camera: bool = False,
        at_entry: AtEntry | None = None,
    ) -> None:
        self._pages = pages
        self._has_camera = has_camera
        self._at_entry = at_entry
        self._offers_help = offers_help

    def part(self, stay: Stay, scene: Scene) -> str:
        """Return what the screen shows. While the hall is away, what was given out stays."""
        if not scene.view.here and stay.stage not in _STAY_SHOWN:
            return self._pages.away_part()
        shown = stay.left or stay.place
        language = scene.manner.language
        part = self._pages.part(
            self._template(shown.stage if stay.stage is Stage.TURNING else stay.stage),
            language,
            stay=stay,
            scene=scene,
            hall=scene.view.board,
            offers_help=self._offers_help,
            has_camera=self._has_camera,
            entry=self._at_entry,
            trouble=_trouble(stay),
            **self._details(stay, shown, scene.manner.fewer),
        )
        return part + self._pages.over_all(scene)

    def _details(self, stay: Stay, shown: Place, fewer: bool) -> Mapping[str, Any]:
        details = _details(stay, shown, fewer)
        # Nobody goes on with a form where its code is not taken.
        return {**details, "code": ""} if self._at_entry else details

    def _template(self, stage: Stage) -> str:
        if self._at_entry and stage is Stage.CHOOSING:
            return "entry_choosing.html"
        return _PARTS[stage]


def _trouble(stay: Stay) -> str:
    if not stay.trouble:
        return ""
    return f"form_trouble_{stay.trouble if stay.trouble in _TROUBLES else 'other'}"


def _details(stay: Stay, shown: Place, fewer: bool) -> Mapping[str, Any]:
    filled = stay.filled
    if stay.stage is Stage.CHOOSING:
        return _choices(stay.forms or (), fewer)
    if filled is None:
        return {"qr": _qr(stay.number)}
    steps = filled.places()
    place = Place(Stage.DOCUMENTS) if shown.stage is Stage.CAMERA else shown
    at = steps.index(place) if place in steps else len(steps) - 1
    return {
        "form": filled.form,
        "filled": filled,
        "step": at + 1,
        "steps": len(steps),
        "waiting": stay.stage is Stage.TURNING,
        "code": filled.kept.code if filled.kept else "",
        **_of_stage(stay, filled, shown),
    }


def _choices(forms: Sequence[Form], fewer: bool) -> Mapping[str, Any]:
    """Return the forms to choose from; of `fewer`, one is for what is wrong."""
    applications = [form for form in forms if form.signed]
    others = [form for form in forms if not form.signed]
    left_out = fewer and len(forms) > FEWER_MAX
    if left_out:
        applications = applications[: FEWER_MAX - 1]
        others = others[: FEWER_MAX - len(applications)]
    shown = len(applications) + len(others)
    return {
        "applications": applications,
        "others": others,
        "left_out": left_out,
        "few": shown <= FEWER_MAX,
    }


def _of_stage(stay: Stay, filled: Filled, shown: Place) -> Mapping[str, Any]:
    match shown.stage:
        case Stage.FILLING:
            return _page(filled, shown.page, stay.looked_at)
        case Stage.DOCUMENTS:
            taken = {document.id: pages_of(stay, document.id) for document in filled.needed}
            return {"documents": filled.needed, "taken": taken}
        case Stage.CAMERA:
            return {"document": next(d for d in filled.needed if d.id == stay.pictured)}
        case Stage.KEPT:
            code = filled.kept.code if filled.kept else ""
            return {"qr": _qr(code), "missing": _missing(filled), "lacking": _lacking(filled)}
        case Stage.HANDED_IN:
            return {"qr": _qr(stay.number)}
    return {"review": _review(filled), "lacking": _lacking(filled)}


def _page(filled: Filled, page: int, looked_at: bool) -> Mapping[str, Any]:
    part = filled.parts[min(page, len(filled.parts) - 1)]
    wrong = {mistake.field: mistake for mistake in wrong_on(filled, page)}
    typed = {field.id: filled.answers.get(field.id, "") for field in part.fields}
    # What was missing is not missing any more once it is there, whatever else may be wrong.
    stale = [
        name
        for name, each in wrong.items()
        if each.code == "required" and (typed[name] or not looked_at)
    ]
    said = {name: _said(each) for name, each in wrong.items() if name not in stale}
    return {"part": part, "wrong": said, "keys": _KEYS, "secret": _SECRET}


def _said(mistake: FormMistake) -> Said:
    known = mistake.code if mistake.code in _MISTAKES else "unknown"
    return Said(f"form_wrong_{known}", dict(mistake.details))


def _review(filled: Filled) -> list[tuple[int, Any, list[Line]]]:
    """Return the parts with their page numbers, and the lines of each."""
    return [
        (page, part, [_line(filled, page, field) for field in part.fields])
        for page, part in enumerate(filled.parts)
    ]


def _line(filled: Filled, page: int, field: FormField) -> Line:
    answer = filled.answers.get(field.id, "")
    mistake = next((each for each in wrong_on(filled, page) if each.field == field.id), None)
    if field.kind == "choice":
        chosen = next((choice for choice in field.choices if choice.id == answer), None)
        names = (chosen.name, chosen.name_english) if chosen else ("", "")
        return Line(field, *names, mistake)
    shown = masked(field.kind, answer)
    shown = f"{shown} {field.unit}" if shown and field.unit else shown
    return Line(field, shown, shown, mistake)


def masked(kind: str, answer: str) -> str:
    """Return an answer as it may be shown where others can see: numbers of people are hidden."""
    if kind not in (*_SECRET, "phone") or len(answer) < 8:
        return answer
    return answer[:3] + "*" * (len(answer) - 7) + answer[-4:]


def _missing(filled: Filled) -> list[Line]:
    return [line for _page, _part, lines in _review(filled) for line in lines if line.mistake]


def _lacking(filled: Filled) -> list[Any]:
    lacking = filled.kept.lacking if filled.kept else ()
    return [document for document in filled.needed if document.id in lacking]


def _qr(text: str) -> Markup:
    if not text:
        return Markup()
    # Any mask reads; to choose the best of eight is most of the work.
    drawn = segno.make_qr(text, error="m", mask=0).svg_inline(
        omitsize=True, svgclass="qr", border=4
    )
    return Markup(drawn)  # noqa: S704  made of squares, whatever the text was

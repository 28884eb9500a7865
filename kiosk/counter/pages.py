"""The pages at the side of a counter: which template, and what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.api.shapes import FormField, MobileDimension, Service
from kiosk.counter.stay import Filled, Opinion, Stage, Stay
from kiosk.form.pages import masked
from kiosk.pages import Pages
from kiosk.query.saying import day
from kiosk.scene import Scene

_PARTS = {
    Stage.CLOSED: "counter_closed.html",
    Stage.PAUSED: "counter_paused.html",
    Stage.WELCOME: "counter_welcome.html",
    Stage.CALLED: "counter_called.html",
    Stage.SERVING: "counter_serving.html",
    Stage.IDENTITY: "counter_identity.html",
    Stage.FORM: "counter_form.html",
    Stage.SIGN: "counter_sign.html",
    Stage.SENDING: "counter_sign.html",
    Stage.SIGNED: "counter_signed.html",
    Stage.RATING: "counter_rating.html",
    Stage.RATED: "counter_rating.html",
    Stage.THANKS: "counter_thanks.html",
}
# A grade and its words, the best first: that is where reading begins.
_GRADES = ((5, "rate_5"), (4, "rate_4"), (3, "rate_3"), (2, "rate_2"), (1, "rate_1"))
_FEWER_GRADES = _GRADES[1:4]
_DOCUMENTS = frozenset({"citizen", "account", "phone"})


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of a form: what was asked, and what was answered, masked where others may look."""

    field: FormField
    answer: str
    answer_english: str


class CounterPages:
    """Renders what the side of a counter shows."""

    def __init__(
        self,
        pages: Pages,
        dimensions: Sequence[MobileDimension],
        news_s: float,
        *,
        offers_help: bool,
    ) -> None:
        self._pages = pages
        self._offers_help = offers_help
        self._dimensions = dimensions
        self._news_s = news_s

    def part(self, stay: Stay, scene: Scene, counter: str) -> str:
        """Return the page. While the hall is away only an opinion that is being given stays."""
        if not scene.view.here and stay.stage not in (Stage.RATING, Stage.RATED, Stage.THANKS):
            return self._pages.away_part()
        part = self._pages.part(
            _PARTS[stay.stage],
            scene.manner.language,
            stay=stay,
            scene=scene,
            hall=scene.view.board,
            counter=scene.view.counter(counter),
            service=_service(stay, scene),
            offered=_offered(scene, counter),
            offers_help=self._offers_help,
            **self._details(stay, scene.manner.fewer),
        )
        return part + self._pages.over_all(scene)

    def _details(self, stay: Stay, fewer: bool) -> Mapping[str, Any]:
        if stay.opinion is not None:
            return {**self._asked(stay.opinion, fewer), "opinion": stay.opinion}
        if stay.stage is Stage.WELCOME:
            return {"news": stay.news, "news_s": self._news_s, "day": day}
        if stay.stage is Stage.IDENTITY and stay.person is not None:
            known = stay.person.document if stay.person.document in _DOCUMENTS else "other"
            return {"person": stay.person, "document": f"side_document_{known}"}
        if stay.filled is not None:
            return {
                "form": stay.filled.form,
                "lines": lines_of(stay.filled),
                "number": stay.number or stay.filled.application.number,
            }
        return {}

    def _asked(self, opinion: Opinion, fewer: bool) -> Mapping[str, Any]:
        """Return what the opinion is asked about; of `fewer` grades there are those in the middle.

        Whoever has touched another sees all of them.
        """
        few = fewer and opinion.grade in (0, *(grade for grade, _key in _FEWER_GRADES))
        grades = _FEWER_GRADES if few else _GRADES
        return {"grades": grades, "few": few, "dimensions": self._dimensions}


def lines_of(filled: Filled) -> list[Line]:
    """Return what was answered, in the order of the form."""
    answers = filled.application.answers
    fields = [field for part in filled.form.parts for field in part.fields]
    return [_line(field, answers[field.id]) for field in fields if answers.get(field.id)]


def _line(field: FormField, answer: str) -> Line:
    if field.kind == "choice":
        chosen = next((choice for choice in field.choices if choice.id == answer), None)
        names = (chosen.name, chosen.name_english) if chosen else (answer, answer)
        return Line(field, *names)
    shown = masked(field.kind, answer)
    shown = f"{shown} {field.unit}" if field.unit else shown
    return Line(field, shown, shown)


def _service(stay: Stay, scene: Scene) -> Service | None:
    wanted = stay.side.service if stay.side else ""
    return next((each for each in scene.view.services if each.id == wanted), None)


def _offered(scene: Scene, counter: str) -> list[Service]:
    """Return what is done at this counter."""
    known = scene.view.counter(counter)
    here = known.services if known else []
    return [each for each in scene.view.services if each.id in here]

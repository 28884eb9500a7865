"""Turning what is true into HTML: the page of a tablet, whole and in its parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import segno
from markupsafe import Markup

from kiosk import texts
from kiosk.reception.deeds import Said
from kiosk.reception.desk import Person
from kiosk.reception.place import Place, sections_for
from kiosk.reception.rows import Shown
from kiosk.reception.seen import Seen
from kiosk.reception.watching import Step
from kiosk.templating import environment
from kiosk.texts import Texts, Words

_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the page of a tablet is made of. Without a `person` it asks for the PIN."""

    tablet: str
    language: str
    person: Person | None
    seen: Seen | None
    place: Place
    said: Said | None
    locked: str
    steps: Sequence[Step]
    now_ms: int
    stuck_after_s: float


class ReceptionPages:
    """Renders the pages of all tablets."""

    def __init__(self, revision: str, language: str) -> None:
        self.revision = revision
        self._language = language
        self._texts = load_texts()

    def tablet_page(self, state: Mapping[str, Any]) -> str:
        """Return the whole page of a paired tablet around its first part."""
        return self._render("reception.html", state["language"], state=state)

    def part(self, view: View) -> str:
        """Return what a tablet shows."""
        if view.person is None or view.seen is None:
            return self._render("reception_sign_in.html", view.language, view=view)
        return self._render(
            "reception_desk.html",
            view.language,
            view=view,
            rights=view.person.rights,
            sections=sections_for(view.person.rights),
            shown=Shown(view.seen, view.place, view.now_ms),
            stuck=[each for each in view.steps if each.is_stuck(view.now_ms, view.stuck_after_s)],
        )

    def _render(self, template: str, language: str, **values: Any) -> str:
        words = Words(self._texts, language)
        return (
            environment()
            .get_template(template)
            .render(
                words=words,
                t=words.first,
                name=partial(_name, words),
                names=partial(_names, words),
                has=self._texts["zh"].__contains__,
                qr=_qr,
                revision=self.revision,
                away=self._away(words),
                **values,
            )
        )

    def _away(self, words: Words) -> str:
        return environment().get_template("reception_away.html").render(t=words.first)


def load_texts() -> dict[str, Texts]:
    """Return the words of the tablets, by key: Chinese and English."""
    return texts.load_texts(_TEXTS)


def _name(words: Words, thing: Any) -> str:
    """Return what a service, group or document is called."""
    return words.pick(thing.name, thing.name_english)[0]


def _names(words: Words, things: Iterable[Any]) -> str:
    """Return what several of them are called, as a list is written in the language."""
    between = "、" if words.language == "zh" else ", "
    return between.join(_name(words, thing) for thing in things)


def _qr(text: str) -> Markup:
    drawn = segno.make_qr(text, error="m", mask=0).svg_inline(omitsize=True, svgclass="qr")
    return Markup(drawn)  # noqa: S704  made of squares, whatever the text was

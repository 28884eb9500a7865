"""Turning what is true into HTML: the pages as a browser opens them, and the parts swapped in."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from edge.api.shapes import Counter
from kiosk.config import KioskConfig
from kiosk.dialogue import Dialogue, Stage
from kiosk.hall_feed import HallView
from kiosk.rating import Rating
from kiosk.rating import Stage as RatingStage
from kiosk.saying import closed_said, moment, wait_said
from kiosk.scene import Scene
from kiosk.templating import environment, revision
from kiosk.texts import Texts, Words, load_texts
from kiosk.ticket_pages import PARTS, Place, details

_RATING_PARTS = {
    RatingStage.IDLE: "evaluator_idle.html",
    RatingStage.ASKING: "evaluator_faces.html",
    RatingStage.SENDING: "evaluator_faces.html",
    RatingStage.THANKS: "evaluator_thanks.html",
}
# A grade and its words, the best first: that is where reading begins.
_GRADES = ((5, "rate_5"), (4, "rate_4"), (3, "rate_3"), (2, "rate_2"), (1, "rate_1"))
NOTICES_MAX = 2
"""Of more than these the newest are shown: what is said to everybody must be short."""


class Pages:
    """Renders every screen of one hall; `local_time` is the hall's, for "from 14:00 on"."""

    def __init__(
        self,
        config: KioskConfig,
        local_time: Callable[[], dt.datetime] = lambda: dt.datetime.now().astimezone(),
        texts: Mapping[str, Texts] | None = None,
    ) -> None:
        self._config = config
        self._local_time = local_time
        self._texts = load_texts() if texts is None else texts
        self._environment = environment()
        self.revision = revision()

    def language_of(self, chosen: str) -> str:
        """Return the language that was chosen; the hall's own where it is none of the screens'."""
        return chosen if chosen in self._texts else self._config.language

    def tag_of(self, chosen: str) -> str:
        """Return the tag of that language, for HTML."""
        return self._words(chosen).tag

    def shell(self, template: str, **values: Any) -> str:
        """Return a whole page around its first part."""
        return self._render(template, "", revision=self.revision, **values)

    def part(self, template: str, language: str, **values: Any) -> str:
        """Return a part of a page. `language` comes first in it; empty for the hall's own."""
        return self._render(template, language, **values)

    def over_all(self, scene: Scene) -> str:
        """Return what stands over every page of a touched screen, where no finger goes."""
        language, shown = scene.manner.language, self._notices(scene.view, scene.manner.language)
        if scene.card:
            shown += self._render("ticket_card_note.html", language, note=scene.card.value)
        if scene.help.call:
            shown += self._render("ticket_help_note.html", language, help=scene.help)
        return f'<div class="over">{shown}</div>' if shown else ""

    def ticket_part(self, dialogue: Dialogue, scene: Scene, screen: str = "") -> str:
        """Return what a ticket screen shows. An issued ticket stays while the hall is away."""
        if not dialogue.hall_here and dialogue.stage not in (Stage.TICKET, Stage.MAP):
            return self.away_part()
        place = Place(screen, self._local_time())
        part = self._render(
            PARTS[dialogue.stage],
            scene.manner.language,
            dialogue=dialogue,
            scene=scene,
            hall=scene.view.board,
            beside=scene.beside,
            offers_appointments=self._config.appointments,
            offers_help=self._config.help_calls,
            **details(dialogue, scene.view, self._config, place),
        )
        return part + self.over_all(scene)

    def _notices(self, view: HallView, language: str = "") -> str:
        notices = view.board.notices if view.board else []
        if not notices:
            return ""
        return self._render("notices.html", language, notices=notices[-NOTICES_MAX:])

    def evaluator_part(self, rating: Rating, counter: Counter | None, view: HallView) -> str:
        """Return what the evaluator at `counter` shows. While the hall is away it is quiet."""
        if not rating.hall_here or counter is None:
            return self.evaluator_away_part()
        part = self._render(
            _RATING_PARTS[rating.stage], "", counter=counter, grades=_GRADES, chosen=rating.grade
        )
        return part + self._notices(view)

    def evaluator_away_part(self) -> str:
        """Return what an evaluator shows while nothing can be rated."""
        return self._render("evaluator_away.html", "")

    def away_part(self) -> str:
        """Return what every screen shows while the hall is away."""
        return self._render("away.html", "")

    def _render(self, template: str, language: str, **values: Any) -> str:
        words = self._words(language)
        return self._environment.get_template(template).render(
            words=words,
            wait_said=wait_said,
            closed_said=closed_said,
            opens=lambda opens_at: moment(opens_at, 0, self._local_time()),
            **values,
        )

    def _words(self, language: str) -> Words:
        return Words(self._texts, self.language_of(language))

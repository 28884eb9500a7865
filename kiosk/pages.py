"""Turning what is true into HTML: the pages as a browser opens them, and the parts swapped in."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from edge.api.shapes import Board, BoardCall, Counter, Ticket
from kiosk.config import KioskConfig
from kiosk.dialogue import Dialogue, Mistyped, Refusal, Stage
from kiosk.hall_feed import HallView
from kiosk.menu import menu_of, service_of
from kiosk.nearby import Nearby
from kiosk.rating import Rating
from kiosk.rating import Stage as RatingStage
from kiosk.texts import Words, load_texts

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"
_TEMPLATES = _FOLDER / "templates"

_PARTS = {
    Stage.ATTRACT: "ticket_attract.html",
    Stage.GREETED: "ticket_menu.html",
    Stage.CHOOSING: "ticket_menu.html",
    Stage.TYPING: "ticket_number.html",
    Stage.CHECKING: "ticket_number.html",
    Stage.ISSUING: "ticket_issuing.html",
    Stage.TICKET: "ticket_shown.html",
    Stage.REFUSED: "ticket_refused.html",
}
_RATING_PARTS = {
    RatingStage.IDLE: "evaluator_idle.html",
    RatingStage.ASKING: "evaluator_faces.html",
    RatingStage.SENDING: "evaluator_faces.html",
    RatingStage.THANKS: "evaluator_thanks.html",
}
# A grade and its words, the best first: that is where reading begins.
_GRADES = ((5, "rate_5"), (4, "rate_4"), (3, "rate_3"), (2, "rate_2"), (1, "rate_1"))
_REFUSALS = frozenset(
    {
        "day_closed",
        "service_closed",
        "unknown_service",
        "unknown_visit",
        "visit_has_ticket",
        "storage_low",
        "power_low",
        "out_of_service",
    }
)


class Pages:
    """Renders every screen of one hall."""

    def __init__(self, config: KioskConfig) -> None:
        self._config = config
        self._texts = load_texts()
        self._environment = _environment()
        self.revision = _revision()

    def shell(self, template: str, **values: Any) -> str:
        """Return a whole page around its first part."""
        return self._render(template, "", revision=self.revision, **values)

    def ticket_part(self, dialogue: Dialogue, view: HallView, beside: Nearby) -> str:
        """Return what a ticket screen shows; `beside` is what can be shown to it.

        An issued ticket stays while the hall is away.
        """
        if not dialogue.hall_here and dialogue.stage is not Stage.TICKET:
            return self.away_part()
        language = dialogue.manner.language
        part = self._render(
            _PARTS[dialogue.stage],
            language,
            dialogue=dialogue,
            hall=view.board,
            beside=beside,
            offers_priority=bool(self._config.priority),
            **_details(dialogue, view),
        )
        return part + self._card_note(dialogue)

    def _card_note(self, dialogue: Dialogue) -> str:
        if not dialogue.card:
            return ""
        return self._render(
            "ticket_card_note.html", dialogue.manner.language, card=dialogue.card.value
        )

    def board_part(self, view: HallView) -> str:
        """Return what the main board shows."""
        if view.board is None:
            return self.away_part()
        calls = in_board_order(view.board)[: self._config.board_rows_max]
        hints = [f"{kind}_lost" for kind in ("voice", "led") if view.lost(kind)]
        return self._render(
            "board_part.html",
            "",
            board=view.board,
            calls=calls,
            hints=hints,
            voice_lost=view.lost("voice"),
        )

    def evaluator_part(self, rating: Rating, counter: Counter | None) -> str:
        """Return what the evaluator at `counter` shows. While the hall is away it is quiet."""
        if not rating.hall_here or counter is None:
            return self.evaluator_away_part()
        return self._render(
            _RATING_PARTS[rating.stage], "", counter=counter, grades=_GRADES, chosen=rating.grade
        )

    def evaluator_away_part(self) -> str:
        """Return what an evaluator shows while nothing can be rated."""
        return self._render("evaluator_away.html", "")

    def away_part(self) -> str:
        """Return what every screen shows while the hall is away."""
        return self._render("away.html", "")

    def _render(self, template: str, language: str, **values: Any) -> str:
        words = Words(self._texts, language or self._config.language)
        return self._environment.get_template(template).render(words=words, **values)


@cache
def _environment() -> Environment:
    # Templates come with the package, and change with it alone: nothing to look for on the disk.
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def in_board_order(board: Board) -> list[BoardCall]:
    """Return the calls as the board lists them: whoever must walk now first, newest on top."""
    return sorted(board.calls, key=lambda call: call.state != "called")


def _details(dialogue: Dialogue, view: HallView) -> Mapping[str, Any]:
    if dialogue.stage in (Stage.GREETED, Stage.CHOOSING):
        return {"menu": menu_of(view, dialogue.wish.group), "printer_lost": view.lost("printer")}
    if dialogue.stage in (Stage.TYPING, Stage.CHECKING):
        return {"checking": dialogue.stage is Stage.CHECKING, "mistyped": _mistyped(dialogue)}
    if isinstance(dialogue.outcome, Ticket):
        ticket = dialogue.outcome
        service = service_of(view, ticket.service)
        return {"ticket": ticket, "service": service, "qr": _qr(ticket)}
    if isinstance(dialogue.outcome, Refusal):
        code = dialogue.outcome.code
        return {"reason": f"refused_{code if code in _REFUSALS else 'other'}"}
    return {}


def _mistyped(dialogue: Dialogue) -> str:
    if not isinstance(dialogue.outcome, Mistyped):
        return ""
    return "number_bad" if dialogue.outcome.code == "bad_number" else "number_unanswered"


def _qr(ticket: Ticket) -> Markup | None:
    if ticket.delivery == "paper" or not ticket.qr:
        return None
    # Any mask reads; to choose the best of eight is most of the work (10 ms, and more on a Pi).
    code = segno.make_qr(ticket.qr, error="m", mask=0)
    drawn = code.svg_inline(omitsize=True, svgclass="qr", border=4)
    return Markup(drawn)  # noqa: S704  made of squares, whatever the text was


def _revision() -> str:
    """Return a name for this state of templates, styles and scripts: screens reload on another."""
    digest = hashlib.sha256()
    for path in sorted([*_TEMPLATES.iterdir(), *STATIC.iterdir()]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]

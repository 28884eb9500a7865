"""The pages of the query screen as HTML: the template of each, and what stands in it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from kiosk.query import saying
from kiosk.query.config import QueryConfig
from kiosk.query.personal import OWN, own_page
from kiosk.query.public import PUBLIC, public_page
from kiosk.query.stay import Stage, Stay
from kiosk.query.tiles import tiles_at_home, tiles_of_more
from kiosk.scene import Scene
from kiosk.tools import Tools

PARTS = {
    Stage.ATTRACT: "query_home.html",
    Stage.HOME: "query_home.html",
    Stage.MORE: "query_more.html",
    Stage.TYPING: "query_typing.html",
    Stage.FINDING: "query_waiting.html",
    Stage.UNKNOWN: "query_unknown.html",
    Stage.ACCOUNTS: "query_accounts.html",
    Stage.ACCOUNT: "query_account.html",
    Stage.BILLS: "query_bills.html",
    Stage.BILL: "query_bill.html",
    Stage.USAGE: "query_usage.html",
    Stage.TARIFFS: "query_tariffs.html",
    Stage.TARIFF: "query_tariff.html",
    Stage.OUTAGES: "query_outages.html",
    Stage.GUIDES: "query_guides.html",
    Stage.GUIDE: "query_guide.html",
    Stage.ARTICLES: "query_articles.html",
    Stage.ARTICLE: "query_article.html",
    Stage.FOLLOWING: "query_typing.html",
    Stage.LOOKING: "query_waiting.html",
    Stage.FOLLOWED: "query_followed.html",
}

# Pages of what was looked up already: they stay while the hall is away, and say so.
_KEPT = PUBLIC | (OWN - {Stage.UNKNOWN, Stage.ACCOUNTS}) | {Stage.FOLLOWED}

_FOLLOW_LEAST, _FOLLOW_MOST = 11, 14
_MISTYPED = {
    "unknown_account": "query_no_such_account",
    "unknown_application": "query_no_such_number",
    "numbers_locked": "query_unknown_numbers_locked",
    "bad_request": "number_bad",
}
_UNANSWERED = "number_unanswered"


@dataclass(frozen=True, slots=True)
class Typing:
    """What is typed on a page of digits: between `least` and `most` of them, seen in `groups`."""

    title: str
    hint: str
    sends: str
    least: int
    most: int
    groups: str
    hides: bool
    ways: bool


class QueryPages:
    """Renders the pages of one hall's query screens."""

    def __init__(
        self, config: QueryConfig, local_time: Callable[[], dt.datetime], tools: Tools
    ) -> None:
        self._config = config
        self._local_time = local_time
        self._pages = tools.pages
        self._offers_help = tools.config.help_calls

    def part(self, stay: Stay, scene: Scene) -> str:
        """Return the page, with what stands over it."""
        if not scene.view.here and stay.stage not in _KEPT:
            return self._pages.away_part()
        now = self._local_time()
        page = self._pages.part(
            PARTS[stay.stage],
            scene.manner.language,
            stay=stay,
            scene=scene,
            hall=scene.view.board,
            beside=scene.beside,
            offers_help=self._offers_help,
            **_phrases(now.tzinfo),
            **self._details(stay, scene, now),
        )
        return page + self._pages.over_all(scene)

    def _details(self, stay: Stay, scene: Scene, now: dt.datetime) -> Mapping[str, Any]:
        if stay.stage in (Stage.TYPING, Stage.FOLLOWING):
            return self._typing(stay)
        if stay.stage is Stage.FOLLOWED:
            return _progress(stay, now)
        if stay.stage in PUBLIC:
            return public_page(stay, int(now.timestamp() * 1000))
        if stay.stage in OWN:
            return own_page(stay)
        if stay.stage is Stage.MORE:
            return {"tiles": tiles_of_more()}
        return {"tiles": tiles_at_home(few=scene.manner.elder)}

    def _typing(self, stay: Stay) -> Mapping[str, Any]:
        mistyped = _MISTYPED.get(stay.trouble, _UNANSWERED) if stay.trouble else ""
        typing = self._account if stay.stage is Stage.TYPING else _FOLLOWING
        return {
            "typing": typing,
            "mistyped": mistyped,
            "may_send_again": mistyped == _UNANSWERED,
        }

    @property
    def _account(self) -> Typing:
        least, most = self._config.account_digits_min, self._config.account_digits_max
        title, hint = "query_typing", "query_typing_hint"
        return Typing(title, hint, "account", least, most, "4", hides=True, ways=True)


_FOLLOWING = Typing(
    "query_following",
    "query_following_hint",
    "number",
    _FOLLOW_LEAST,
    _FOLLOW_MOST,
    "6",
    hides=False,
    ways=False,
)


def _phrases(zone: dt.tzinfo | None) -> Mapping[str, Any]:
    return {
        "yuan": saying.yuan,
        "kwh": saying.kwh,
        "month": saying.month,
        "short_month": saying.short_month,
        "day": saying.day,
        "as_of": partial(saying.as_of, zone=zone),
        "stretch": partial(saying.stretch, zone=zone),
    }


def _progress(stay: Stay, now: dt.datetime) -> Mapping[str, Any]:
    progress = stay.progress
    if progress is None:
        return {}
    followed = progress.followed
    reached = saying.moment(followed.reached, now.tzinfo) if followed.reached else None
    stage = (followed.stage, followed.stage_english) if followed.stage else None
    return {"followed": followed, "reached": reached, "stage": stage}

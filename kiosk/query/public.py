"""What stands on the pages that everybody may read: tariffs, outages, guides, articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from edge.api.shapes import Article, Content, ContentPart, Guide, Outage, Tariff
from kiosk.query.lists import listed
from kiosk.query.personal import own_tariff
from kiosk.query.saying import Phrase, day
from kiosk.query.stay import Stage, Stay

_PER_PAGE = 5
_OUTAGES_PER_PAGE = 3

ThingT = TypeVar("ThingT", Tariff, Guide, Article)


@dataclass(frozen=True, slots=True)
class TierOfTariff:
    """A line of a price list; `price` is yuan per kWh, as headquarters has written it."""

    number: int
    range: Phrase
    price: str


def public_page(stay: Stay, now_ms: int) -> Mapping[str, Any]:
    """Return what stands on the page; `lacking` is the text of why there is nothing to read."""
    content = stay.content or Content()
    page: Mapping[str, Any] = _PAGES[stay.stage](stay, content, now_ms)
    missing = _missing(stay, page["part"])
    return {**page, "lacking": missing or page["lacking"]}


def _missing(stay: Stay, part: ContentPart) -> str:
    if stay.content is None:
        return "query_unreadable" if stay.unreadable else "query_reading"
    if part.code:
        return "query_no_content" if part.code == "no_content" else "query_bad_content"
    return ""


# --- lists ------------------------------------------------------------------------------------


def _tariffs(stay: Stay, content: Content, _now_ms: int) -> Mapping[str, Any]:
    known = content.tariffs.tariffs
    own = own_tariff(stay)
    return {**_list(stay, content.tariffs, known), "own": own.id if own else ""}


def _outages(stay: Stay, content: Content, now_ms: int) -> Mapping[str, Any]:
    ahead = [each for each in content.outages.outages if each.ends > now_ms]
    ordered: list[Outage] = sorted(ahead, key=lambda each: (each.begins, each.id))
    page = _list(stay, content.outages, ordered, _OUTAGES_PER_PAGE)
    return {**page, "now_ms": now_ms, "lacking": "" if ordered else "query_no_outages"}


def _guides(stay: Stay, content: Content, _now_ms: int) -> Mapping[str, Any]:
    return _list(stay, content.guides, content.guides.guides)


def _articles(stay: Stay, content: Content, _now_ms: int) -> Mapping[str, Any]:
    known = [each for each in content.articles.articles if each.kind == stay.reading.topic]
    newest_first = sorted(known, key=lambda each: each.day, reverse=True)
    return _list(stay, content.articles, newest_first)


def _list(
    stay: Stay, part: ContentPart, items: Sequence[Any], per_page: int = _PER_PAGE
) -> dict[str, Any]:
    lacking = "" if items else "query_nothing_yet"
    return {"part": part, "list": listed(items, stay.reading.page, per_page), "lacking": lacking}


# --- one thing --------------------------------------------------------------------------------


def _tariff(stay: Stay, content: Content, _now_ms: int) -> Mapping[str, Any]:
    tariff = _thing(stay, content.tariffs.tariffs)
    own = own_tariff(stay)
    return {
        "part": content.tariffs,
        "lacking": "" if tariff else "query_nothing_yet",
        "tariff": tariff,
        "since": Phrase("query_since", {"day": day(tariff.since)}) if tariff else None,
        "tiers": _tiers(tariff) if tariff else (),
        "reached": _reached(stay) if own is not None and own is tariff else 0,
    }


def _tiers(tariff: Tariff) -> Sequence[TierOfTariff]:
    begin, tiers = 0, []
    for number, tier in enumerate(tariff.tiers, 1):
        tiers.append(TierOfTariff(number, _range(begin, tier.upto_kwh), tier.price))
        begin = tier.upto_kwh
    return tiers


def _range(begin_kwh: int, end_kwh: int) -> Phrase:
    values = {"from": f"{begin_kwh:,}", "to": f"{end_kwh:,}"}
    if end_kwh:
        return Phrase("query_range", values)
    return Phrase("query_range_above", values) if begin_kwh else Phrase("query_range_any")


def _reached(stay: Stay) -> int:
    months = stay.person.account.months if stay.person.account else []
    return months[-1].tier if months else 0


def _guide(stay: Stay, content: Content, _now_ms: int) -> Mapping[str, Any]:
    guide = _thing(stay, content.guides.guides)
    return {
        "part": content.guides,
        "lacking": "" if guide else "query_nothing_yet",
        "guide": guide,
        "service": guide.service if guide else "",
        "form": guide.form if guide else "",
    }


def _article(stay: Stay, content: Content, _now_ms: int) -> Mapping[str, Any]:
    article = _thing(stay, content.articles.articles)
    lacking = "" if article else "query_nothing_yet"
    return {"part": content.articles, "lacking": lacking, "article": article}


def _thing(stay: Stay, known: Sequence[ThingT]) -> ThingT | None:
    return next((each for each in known if each.id == stay.reading.item), None)


_PAGES = {
    Stage.TARIFFS: _tariffs,
    Stage.TARIFF: _tariff,
    Stage.OUTAGES: _outages,
    Stage.GUIDES: _guides,
    Stage.GUIDE: _guide,
    Stage.ARTICLES: _articles,
    Stage.ARTICLE: _article,
}

PUBLIC = frozenset(_PAGES)

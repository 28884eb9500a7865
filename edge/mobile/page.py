"""The visitor's page as HTML: what is known of a visit, in the words of one language."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from edge.domain.mobile import MobileVisit
from edge.look import TOKENS
from edge.mobile.filled import Form, Mistake, input_name
from edge.mobile.port import Looked, Pending
from edge.mobile.refused import Refused
from edge.mobile.words import Texts, Words, load_texts

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"

_MINUTE_MS = 60_000

_DIGITS_ALONE = {"digits": "numeric", "account": "numeric", "number": "decimal", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class FormShown:
    """A form on the page of a visit: what was typed, what is wrong, and why it was not taken."""

    visit: MobileVisit
    form: Form
    secret: str
    key: str
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    mistakes: tuple[Mistake, ...] = ()
    refused: str = ""


class Pages:
    """Renders the pages. `base` is the path they are below, such as `/m`."""

    def __init__(self, base: str, texts: Mapping[str, Texts] | None = None) -> None:
        self._texts = texts or load_texts()
        self.languages = tuple(self._texts)
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals |= {"base": base, "revision": _revision()}
        self._environment.globals |= {"input_name": input_name, "keys": _DIGITS_ALONE}
        self._environment.filters["condition"] = _condition

    def visit(
        self,
        looked: Looked,
        secret: str,
        language: str,
        key: str,
        now: int,
        refused: Refused | None = None,
    ) -> str:
        """Return the page of a visit at `now` (wall ms).

        `key` makes what is wished from it one wish; `refused` is the last one, if it was.
        """
        words = self._words(language)
        if refused and not refused.is_news(looked.visit.state, now):
            refused = None
        pending = (note_of(each, words) for each in looked.pending)
        return self._render(
            "mobile.html",
            words,
            visit=looked.visit,
            here=looked.here,
            own_words=looked.words,
            forms=looked.forms,
            handed=looked.handed,
            lines=lines_of(looked.visit, words, now),
            notes=[_said(refused, words), *pending],
            waits_for={each.wish for each in looked.pending if not each.code},
            refused=refused,
            key=key,
            secret=secret,
        )

    def form(self, shown: FormShown, language: str, now: int) -> str:
        """Return the page of a form at `now` (wall ms), and on it how the visit stands."""
        words = self._words(language)
        wrong = {each.field: words(f"wrong_{each.code}", **each.details) for each in shown.mistakes}
        return self._render(
            "mobile_form.html",
            words,
            shown=shown,
            visit=shown.visit,
            lines=lines_of(shown.visit, words, now)[:1],
            form=shown.form,
            wrong=wrong,
        )

    def away(self, language: str, why: str, way_back: str = "") -> str:
        """Return a page with nothing of anybody on it; `why` is `gone`, `often`, `unreachable`.

        With a `way_back` it is left by itself after a while.
        """
        words = self._words(language)
        return self._render("mobile_gone.html", words, why=why, way_back=way_back)

    def refusal(self, language: str, wish: str, code: str) -> str:
        """Return why a wish was not granted."""
        return _refused(self._words(language), wish, code)

    def _words(self, language: str) -> Words:
        return Words(self._texts, language)

    def _render(self, template: str, words: Words, **values: Any) -> str:
        return self._environment.get_template(template).render(words=words, **values)


def lines_of(visit: MobileVisit, words: Words, now: int) -> list[str]:
    """Return what is to be said of a visit, the most important first."""
    if visit.state == "waiting":
        return [*_waiting(visit, words, now)]
    counter = words.pick(visit.counter, visit.counter_english)
    place = words.pick(visit.place, visit.place_english)
    known = words.has(f"do_{visit.state}")
    return [
        *([words(f"do_{visit.state}", counter=counter)] if known else []),
        *filter(None, [place]),
    ]


def _waiting(visit: MobileVisit, words: Words, now: int) -> list[str]:
    zone = words.pick(visit.zone, visit.zone_english)
    ahead = words("ahead", count=visit.ahead) if visit.ahead else words("ahead_none")
    lines = [ahead]
    if visit.not_before > now:
        lines = [words("put_off", minutes=-(-(visit.not_before - now) // _MINUTE_MS))]
    elif visit.told_at:
        minutes = max(0, now - visit.told_at) // _MINUTE_MS
        told = words("wait_told", minutes=minutes) if minutes else words("wait_told_now")
        lines += [_range(visit, words), told]
    return [*lines, *([words("zone", zone=zone)] if zone else [])]


def _range(visit: MobileVisit, words: Words) -> str:
    low, high = visit.low_min, visit.high_min
    if low is None:
        return words("wait_longer")
    if high is None:
        return words("wait_more", low=low)
    return words("wait_range", low=low, high=high) if low else words("wait_up_to", high=high)


def note_of(pending: Pending, words: Words) -> str:
    """Return what is to be said of a wish that was not granted yet, or not at all."""
    if not pending.code:
        return words(f"pending_{pending.wish}")
    return _refused(words, pending.wish, pending.code)


def _said(refused: Refused | None, words: Words) -> str:
    return _refused(words, refused.wish, refused.code, refused.state) if refused else ""


def _refused(words: Words, wish: str, code: str, state: str = "") -> str:
    known = (f"why_{code}_{state}", f"why_{code}", "why_other")
    why = next(key for key in known if words.has(key))
    return words(f"no_{wish}", why=words(why))


def _condition(when: Mapping[str, tuple[str, ...]]) -> str:
    return json.dumps({input_name(name): list(values) for name, values in when.items()})


def _revision() -> str:
    """Return a short name of what the static files hold, so that browsers fetch new ones."""
    digest = hashlib.sha256()
    for path in sorted([*STATIC.iterdir(), TOKENS]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]

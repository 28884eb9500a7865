"""Visitors' own pages as headquarters serves them: what it knows, and wishes on their way down."""

import contextlib
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping

from edge.domain.mobile import (
    DELAY,
    LEAVE,
    RATE,
    MobileVisit,
    Wished,
    check_delay,
    check_leave,
    check_rate,
    page_of,
    seen,
)
from edge.domain.refusals import RefusedError
from edge.mobile import port
from edge.mobile.filled import Mistake, filled
from edge.mobile.port import Looked, NoPageError, NotNowError, Pending, Rating, Wish
from sync.backoffice.receiver import Offload
from sync.backoffice.visitor_forms import VisitorForms
from sync.backoffice.visitor_pages import PageLine, VisitorPages, WishLine
from sync.backoffice.visitor_wishes import VisitorWishes
from sync.backoffice.web.changes import Changes, TooManyWatchersError

_REFUSAL_SHOWN_MS = 10 * 60_000
_WISHES: dict[str, Wish] = {DELAY: "delay", LEAVE: "leave", RATE: "rate"}


class Visitors:
    """A `port.Visits`: pages are read and wishes written off the event loop.

    `asked` is told when there is a new command for some hall.
    """

    def __init__(
        self,
        pages: tuple[VisitorPages, Offload],
        written: tuple[VisitorWishes, VisitorForms, Offload],
        changes: Changes,
        now_ms: Callable[[], int],
        asked: Callable[[], None] = lambda: None,
    ) -> None:
        self._pages, self._reading = pages
        self._wishes, self._forms, self._writing = written
        self._changes = changes
        self._now_ms = now_ms
        self._asked = asked

    async def look(self, secret: str) -> Looked:
        line, visit = await self._found(secret)
        now = self._now_ms()
        pending = [each for wish in line.wishes if (each := _pending(wish, now))]
        return Looked(visit, line.online, tuple(pending), True, line.forms, line.handed)

    async def delay(self, secret: str, key: str) -> None:
        line, _ = await self._found(secret)
        with _refused():
            check_delay(line.visit.leg, line.described.rules)
        await self._ask(line, DELAY, Wished(line.visit.visit), key)

    async def leave(self, secret: str, key: str) -> None:
        line, _ = await self._found(secret)
        with _refused():
            check_leave(line.visit.leg)
        await self._ask(line, LEAVE, Wished(line.visit.visit), key)

    async def rate(self, secret: str, key: str, rating: Rating) -> None:
        line, _ = await self._found(secret)
        asked = {each.id for each in line.described.dimensions}
        grades = tuple(each for each in rating.grades if each.partition("=")[0] in asked)
        with _refused():
            check_rate(line.visit)
            wished = Wished(line.visit.visit, rating.grade, grades)
        await self._ask(line, RATE, wished, key)
        if rating.words:
            hall, visit, now = line.hall, line.visit.visit, self._now_ms()
            await self._writing(lambda: self._wishes.keep_words(hall, visit, rating.words, now))

    async def hand_in(
        self, secret: str, form: str, typed: Mapping[str, str], key: str
    ) -> tuple[Mistake, ...]:
        line, _ = await self._found(secret)
        asked = next((each for each in line.forms if each.id == form), None)
        if asked is None:
            raise NotNowError("unknown_form")
        said = filled(asked, typed)
        if not said.mistakes:
            kept = line.hall, line.visit.visit, form, said.answers, key, self._now_ms()
            await self._writing(lambda: self._forms.hand_in(*kept))
            self._changes.tell(line.hall)
            self._asked()
        return said.mistakes

    async def news(self, secret: str) -> AsyncGenerator[str]:
        line, _ = await self._found(secret)
        try:
            return self._changes.watch_as_visitor(line.hall)
        except TooManyWatchersError:
            raise port.TooManyWatchersError from None

    async def _found(self, secret: str) -> tuple[PageLine, MobileVisit]:
        page = page_of(secret)
        line = await self._reading(lambda: self._pages.find(page))
        if line is None:
            raise NoPageError
        known = line.visit, line.described, line.others, line.told
        visit = seen(*known, self._now_ms(), line.followed)
        if visit is None:
            raise NoPageError
        return line, visit

    async def _ask(self, line: PageLine, kind: str, wished: Wished, key: str) -> None:
        if any(each.kind == kind and not each.result for each in line.wishes):
            return  # it is on its way already
        hall, now = line.hall, self._now_ms()
        await self._writing(lambda: self._wishes.ask(hall, kind, wished, key, now))
        self._changes.tell(hall)
        self._asked()


@contextlib.contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except RefusedError as error:
        raise NotNowError(error.code) from None


def _pending(wish: WishLine, now: int) -> Pending | None:
    if wish.kind not in _WISHES or wish.result == "done":
        return None
    if wish.result and now - wish.issued_at > _REFUSAL_SHOWN_MS:
        return None
    code = wish.detail if wish.result == "refused" else wish.result and "expired"
    return Pending(_WISHES[wish.kind], code)

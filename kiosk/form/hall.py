"""What a form screen asks of the hall, and what its stay hears of each request."""

import asyncio
import contextlib
import logging

from edge.api import shapes
from edge.client import HallClient, HallError
from kiosk.ages import is_old
from kiosk.answers import BROKEN_OFF, NO_ANSWER
from kiosk.dialogue import AbandonVisit
from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form.pictures import Pictures
from kiosk.form.stay import Paper
from kiosk.tools import Tools

_log = logging.getLogger(__name__)

# Nothing else waits for these: they are asked until the hall answers.
_ASKED_AGAIN = (do.FetchForms, do.Greet, do.Bind, do.Attach, do.Detach)


class FormErrands:
    """Carries requests to the hall. Raises nothing of the hall's."""

    def __init__(self, tools: Tools, pictures: Pictures) -> None:
        self._hall: HallClient = tools.hall
        self._pictures = pictures
        self._tools = tools
        # What tells each errand of a stay that nobody waits for it any more.
        self._under_way: dict[str, list[asyncio.Event]] = {}

    async def run(self, errand: do.Errand, screen: str) -> e.Event | None:
        """Carry out `errand` and return what its stay must hear of it, if anything.

        What is asked again and again is asked for as long as the stay lasts; so long, at most, a
        picture is held.
        """
        if isinstance(errand, do.Over):
            self._end(errand.stay)
            return None
        over = asyncio.Event()
        self._under_way.setdefault(errand.stay, []).append(over)
        try:
            return await self._insist(errand, screen, over)
        finally:
            self._done(errand, over)

    async def _insist(self, errand: do.Errand, screen: str, over: asyncio.Event) -> e.Event | None:
        while True:
            try:
                return await self._asked(errand, screen)
            except HallError as error:
                _log.info("a form screen's %s: %s", type(errand).__name__, error.code)
                if isinstance(errand, do.Print) or error.code not in NO_ANSWER:
                    return _refused(errand, error.code)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), self._tools.config.retry_pause_s)
            if over.is_set() or not isinstance(errand, _ASKED_AGAIN):
                return None if over.is_set() else e.Unanswered(errand.stay)

    def _done(self, errand: do.Errand, over: asyncio.Event) -> None:
        if isinstance(errand, do.Attach):
            self._pictures.drop(errand.picture)
        others = self._under_way[errand.stay]
        others.remove(over)
        if not others:
            del self._under_way[errand.stay]

    def _end(self, stay: str) -> None:
        for over in self._under_way.get(stay, ()):
            over.set()
        self._pictures.forget(stay)

    async def _asked(self, errand: do.Errand, screen: str) -> e.Event | None:
        match errand:
            case do.Greet():
                return await self._greet(errand)
            case do.Resume():
                return await self._resume(errand, screen)
            case do.Keep():
                return e.Kept(errand.stay, await self._keep(errand, screen))
            case do.HandIn():
                return await self._hand_in(errand)
            case do.Print():
                return await self._print(errand, screen)
        return await self._asked_beside(errand, screen)

    async def _asked_beside(self, errand: do.Errand, screen: str) -> e.Event | None:
        match errand:
            case do.FetchForms():
                return e.FormsArrived(errand.stay, tuple(await self._hall.forms()))
            case do.Bind():
                await self._hall.bind_application(errand.application, errand.visit)
                return e.Bound(errand.stay)
            case do.Attach():
                return await self._attach(errand, screen)
            case do.Detach():
                page = errand.document, errand.page
                return e.Attached(errand.stay, await self._hall.detach(errand.application, *page))
            case do.Abandon():
                await self._tools.errands.run(AbandonVisit(errand.visit), screen)
        return None

    async def _greet(self, errand: do.Greet) -> e.Event:
        shown = await self._hall.shown(errand.visit)
        fills = _fills(shown)
        if shown.document == "code" and not fills:
            return e.CodeShown(errand.stay, errand.visit, shown.ticket, shown.code)
        greeting = await self._hall.greeting(errand.visit)
        name = greeting.name if self._tools.config.greet_by_name else ""
        return e.ShowerKnown(errand.stay, errand.visit, name, fills, is_old(greeting))

    async def _resume(self, errand: do.Resume, screen: str) -> e.Event:
        resume = shapes.Resume(code=errand.code, screen=screen)
        application = await self._hall.resume_application(resume)
        return e.Opened(errand.stay, application, tuple(await self._hall.forms()))

    async def _keep(self, errand: do.Keep, screen: str) -> shapes.Application:
        answers, documents = dict(errand.answers), list(errand.documents)
        if errand.application:
            filling = shapes.Filling(answers=answers, documents=documents, at=screen)
            return await self._hall.save_application(errand.application, filling, errand.key)
        begun = shapes.NewApplication(
            form=errand.form, answers=answers, documents=documents, at=screen
        )
        return await self._hall.begin_application(begun, errand.key)

    async def _attach(self, errand: do.Attach, screen: str) -> e.Event:
        picture = self._pictures.of(errand.picture)
        if picture is None:
            return e.NotAttached(errand.stay, "no_picture")
        page = errand.document, errand.page
        kept = await self._hall.attach(errand.application, *page, picture, screen)
        return e.Attached(errand.stay, kept)

    async def _hand_in(self, errand: do.HandIn) -> e.Event:
        handed = shapes.HandIn(signature=errand.signature)
        key = f"{errand.application}.hand-in"
        return e.HandedIn(errand.stay, await self._hall.hand_in(errand.application, handed, key))

    async def _print(self, errand: do.Print, screen: str) -> e.Event:
        told = await self._hall.print_missing(errand.application, screen, errand.key)
        return e.Printed(errand.stay, Paper(told.outcome))


def broken_off(errand: do.Errand) -> e.Event | None:
    """Return what a stay must hear of an errand that broke off."""
    if isinstance(errand, do.Print):
        return e.Printed(errand.stay, Paper.UNCERTAIN)
    return _refused(errand, BROKEN_OFF)


def _refused(errand: do.Errand, code: str) -> e.Event | None:
    match errand:
        case do.Print():
            return e.Printed(errand.stay, Paper.NO_PRINTER)
        case do.Attach() | do.Detach():
            return e.NotAttached(errand.stay, code)
        case do.FetchForms() | do.Greet() | do.Abandon() | do.Over():
            return None
    return e.Refused(errand.stay, code)


def _fills(shown: shapes.Shown) -> dict[str, str]:
    """Return what was shown under the names that a field's `fill` has for it."""
    given = {
        "card_name": shown.name,
        "card_number": shown.number,
        "card_address": shown.address,
        "account": shown.account,
    }
    return {fill: answer for fill, answer in given.items() if answer}

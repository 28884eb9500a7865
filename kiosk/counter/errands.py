"""What the side of a counter asks of the hall, and what becomes of it."""

import asyncio
import logging

from edge.api.shapes import Article, Content, NewRating
from edge.api.shapes import HandIn as Handed
from edge.client import HallClient, HallError
from kiosk.answers import BROKEN_OFF, NO_ANSWER
from kiosk.counter import flow as w
from kiosk.counter.stay import Filled, Opinion

_log = logging.getLogger(__name__)

_NEWS_MAX = 5


class CounterErrands:
    """Asks the hall; what it refuses becomes an event, and nothing is raised."""

    def __init__(self, hall: HallClient, retry_pause_s: float) -> None:
        self._hall = hall
        self._retry_pause_s = retry_pause_s

    async def run(self, errand: w.Errand, counter: str) -> w.Event | None:
        """Carry out `errand` for the screen at `counter`."""
        match errand:
            case w.Rate():
                return w.RatingKept(errand.stay, await self._rated(errand.opinion))
            case w.HandIn():
                return await self._hand_in(errand)
        try:
            return await self._ask(errand, counter)
        except HallError as error:
            _log.info("counter %s: %s", counter, error.code)
            return w.NotTaken(errand.stay, error.code) if isinstance(errand, w.SayAgreed) else None

    async def _ask(
        self,
        errand: w.FetchSide | w.FetchNews | w.FetchPerson | w.FetchForm | w.SayAgreed,
        counter: str,
    ) -> w.Event:
        match errand:
            case w.FetchNews():
                return w.NewsTold(announced(await self._hall.content()))
            case w.FetchPerson(asked):
                return w.PersonTold(asked, await self._hall.side_person(counter))
            case w.FetchForm(asked):
                return w.FormTold(asked, await self._filled(counter))
            case w.SayAgreed():
                said = await self._hall.answer_side(counter, errand.asked, agreed=errand.agreed)
                return w.SideTold(said)
        return w.SideTold(await self._hall.side(counter))

    async def _filled(self, counter: str) -> Filled:
        application = await self._hall.side_form(counter)
        forms = {form.id: form for form in await self._hall.forms()}
        return Filled(forms[application.form], application)

    async def _hand_in(self, errand: w.HandIn) -> w.Event:
        # The same key for the same question: pressed twice, or asked again, it is one number.
        key = f"side-{errand.application}-{errand.asked}"
        try:
            handed = Handed(signature=errand.drawing)
            followed = await self._hall.hand_in(errand.application, handed, key)
        except HallError as error:
            return w.NotTaken(errand.stay, error.code)
        return w.HandedIn(errand.stay, followed.number)

    async def _rated(self, opinion: Opinion) -> bool:
        """Return whether the hall has a rating of the visit, asking until it answers."""
        grades = [f"{name}={grade}" for name, grade in opinion.grades.items()]
        rating = NewRating(grade=opinion.grade, source="screen", grades=grades, words=opinion.words)
        while True:
            try:
                await self._hall.rate(opinion.visit, rating)
            except HallError as error:
                if error.code not in NO_ANSWER:
                    return error.code == "already_rated"
                await asyncio.sleep(self._retry_pause_s)
            else:
                return True


def broken_off(errand: w.Errand) -> w.Event | None:
    """Return what the stay must hear of an errand that broke off."""
    match errand:
        case w.Rate():
            return w.RatingKept(errand.stay, False)
        case w.HandIn() | w.SayAgreed():
            return w.NotTaken(errand.stay, BROKEN_OFF)
    return None


def announced(content: Content) -> tuple[Article, ...]:
    """Return the latest announcements of headquarters, the newest first."""
    known = (each for each in content.articles.articles if each.kind == "announcement")
    return tuple(sorted(known, key=lambda each: each.day, reverse=True)[:_NEWS_MAX])

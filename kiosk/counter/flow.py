"""What happens at the side of a counter, and what comes of it: a pure machine.

The hall leads: which page there is follows from what it says. A visitor answers, signs, rates.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from edge.api.shapes import Article, Side, SidePerson
from kiosk.counter.stay import Filled, Opinion, Stage, Stay

# --- what can happen ---


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at the side of a counter."""


@dataclass(frozen=True, slots=True)
class SideStale(Event):
    """The side of some counter may be another by now, or the hall is back."""


@dataclass(frozen=True, slots=True)
class NewsStale(Event):
    """Headquarters may have sent other announcements, or the hall is back."""


@dataclass(frozen=True, slots=True)
class NewsTold(Event):
    """What headquarters announces, the newest first."""

    news: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class SideTold(Event):
    """The hall says how this side is."""

    side: Side


@dataclass(frozen=True, slots=True)
class RatingWanted(Event):
    """The hall wants the visitor of `visit` asked; or nobody."""

    visit: str


@dataclass(frozen=True, slots=True)
class PersonTold(Event):
    """Who the hall takes the visitor for; `asked` names what was shown."""

    asked: int
    person: SidePerson = field(repr=False)


@dataclass(frozen=True, slots=True)
class FormTold(Event):
    """The visitor's form; `asked` names what was shown."""

    asked: int
    filled: Filled = field(repr=False)


@dataclass(frozen=True, slots=True)
class Addressed(Event):
    """Something meant for one stay: once that is over, it is nobody's business any more."""

    stay: str


@dataclass(frozen=True, slots=True)
class Answered(Addressed):
    """The visitor says whether what is shown is right."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class Signed(Addressed):
    """The visitor has signed: SVG path data."""

    drawing: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HandedIn(Addressed):
    """The hall has the form; `number` is what the visitor follows it by."""

    number: str


@dataclass(frozen=True, slots=True)
class NotTaken(Addressed):
    """The hall did not take it; `code` is its own."""

    code: str


@dataclass(frozen=True, slots=True)
class Graded(Addressed):
    """The visitor gave a grade, of the whole or of a dimension."""

    grade: int
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Worded(Addressed):
    """What the visitor has written by now."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent(Addressed):
    """The visitor is done with rating."""


@dataclass(frozen=True, slots=True)
class RatingKept(Addressed):
    """The hall has the rating, or wants none any more (`kept` is False)."""

    kept: bool


@dataclass(frozen=True, slots=True)
class TimeOver(Addressed):
    """Nobody has touched the screen for as long as this page stays."""


# --- what is to be asked of the hall ---


@dataclass(frozen=True, slots=True)
class FetchSide:
    """Ask how this side is."""


@dataclass(frozen=True, slots=True)
class FetchNews:
    """Ask what headquarters announces."""


@dataclass(frozen=True, slots=True)
class FetchPerson:
    """Ask who the visitor is taken for."""

    asked: int


@dataclass(frozen=True, slots=True)
class FetchForm:
    """Ask for the visitor's form."""

    asked: int


@dataclass(frozen=True, slots=True)
class SayAgreed:
    """Tell the hall what the visitor says to what is shown."""

    stay: str
    asked: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class HandIn:
    """Hand the visitor's form in, signed. However often it is asked, there is one number."""

    stay: str
    asked: int
    application: str
    drawing: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rate:
    """Have the visitor's opinion recorded, however long that takes."""

    stay: str
    opinion: Opinion


Errand = FetchSide | FetchNews | FetchPerson | FetchForm | SayAgreed | HandIn | Rate
Moved = tuple[Stay, tuple[Errand, ...]]


def step(stay: Stay, event: Event, new_id: str) -> Moved:
    """Return the stay after `event`, and what is to be asked of the hall."""
    if isinstance(event, Addressed) and event.stay != stay.id:
        return stay, ()
    return _MOVES[type(event)](stay, event, new_id)


# --- what the hall says ---


def _ask_again(stay: Stay, _event: SideStale, _new_id: str) -> Moved:
    return stay, (FetchSide(),)


def _ask_news(stay: Stay, _event: NewsStale, _new_id: str) -> Moved:
    return stay, (FetchNews(),)


def _hear_news(stay: Stay, event: NewsTold, _new_id: str) -> Moved:
    return replace(stay, news=event.news), ()


def _hear_side(stay: Stay, event: SideTold, new_id: str) -> Moved:
    side, before = event.side, stay.side
    if before is not None and side.seq < before.seq:
        return stay, ()
    if before is not None and side.visit != before.visit and stay.opinion is None:
        # Nothing of one visitor stays for the next; who is being asked is asked to the end.
        stay = _nobodys(stay, new_id)
    stay = replace(stay, side=side)
    if side.asked == stay.asked:
        return stay, _still_wanted(stay, side)
    fresh = replace(stay, asked=side.asked, person=None, filled=None, number="", trouble="")
    if side.shown == "identity":
        return fresh, (FetchPerson(side.asked),)
    return fresh, (FetchForm(side.asked),) if side.shown else ()


def _still_wanted(stay: Stay, side: Side) -> tuple[Errand, ...]:
    """Return what has not come yet; a form may be another by now, until it is signed."""
    if side.shown == "identity" and stay.person is None:
        return (FetchPerson(side.asked),)
    if side.shown in ("form", "sign") and not stay.sending and not stay.number:
        return (FetchForm(side.asked),)
    return ()


def _nobodys(stay: Stay, new_id: str) -> Stay:
    return Stay(new_id, side=stay.side, wanted=stay.wanted, rated=stay.rated, news=stay.news)


def _hear_person(stay: Stay, event: PersonTold, _new_id: str) -> Moved:
    return (replace(stay, person=event.person) if event.asked == stay.asked else stay), ()


def _hear_form(stay: Stay, event: FormTold, _new_id: str) -> Moved:
    return (replace(stay, filled=event.filled) if event.asked == stay.asked else stay), ()


def _hear_wanted(stay: Stay, event: RatingWanted, new_id: str) -> Moved:
    told = replace(stay, wanted=event.visit)
    if told.opinion is not None:
        if told.opinion.visit == event.visit or told.is_sent or told.is_thanked:
            return told, ()
        # The hall asks no more about this visit: what was touched so far still counts.
        return _send(told, new_id)
    return _ask_whom_the_hall_wants(told, new_id), ()


def _ask_whom_the_hall_wants(stay: Stay, new_id: str) -> Stay:
    if stay.wanted in ("", stay.rated):
        return stay
    asking = _nobodys(stay, new_id)
    return replace(asking, opinion=Opinion(stay.wanted), rated=stay.wanted)


# --- what the visitor does ---


def _answer(stay: Stay, event: Answered, _new_id: str) -> Moved:
    if stay.stage not in (Stage.IDENTITY, Stage.FORM):
        return stay, ()
    return replace(stay, trouble=""), (SayAgreed(stay.id, stay.asked, event.agreed),)


def _sign(stay: Stay, event: Signed, _new_id: str) -> Moved:
    if stay.stage is not Stage.SIGN or stay.filled is None:
        return stay, ()
    application = stay.filled.application.application
    sending = replace(stay, sending=True, trouble="")
    return sending, (HandIn(stay.id, stay.asked, application, event.drawing),)


def _handed_in(stay: Stay, event: HandedIn, _new_id: str) -> Moved:
    done = replace(stay, sending=False, number=event.number)
    return done, (SayAgreed(stay.id, stay.asked, True),)


def _not_taken(stay: Stay, event: NotTaken, _new_id: str) -> Moved:
    return replace(stay, sending=False, trouble=event.code), ()


def _grade(stay: Stay, event: Graded, _new_id: str) -> Moved:
    if stay.stage is not Stage.RATING or stay.opinion is None:
        return stay, ()
    opinion = stay.opinion
    if not event.dimension:
        return replace(stay, opinion=replace(opinion, grade=event.grade)), ()
    grades = {**opinion.grades, event.dimension: event.grade}
    return replace(stay, opinion=replace(opinion, grades=grades)), ()


def _word(stay: Stay, event: Worded, _new_id: str) -> Moved:
    if stay.stage is not Stage.RATING or stay.opinion is None:
        return stay, ()
    return replace(stay, opinion=replace(stay.opinion, words=event.words)), ()


def _send_rating(stay: Stay, _event: Sent, new_id: str) -> Moved:
    if stay.stage is not Stage.RATING or stay.opinion is None or not stay.opinion.grade:
        return stay, ()
    return _send(stay, new_id)


def _send(stay: Stay, new_id: str) -> Moved:
    """Send what was touched; where nothing was, nobody is asked any more."""
    if stay.opinion is None or not stay.opinion.grade:
        return _nobodys(stay, new_id), (FetchSide(),)
    return replace(stay, is_sent=True), (Rate(stay.id, stay.opinion),)


def _rating_kept(stay: Stay, event: RatingKept, new_id: str) -> Moved:
    if event.kept:
        return replace(stay, opinion=None, is_sent=False, is_thanked=True), ()
    return _nobodys(stay, new_id), (FetchSide(),)


def _time_over(stay: Stay, _event: TimeOver, new_id: str) -> Moved:
    if stay.stage is Stage.RATING:
        return _send(stay, new_id)
    # Whoever is already served next has been waiting for this glass.
    return _ask_whom_the_hall_wants(_nobodys(stay, new_id), new_id), (FetchSide(),)


_MOVES: dict[type[Event], Callable[[Stay, Any, str], Moved]] = {
    SideStale: _ask_again,
    NewsStale: _ask_news,
    NewsTold: _hear_news,
    SideTold: _hear_side,
    PersonTold: _hear_person,
    FormTold: _hear_form,
    RatingWanted: _hear_wanted,
    Answered: _answer,
    Signed: _sign,
    HandedIn: _handed_in,
    NotTaken: _not_taken,
    Graded: _grade,
    Worded: _word,
    Sent: _send_rating,
    RatingKept: _rating_kept,
    TimeOver: _time_over,
}

"""What a browser may post about a touch, and the event each touch is."""

import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field, model_validator

from edge.api.shapes import Identifier, Request
from kiosk import dialogue as d
from kiosk.hall_feed import HallView
from kiosk.menu import documents_for
from kiosk.script import StationTouch

TOUCH_BYTES_MAX = 1024

# What may be sent as a number or a code; whether it is one, the hall says.
_NUMBERS = {
    d.NumberKind.IDENTITY: re.compile(r"[0-9]{17}[0-9X]"),
    d.NumberKind.ACCOUNT: re.compile(r"[0-9]{6,20}"),
    d.NumberKind.PHONE: re.compile(r"1[3-9][0-9]{9}"),
}
_CODE = re.compile(r"[0-9A-Z]{12}")

Action = Literal[
    "touch",
    "language",
    "elder",
    "all",
    "voice",
    "priorities",
    "priority",
    "group",
    "service",
    "several",
    "mark",
    "together",
    "take",
    "seen",
    "paper",
    "owed",
    "map",
    "ticket",
    "search",
    "query",
    "keypad",
    "identity",
    "account",
    "phone",
    "code-keys",
    "code",
    "check-in",
    "help",
    "again",
    "leave",
]


class TicketTouch(StationTouch):
    """A touch at a ticket screen, where there is little to be touched and nothing long to say."""

    action: Action
    field: Literal[""] = ""
    value: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$", repr=False)] = ""


class FaceTouch(Request):
    """A grade that was touched, and the question it is the answer to; or the call for `help`."""

    question: Identifier
    grade: Annotated[int, Field(ge=1, le=5)] | None = None
    help: bool = False

    @model_validator(mode="after")
    def _is_one_of_them(self) -> "FaceTouch":
        if (self.grade is None) is not self.help:
            raise ValueError("a touch is a grade, or a call for help")
        return self


def _keypad(dialogue: str, value: str) -> d.Event:
    kinds = [kind for kind in d.NumberKind if kind == value]
    return d.NumberWanted(dialogue, *kinds)


def _number(kind: d.NumberKind) -> Callable[[str, str], d.Event]:
    def typed(dialogue: str, value: str) -> d.Event:
        whole = _NUMBERS[kind].fullmatch(value)
        return d.NumberTyped(dialogue, value, kind) if whole else d.Touched(dialogue)

    return typed


def _code(dialogue: str, value: str) -> d.Event:
    return d.CodeTyped(dialogue, value) if _CODE.fullmatch(value) else d.Touched(dialogue)


_EVENTS: dict[str, Callable[[str, str], d.Event]] = {
    "touch": lambda dialogue, _value: d.Touched(dialogue),
    "language": lambda dialogue, _value: d.Touched(dialogue),
    "elder": lambda dialogue, _value: d.Touched(dialogue),
    "all": lambda dialogue, _value: d.Touched(dialogue),
    "voice": lambda dialogue, _value: d.Touched(dialogue),
    "priorities": lambda dialogue, _value: d.PriorityWanted(dialogue),
    "priority": d.PriorityDeclared,
    "group": d.GroupOpened,
    "service": d.ServiceChosen,
    "several": lambda dialogue, value: d.SeveralWanted(dialogue, value == "on"),
    "mark": d.ServiceMarked,
    "together": lambda dialogue, value: d.TogetherWanted(dialogue, value == "on"),
    "take": lambda dialogue, _value: d.MarkedTaken(dialogue),
    "seen": lambda dialogue, _value: d.DocumentsSeen(dialogue),
    "paper": lambda dialogue, value: d.PaperChosen(dialogue, value == "on"),
    "owed": lambda dialogue, value: d.OwedAsked(dialogue, value == "on"),
    "map": lambda dialogue, _value: d.MapWanted(dialogue),
    "ticket": lambda dialogue, _value: d.TicketWanted(dialogue),
    "search": lambda dialogue, _value: d.SearchWanted(dialogue),
    "query": d.QueryTyped,
    "keypad": _keypad,
    "identity": _number(d.NumberKind.IDENTITY),
    "account": _number(d.NumberKind.ACCOUNT),
    "phone": _number(d.NumberKind.PHONE),
    "code-keys": lambda dialogue, _value: d.CodeWanted(dialogue),
    "code": _code,
    "check-in": lambda dialogue, _value: d.CheckInWanted(dialogue),
    "again": lambda dialogue, _value: d.ChoseAgain(dialogue),
    "leave": lambda dialogue, _value: d.Left(dialogue),
}


def event_of(
    touch: StationTouch, wish: d.Wish, view: HallView, *, asks_paper: bool = False
) -> d.Event | None:
    """Return what the touch means to a visitor who wishes for `wish` in the hall of `view`.

    None for what means nothing here. With `asks_paper` whoever is about to get a ticket chooses
    between paper and screen.
    """
    meaning = _EVENTS.get(touch.action)
    event = meaning(touch.dialogue, touch.value) if meaning else None
    if isinstance(event, d.ServiceChosen) and documents_for(view, (event.service,)):
        return d.DocumentsAsked(touch.dialogue, event.service)
    if isinstance(event, d.MarkedTaken) and documents_for(view, wish.marked):
        return d.DocumentsAsked(touch.dialogue, "")
    return _paper_asked(event, wish) or event if event and asks_paper else event


def _paper_asked(event: d.Event, wish: d.Wish) -> d.PaperAsked | None:
    match event:
        case d.ServiceChosen():
            return d.PaperAsked(event.dialogue, event.service)
        case d.DocumentsSeen():
            return d.PaperAsked(event.dialogue, wish.service)
        case d.MarkedTaken() if wish.marked:
            return d.PaperAsked(event.dialogue, "")
    return None

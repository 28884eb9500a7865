"""What a browser may post about a touch, and the event each touch is."""

import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes import Identifier, Request
from kiosk import dialogue as d
from kiosk.hall_feed import HallView
from kiosk.menu import documents_for

# What may be sent as an identity number or a code; whether it is one, the hall says.
_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_CODE = re.compile(r"[0-9A-Z]{12}")

Action = Literal[
    "touch",
    "language",
    "elder",
    "priority",
    "group",
    "service",
    "several",
    "mark",
    "together",
    "take",
    "seen",
    "search",
    "query",
    "keypad",
    "number",
    "code-keys",
    "code",
    "check-in",
    "help",
    "again",
    "leave",
]


class Touch(Request):
    """One touch: in which dialogue, on what, and what for; the value may be personal."""

    dialogue: Identifier
    action: Action
    value: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$", repr=False)] = ""


class FaceTouch(Request):
    """A grade that was touched, and the question it is the answer to."""

    question: Identifier
    grade: Annotated[int, Field(ge=1, le=5)]


def _number(dialogue: str, value: str) -> d.Event:
    return d.NumberTyped(dialogue, value) if _NUMBER.fullmatch(value) else d.Touched(dialogue)


def _code(dialogue: str, value: str) -> d.Event:
    return d.CodeTyped(dialogue, value) if _CODE.fullmatch(value) else d.Touched(dialogue)


_EVENTS: dict[Action, Callable[[str, str], d.Event]] = {
    "touch": lambda dialogue, _value: d.Touched(dialogue),
    "language": lambda dialogue, value: d.LanguageChosen(dialogue, _language(value)),
    "elder": lambda dialogue, value: d.ElderModeChosen(dialogue, value == "on"),
    "priority": lambda dialogue, value: d.PriorityDeclared(dialogue, value == "on"),
    "group": d.GroupOpened,
    "service": d.ServiceChosen,
    "several": lambda dialogue, value: d.SeveralWanted(dialogue, value == "on"),
    "mark": d.ServiceMarked,
    "together": lambda dialogue, value: d.TogetherWanted(dialogue, value == "on"),
    "take": lambda dialogue, _value: d.MarkedTaken(dialogue),
    "seen": lambda dialogue, _value: d.DocumentsSeen(dialogue),
    "search": lambda dialogue, _value: d.SearchWanted(dialogue),
    "query": d.QueryTyped,
    "keypad": lambda dialogue, _value: d.NumberWanted(dialogue),
    "number": _number,
    "code-keys": lambda dialogue, _value: d.CodeWanted(dialogue),
    "code": _code,
    "check-in": lambda dialogue, _value: d.CheckInWanted(dialogue),
    "help": lambda dialogue, _value: d.HelpWanted(dialogue),
    "again": lambda dialogue, _value: d.ChoseAgain(dialogue),
    "leave": lambda dialogue, _value: d.Left(dialogue),
}


def event_of(touch: Touch, wish: d.Wish, view: HallView) -> d.Event:
    """Return what the touch means to a visitor who wishes for `wish` in the hall of `view`."""
    event = _EVENTS[touch.action](touch.dialogue, touch.value)
    if isinstance(event, d.ServiceChosen) and documents_for(view, (event.service,)):
        return d.DocumentsAsked(touch.dialogue, event.service)
    if isinstance(event, d.MarkedTaken) and documents_for(view, wish.marked):
        return d.DocumentsAsked(touch.dialogue, "")
    return event


def _language(value: str) -> str:
    return value if value in ("zh", "en") else ""

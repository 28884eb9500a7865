"""What a browser may post about a touch, and the event each touch is."""

import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes import Identifier, Request
from kiosk import dialogue as d

# What may be sent as an identity number; whether it is one, the hall says.
_NUMBER = re.compile(r"[0-9]{17}[0-9X]")

Action = Literal[
    "touch",
    "language",
    "elder",
    "priority",
    "group",
    "service",
    "keypad",
    "number",
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


_EVENTS: dict[Action, Callable[[str, str], d.Event]] = {
    "touch": lambda dialogue, _value: d.Touched(dialogue),
    "language": lambda dialogue, value: d.LanguageChosen(dialogue, _language(value)),
    "elder": lambda dialogue, value: d.ElderModeChosen(dialogue, value == "on"),
    "priority": lambda dialogue, value: d.PriorityDeclared(dialogue, value == "on"),
    "group": d.GroupOpened,
    "service": d.ServiceChosen,
    "keypad": lambda dialogue, _value: d.NumberWanted(dialogue),
    "number": _number,
    "again": lambda dialogue, _value: d.ChoseAgain(dialogue),
    "leave": lambda dialogue, _value: d.Left(dialogue),
}


def event_of(touch: Touch) -> d.Event:
    """Return what the touch means."""
    return _EVENTS[touch.action](touch.dialogue, touch.value)


def _language(value: str) -> str:
    return value if value in ("zh", "en") else ""

"""What a touch on a form screen means."""

import json
import re
from collections.abc import Callable, Mapping

from kiosk.form import events as e
from kiosk.form.asked import field_of
from kiosk.form.stay import Stage, Stay
from kiosk.script import StationTouch

# The hall takes no more of an answer; it says of a long one that it is.
_ANSWER_CHARS_MAX = 4000
_CODE = re.compile(r"[0-9A-Z]{4}-?[0-9A-Z]{4}")
# The visit, alone or at the end of a QR code: `ATRIUM:HALL:VISIT`, `https://.../m/SECRET#VISIT`.
_TICKET = re.compile(r"(?:\S{1,200}[#:])?([A-Za-z0-9_-]{8,64})")
_DRAWING = re.compile(r"[ML0-9. ]{1,20000}")


def event_of(stay: Stay, touch: StationTouch) -> e.Event | None:
    """Return what the touch means to this stay; None for one that means nothing."""
    meaning = _MEANINGS.get(touch.action)
    return meaning(stay, touch) if meaning else None


def _touched(stay: Stay, _touch: StationTouch) -> e.Event | None:
    return e.Began(stay.id) if stay.stage is Stage.ATTRACT else None


def _code(stay: Stay, touch: StationTouch) -> e.Event | None:
    code = touch.value.strip().upper()
    return e.CodeTyped(stay.id, code) if _CODE.fullmatch(code) else None


def _shown(stay: Stay, touch: StationTouch) -> e.Event | None:
    """Read what a scanner typed: the code of a form, or the visit of a ticket."""
    text = touch.value.strip()
    if _CODE.fullmatch(text.upper()):
        return e.CodeTyped(stay.id, text.upper())
    ticket = _TICKET.fullmatch(text)
    return e.TicketShown(stay.id, ticket.group(1)) if ticket else None


def _typed(stay: Stay, touch: StationTouch) -> e.Event | None:
    if stay.filled is None or field_of(stay.filled.form, touch.field) is None:
        return None
    return e.Typed(stay.id, touch.field, touch.value[:_ANSWER_CHARS_MAX])


def _picked(stay: Stay, touch: StationTouch) -> e.Event | None:
    field = field_of(stay.filled.form, touch.field) if stay.filled else None
    if field is None:
        return None
    answers = {"choice": {choice.id for choice in field.choices}, "agreed": {"yes", ""}}
    known = touch.value in answers.get(field.kind, ())
    return e.Picked(stay.id, touch.field, touch.value) if known else None


def _page(stay: Stay, touch: StationTouch) -> e.Event | None:
    number = touch.value
    is_page = number.isascii() and number.isdigit() and len(number) < 4
    return e.PageWanted(stay.id, int(number)) if is_page else None


def _drop(stay: Stay, touch: StationTouch) -> e.Event | None:
    number = touch.value
    is_page = number.isascii() and number.isdigit() and len(number) < 4
    return e.PageDropped(stay.id, touch.field, int(number)) if is_page else None


def _hand_in(stay: Stay, touch: StationTouch) -> e.Event | None:
    drawn = touch.value
    return e.HandInWanted(stay.id, drawn) if not drawn or _DRAWING.fullmatch(drawn) else None


def _answers(value: str) -> Mapping[str, str]:
    """Return what stands in the fields of a page, as its browser has sent it."""
    try:
        typed = json.loads(value) if value else {}
    except ValueError:
        return {}
    if not isinstance(typed, dict):
        return {}
    return {name: text[:_ANSWER_CHARS_MAX] for name, text in typed.items() if isinstance(text, str)}


_MEANINGS: Mapping[str, Callable[[Stay, StationTouch], e.Event | None]] = {
    "touch": _touched,
    "begin": lambda stay, _touch: e.Began(stay.id),
    "form": lambda stay, touch: e.FormChosen(stay.id, touch.value),
    "code-keys": lambda stay, _touch: e.CodeWanted(stay.id),
    "code": _code,
    "scan": _shown,
    "type": _typed,
    "pick": _picked,
    "tick": lambda stay, touch: e.Ticked(stay.id, touch.value),
    "camera": lambda stay, touch: e.CameraWanted(stay.id, touch.value),
    "picture": lambda stay, touch: e.PageTaken(stay.id, touch.value),
    "drop": _drop,
    "next": lambda stay, touch: e.Onward(stay.id, _answers(touch.value)),
    "back": lambda stay, touch: e.Backward(stay.id, _answers(touch.value)),
    "keep": lambda stay, touch: e.KeepWanted(stay.id, _answers(touch.value)),
    "page": _page,
    "print": lambda stay, _touch: e.PrintWanted(stay.id),
    "sign": lambda stay, _touch: e.SignWanted(stay.id),
    "hand-in": _hand_in,
    "leave": lambda stay, _touch: e.Left(stay.id),
}

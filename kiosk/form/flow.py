"""The stay at a form screen, from the first touch until it is wiped: a pure machine."""

from kiosk.form import events as e
from kiosk.form.moves import MOVES
from kiosk.form.paging import Moved
from kiosk.form.stay import Stage, Stay

# What each page listens to is in this table; anything else changes nothing there. Some rules hold
# besides:
#
# - An event for another stay changes nothing: late answers and late touches are lost.
# - Whoever comes next gets a stay of their own; answers, codes and numbers stay with the old one.
# - While the hall is asked, the page waits: a second touch is not a second wish.
# - A page is left forwards only when the hall has kept it and finds nothing wrong on it.

_END = (e.Left, e.WalkedAway)
_TOLD = (e.ShowerKnown, e.CodeShown)
_SHOWN = (e.VisitorIdentified, *_TOLD, e.TicketShown, e.FormsArrived)
_CODES = (e.CodeWanted, e.CodeTyped)
_OF_FORM = (*_END, *_SHOWN, e.Backward, e.KeepWanted, e.Bound, e.Refused)
_PAGES = (e.Attached, e.NotAttached)
_PAPER = (e.PrintWanted, e.Printed)
_OVER = (*_END, *_SHOWN, *_PAPER, e.Began, e.Bound, e.Refused)

HEARD: dict[Stage, tuple[type[e.Event], ...]] = {
    Stage.ATTRACT: (e.Began, *_CODES, *_SHOWN, e.WalkedAway),
    Stage.CHOOSING: (*_END, *_SHOWN, *_CODES, e.FormChosen),
    Stage.CODE: (*_END, *_SHOWN, e.CodeTyped, e.Began),
    Stage.OPENING: (*_END, *_SHOWN, e.Opened, e.Refused, e.Unanswered),
    Stage.FILLING: (*_OF_FORM, e.Typed, e.Picked, e.Onward),
    Stage.DOCUMENTS: (*_OF_FORM, *_PAGES, e.Ticked, e.Onward, e.CameraWanted, e.PageDropped),
    Stage.CAMERA: (*_END, *_SHOWN, *_PAGES, e.Backward, e.PageTaken, e.Bound, e.Refused),
    Stage.REVIEW: (*_OF_FORM, *_PAPER, e.PageWanted, e.SignWanted, e.HandInWanted),
    Stage.SIGNING: (*_OF_FORM, e.HandInWanted),
    Stage.TURNING: (*_END, *_SHOWN, e.Kept, e.Bound, e.Refused, e.Unanswered),
    Stage.HANDING_IN: (e.WalkedAway, *_TOLD, e.HandedIn, e.Refused, e.Unanswered, e.Bound),
    Stage.KEPT: (*_OVER, e.Backward),
    Stage.HANDED_IN: _OVER,
    Stage.REFUSED: (*_END, e.Began),
}


def step(stay: Stay, event: e.Event, new_id: str) -> Moved:
    """Return the stay after `event`, and what is to be asked of the hall.

    `new_id` is the id of the next stay, should this event end this one.
    """
    if event.stay != stay.id or not isinstance(event, HEARD[stay.stage]):
        return stay, ()
    return MOVES[type(event)](stay, event, new_id)

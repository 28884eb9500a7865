"""A query screen with its entry, whose hall answers at once: the machines, without a server."""

from typing import Any

from form_stays import Hall, form

from kiosk.entry import events as e
from kiosk.entry.flow import step
from kiosk.entry.stay import Stay
from kiosk.form import errands as do
from kiosk.form import events as fe
from kiosk.form.stay import Stage
from kiosk.query import flow as query
from kiosk.query.stay import Stay as QueryStay
from kiosk.turns import Turn

REPAIR = form("repair", signed=False).model_copy(update={"entry": "repair"})
SIGNED = form("complaint").model_copy(update={"entry": "complaint"})


class Screen:
    """The screen and its hall, which is `away` where it does not answer."""

    def __init__(self) -> None:
        self.hall = Hall(forms=(REPAIR, SIGNED))
        self.stay: Stay[QueryStay] = Stay(QueryStay("s0"))
        self.begun = 0
        self.away = False
        self.errands: list[Any] = []

    def happen(self, event: e.Event) -> Stay[QueryStay]:
        self.begun += 1
        self.stay, errands = step(query.step, self.stay, event, Turn(f"n{self.begun}", 0))
        self.errands += errands
        for errand in errands if not self.away else ():
            answer = self.hall.answer(errand) if isinstance(errand, do.Errand) else None
            if answer is not None:
                self.happen(e.OfForm(answer))
        return self.stay

    def does(self, kind: type[fe.Event], *more: object, **named: object) -> Stay[QueryStay]:
        """Let the visitor do something to the form that is open."""
        assert self.stay.form is not None
        return self.happen(e.OfForm(kind(self.stay.form.id, *more, **named)))

    def fills_in(self, id_: str = "repair") -> None:
        """Open the entry and fill a form in, to its last page."""
        self.happen(e.Entered())
        self.does(fe.FormChosen, id_)
        self.does(fe.Picked, "body", "person")
        self.does(fe.Onward, {"name": "张三"})
        self.does(fe.Onward, {"phone": "13800138000"})

    def comes_back(self) -> None:
        """Have the hall answer what was asked last, as it does when it is asked again."""
        self.away = False
        self.does(fe.Unanswered)


def at(stage: Stage) -> Screen:
    """Return a screen whose form has come to that page."""
    screen = Screen()
    match stage:
        case Stage.CHOOSING:
            screen.happen(e.Entered())
        case Stage.FILLING | Stage.TURNING | Stage.REFUSED:
            screen.happen(e.Entered())
            screen.does(fe.FormChosen, "repair")
            _further(screen, stage)
        case Stage.DOCUMENTS:
            screen.happen(e.Entered())
            screen.does(fe.FormChosen, "repair")
            screen.does(fe.Picked, "body", "company")
            screen.does(fe.Onward)
            screen.does(fe.Onward, {"firm": "某公司"})
            screen.does(fe.Onward, {"phone": "13800138000"})
        case Stage.REVIEW | Stage.HANDING_IN | Stage.HANDED_IN:
            screen.fills_in()
            _further(screen, stage)
        case Stage.SIGNING:
            screen.fills_in("complaint")
            screen.does(fe.SignWanted)
    assert screen.stay.stage is stage
    return screen


def _further(screen: Screen, stage: Stage) -> None:
    match stage:
        case Stage.TURNING | Stage.REFUSED:
            screen.away = True
            screen.does(fe.Onward)
            if stage is Stage.REFUSED:
                screen.does(fe.Refused, "unknown_form")
        case Stage.HANDING_IN | Stage.HANDED_IN:
            screen.away = stage is Stage.HANDING_IN
            screen.does(fe.HandInWanted)


# The pages of a form that are come to at an entry: no code is given out, and there is no camera.
_NOT_HERE = {Stage.ATTRACT, Stage.CODE, Stage.OPENING, Stage.KEPT, Stage.CAMERA}
STAGES = tuple(stage for stage in Stage if stage not in _NOT_HERE)

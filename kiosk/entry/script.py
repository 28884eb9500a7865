"""A screen with an entry for reports, complaints and questions, as a station runs it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from kiosk.entry import events as e
from kiosk.entry import flow
from kiosk.entry.stay import Stay
from kiosk.form import errands as do
from kiosk.form import events as form
from kiosk.form.script import FormScript
from kiosk.form.stay import Stage
from kiosk.hall_feed import HallView
from kiosk.scene import Scene
from kiosk.script import Rest, Script, StationTouch
from kiosk.turns import Turn

# What a form at an entry listens to: no code is given out or taken here, and there is no camera.
_OF_FORMS = frozenset(
    {
        "begin", "form", "scan", "type", "pick", "tick", "next", "back", "page", "sign", "hand-in",
        "print", "leave",
    }
)  # fmt: skip

_ORDER = ("repair", "complaint", "consult")

# Tells the browser whose styles and scripts the page is for.
_FACE = '<template data-face="form"></template>'


class Host(Script[Any, Any, Any], Protocol):
    """The script of a screen that has an entry."""

    def may_enter(self, stay: Any) -> bool:
        """Return whether the entry stands on the page that is open."""

    def following(self, stay: Any, number: str) -> Any | None:
        """Return what shows how far the thing of that number is; None where it is not shown."""


class EntryScript:
    """What a screen does that has an entry: what it is for (`host`), and forms."""

    def __init__(self, host: Host, forms: FormScript) -> None:
        self._host = host
        self._forms = forms

    def begin(self, stay_id: str) -> Stay[Any]:
        """Return the stay of nobody."""
        return Stay(self._host.begin(stay_id))

    def step(self, stay: Stay[Any], event: e.Event, turn: Turn) -> tuple[Stay[Any], Sequence[Any]]:
        """Return the stay after `event`, and what is to be asked of the hall."""
        return flow.step(self._host.step, stay, event, turn)

    def is_same_visitor(self, before: Stay[Any], after: Stay[Any]) -> bool:
        """Return whether whoever is here may be who was here before."""
        return self._host.is_same_visitor(before.host, after.host)

    def event_of(self, stay: Stay[Any], touch: StationTouch, view: HallView) -> e.Event | None:
        """Return what a touch means."""
        if stay.form is not None:
            return self._of_form(stay, touch, view)
        if touch.action == "entry":
            return e.Entered() if self._host.may_enter(stay.host) else None
        return _of_host(self._host.event_of(stay.host, touch, view))

    def _of_form(self, stay: Stay[Any], touch: StationTouch, view: HallView) -> e.Event | None:
        assert stay.form is not None  # noqa: S101  its caller has looked
        if touch.action == "follow" and stay.form.stage is Stage.HANDED_IN:
            event = self._host.following(stay.host, stay.form.number)
            return e.Turned(event) if event is not None else None
        if touch.action not in _OF_FORMS:
            return None
        return _of_form(self._forms.event_of(stay.form, touch, view))

    def events_of_hall(self, stay: Stay[Any], before: HallView, now: HallView) -> Sequence[e.Event]:
        """Return what a change of the hall means to what the screen is for."""
        events = self._host.events_of_hall(stay.host, before, now)
        return [e.OfHost(event) for event in events]

    def identified(self, stay: Stay[Any], visit: str) -> e.Event | None:
        """Return what it means that somebody showed a document: while a form is open, theirs."""
        if stay.form is not None and not flow.is_over(stay):
            return e.OfForm(self._forms.identified(stay.form, visit))
        event = self._host.identified(stay.host, visit)
        if event is None or stay.form is None:
            return _of_host(event)
        return e.Turned(event)

    def walked_away(self, stay: Stay[Any]) -> e.Event:
        """Return the event that ends this stay."""
        return e.Ended(self._host.walked_away(stay.host))

    def rest(self, stay: Stay[Any]) -> Rest:
        """Return how long this page may stay untouched."""
        return self._forms.rest(stay.form) if stay.form else self._host.rest(stay.host)

    def is_old(self, stay: Stay[Any]) -> bool:
        """Return whether the visitor is known to be old."""
        old_by_form = stay.form is not None and self._forms.is_old(stay.form)
        return old_by_form or self._host.is_old(stay.host)

    def render(self, stay: Stay[Any], scene: Scene) -> str:
        """Return the page as HTML."""
        if stay.form is None:
            return self._host.render(stay.host, scene)
        return _FACE + self._forms.render(stay.form, scene)

    async def run(self, errand: Any, screen: str) -> e.Event | None:
        """Ask the hall, and return what the stay must hear of it."""
        if isinstance(errand, do.Errand):
            return _of_form(_with_entries(await self._forms.run(errand, screen)))
        return _of_host(await self._host.run(errand, screen))

    def failed(self, errand: Any) -> e.Event | None:
        """Return what the stay must hear of an errand that broke off."""
        if isinstance(errand, do.Errand):
            return _of_form(self._forms.failed(errand))
        return _of_host(self._host.failed(errand))


def _of_host(event: Any | None) -> e.Event | None:
    return None if event is None else e.OfHost(event)


def _of_form(event: form.Event | None) -> e.Event | None:
    return None if event is None else e.OfForm(event)


def _with_entries(event: form.Event | None) -> form.Event | None:
    """Leave of the forms those that have an entry, in the order in which entries are named."""
    if not isinstance(event, form.FormsArrived):
        return event
    entries = [each for each in event.forms if each.entry]
    return replace(event, forms=tuple(sorted(entries, key=lambda each: _ORDER.index(each.entry))))

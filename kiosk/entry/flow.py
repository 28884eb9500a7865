"""What becomes of a form over the page of another screen, and of that screen's stay: pure."""

from collections.abc import Callable, Sequence
from typing import Any

from kiosk.entry import events as e
from kiosk.entry.stay import Stay
from kiosk.form import errands as do
from kiosk.form import events as form
from kiosk.form import flow
from kiosk.form.stay import ENDED, Stage
from kiosk.form.stay import Stay as FormStay
from kiosk.turns import Turn

# Some rules hold whatever the screen is for:
#
# - The form is that of the form screen, and its machine the same. Others are not offered.
# - While it is open the screen's own stay waits beneath, and still hears its late answers.
# - The form goes with the stay: whoever walks away leaves neither behind.
# - Nobody is given a code here to go on by, so what is broken off is not saved once more.

HostStep = Callable[[Any, Any, Turn], tuple[Any, Sequence[Any]]]
Moved = tuple[Stay[Any], Sequence[Any]]


def step(host_step: HostStep, stay: Stay[Any], event: e.Event, turn: Turn) -> Moved:
    """Return the stay after `event`, and what is to be asked of the hall.

    `host_step` is the machine of what the screen is for. Errands are its own, or the form's.
    """
    match event:
        case e.Entered():
            return _enter(stay, turn)
        case e.OfForm(happened):
            return _fill_in(stay, happened, turn)
        case e.OfHost(happened):
            return _of_host(host_step, stay, happened, turn)
        case e.Turned(happened):
            return _turn(host_step, stay, happened, turn)
        case e.Ended(happened):
            return _end(host_step, stay, happened, turn)


def is_over(stay: Stay[Any]) -> bool:
    """Whether a form is open in which nothing more can be done."""
    return stay.form is not None and stay.form.stage in ENDED


def _enter(stay: Stay[Any], turn: Turn) -> Moved:
    if stay.form is not None:
        return stay, ()
    opened, errands = flow.step(FormStay(turn.new_id), form.Began(turn.new_id), "")
    return Stay(stay.host, opened), errands


def _fill_in(stay: Stay[Any], event: form.Event, turn: Turn) -> Moved:
    if stay.form is None:
        return stay, ()
    after, errands = flow.step(stay.form, event, turn.new_id)
    if after.id == stay.form.id:
        return Stay(stay.host, after), errands
    # The next form of the same visitor, or none.
    nothing_open = after.stage is Stage.ATTRACT
    return Stay(stay.host, None if nothing_open else after), _given_back(errands)


def _of_host(host_step: HostStep, stay: Stay[Any], event: Any, turn: Turn) -> Moved:
    host, wanted = host_step(stay.host, event, turn)
    if host.id == stay.host.id:
        return Stay(host, stay.form), wanted
    return Stay(host), (*_dropped(stay, turn), *wanted)


def _turn(host_step: HostStep, stay: Stay[Any], event: Any, turn: Turn) -> Moved:
    return _end(host_step, stay, event, turn) if is_over(stay) else (stay, ())


def _end(host_step: HostStep, stay: Stay[Any], event: Any, turn: Turn) -> Moved:
    host, wanted = host_step(stay.host, event, turn)
    return Stay(host), (*_dropped(stay, turn), *wanted)


def _dropped(stay: Stay[Any], turn: Turn) -> Sequence[do.Errand]:
    if stay.form is None:
        return ()
    _, errands = flow.step(stay.form, form.WalkedAway(stay.form.id), turn.new_id)
    return _given_back(errands)


def _given_back(errands: Sequence[do.Errand]) -> Sequence[do.Errand]:
    return tuple(errand for errand in errands if not isinstance(errand, do.Keep))

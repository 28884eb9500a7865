"""How it stands with the call for help from one place, by what the hall knows of it."""

from edge.api.shapes import Help
from kiosk.hall_feed import HallView
from kiosk.scene import HelpCall, Helper, HelpStanding


def help_at(view: HallView, place: str, known: HelpStanding) -> HelpStanding:
    """Return how the call stands; `known` is what the screen took for it so far."""
    if not view.here:
        return known
    call = next((call for call in view.help if call.place == place), None)
    if call is not None:
        return standing_of(call)
    # A call that is on its way stands nowhere yet, and one that was not taken never did.
    on_its_way = known.call in (HelpCall.CALLING, HelpCall.UNANSWERED)
    return known if on_its_way else HelpStanding()


def standing_of(call: Help) -> HelpStanding:
    """Return how a call stands that the hall has, and who is coming."""
    if not call.accepted_by:
        return HelpStanding(HelpCall.CALLED)
    return HelpStanding(HelpCall.COMING, Helper(call.accepted_by, call.accepted_by_name))


def side_of(counter: str) -> str:
    """Return what staff are called to who are to see a visitor at a counter.

    It is not the counter itself, from which its clerk calls.
    """
    return f"side-{counter}"

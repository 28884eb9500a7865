"""How it stands with the call for help from one screen, by what the hall knows of it."""

from kiosk.hall_feed import HallView
from kiosk.scene import HelpCall


def help_at(view: HallView, screen: str, known: HelpCall) -> HelpCall:
    """Return how the call stands; `known` is what the screen took for it so far."""
    if not view.here:
        return known
    call = next((call for call in view.help if call.place == screen), None)
    if call is not None:
        return HelpCall.COMING if call.accepted_by else HelpCall.CALLED
    # A call that is on its way stands nowhere yet, and one that was not taken never did.
    on_its_way = known in (HelpCall.CALLING, HelpCall.UNANSWERED)
    return known if on_its_way else HelpCall.NONE

"""The call for help from one screen: one at a time, from any page, over when nobody is there."""

from collections.abc import Callable

from kiosk.errands import Errands
from kiosk.hall_feed import HallView
from kiosk.help_here import help_at
from kiosk.scene import HelpCall, HelpStanding
from kiosk.working import Works


class Helping:
    """Calls somebody to a place, and knows how the call stands. `tell` hears when that changes."""

    def __init__(
        self, place: str, errands: Errands, works: Works, tell: Callable[[HelpStanding], None]
    ) -> None:
        self._place = place
        self._errands = errands
        self._works = works
        self._tell = tell
        self._known = HelpStanding()
        self._caller = ""

    def call(self, stay: str, about: str) -> None:
        """Have somebody come to a stay, on the page `about`; a call that stands is not repeated.

        One that stands from whoever was here before is not this visitor's, and may end any moment.
        """
        if self._known.stands and self._caller:
            return
        self._caller = stay
        if not self._known.stands:
            self._know(HelpStanding(HelpCall.CALLING))
        unanswered = HelpStanding(HelpCall.UNANSWERED)
        self._works.start(self._reach(stay, about), lambda: self._hear(stay, unanswered))

    def end(self) -> None:
        """Let nobody come any more: whoever called has gone."""
        caller, self._caller = self._caller, ""
        if self._known.stands:
            self._works.start(self._errands.end_help(self._place, caller))
        self._know(HelpStanding())

    def hall_changed(self, view: HallView) -> None:
        """Take what the hall says of the call."""
        self._know(help_at(view, self._place, self._known))

    async def _reach(self, stay: str, about: str) -> None:
        self._hear(stay, await self._errands.call_help(self._place, about, stay))
        if stay != self._caller:
            # They left meanwhile: the hall may have heard of that before it heard the call.
            await self._errands.end_help(self._place, stay)

    def _hear(self, stay: str, heard: HelpStanding) -> None:
        # What the hall has said meanwhile is newer than that nobody was reached.
        unanswered = heard.call is HelpCall.UNANSWERED
        outdated = unanswered and self._known.call is not HelpCall.CALLING
        if stay == self._caller and not outdated:
            self._know(heard)

    def _know(self, known: HelpStanding) -> None:
        if known.call is HelpCall.NONE:
            self._caller = ""
        if known != self._known:
            self._known = known
            self._tell(known)

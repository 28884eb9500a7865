"""The call for help from one screen: one at a time, from any page, over when nobody is there."""

from collections.abc import Callable

from kiosk.errands import Errands
from kiosk.hall_feed import HallView
from kiosk.help_here import help_at
from kiosk.scene import HelpCall
from kiosk.working import Works


class Helping:
    """Calls somebody to a screen, and knows how the call stands. `tell` hears when that changes."""

    def __init__(
        self, screen: str, errands: Errands, works: Works, tell: Callable[[HelpCall], None]
    ) -> None:
        self._screen = screen
        self._errands = errands
        self._works = works
        self._tell = tell
        self._known = HelpCall.NONE
        self._caller = ""

    def call(self, stay: str, about: str) -> None:
        """Have somebody come to a stay, on the page `about`; a call that stands is not repeated."""
        if self._known.stands:
            return
        self._caller = stay
        self._know(HelpCall.CALLING)
        self._works.start(self._reach(stay, about), lambda: self._hear(stay, HelpCall.UNANSWERED))

    def end(self) -> None:
        """Let nobody come any more: whoever called has gone."""
        self._caller = ""
        if self._known.stands:
            self._works.start(self._errands.end_help(self._screen))
        self._know(HelpCall.NONE)

    def hall_changed(self, view: HallView) -> None:
        """Take what the hall says of the call."""
        self._know(help_at(view, self._screen, self._known))

    async def _reach(self, stay: str, about: str) -> None:
        self._hear(stay, await self._errands.call_help(self._screen, about))

    def _hear(self, stay: str, heard: HelpCall) -> None:
        # What the hall has said meanwhile is newer than that nobody was reached.
        outdated = heard is HelpCall.UNANSWERED and self._known is not HelpCall.CALLING
        if stay == self._caller and not outdated:
            self._know(heard)

    def _know(self, known: HelpCall) -> None:
        if known is not self._known:
            self._known = known
            self._tell(known)

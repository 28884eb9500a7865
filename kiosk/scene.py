"""What a page of a station is drawn with beside the stay itself."""

from dataclasses import dataclass, field

from kiosk.dialogue import HelpCall, Manner
from kiosk.hall_feed import HallView
from kiosk.nearby import Nearby


@dataclass(frozen=True, slots=True)
class Scene:
    """The hall, the visitor's manner, the call for help, and what can be shown to this screen.

    `voice` tells whether pages are read aloud now; None where this screen has no voice.
    """

    view: HallView = field(default_factory=HallView)
    manner: Manner = field(default_factory=Manner)
    help: HelpCall = HelpCall.NONE
    beside: Nearby = field(default_factory=Nearby)
    voice: bool | None = None

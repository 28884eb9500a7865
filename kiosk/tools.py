"""What all screens of one server share: the way into the hall, the pages, the voice, ids."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from edge.client import HallClient
from kiosk.config import KioskConfig
from kiosk.errands import Errands
from kiosk.guidance.guide import Guide
from kiosk.pages import Pages

State = dict[str, Any]
"""What a browser is told of its screen, whole each time."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What every screen is given; `look` has the hall say how it stands with each service.

    `guide` reads pages aloud; None where there is no voice.
    """

    hall: HallClient
    errands: Errands
    pages: Pages
    config: KioskConfig
    new_id: Callable[[], str]
    run: str  # tells the states of this process from those of the one before
    look: Callable[[], None] = lambda: None
    guide: Guide | None = None

    @property
    def speaks_at_first(self) -> bool | None:
        """Whether a page is read aloud before anybody has asked for it; None without a voice."""
        return self.config.voice == "on" if self.guide is not None else None

    def voice_of(self, html: str, language: str, speaks: bool | None, *, slow: bool) -> str:
        """Return where a page is read aloud; empty where it is not."""
        if self.guide is None or not speaks:
            return ""
        return self.guide.address(html, language, slow=slow)

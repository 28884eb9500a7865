"""Pages that other parts of the terminal lay over the work: the words, the right and the screen."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.screen import Screen

from edge.client import HallClient
from edge.staff.words import Words


@dataclass(frozen=True)
class Page:
    """One command of the palette that pushes `screen(client)`; Escape there is to pop it.

    It is offered to whoever has `right`, an action as the session lists it, such as `see_live`.
    `letter` opens it too where it is not empty.
    """

    words: Words
    right: str
    screen: Callable[[HallClient], Screen[None]]
    letter: str = ""

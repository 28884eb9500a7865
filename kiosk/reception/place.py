"""Where on the page somebody is: pure, so that the page is always what its place says."""

from collections.abc import Collection
from dataclasses import dataclass, replace

# Each section, and the right that opens it. The first one that may be opened is where one begins.
SECTIONS = {
    "queue": "see_queue",
    "ticket": "take_ticket",
    "help": "accept_help",
    "roll": "paper_roll",
    "messages": "message",
}
# What may be opened on a visit, and the right to do what is in there.
SHEETS = {
    "service": "change_service",
    "priority": "group_ticket",
    "documents": "check_documents",
    "divert": "divert",
    "cancel": "cancel_ticket",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A section, the visit or message (`about`) that is open in it, and what is done with that.

    `form` is another number after each thing that was done: what was typed for it is forgotten.
    """

    section: str = ""
    about: str = ""
    sheet: str = ""
    form: int = 0

    @property
    def form_name(self) -> str:
        """What tells one form from the next."""
        return f"{self.section}:{self.about}:{self.sheet}:{self.form}"


def sections_for(rights: Collection[str]) -> list[str]:
    """Return the sections that somebody with these rights may open."""
    return [section for section, right in SECTIONS.items() if right in rights]


def first_place(rights: Collection[str]) -> Place:
    """Return where somebody with these rights begins."""
    return Place(next(iter(sections_for(rights)), ""))


def moved(place: Place, action: str, about: str, value: str, rights: Collection[str]) -> Place:
    """Return the place after a press that leads elsewhere; anything not allowed leads nowhere."""
    if action == "section" and value in sections_for(rights):
        return Place(value, form=place.form)
    if action == "open":
        return replace(place, about=about, sheet="")
    if action == "visit" and "queue" in sections_for(rights):
        return moved(Place("queue", about, form=place.form), "sheet", about, value, rights)
    if action == "sheet" and SHEETS.get(value) in rights:
        return replace(place, sheet=value)
    if action == "back":
        return replace(place, sheet="") if place.sheet else replace(place, about="")
    return place


def done_at(place: Place, still_there: bool) -> Place:
    """Return the place after something was done; `still_there` is what it was about."""
    about = place.about if still_there else ""
    return Place(place.section, about, "", place.form + 1)

"""The tiles of the query screen's home page: all of them, or the few that are needed most."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: the page it opens, by its name, and what is drawn on it."""

    page: str
    drawn: str

    @property
    def action(self) -> str:
        """What a touch on it does: forms are filled in by another script (`entry`)."""
        return self.page if self.page == "entry" else "open"


_NEEDED_MOST = (
    Tile("outages", "outage"),
    Tile("entry", "repair"),
    Tile("guides", "guide"),
    Tile("following", "progress"),
)
_FURTHER = (Tile("tariffs", "tariff"), Tile("articles", "news"))
_MORE = Tile("more", "more")


def tiles_at_home(*, few: bool) -> tuple[Tile, ...]:
    """Return what stands on the home page: with `few`, four and the way to the rest."""
    return (*_NEEDED_MOST, _MORE) if few else (*_NEEDED_MOST, *_FURTHER)


def tiles_of_more() -> tuple[Tile, ...]:
    """Return what the home page leaves out where it shows few."""
    return _FURTHER

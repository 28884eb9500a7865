"""The day so far in figures, and how the devices are, as pairs of a word and a value. Pure."""

from edge.staff.supervisor import words
from edge.staff.supervisor.board import Seen
from edge.staff.supervisor.rows import span
from edge.staff.words import Words

_WELL = frozenset({"online", "assumed", "deviceBusy", "starting"})


def figures(seen: Seen) -> list[tuple[Words, str]]:
    """Return the figures of the day, the most important first."""
    day, w = seen.picture.figures, words.FIGURES
    in_time = f"{100 * day.in_time // day.called}%" if day.called else "-"
    rating = f"{day.mean_grade:.1f} ({day.rated})" if day.mean_grade is not None else "-"
    return [
        (w["served"], str(day.served)),
        (w["waiting"], str(day.waiting)),
        (w["mean_wait"], span(day.mean_wait_s)),
        (w["in_time"], in_time),
        (w["no_shows"], str(day.no_shows)),
        (w["rating"], rating),
        (w["issued"], str(day.issued)),
        (w["longest_wait"], span(day.longest_wait_s)),
    ]


def devices_well(seen: Seen) -> tuple[int, int]:
    """Return how many devices are well, of how many."""
    return sum(each.health in _WELL for each in seen.devices), len(seen.devices)

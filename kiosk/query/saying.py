"""Money, energy, months and days as the query screen says them, in whichever language."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text by its key, with what is filled in, which may be phrases again."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, say: Callable[..., str]) -> str:
        """Return it as `say` (a key, and what is filled in) says it in its language."""
        filled = {
            name: value.told(say) if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        return say(self.key, **filled)


def yuan(fen: int) -> Phrase:
    """Return an amount of fen as yuan: 1,234.50."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return Phrase("query_yuan", {"amount": f"{sign}{whole:,}.{rest:02}"})


def kwh(energy: float) -> Phrase:
    """Return an amount of energy with as few digits as it needs, two at most."""
    return Phrase("query_kwh", {"kwh": plain(energy)})


def plain(number: float) -> str:
    """Return a number with thousands separators and as few digits as it needs, two at most."""
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")


def month(text: str) -> Phrase:
    """Return a month given as 2026-07."""
    year, number = text.split("-")
    return Phrase(f"query_month_{int(number)}", {"year": year})


def short_month(text: str) -> Phrase:
    """Return a month given as 2026-07 without its year, for where there is little room."""
    return Phrase(f"query_short_month_{int(text[-2:])}")


def day(text: str) -> Phrase:
    """Return a day given as 2026-07-20."""
    year, number, of_month = text.split("-")
    return Phrase(f"query_day_{int(number)}", {"year": year, "day": int(of_month)})


def moment(wall_ms: int, zone: dt.tzinfo | None) -> Phrase:
    """Return a time with its day, as clocks in `zone` showed it."""
    when = dt.datetime.fromtimestamp(wall_ms / 1000, zone)
    return Phrase("query_moment", {"day": day(f"{when:%Y-%m-%d}"), "time": f"{when:%H:%M}"})


def stretch(begins_ms: int, ends_ms: int, zone: dt.tzinfo | None) -> Phrase:
    """Return from when to when: the day is said once where it is the same."""
    begins, ends = (dt.datetime.fromtimestamp(ms / 1000, zone) for ms in (begins_ms, ends_ms))
    if begins.date() == ends.date():
        values = {"day": day(f"{begins:%Y-%m-%d}"), "from": f"{begins:%H:%M}"}
        return Phrase("query_stretch_of_day", {**values, "to": f"{ends:%H:%M}"})
    both = {"from": moment(begins_ms, zone), "to": moment(ends_ms, zone)}
    return Phrase("query_stretch", both)


def as_of(made_ms: int, zone: dt.tzinfo | None) -> Phrase:
    """Return how old what headquarters has sent is."""
    return Phrase("query_as_of", {"moment": moment(made_ms, zone)})

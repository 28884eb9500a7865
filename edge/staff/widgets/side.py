"""The right-hand side: who waits, the other counters, and the last rating here."""

from rich.console import RenderableType
from rich.text import Text
from textual.widget import Widget

from edge.api import shapes
from edge.staff import words
from edge.staff.hall import Hall
from edge.staff.theme import LOOKS, TITLE
from edge.staff.widgets.cells import row
from edge.staff.words import Words

_WIDE = 32  # from here on there is room for both languages


class SidePanel(Widget):
    """A list under a title; subclasses say what is in it."""

    _hall: Hall | None = None
    _counter: shapes.Counter | None = None

    def show_hall(self, hall: Hall, counter: shapes.Counter) -> None:
        """Draw `hall` as seen from `counter` from here on."""
        self._hall, self._counter = hall, counter
        self.refresh(layout=True)

    def render(self) -> RenderableType:
        if self._hall is None or self._counter is None:
            return ""
        return Text("\n", no_wrap=True).join(self.lines(self._hall, self._counter))

    def lines(self, hall: Hall, counter: shapes.Counter) -> list[Text]:
        """Return the rows to draw."""
        raise NotImplementedError

    def title(self, left: Words, right: str = "") -> Text:
        """Return the first row."""
        return Text(row(self.fitting(left), right, self.size.width), style=f"bold {TITLE}")

    def fitting(self, says: Words) -> str:
        """Return both languages where there is room, else Chinese."""
        return str(says) if self.size.width >= _WIDE else says.chinese


class WaitingPanel(SidePanel):
    """How many wait for each service; those this counter may not call are dim."""

    def lines(self, hall: Hall, counter: shapes.Counter) -> list[Text]:
        lines = [self.title(words.WAITING, str(counter.waiting))]
        for service in hall.waiting(counter):
            style = "" if service.id in counter.services else "dim"
            name = self.fitting(Words(service.name, service.name_english))
            text = row(f"{service.prefix} {name}", str(service.waiting), self.size.width)
            lines.append(Text(text, style=style))
        return lines


class CountersPanel(SidePanel):
    """What the other counters are doing; the closed ones last, where room may end."""

    def lines(self, hall: Hall, counter: shapes.Counter) -> list[Text]:
        others = [other for other in hall.counters if other.id != counter.id]
        others.sort(key=lambda other: other.state == "closed")
        return [self.title(words.OTHER_COUNTERS), *(self._line(other) for other in others)]

    def _line(self, counter: shapes.Counter) -> Text:
        right = f"{counter.ticket} {self.fitting(words.state(counter.state))}".strip()
        left = f"{counter.name} {counter.staff_name}"
        line = Text(row(left, right, self.size.width))
        line.stylize(LOOKS.get(counter.state, ""), len(line) - len(right))
        return line


class RatingPanel(SidePanel):
    """The last grade given at this counter."""

    def lines(self, hall: Hall, counter: shapes.Counter) -> list[Text]:
        rating = hall.ratings.get(counter.id)
        if rating is None:
            return [self.title(words.LAST_RATING), Text(str(words.NO_RATING), style="dim")]
        grade = words.GRADES.get(rating.grade, words.NOTHING)
        return [
            self.title(words.LAST_RATING, f"{rating.grade} / 5"),
            Text(f"{rating.ticket} {self.fitting(grade)}"),
        ]

"""The right-hand side: who waits, the other counters, and the last rating here."""

from rich.console import RenderableType
from rich.text import Text
from textual.widget import Widget

from edge.api import shapes
from edge.staff import words
from edge.staff.hall import Hall
from edge.staff.theme import LOOKS, TITLE
from edge.staff.widgets.cells import row

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

    def title(self, left: str, right: str = "") -> Text:
        """Return the first row."""
        return Text(row(left, right, self.size.width), style=f"bold {TITLE}")


class WaitingPanel(SidePanel):
    """How many wait for each service; those this counter may not call are dim."""

    def lines(self, hall: Hall, counter: shapes.Counter) -> list[Text]:
        lines = [self.title("等候 Waiting", str(counter.waiting))]
        for service in hall.waiting(counter):
            style = "" if service.id in counter.services else "dim"
            name = f"{service.prefix} {service.name} {service.name_english}"
            lines.append(Text(row(name, str(service.waiting), self.size.width), style=style))
        return lines


class CountersPanel(SidePanel):
    """What the other counters are doing."""

    def lines(self, hall: Hall, counter: shapes.Counter) -> list[Text]:
        others = [other for other in hall.counters if other.id != counter.id]
        return [self.title("其他窗口 Other counters"), *(self._line(other) for other in others)]

    def _line(self, counter: shapes.Counter) -> Text:
        state = words.state(counter.state)
        says = str(state) if self.size.width >= _WIDE else state.chinese
        right = f"{counter.ticket} {says}".strip()
        left = f"{counter.name} {counter.staff_name}"
        line = Text(row(left, right, self.size.width))
        line.stylize(LOOKS.get(counter.state, ""), len(line) - len(right))
        return line


class RatingPanel(SidePanel):
    """The last grade given at this counter."""

    def lines(self, hall: Hall, counter: shapes.Counter) -> list[Text]:
        rating = hall.ratings.get(counter.id)
        if rating is None:
            return [self.title("上一位评价 Last rating"), Text("还没有 None yet", style="dim")]
        grade = words.GRADES.get(rating.grade, words.NOTHING)
        return [
            self.title("上一位评价 Last rating", f"{rating.grade} / 5"),
            Text(row(f"{rating.ticket} {grade}", "", self.size.width)),
        ]

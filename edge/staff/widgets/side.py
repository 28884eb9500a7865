"""The right-hand side: who waits for this counter, who is parked or missed, the other counters."""

from rich.console import RenderableType
from rich.text import Text
from textual.widget import Widget

from edge.api import shapes
from edge.staff import lineup, words
from edge.staff.desk import Desk
from edge.staff.hall import Hall
from edge.staff.lineup import Row
from edge.staff.theme import LOOKS, TITLE
from edge.staff.widgets.cells import row
from edge.staff.widgets.sections import Section, stacked
from edge.staff.words import NOTHING, Words

_TICKET_CELLS = 6
_ROWS_MIN = 6


class SidePanel(Widget):
    """Shows the hall around a counter; its queue first, and below it whatever there is room for."""

    _desk = Desk()
    _now_ms = 0

    def show_hall(self, desk: Desk, now_ms: int) -> None:
        """Draw the hall as `desk` sees it from here on."""
        self._desk, self._now_ms = desk, now_ms
        self.refresh()

    def render(self) -> RenderableType:
        hall, counter = self._desk.hall, self._desk.counter
        if hall is None or counter is None:
            return ""
        lines = stacked(self._sections(hall, counter), self.size.height)
        return Text("\n", no_wrap=True).join(lines)

    def _sections(self, hall: Hall, counter: shapes.Counter) -> list[Section]:
        now = self._now_ms
        waiting = lineup.waiting(hall, now)
        nobody = [Text(self._fitting(words.NOBODY_IN_LINE, 0), style="dim")]
        return [
            self._section(words.QUEUE, waiting or nobody, _ROWS_MIN, len(waiting)),
            self._section(words.PARKED, lineup.parked(hall, now), 2),
            self._section(words.LAST_RATING, [self._rating(hall, counter)], 1, None),
            self._section(words.MISSED, lineup.missed(hall, now), 1),
            self._section(words.OTHER_COUNTERS, self._counters(hall, counter), 3, None),
            self._section(words.WAITING, self._services(hall, counter), 2, None),
        ]

    def _section(
        self, title: Words, rows: list[Row] | list[Text], rows_min: int, count: int | None = -1
    ) -> Section:
        figure = "" if count is None else str(len(rows) if count < 0 else count)
        drawn = tuple(each if isinstance(each, Text) else self._row(each) for each in rows)
        head = row(self._fitting(title, len(figure)), figure, self.size.width)
        return Section(Text(head, style=f"bold {TITLE}"), drawn, rows_min, self._more)

    def _more(self, count: int) -> Text:
        said = words.MORE.about(count=str(count))
        return Text(f"... {self._fitting(said, 4)}", style="dim")

    def _row(self, shown: Row) -> Text:
        right = shown.right.alone(self._desk.language)
        room = self.size.width - _TICKET_CELLS - len(right) - 1
        said = shown.said.fitting(room, self._desk.language)
        line = Text(row(f"{shown.ticket:<{_TICKET_CELLS}}{said}", right, self.size.width))
        if shown.due:
            line.stylize(f"bold reverse {LOOKS['called']}", len(line) - len(right))
        return line

    def _rating(self, hall: Hall, counter: shapes.Counter) -> Text:
        rating = hall.ratings.get(counter.id)
        if rating is None:
            return Text(self._fitting(words.NO_RATING, 0), style="dim")
        grade = words.GRADES.get(rating.grade, NOTHING)
        said = f"{rating.ticket:<{_TICKET_CELLS}}{self._fitting(grade, _TICKET_CELLS + 6)}"
        return Text(row(said, f"{rating.grade} / 5", self.size.width))

    def _counters(self, hall: Hall, counter: shapes.Counter) -> list[Text]:
        others = [other for other in hall.counters if other.id != counter.id]
        others.sort(key=lambda other: other.state == "closed")
        return [self._counter(other) for other in others]

    def _counter(self, counter: shapes.Counter) -> Text:
        state = words.state(counter.state).alone(self._desk.language)
        right = f"{counter.ticket} {state}".strip()
        name = Words(counter.name, counter.name_english).alone(self._desk.language)
        line = Text(row(f"{name} {counter.staff_name}", right, self.size.width))
        line.stylize(LOOKS.get(counter.state, ""), len(line) - len(right))
        return line

    def _services(self, hall: Hall, counter: shapes.Counter) -> list[Text]:
        return [
            Text(
                row(
                    f"{service.prefix} {self._fitting(_name(service), 5)}",
                    str(count),
                    self.size.width,
                ),
                style="" if service.id in counter.services else "dim",
            )
            for service, count in hall.waiting(counter)
        ]

    def _fitting(self, says: Words, taken: int) -> str:
        return says.fitting(self.size.width - taken - 1, self._desk.language)


def _name(service: shapes.Service) -> Words:
    return Words(service.name, service.name_english)

"""Measuring what people say, ask and book, and what staff notes: ratings, help, diversions."""

from edge.domain import facts as f
from edge.reports.figures import By, Figures
from edge.reports.timeline import Timeline


class Ratings:
    """Binds each grade to the clerk and the counter that served the visitor last."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._served_by: dict[str, tuple[str, str]] = {}

    def take(self, fact: f.Fact, _moment: f.Moment) -> None:
        """Take in the next fact."""
        match fact:
            case f.ServiceStarted() | f.ServiceFinished():
                self._served_by[fact.subject] = fact.staff, fact.counter
            case f.VisitRated():
                self._rated(fact)
            case f.RatingIgnored():
                self._figures.ratings_ignored += 1

    def end_day(self) -> None:
        """Forget who served whom."""
        self._served_by.clear()

    def _rated(self, fact: f.VisitRated) -> None:
        staff, counter = self._served_by.get(fact.subject, ("", ""))
        keys = {By.ALL: "all", By.CLERK: staff, By.COUNTER: fact.counter or counter}
        for by, key in keys.items():
            if key:
                self._figures.ratings[by, key].given[fact.grade] += 1


class Help:
    """Measures how long it took until somebody came to help."""

    def __init__(self, timeline: Timeline, figures: Figures) -> None:
        self._timeline = timeline
        self._figures = figures
        self._asked: dict[str, tuple[str, f.Moment]] = {}

    def take(self, fact: f.Fact, moment: f.Moment) -> None:
        """Take in the next fact."""
        match fact:
            case f.HelpCalled():
                self._asked[fact.subject] = fact.urgency, moment
                self._figures.reasons["help", fact.urgency] += 1
            case f.HelpAccepted() if fact.subject in self._asked:
                urgency, asked = self._asked.pop(fact.subject)
                self._figures.help[urgency].add(self._timeline.between(asked, moment))
            case f.HelpEnded():
                self._asked.pop(fact.subject, None)

    def end_day(self) -> None:
        """Forget whom nobody came to."""
        self._asked.clear()


class Noted:
    """Counts visitors sent elsewhere, documents that lacked, and alerts, each alert once."""

    def __init__(self, figures: Figures) -> None:
        self._reasons = figures.reasons
        self._alerts: set[str] = set()

    def take(self, fact: f.Fact, _moment: f.Moment) -> None:
        """Take in the next fact."""
        match fact:
            case f.VisitorDiverted():
                self._reasons["diverted", fact.to] += 1
            case f.DocumentsChecked():
                for document in fact.missing:
                    self._reasons["documents", document] += 1
            case f.AlertRaised() if fact.subject not in self._alerts:
                self._alerts.add(fact.subject)
                self._reasons["alert", fact.cause] += 1
            case f.AlertEnded():
                self._alerts.discard(fact.subject)

    def end_day(self) -> None:
        """Forget the alerts: another day raises its own."""
        self._alerts.clear()


class Appointments:
    """Counts what became of bookings, and how long after its time each was called."""

    def __init__(self, timeline: Timeline, figures: Figures) -> None:
        self._timeline = timeline
        self._bookings = figures.bookings
        self._due: dict[str, int] = {}  # by visit, wall ms

    def take(self, fact: f.Fact, moment: f.Moment) -> None:
        """Take in the next fact."""
        steps = self._bookings.steps
        match fact:
            case f.AppointmentBooked():
                steps["booked"] += 1
            case f.AppointmentCancelled():
                steps["cancelled"] += 1
            case f.AppointmentMissed():
                steps["missed"] += 1
            case f.AppointmentKept():
                steps["late" if fact.late else "kept"] += 1
            case f.TicketReserved() if fact.appointment and fact.due:
                self._due[fact.subject] = fact.due
            case f.TicketCalled():
                self._called(self._due.pop(fact.subject, 0), moment)

    def _called(self, due: int, moment: f.Moment) -> None:
        if due:
            self._bookings.behind.add(self._timeline.since(due, moment))

    def end_day(self) -> None:
        """Forget who was never called."""
        self._due.clear()

"""Where what happened to a ticket is counted: at every place a report may look for it."""

from collections.abc import Iterator, Mapping

from edge.reports.figures import By, Figures, Flow, Step
from edge.reports.ticket import Ticket
from edge.reports.timeline import Span

TARGET_S = 20 * 60  # of a service of which nobody said anything else


class Tally:
    """Enters steps and times of tickets into figures, by service, hour, clerk and so on."""

    def __init__(self, figures: Figures, targets_s: Mapping[str, int]) -> None:
        """Judge waits by `targets_s`: seconds by service."""
        self.figures = figures
        self._targets_s = targets_s

    def _flows(self, ticket: Ticket, staff: str, counter: str) -> Iterator[Flow]:
        flows = self.figures.flows
        yield flows[By.ALL, "all"]
        yield flows[By.DAY, ticket.day]
        yield flows[By.SERVICE, ticket.service]
        yield flows[By.HOUR, ticket.hour]
        yield flows[By.PRIORITY, str(ticket.priority)]
        for segment in ticket.segments:
            yield flows[By.SEGMENT, segment]
        if staff:
            yield flows[By.CLERK, staff]
        if counter:
            yield flows[By.COUNTER, counter]

    def count(self, ticket: Ticket, step: Step, staff: str = "", counter: str = "") -> None:
        """Count a step; `staff` and `counter` are whose it was, where there is anybody."""
        for flow in self._flows(ticket, staff, counter):
            flow.steps[step] += 1

    def because(self, step: str, reason: str) -> None:
        """Count why something happened."""
        self.figures.reasons[step, reason] += 1

    def waited(self, ticket: Ticket, span: Span, staff: str, counter: str) -> None:
        """Enter a wait that has ended with a call.

        Only the first of a leg counts where waits are compared: one that was put back is not
        served the sooner for it.
        """
        in_time = span.ms <= self._targets_s.get(ticket.service, TARGET_S) * 1000
        self.figures.waits[ticket.sort].add(span)
        if ticket.sort != "again":
            for flow in self._flows(ticket, staff, counter):
                flow.wait.add(span)
                flow.in_time += in_time

    def walked(self, ticket: Ticket, span: Span, staff: str, counter: str) -> None:
        """Enter how long a visitor was on the way."""
        for flow in self._flows(ticket, staff, counter):
            flow.way.add(span)

    def served(self, ticket: Ticket, span: Span, staff: str, counter: str) -> None:
        """Enter how long a visitor was served."""
        for flow in self._flows(ticket, staff, counter):
            flow.serve.add(span)

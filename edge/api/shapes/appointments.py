"""Shapes of appointments, as staff see them."""

from edge.api.shapes.base import Answer


class Appointment(Answer):
    """An appointment that is still to come, or was today. Times are wall-clock milliseconds.

    `state` is `booked`, `kept` (`visit` has come with it), `missed` or `cancelled`.
    """

    appointment: str
    service: str
    due: int
    until: int
    segments: list[str]
    state: str
    visit: str = ""

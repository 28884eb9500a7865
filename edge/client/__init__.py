"""The one way into the hall for screens, staff, link and tools: a typed client of the local API."""

from edge.client.clerks import Clerks
from edge.client.content import Content
from edge.client.devices import Devices
from edge.client.errors import HallError, HallUnreachableError
from edge.client.forms import Forms
from edge.client.handing import Hands
from edge.client.mobile import Pages
from edge.client.overview import Overview
from edge.client.persons import Persons
from edge.client.reports import Reports
from edge.client.screens import Screens
from edge.client.sides import Sides
from edge.client.supervision import Supervision
from edge.client.sync import Sync
from edge.client.visitors import Visitors


class HallClient(
    Visitors,
    Content,
    Forms,
    Clerks,
    Hands,
    Persons,
    Sides,
    Overview,
    Pages,
    Devices,
    Supervision,
    Screens,
    Reports,
    Sync,
):
    """A connection to one controller, by Unix socket (`/…/staff.sock`) or `http://host:port`.

    Every call raises `HallError` with the hall's own code, or `HallUnreachableError`.
    """


__all__ = ["HallClient", "HallError", "HallUnreachableError"]

"""What only a supervisor asks of the hall: why a ticket was called, and whether rules are right."""

from edge.api import shapes
from edge.client import HallClient, HallError
from edge.client.connection import name_in_path

_NO_SUCH_ROUTE = "not_found"


class SupervisorClient(HallClient):
    """A client of the hall; what an older controller does not answer is None."""

    async def why_called(self, visit: str) -> shapes.Why | None:
        """Return why a ticket was called when it was."""
        try:
            return await self._get(f"/v1/visits/{name_in_path(visit)}/why", shapes.Why)
        except HallError as error:
            if error.code == _NO_SUCH_ROUTE:
                return None
            raise

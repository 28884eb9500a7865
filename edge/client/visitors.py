"""What visitors ask of the hall, through the screens."""

from edge.api import shapes
from edge.client.connection import Connection, name_in_path


class Visitors(Connection):
    """Tickets, greetings, ratings."""

    async def new_visit(self, visit: shapes.NewVisit, key: str = "") -> shapes.Ticket:
        """Take a ticket; with paper, return once the printer has confirmed it.

        The same `key` never takes two.
        """
        return await self._send("POST", "/v1/visits", shapes.Ticket, visit, key)

    async def services_now(self) -> list[shapes.ServiceNow]:
        """Return how it stands with every service that can be chosen."""
        return await self._get_list("/v1/services/now", shapes.ServiceNow)

    async def check_in(self, wanted: shapes.CheckIn, key: str = "") -> shapes.Ticket:
        """Take the ticket of an appointment; one appointment never has two."""
        return await self._send("POST", "/v1/visits/check-in", shapes.Ticket, wanted, key)

    async def identify(self, number: shapes.TypedNumber) -> shapes.Identified:
        """Begin a visit with a number that was typed in place of a card."""
        return await self._send("POST", "/v1/visits/identify", shapes.Identified, number)

    async def greeting(self, visit: str) -> shapes.Greeting:
        """Return how to greet the visitor who was just identified."""
        return await self._get(f"/v1/visits/{name_in_path(visit)}/greeting", shapes.Greeting)

    async def shown(self, visit: str) -> shapes.Shown:
        """Return what the visitor who was just identified has shown, unmasked.

        Raises `HallError` `no_greeting` once that is too long ago or they have a ticket.
        """
        return await self._get(f"/v1/visits/{name_in_path(visit)}/shown", shapes.Shown)

    async def abandon(self, visit: str) -> shapes.Abandoned:
        """Forget an identified visitor who left without a ticket."""
        return await self._send(
            "POST", f"/v1/visits/{name_in_path(visit)}/abandon", shapes.Abandoned
        )

    async def rate(self, visit: str, rating: shapes.NewRating, key: str = "") -> shapes.Rating:
        """Record the visitor's grade."""
        return await self._send(
            "POST", f"/v1/visits/{name_in_path(visit)}/rating", shapes.Rating, rating, key
        )

    async def visits(self) -> list[shapes.Visit]:
        """Return all visits with a ticket of this business day."""
        return await self._get_list("/v1/visits", shapes.Visit)

    async def visit(self, visit: str) -> shapes.Visit:
        """Return one visit."""
        return await self._get(f"/v1/visits/{name_in_path(visit)}", shapes.Visit)

"""What clerks ask of the hall: signing in, and all that is done at a counter."""

from edge.api import shapes
from edge.client.connection import Connection, ShapeT, decoded, name_in_path


class Clerks(Connection):
    """Sessions and counters."""

    async def sign_in(self, staff: str, pin: str) -> shapes.Session:
        """Begin a session and use its token from here on."""
        session = await self._send(
            "POST", "/v1/sessions", shapes.Session, shapes.SignIn(staff=staff, pin=pin)
        )
        self.token = session.token
        return session

    async def sign_out(self) -> None:
        """End the session."""
        await self._answer("DELETE", "/v1/sessions/current")
        self.token = ""

    async def open_counter(self, counter: str, key: str = "") -> shapes.CounterState:
        """Open a counter as the signed-in clerk."""
        return await self._counter(counter, "open", shapes.CounterState, key)

    async def close_counter(self, counter: str, key: str = "") -> shapes.CounterState:
        """Close a counter."""
        return await self._counter(counter, "close", shapes.CounterState, key)

    async def call_next(self, counter: str, key: str = "") -> shapes.Called | None:
        """Call the next ticket, or return None when nobody waits."""
        path = f"/v1/counters/{name_in_path(counter)}/next"
        response = await self._answer("POST", path, shapes.CounterCommand(), key)
        return None if response.status_code == 204 else decoded(response, shapes.Called)

    async def recall(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        """Call the ticket at the counter once more."""
        return await self._at_counter(counter, "recall", visit, key)

    async def start(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        """Begin to serve the visitor who has arrived."""
        return await self._at_counter(counter, "start", visit, key)

    async def finish(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        """End the service; the counter is free."""
        return await self._at_counter(counter, "finish", visit, key)

    async def no_show(
        self, counter: str, key: str = "", visit: str | None = None, reason: str = ""
    ) -> shapes.Called:
        """Give up on the ticket that was called."""
        path = f"/v1/counters/{name_in_path(counter)}/no-show"
        body = shapes.NoShow(visit=visit, reason=reason)
        return await self._send("POST", path, shapes.Called, body, key)

    async def _counter(self, counter: str, verb: str, shape: type[ShapeT], key: str) -> ShapeT:
        path = f"/v1/counters/{name_in_path(counter)}/{verb}"
        return await self._send("POST", path, shape, shapes.CounterCommand(), key)

    async def _at_counter(
        self, counter: str, verb: str, visit: str | None, key: str
    ) -> shapes.Called:
        """Do `verb` to whoever is at the counter, or to `visit` alone where it is given."""
        body = shapes.VisitCommand(visit=visit)
        return await self._send(
            "POST", f"/v1/counters/{name_in_path(counter)}/{verb}", shapes.Called, body, key
        )

"""What screens ask about forms."""

from edge.api import shapes
from edge.client.connection import Connection, name_in_path


class Forms(Connection):
    """Forms that can be filled in, and what becomes of them."""

    async def forms(self) -> list[shapes.Form]:
        """Return the forms that can be filled in here."""
        return await self._get_list("/v1/forms", shapes.Form)

    async def begin_application(
        self, begun: shapes.NewApplication, key: str = ""
    ) -> shapes.Application:
        """Keep a form that somebody begins to fill in."""
        return await self._send("POST", "/v1/applications", shapes.Application, begun, key)

    async def save_application(
        self, application: str, filling: shapes.Filling, key: str = ""
    ) -> shapes.Application:
        """Keep a form as it is filled in now. Raises `HallError` `handed_in`."""
        path = f"/v1/applications/{name_in_path(application)}"
        return await self._send("PUT", path, shapes.Application, filling, key)

    async def resume_application(self, resume: shapes.Resume) -> shapes.Application:
        """Return the form that a code was given out for. Raises `HallError` `wrong_code`."""
        return await self._send("POST", "/v1/applications/resume", shapes.Application, resume)

    async def hand_in(
        self, application: str, handed: shapes.HandIn, key: str = ""
    ) -> shapes.Followed:
        """Hand a form in. Raises `HallError` `incomplete`, whose details say what is missing."""
        path = f"/v1/applications/{name_in_path(application)}/hand-in"
        return await self._send("POST", path, shapes.Followed, handed, key)

    async def bind_application(self, application: str, visit: str) -> shapes.Bound:
        """Note that the ticket of `visit` is about an application."""
        path = f"/v1/applications/{name_in_path(application)}/visit"
        return await self._send("POST", path, shapes.Bound, shapes.Bind(visit=visit))

    async def follow_application(self, number: str) -> shapes.Followed:
        """Return how far an application is. Raises `HallError` `unknown_application`."""
        return await self._get(f"/v1/applications/numbers/{name_in_path(number)}", shapes.Followed)

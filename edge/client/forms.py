"""What screens ask about forms."""

import base64

from edge.api import shapes
from edge.client.connection import Connection, decoded, name_in_path


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

    async def attach(
        self, application: str, document: str, page: int, data: bytes, at: str
    ) -> shapes.Application:
        """Keep a picture (JPEG or PNG) of a page, from 1 on. `at` is the screen. Safe to repeat.

        Raises `HallError` `no_picture`, `too_many_pages`, `document_not_asked`, `handed_in`.
        """
        picture = shapes.Page(data=base64.b64encode(data).decode(), at=at)
        path = _page(application, document, page)
        return await self._send("PUT", path, shapes.Application, picture)

    async def detach(self, application: str, document: str, page: int) -> shapes.Application:
        """Throw the picture of a page away. Raises `HallError` `page_not_attached`."""
        return await self._send("DELETE", _page(application, document, page), shapes.Application)

    async def attached_page(self, application: str, document: str, page: int) -> tuple[str, bytes]:
        """Return media type and bytes of a picture. Raises `HallError` `page_not_attached`."""
        shown = await self._get(_page(application, document, page), shapes.PageShown)
        return shown.media, base64.b64decode(shown.data)

    async def print_missing(
        self, application: str, screen: str, key: str = ""
    ) -> shapes.MissingListPrinted:
        """Print everything that is still missing; the answer says what became of the paper."""
        path = f"/v1/applications/{name_in_path(application)}/missing-list"
        body = shapes.MissingList(screen=screen)
        return await self._send("POST", path, shapes.MissingListPrinted, body, key)

    async def application_at(self, counter: str) -> shapes.Application | None:
        """Return the form of the visitor at a counter; None where nobody filled one in."""
        path = f"/v1/counters/{name_in_path(counter)}/application"
        response = await self._answer("GET", path)
        return None if response.status_code == 204 else decoded(response, shapes.Application)

    async def withdraw_application(
        self, counter: str, withdraw: shapes.Withdraw, key: str = ""
    ) -> shapes.Called:
        """Have the hall forget the form of the visitor at a counter, handed in or not."""
        path = f"/v1/counters/{name_in_path(counter)}/application/withdraw"
        return await self._send("POST", path, shapes.Called, withdraw, key)

    async def follow_application(self, number: str, screen: str = "") -> shapes.Followed:
        """Return how far an application is.

        For whoever gave the number at `screen` it is the stage alone. Raises `HallError`
        `unknown_application`, `numbers_locked` (its details say how long to wait).
        """
        path = f"/v1/applications/numbers/{name_in_path(number)}"
        path += f"?screen={name_in_path(screen)}" if screen else ""
        return await self._get(path, shapes.Followed)


def _page(application: str, document: str, page: int) -> str:
    of_document = f"{name_in_path(application)}/documents/{name_in_path(document)}"
    return f"/v1/applications/{of_document}/pages/{page}"

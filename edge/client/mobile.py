"""What the server of visitors' pages asks of the hall."""

from edge.api import shapes
from edge.client.connection import Connection, name_in_path


class Pages(Connection):
    """Visitors' own pages. `page` is the hash of the secret in its address."""

    async def visitors_page(self, page: str) -> shapes.MobileVisit:
        """Return what stands on a page. Raises `HallError` `unknown_page`."""
        return await self._get(_path(page), shapes.MobileVisit)

    async def delay_visit(self, page: str, key: str = "") -> shapes.MobileDone:
        """Call the visitor later. Raises `HallError` `not_waiting`, `delayed_enough`."""
        return await self._send("POST", f"{_path(page)}/delay", shapes.MobileDone, key=key)

    async def leave_queue(self, page: str, key: str = "") -> shapes.MobileDone:
        """Give the ticket up. Raises `HallError` `not_waiting`."""
        return await self._send("POST", f"{_path(page)}/leave", shapes.MobileDone, key=key)

    async def rate_visit(
        self, page: str, rating: shapes.MobileRating, key: str = ""
    ) -> shapes.Rating:
        """Rate the visit. Raises `HallError` `not_ratable`, `already_rated`."""
        return await self._send("POST", f"{_path(page)}/rating", shapes.Rating, rating, key)


def _path(page: str) -> str:
    return f"/v1/mobile/{name_in_path(page)}"

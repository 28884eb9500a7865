"""What is asked of the hall about the visitor's side of a counter."""

from edge.api import shapes
from edge.client.connection import Connection, name_in_path


class Sides(Connection):
    """What a clerk shows the visitor, and what the visitor says to it."""

    async def side(self, counter: str) -> shapes.Side:
        """Return what the visitor's side of a counter shows."""
        return await self._get(_path(counter), shapes.Side)

    async def show(
        self, counter: str, what: str, visit: str | None = None, key: str = ""
    ) -> shapes.Called:
        """Show the visitor at a counter something, or nothing any more (empty)."""
        shown = shapes.ToShow.model_validate({"what": what, "visit": visit})
        return await self._send("POST", _path(counter), shapes.Called, shown, key)

    async def answer_side(self, counter: str, asked: int, *, agreed: bool) -> shapes.Side:
        """Say whether what is shown is right. Safe to repeat."""
        said = shapes.SideAnswer(asked=asked, agreed=agreed)
        return await self._send("POST", f"{_path(counter)}/answer", shapes.Side, said)

    async def side_person(self, counter: str) -> shapes.SidePerson:
        """Return who the hall takes the visitor for, masked, while that is shown."""
        return await self._get(f"{_path(counter)}/person", shapes.SidePerson)

    async def side_form(self, counter: str) -> shapes.Application:
        """Return the visitor's form, while that is shown."""
        return await self._get(f"{_path(counter)}/form", shapes.Application)


def _path(counter: str) -> str:
    return f"/v1/counters/{name_in_path(counter)}/side"

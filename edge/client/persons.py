"""What members of staff ask of the hall about a visitor: notes, and who it is."""

from edge.api import shapes
from edge.client.connection import Connection, decoded, name_in_path


class Persons(Connection):
    """Notes and identities. `HallError` `not_allowed` without the right."""

    async def notes(self, visit: str) -> list[shapes.Note]:
        """Return what was written about a visit today, the oldest first."""
        return await self._get_list(f"/v1/visits/{name_in_path(visit)}/notes", shapes.Note)

    async def write_note(self, visit: str, text: str, key: str = "") -> shapes.NoteState:
        """Write something down about a visit."""
        path = f"/v1/visits/{name_in_path(visit)}/notes"
        return await self._send("POST", path, shapes.NoteState, shapes.NewNote(text=text), key)

    async def visitor(self, counter: str) -> shapes.Visitor | None:
        """Return who is at a counter, masked, or None for nobody."""
        response = await self._answer("GET", f"/v1/counters/{name_in_path(counter)}/visitor")
        return None if response.status_code == 204 else decoded(response, shapes.Visitor)

    async def reveal(self, visit: str, why: shapes.Reveal) -> shapes.Identity:
        """Return who a visitor is, unmasked. Every call is recorded."""
        path = f"/v1/visits/{name_in_path(visit)}/reveal"
        return await self._send("POST", path, shapes.Identity, why)

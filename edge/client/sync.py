"""What the link asks of the journal."""

from edge.api import shapes
from edge.client.connection import Connection


class Sync(Connection):
    """Facts out, confirmations in."""

    async def sync_state(self) -> shapes.SyncState:
        """Return what headquarters must know of the journal."""
        return await self._get("/v1/sync/state", shapes.SyncState)

    async def sync_facts(self, after: int, limit: int) -> shapes.SyncFacts:
        """Return up to `limit` committed facts of the current epoch with a seq above `after`."""
        return await self._get(f"/v1/sync/facts?after={after}&limit={limit}", shapes.SyncFacts)

    async def acknowledge(self, ack: shapes.SyncAck) -> shapes.SyncAcked:
        """Tell the hall what headquarters holds. Raises `HallError` `chain_mismatch`."""
        return await self._send("POST", "/v1/sync/acks", shapes.SyncAcked, ack)

    async def command(self, command: shapes.NewCommand) -> shapes.CommandTaken:
        """Pass on what headquarters asks for. Raises `HallError` where it is not taken."""
        return await self._send("POST", "/v1/sync/commands", shapes.CommandTaken, command)

    async def library(self, told: shapes.LibraryTold) -> shapes.LibraryWants:
        """Tell the hall how headquarters wants its documents; return what it lacks."""
        return await self._send("POST", "/v1/sync/library", shapes.LibraryWants, told)

    async def library_piece(self, piece: shapes.LibraryPiece) -> shapes.LibraryWants:
        """Hand the hall a piece of a document; return what it lacks then."""
        return await self._send("POST", "/v1/sync/library/pieces", shapes.LibraryWants, piece)

    async def renew_epoch(self, renewal: shapes.EpochRenewal) -> shapes.SyncState:
        """Give the journal a new identity, because headquarters knows more than it does."""
        return await self._send("POST", "/v1/sync/epochs", shapes.SyncState, renewal)

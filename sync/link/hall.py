"""What the link asks of the hall: eight calls of its API. `edge.client.HallClient` has them."""

from collections.abc import AsyncIterator
from typing import Protocol

from edge.api import shapes


class Hall(Protocol):
    """A hall's controller. Every call raises `edge.client.HallError`."""

    async def sync_state(self) -> shapes.SyncState:
        """Return what headquarters must know of the journal."""

    async def sync_facts(self, after: int, limit: int) -> shapes.SyncFacts:
        """Return up to `limit` committed facts with a seq above `after`."""

    async def acknowledge(self, ack: shapes.SyncAck) -> shapes.SyncAcked:
        """Tell the hall what headquarters holds."""

    async def renew_epoch(self, renewal: shapes.EpochRenewal) -> shapes.SyncState:
        """Give the journal a new identity."""

    async def command(self, command: shapes.NewCommand) -> shapes.CommandTaken:
        """Pass on what headquarters asks for."""

    async def library(self, told: shapes.LibraryTold) -> shapes.LibraryWants:
        """Tell the hall how headquarters wants its documents; return what it lacks."""

    async def library_piece(self, piece: shapes.LibraryPiece) -> shapes.LibraryWants:
        """Hand the hall a piece of a document; return what it lacks then."""

    def events(self, after: int | None = None) -> AsyncIterator[shapes.Event]:
        """Yield committed facts as they come."""

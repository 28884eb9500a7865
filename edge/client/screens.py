"""What the screens' server tells the hall, and what others ask about it: which are paired."""

from collections.abc import Sequence

from edge.api import shapes
from edge.client.connection import Connection


class Screens(Connection):
    """Screens and tablets that are let in."""

    async def tell_screens(self, paired: Sequence[shapes.PairedScreen]) -> shapes.PairedScreens:
        """Tell the hall which are paired now: all of them. The screens' server alone may."""
        body = shapes.PairedScreens(screens=list(paired))
        return await self._send("PUT", "/v1/screens", shapes.PairedScreens, body)

    async def paired_screens(self) -> shapes.PairedScreens:
        """Return which are paired."""
        return await self._get("/v1/screens", shapes.PairedScreens)

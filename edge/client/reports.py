"""Reports, as the hall measures them."""

from typing import Any

from edge.api import shapes
from edge.client.connection import Connection


class Reports(Connection):
    """What the day was like."""

    async def day_report(self) -> dict[str, Any]:
        """Return the report of the day so far, for `edge.reports.writers.json_text` to read."""
        return (await self._get("/v1/reports/day", shapes.DayReport)).report

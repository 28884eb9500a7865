"""What is looked at once, on request: why a ticket was called, the rules, the report of the day."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from edge.api import shapes
from edge.client import HallError
from edge.reports.model import Report
from edge.reports.writers.json_text import report_from_json
from edge.staff.patience import Patience
from edge.staff.supervisor import words
from edge.staff.supervisor.board import Said, Tone
from edge.staff.supervisor.hall_client import SupervisorClient
from edge.staff.words import Words

T = TypeVar("T")

_REPORT_TIMEOUT_S = 30.0  # a long day takes a while to measure


class Looking:
    """Answers with what was found, or with what to say instead."""

    def __init__(self, client: SupervisorClient, patience: Patience) -> None:
        self._client = client
        self._patience = patience

    async def why(self, visit: str) -> Words | Said:
        """Return why a visit was called when it was."""
        found = await self._asked(self._client.why_called(visit))
        if found is None:
            return Said(words.NO_WHY, Tone.WARNING)
        if isinstance(found, Said):
            return found
        return Words(found.chinese, found.english)

    async def rules(self) -> shapes.Rules | Said:
        """Return the rules in force."""
        return await self._asked(self._client.rules())

    async def mistakes(self, text: str) -> list[shapes.RulesMistake] | Said:
        """Return what is wrong with a text of rules; nothing takes effect."""
        found = await self._asked(self._client.check_rules(text))
        return found if isinstance(found, Said) else found.mistakes

    async def report(self) -> Report | Said:
        """Return the report of the day so far."""
        found = await self._asked(self._client.day_report(), _REPORT_TIMEOUT_S)
        return found if isinstance(found, Said) else report_from_json(found)

    async def _asked(self, answer: Awaitable[T], timeout_s: float | None = None) -> T | Said:
        try:
            async with asyncio.timeout(timeout_s or self._patience.answer_timeout_s):
                return await answer
        except TimeoutError:
            return Said(words.NO_ANSWER, Tone.WARNING)
        except HallError as error:
            return Said(words.refusal(error.code, str(error)), Tone.WARNING)

"""Use case of what somebody has just shown beside a screen: what fills a form, or opens one.

It is told while they stand there and have no ticket, to the screen alone, and kept nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.domain.refusals import RefusedError
from edge.domain.scanned import Scanned, read_scanned
from edge.hall.accounts import Accounts
from edge.hall.identity import Identity
from edge.hall.persons import Persons
from edge.hall.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown: who it is, unmasked, or what a code means. Nothing of it is for a log."""

    visit: str
    document: str
    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    account: str = field(default="", repr=False)
    scanned: Scanned = field(default_factory=Scanned)


class Showing:
    """Opens what was sealed when somebody showed a document or a code."""

    def __init__(
        self, recorder: Recorder, identity: Identity, persons: Persons, accounts: Accounts
    ) -> None:
        self._recorder = recorder
        self._identity = identity
        self._persons = persons
        self._accounts = accounts

    async def of_visit(self, visit: str) -> Shown:
        """Return what the person of `visit` has shown.

        Raises `NoGreetingError` where that is too long ago or they have a ticket, and
        `SealedForGoodError`.
        """
        document = self._identity.greeting(visit)["document"]
        known = self._recorder.committed.visits[visit]
        person = await self._persons.opened(visit, known.identified_seq)
        account = await self._account(visit, person)
        self._identity.greeting(visit)  # once more: they may have left meanwhile
        return Shown(
            visit,
            document,
            person.get("name", ""),
            person.get("number", ""),
            person.get("address", ""),
            account,
            read_scanned(person.get("code", "")),
        )

    async def _account(self, visit: str, person: Mapping[str, str]) -> str:
        """Return the number of their account where there is only one."""
        if "number" not in person:
            return person.get("customer", "") or read_scanned(person.get("code", "")).account
        try:
            return await self._accounts.only_number_of(visit)
        except RefusedError:
            return ""  # headquarters has sent none, or none that can be read

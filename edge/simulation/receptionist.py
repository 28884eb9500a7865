"""The receptionist: walks among those who wait, and changes what is to be changed for them."""

from edge.api import shapes
from edge.simulation.staff import Rover

_WAITS = ("waiting",)
_CAN_GO = ("waiting", "parked")
_CAN_COME_BACK = ("no_show", "parked")


class Receptionist(Rover):
    """Changes services and groups, checks documents, lets people go, and lets them come back."""

    PAUSE_S = (60.0, 400.0)

    async def _do_something(self) -> None:
        line = await self._client.queue()
        does = self._dice.choice(
            (
                self._change_service,
                self._change_priority,
                self._check_documents,
                self._cancel,
                self._divert,
                self._reinstate,
                self._reinstate,
            )
        )
        await does(line)

    def _one_of(self, line: list[shapes.InLine], states: tuple[str, ...]) -> str:
        """Draw somebody; nobody, whom the hall does not know, where there is none."""
        found = [each.visit for each in line if each.state in states]
        return self._dice.choice(found) if found else ""

    async def _change_service(self, line: list[shapes.InLine]) -> None:
        if visit := self._one_of(line, _WAITS):
            service = self._dice.choice(self._lobby.services)
            await self._pressed(lambda key: self._client.change_service(visit, service, key))

    async def _change_priority(self, line: list[shapes.InLine]) -> None:
        if visit := self._one_of(line, _WAITS):
            group = self._dice.choice((None, *self._lobby.priorities))
            change = shapes.ChangePriority(priority=group, reason="seen")
            await self._pressed(lambda key: self._client.change_priority(visit, change, key))

    async def _check_documents(self, line: list[shapes.InLine]) -> None:
        if visit := self._one_of(line, _WAITS):
            missing = self._dice.choice(([], ["identity card"]))
            await self._pressed(lambda key: self._client.check_documents(visit, missing, key))

    async def _cancel(self, line: list[shapes.InLine]) -> None:
        if visit := self._one_of(line, _CAN_GO):
            done = await self._pressed(lambda key: self._client.cancel(visit, "leaves", key))
            self._lobby.ledger.promise("TicketCancelled", visit, done.seq)

    async def _divert(self, line: list[shapes.InLine]) -> None:
        if visit := self._one_of(line, _CAN_GO):
            elsewhere = shapes.Diversion(visit=visit, to="self_service")
            done = await self._pressed(lambda key: self._client.divert(elsewhere, key))
            self._lobby.ledger.promise("VisitorDiverted", visit, done.seq)

    async def _reinstate(self, line: list[shapes.InLine]) -> None:
        if visit := self._one_of(line, _CAN_COME_BACK):
            done = await self._pressed(lambda key: self._client.reinstate(visit, key))
            self._lobby.ledger.promise("TicketReturned", visit, done.seq)

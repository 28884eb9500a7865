"""The supervisor: changes the rules while the hall is open, switches, writes, takes note."""

import asyncio

from edge.api import shapes
from edge.simulation.staff import Rover
from edge.simulation.visitors import Lobby

OTHERWISE = "OTHERWISE CALL the highest level first"
# None of them names anything of a hall's own, so that they can be put in force in any.
RULES = (
    f"Absent visitors are called 2 times, then they go back 3 places, at most 2 times\n{OTHERWISE}",
    "Absent visitors are called 1 time, then they come back after 5 minutes, at most 1 time\n"
    f"Precall is on\n{OTHERWISE}",
    "The level grows by 1 every 5 minutes up to 3\n"
    f"Early appointments wait until 5 minutes before their time\n{OTHERWISE}",
    "Nobody waits more than 4 minutes because of others\n"
    f"ALWAYS CALL IN TURN 2 from appointments, 1 from level 1 or higher, 1 from anybody\n"
    f"{OTHERWISE}",
    "Visitors wait up to 3 minutes for the clerk they know\n"
    "WHEN the longest wait of anybody is over 3 minutes THEN CALL visitors the clerk knows\n"
    "WHEN the queue of walk-ins is longer than 4 THEN CALL walk-ins\n"
    "OTHERWISE CALL whoever came first",
    f"Nobody waits more than 30 minutes because of others\n{OTHERWISE}",
)


class Supervisor(Rover):
    """Runs the hall from a desk."""

    PAUSE_S = (120.0, 900.0)

    def __init__(self, lobby: Lobby, staff: str, counters: tuple[str, ...]) -> None:
        super().__init__(lobby, staff)
        self._counters = counters

    async def _do_something(self) -> None:
        does = self._dice.choice(
            (
                self._change_rules,
                self._change_rules,
                self._switch_service,
                self._write,
                self._show_notice,
                self._replan,
                self._send_away,
                self._see_to_alerts,
            )
        )
        await does()

    async def _change_rules(self) -> None:
        text = self._dice.choice(RULES)
        await self._pressed(lambda key: self._client.change_rules(text, key))

    async def _switch_service(self) -> None:
        service = self._dice.choice(self._lobby.services)
        await self._pressed(
            lambda key: self._client.switch_service(service, False, "the system is down", key)
        )
        await asyncio.sleep(self._dice.uniform(60.0, 600.0))
        await self._pressed(lambda key: self._client.switch_service(service, True, "", key))

    async def _write(self) -> None:
        to = self._dice.choice(([], [self._dice.choice(self._counters)]))
        message = shapes.NewMessage(text="请大家注意", to=to)
        await self._pressed(lambda key: self._client.send_message(message, key))
        for each in await self._client.messages():
            if each.text is None:
                self._lobby.ledger.wrong(f"message {each.message} cannot be read any more")

    async def _show_notice(self) -> None:
        notice = shapes.NewNotice(text="系统维护", text_english="Please be patient")
        shown = await self._pressed(lambda key: self._client.show_notice(notice, key))
        await asyncio.sleep(self._dice.uniform(60.0, 600.0))
        await self._pressed(lambda key: self._client.end_notice(shown.notice, key))

    async def _replan(self) -> None:
        counter = self._dice.choice(self._counters)
        some = self._dice.sample(self._lobby.services, self._dice.randint(0, 2))
        await self._pressed(lambda key: self._client.replan_counter(counter, some, "", key))
        await asyncio.sleep(self._dice.uniform(60.0, 900.0))
        await self._pressed(lambda key: self._client.replan_counter(counter, [], "", key))

    async def _send_away(self) -> None:
        counter = self._dice.choice(self._counters)
        if self._dice.random() < 0.5:
            await self._pressed(lambda key: self._client.close_any_counter(counter, key))
        else:
            await self._pressed(lambda key: self._client.pause_any_counter(counter, "meeting", key))

    async def _see_to_alerts(self) -> None:
        for alert in (await self._client.supervision()).alerts:
            if not alert.accepted_by:
                await self._accept(alert.alert)

    async def _accept(self, alert: str) -> None:
        await self._pressed(lambda key: self._client.accept_alert(alert, key))

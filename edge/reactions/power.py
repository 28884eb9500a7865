"""What the controller does about the power: on a nearly empty battery it switches itself off."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from edge.domain.refusals import RefusedError
from edge.hall import Hall

log = logging.getLogger(__name__)

SwitchOff = Callable[[Sequence[str]], Awaitable[None]]


@dataclass(frozen=True)
class PowerConfig:
    """How the machine is switched off before the battery is empty.

    After `grace_s` seconds on a nearly empty battery `off_command` is run, such as `["systemctl",
    "poweroff"]`; empty: the hall goes on until the power is gone, and loses nothing by it.
    """

    grace_s: float = 60.0
    off_command: tuple[str, ...] = ()


class PowerGuard:
    """Waits for a battery that is nearly empty. The mains coming back in time call it off."""

    def __init__(self, hall: Hall, config: PowerConfig, switch_off: SwitchOff) -> None:
        self._hall = hall
        self._config = config
        self._switch_off = switch_off
        self._changed = asyncio.Event()
        hall.recorder.subscribe(lambda recorded: self._on_fact(recorded.fact.kind))

    def _on_fact(self, kind: str) -> None:
        if kind == "PowerChanged":
            self._changed.set()

    def _is_low(self) -> bool:
        return self._hall.recorder.committed.mains == "low"

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            self._changed.clear()
            if self._is_low() and self._config.off_command:
                await self._wait_and_switch_off()
            await self._changed.wait()

    async def _wait_and_switch_off(self) -> None:
        grace_s = self._config.grace_s
        log.warning("the battery is nearly empty: switching off in %g s", grace_s)
        await asyncio.sleep(grace_s)
        if not self._is_low():
            log.info("the power is back: not switching off")
            return
        try:
            # Durable means that everything before it is.
            await self._hall.surroundings.shutdown("battery_low")
        except RefusedError as error:
            log.error("switching off all the same: %s", error)
        await self._switch_off(self._config.off_command)

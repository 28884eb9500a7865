"""Use cases of what happens around the visitors: power, doors, people passing, cards that fail."""

from collections.abc import Container

from drivers.contract import CardTrouble, PowerState
from edge.domain import facts as f
from edge.hall.recorder import Recorder

HALL = "hall"


class Surroundings:
    """Notes what devices say of the hall itself."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    async def power(self, ups: str, now: PowerState) -> None:
        """Note that the mains are gone or back, or the battery nearly empty. Safe to repeat."""
        known = self._recorder.require_service().power.get(ups)
        on_mains = known is None and not now.on_battery
        if on_mains or (known and (known.on_battery, known.low) == (now.on_battery, now.low)):
            return
        await self._recorder.record(
            f.PowerChanged(ups, now.on_battery, now.low, now.charge_percent)
        )

    async def start(self, devices: Container[str]) -> None:
        """Believe no more what was said before a restart.

        A UPS that the hall no longer has says nothing any more; a battery that was nearly empty
        before the machine was off may be charging, and a UPS that is silent must not switch the
        machine off again and again. One that is still so says it within seconds.
        """
        for ups, now in dict(self._recorder.require_service().power).items():
            if ups not in devices and now.on_battery:
                await self._recorder.record(f.PowerChanged(ups, False, False, None))
            elif now.low:
                await self._recorder.record(f.PowerChanged(ups, now.on_battery, False, None))

    async def people(self, device: str, unit: str, count: int) -> None:
        """Note that `count` more people have passed."""
        if count > 0:
            await self._recorder.record(f.PeopleCounted(device, unit, count))

    async def contact(self, device: str, unit: str, on: bool) -> None:
        """Note that a contact was closed or opened."""
        await self._recorder.record(f.InputChanged(device, unit, on))

    async def card_not_read(self, reader: str, trouble: CardTrouble) -> None:
        """Note that a card gave nothing, so that the screen beside it can say so."""
        await self._recorder.record(f.CardNotRead(reader, trouble.value))

    async def shutdown(self, reason: str) -> None:
        """Note that the controller is about to switch itself off; all before it is durable then."""
        await self._recorder.record(f.ShutdownBegan(HALL, reason))

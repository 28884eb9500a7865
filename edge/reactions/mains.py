"""What the hall's UPS say of the mains, made into what everybody should hear: once per change."""

from drivers.contract import PowerState
from drivers.voice.notices import Notice


class Mains:
    """The power of the hall. `latest` is the notice that was last worth saying."""

    def __init__(self) -> None:
        self.latest: Notice | None = None
        self._powers: dict[str, PowerState] = {}

    def changed(self, device: str, power: PowerState) -> Notice | None:
        """Take in what a UPS says; return what everybody should hear now, if it is news."""
        self._powers[device] = power
        now = self._now()
        if now is self.latest or (now is Notice.POWER_BACK and self.latest is None):
            return None
        self.latest = now
        return now

    def _now(self) -> Notice:
        if any(power.low and power.on_battery for power in self._powers.values()):
            return Notice.BATTERY_LOW
        if any(power.on_battery for power in self._powers.values()):
            return Notice.ON_BATTERY
        return Notice.POWER_BACK

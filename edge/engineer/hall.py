"""The hall as an engineer sees it: its devices and what is wrong with them, as last confirmed."""

from dataclasses import dataclass

from edge.api import shapes


@dataclass(frozen=True)
class Hall:
    """What the hall has confirmed."""

    health: shapes.Health
    devices: tuple[shapes.Device, ...]
    faults: tuple[shapes.Fault, ...]

    def device(self, device: str) -> shapes.Device | None:
        """Return one device as it stands."""
        return next((each for each in self.devices if each.id == device), None)

    def faults_of(self, device: str) -> list[shapes.Fault]:
        """Return the open faults of a device and of the units on its line."""
        return [each for each in self.faults if each.device == device]

"""How many people have passed, from what a door's input or counter register was and is now."""

from dataclasses import dataclass


@dataclass(slots=True)
class InputDoor:
    """A door whose input closes once for each pulse."""

    on: bool | None = None

    def take(self, on: bool) -> int:
        """Return the pulses since the last reading: one where the input has closed since."""
        was, self.on = self.on, on
        return int(on and was is False)


@dataclass(slots=True)
class CounterDoor:
    """A door with a register that counts up and begins again at 0 behind `bits` bits."""

    bits: int
    pulses_per_s_max: float
    value: int | None = None
    read_s: float = 0.0

    def take(self, value: int, now_s: float) -> int:
        """Return the pulses since the last reading, over the end of the register too."""
        was, self.value = self.value, value
        passed_s, self.read_s = now_s - self.read_s, now_s
        if was is None:
            return 0
        grown = (value - was) % (1 << self.bits)
        # Rounded up, and never below a small crowd: readings may come close together.
        believed = self.pulses_per_s_max * max(passed_s, 1.0) + 1
        if grown <= believed:
            return grown
        # It lost its power and began at 0: what it shows was counted since.
        return value if value <= believed else 0


@dataclass(slots=True)
class People:
    """Pulses that make whole people. The rest waits for the next pulse."""

    pulses_per_person: int
    rest: int = 0

    def take(self, pulses: int) -> int:
        """Return how many people `pulses` complete."""
        people, self.rest = divmod(self.rest + pulses, self.pulses_per_person)
        return people

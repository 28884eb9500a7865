"""What was read last at each door, kept while a wire is lost and opened again."""

from dataclasses import dataclass

from drivers.footfall.modbus.counting import CounterDoor, InputDoor, People
from drivers.footfall.modbus.options import PulseOptions
from drivers.modbus.memory import Memory


@dataclass(slots=True)
class Doors:
    """All doors of a device, by name."""

    inputs: dict[str, InputDoor]
    counters: dict[str, CounterDoor]
    people: dict[str, People]


_DOORS = Memory[Doors]()


def doors_of(options: PulseOptions) -> Doors:
    """Return what is remembered of the device that has these options."""
    return _DOORS.of(options, lambda: _doors(options))


def _doors(options: PulseOptions) -> Doors:
    pulses = options.pulses_per_person
    rate = options.people_per_s_max * pulses
    return Doors(
        inputs={name: InputDoor() for name in options.inputs},
        counters={name: CounterDoor(options.counter_bits, rate) for name in options.counters},
        people={name: People(pulses) for name in (*options.inputs, *options.counters)},
    )

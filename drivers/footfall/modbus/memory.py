"""What was read last at each door, kept while a wire is lost and opened again.

The hall makes a new driver for every wire and gives it the same options object: what belongs to
the device is kept by that, and ends with the process.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from drivers.footfall.modbus.counting import CounterDoor, InputDoor, People
from drivers.footfall.modbus.options import PulseOptions


@dataclass(slots=True)
class Doors:
    """All doors of a device, by name."""

    inputs: dict[str, InputDoor]
    counters: dict[str, CounterDoor]
    people: dict[str, People]


_DOORS: WeakKeyDictionary[PulseOptions, Doors] = WeakKeyDictionary()


def doors_of(options: PulseOptions) -> Doors:
    """Return what is remembered of the device that has these options."""
    if options not in _DOORS:
        pulses = options.pulses_per_person
        rate = options.people_per_s_max * pulses
        _DOORS[options] = Doors(
            inputs={name: InputDoor() for name in options.inputs},
            counters={name: CounterDoor(options.counter_bits, rate) for name in options.counters},
            people={name: People(pulses) for name in (*options.inputs, *options.counters)},
        )
    return _DOORS[options]

"""What belongs to a device and outlives its wires, until the process ends.

The hall makes a new driver for every wire that it opens and gives each the same options object:
what is known of the device is kept by that.
"""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from drivers.modbus.options import ModbusOptions

KeptT = TypeVar("KeptT")


class Memory(Generic[KeptT]):
    """What is kept of each device."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[ModbusOptions, KeptT] = WeakKeyDictionary()

    def of(self, options: ModbusOptions, make: Callable[[], KeptT]) -> KeptT:
        """Return what is kept of the device with these options, at first what `make` makes."""
        if options not in self._kept:
            self._kept[options] = make()
        return self._kept[options]

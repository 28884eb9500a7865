"""Where a device may be plugged in on this machine. Looks at files; opens nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from serial.tools import list_ports

from drivers.transports.usb import UsbAdapter, plugged_in


class Entry(StrEnum):
    """Which kind of way into the machine a place is."""

    SERIAL = "serial"
    KEYBOARD = "keyboard"
    CAMERA = "camera"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Place:
    """A port. `name` is how a configuration should call it, `port` how it is opened now."""

    entry: Entry
    port: str
    name: str
    adapter: UsbAdapter | None = None
    product: str = ""


def _by_path(device: str) -> str:
    links = sorted(Path("/dev/serial/by-path").glob("*"))
    real = Path(device).resolve()
    return next((str(link) for link in links if link.resolve() == real), device)


def places(root: Path = Path("/")) -> list[Place]:
    """Return every place of this machine where a device may be."""
    adapters = plugged_in()
    return [*serial_places(adapters), *_other_serial(adapters), *_keyboards(root), *_cameras(root)]


def serial_places(
    adapters: Sequence[UsbAdapter], by_path: Callable[[str], str] = _by_path
) -> list[Place]:
    """Return the places of USB adapters: named by their numbers, or else by their sockets.

    Some makers give all their adapters the same number; such a number names none of them.
    """
    called = Counter(adapter.name for adapter in adapters)
    found = []
    for adapter in adapters:
        is_alone = adapter.name and called[adapter.name] == 1
        name = adapter.name if is_alone else by_path(adapter.device)
        found.append(Place(Entry.SERIAL, adapter.device, name, adapter, adapter.product))
    return found


def _other_serial(adapters: Sequence[UsbAdapter]) -> Iterator[Place]:
    known = {adapter.device for adapter in adapters}
    for port in sorted(list_ports.comports()):
        # A port without hardware behind it calls itself n/a.
        if port.device not in known and port.hwid not in ("", "n/a"):
            yield Place(Entry.SERIAL, port.device, port.device, None, port.description or "")


def _keyboards(root: Path) -> Iterator[Place]:
    for link in sorted((root / "dev/input/by-id").glob("*-event-kbd")):
        product = link.name.removesuffix("-event-kbd").removeprefix("usb-").replace("_", " ")
        yield Place(Entry.KEYBOARD, str(link), f"evdev:/dev/input/by-id/{link.name}", None, product)


def _cameras(root: Path) -> Iterator[Place]:
    for link in sorted((root / "dev/v4l/by-id").glob("*-video-index0")):
        product = link.name.removesuffix("-video-index0").removeprefix("usb-").replace("_", " ")
        yield Place(Entry.CAMERA, str(link), f"/dev/v4l/by-id/{link.name}", None, product)


def network(address: str) -> Place:
    """Return the place of a device server or instrument at `tcp://HOST:PORT` or `socket://…`."""
    return Place(Entry.NETWORK, address, address)

"""Ways to reach a device, chosen by the configured port alone.

| port | wire |
|---|---|
| `/dev/…`, a path, `socket://host:port`, `rfc2217://host:port` | `serial` (pyserial) |
| `usb:SERIAL`, `usb:VID:PID:SERIAL` | `usb` finds it, then `serial` |
| `tcp://host:port` | `tcp` |
| `evdev:/dev/input/by-id/…-event-kbd` | `evdev`, a keyboard of its own |
| `worker:/path/NAME.sock`, in a configuration `worker:NAME` | `worker` |
| `replay:FILE` | `capture`: a recording, at its own pace |

`loopback` joins a driver to a twin in one process; `capture` records any wire and plays it back.
"""

from collections.abc import Awaitable, Callable

from drivers.contract import LineSettings, Wire
from drivers.transports.capture import SCHEME as REPLAY
from drivers.transports.capture import open_replay
from drivers.transports.evdev import SCHEME as EVDEV
from drivers.transports.evdev import open_evdev
from drivers.transports.serial import open_serial
from drivers.transports.tcp import open_tcp
from drivers.transports.usb import SCHEME as USB
from drivers.transports.usb import find_usb
from drivers.transports.worker import SCHEME as WORKER
from drivers.transports.worker import open_worker

_OPENERS: dict[str, Callable[[str], Awaitable[Wire]]] = {
    "tcp://": open_tcp,
    EVDEV: open_evdev,
    REPLAY: open_replay,
    WORKER: open_worker,
}


async def open_wire(port: str, line: LineSettings) -> Wire:
    """Open `port`. Raises `WireLostError` naming the port and the reason when it cannot."""
    for scheme, opener in _OPENERS.items():
        if port.startswith(scheme):
            return await opener(port)
    if port.startswith(USB):
        port = await find_usb(port)
    return await open_serial(port, line)

"""Ways to reach a device, chosen by the configured port alone.

| port | wire |
|---|---|
| `/dev/…`, a path, `socket://host:port`, `rfc2217://host:port` | `serial` (pyserial) |
| `tcp://host:port` | `tcp` |

`loopback` joins a driver to a twin in one process; `capture` records any wire and plays it back.
"""

from drivers.contract import LineSettings, Wire
from drivers.transports.serial import open_serial
from drivers.transports.tcp import open_tcp


async def open_wire(port: str, line: LineSettings) -> Wire:
    """Open `port`. Raises `WireLostError` naming the port and the reason when it cannot."""
    if port.startswith("tcp://"):
        return await open_tcp(port)
    return await open_serial(port, line)

"""pymodbus's own servers, and a serial line of two joined pseudo-terminals."""

import asyncio
import contextlib

from pymodbus.framer import FramerType
from pymodbus.server import ModbusSerialServer, ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from drivers.contract import WireLostError
from drivers.transports import open_wire
from drivers.twins import PtyPort

# Functions by which pymodbus's tables are reached.
INPUTS, INPUT_REGISTERS = 2, 4


def device(unit=1):
    """Eight coils, eight inputs, and a few registers of both kinds."""
    return SimDevice(
        unit,
        simdata=(
            [SimData(0, values=[False] * 8, datatype=DataType.BITS)],
            [SimData(0, values=[False] * 8, datatype=DataType.BITS)],
            [SimData(0, count=8, datatype=DataType.REGISTERS)],
            [SimData(0, count=8, datatype=DataType.REGISTERS)],
        ),
    )


@contextlib.asynccontextmanager
async def tcp_server():
    """Give a server and the port of a device behind it."""
    server = ModbusTcpServer(device(), address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    try:
        [listening] = server.transport.sockets
        yield server, f"tcp://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        await server.shutdown()


@contextlib.asynccontextmanager
async def serial_server(folder):
    """Give a server at the far end of a serial line, and the near end."""
    near, far = PtyPort(folder / "near"), PtyPort(folder / "far")
    pumps = [asyncio.create_task(_pump(near, far)), asyncio.create_task(_pump(far, near))]
    server = ModbusSerialServer(
        device(), framer=FramerType.RTU, port=str(folder / "far"), baudrate=9600
    )
    await server.serve_forever(background=True)
    try:
        yield server, str(folder / "near")
    finally:
        await server.shutdown()
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        await near.close()
        await far.close()


async def _pump(source, sink):
    with contextlib.suppress(WireLostError):
        while True:
            await sink.write(await source.read(3600))


@contextlib.asynccontextmanager
async def driving(driver_class, options, port, context):
    """Run a driver on a real wire."""
    wire = await open_wire(port, driver_class.declaration.line)
    driver = driver_class(wire, options, context)
    running = asyncio.create_task(driver.run())
    try:
        yield driver
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await wire.close()

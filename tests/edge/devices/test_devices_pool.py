"""All devices of a hall: found by kind, refused by name, and no bug of theirs goes further."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from devicefakes import FakePrinter, FakeWire
from edgefakes import in_virtual_time

from drivers.contract import (
    DeviceError,
    Kind,
    LineSettings,
    OutcomeUnknownError,
    PaperOutError,
    PaperTicket,
    Speaker,
    TextDisplay,
    TicketPrinter,
    WireLostError,
)
from edge.config import ConfigError
from edge.devices.asking import DriverFailedError, ask
from edge.devices.config import DeviceConfig
from edge.devices.pool import DevicePool, NoWire, wires_in

PAPER = PaperTicket("A001", "厅", "交费", "Pay", "", "", "", "qr", "barcode")
LINE = LineSettings()


def fake_drivers(_kind: Kind, _protocol: str) -> type[FakePrinter]:
    return FakePrinter


def printer(device: str, **options: object) -> DeviceConfig:
    return DeviceConfig(device, Kind.PRINTER, "fake", options=options)


class Ports:
    """Opens a wire for every port but those that are `missing`."""

    def __init__(self, *missing: str) -> None:
        self.missing = set(missing)

    async def open(self, port: str, _line: LineSettings) -> FakeWire:
        if port in self.missing:
            raise WireLostError("no such port")
        return FakeWire()


def pool_of(
    configs: Sequence[DeviceConfig], ports: Ports | None = None, state: Path = Path("/state")
) -> DevicePool:
    opener = (ports or Ports()).open
    now = dt.datetime(2026, 3, 2, 9)
    return DevicePool(
        configs, "hall.toml", state, opener, lambda: now, lambda: 0, driver_for=fake_drivers
    )


async def started(pool: DevicePool) -> asyncio.Task:
    task = asyncio.create_task(pool.run())
    await asyncio.sleep(0.01)
    return task


async def stopped(task: asyncio.Task) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@in_virtual_time
async def test_the_first_printer_that_can_be_used_prints():
    first = DeviceConfig("first", Kind.PRINTER, "fake", port="missing")
    pool = pool_of([first, printer("second"), printer("third")], Ports("missing"))
    assert pool.printer == ""
    task = await started(pool)
    assert pool.printer == "second"
    await pool.print_ticket(PAPER)
    assert pool.slots["second"].driver.printed == ["A001"]
    await stopped(task)


@in_virtual_time
async def test_without_a_usable_printer_nothing_comes_out():
    with pytest.raises(DeviceError, match="no printer"):
        await pool_of([printer("only")]).print_ticket(PAPER)


@in_virtual_time
async def test_a_device_is_given_only_as_what_it_is():
    pool = pool_of([printer("only")])
    assert pool.driver("only", TicketPrinter) is None
    task = await started(pool)
    assert pool.driver("only", TicketPrinter) is pool.slots["only"].driver
    assert pool.driver("only", TextDisplay) is None
    assert pool.driver("nobody", Speaker) is None
    assert [slot.config.id for slot in pool.of_kind(Kind.PRINTER)] == ["only"]
    assert list(pool.of_kind(Kind.VOICE)) == []
    await stopped(task)


@in_virtual_time
async def test_whoever_subscribes_hears_every_device():
    pool = pool_of([printer("first"), printer("second")])
    heard: list[str] = []
    pool.subscribe(lambda slot, event: heard.append(f"{slot.config.id} {event.health}"))
    await stopped(await started(pool))
    assert heard == ["first online", "second online"]


# --- a driver's own bugs ---


@in_virtual_time
async def test_a_printers_bug_may_have_printed_and_is_an_unknown_outcome(
    caplog: pytest.LogCaptureFixture,
):
    pool = pool_of([printer("only")])
    task = await started(pool)
    pool.slots["only"].driver.bug = KeyError("a bug")
    with pytest.raises(OutcomeUnknownError) as failed:
        await pool.print_ticket(PAPER)
    assert failed.value.code == "driver_failed"
    assert "a bug" in caplog.text
    await stopped(task)


@in_virtual_time
async def test_what_the_world_did_is_passed_on_as_it_is():
    async def out_of_paper() -> None:
        raise PaperOutError("no paper")

    async def cancelled() -> None:
        raise asyncio.CancelledError

    async def three() -> int:
        return 3

    assert await ask("printer-1", three()) == 3
    with pytest.raises(PaperOutError):
        await ask("printer-1", out_of_paper())
    with pytest.raises(asyncio.CancelledError):
        await ask("printer-1", cancelled())
    assert issubclass(DriverFailedError, DeviceError)


# --- configuration ---


def test_two_devices_with_one_id_are_refused():
    with pytest.raises(ConfigError, match=r"hall\.toml: devices: two of them have the id 'same'"):
        pool_of([printer("same"), printer("same")])


def test_an_unknown_option_is_named_with_device_and_nearest_known():
    expected = r"hall\.toml: device only: options: unknown key 'sped'; the nearest known is 'speed'"
    with pytest.raises(ConfigError, match=expected):
        pool_of([printer("only", sped=2)])


def test_an_option_of_a_wrong_type_is_named():
    with pytest.raises(ConfigError, match=r"device only: options\.speed: "):
        pool_of([printer("only", speed="fast")])


def test_a_protocol_nobody_speaks_is_named_with_the_nearest():
    config = DeviceConfig("only", Kind.LED, "onbom")
    with pytest.raises(ConfigError, match=r"hall\.toml: device only: .*did you mean 'onbon'"):
        DevicePool([config], "hall.toml", Path(), Ports().open, dt.datetime.now, lambda: 0)


def test_folders_among_the_options_lie_in_the_state_directory():
    pool = pool_of([printer("one", clips_dir="clips"), printer("two", clips_dir="/srv/clips")])
    assert pool.slots["one"].options.clips_dir == "/state/clips"
    assert pool.slots["two"].options.clips_dir == "/srv/clips"
    assert pool_of([printer("three")]).slots["three"].options.clips_dir == ""


# --- ports ---


async def test_a_relative_port_is_looked_for_in_the_state_directory(tmp_path: Path):
    open_port = wires_in(tmp_path)
    for port in ("wires/printer-1", str(tmp_path / "printer-2"), "socket://127.0.0.1:1"):
        with pytest.raises(WireLostError) as lost:
            await open_port(port, LINE)
        assert port.split("/")[-1] in str(lost.value)


@in_virtual_time
async def test_a_device_without_a_wire_is_silent_and_never_lost_until_it_is_closed(tmp_path: Path):
    wire = await wires_in(tmp_path)("none", LINE)
    assert isinstance(wire, NoWire)
    assert await wire.read(60) == b""
    with pytest.raises(WireLostError):
        await wire.write(b"!")
    await wire.close()
    with pytest.raises(WireLostError):
        await wire.read(60)


def test_a_line_is_the_drivers_own_but_for_what_is_set_here():
    declared = LineSettings(19200, 7, "E", 2)
    assert printer("one").line(declared) == declared
    faster = DeviceConfig("one", Kind.PRINTER, "fake", baudrate=115200)
    assert faster.line(declared) == LineSettings(115200, 7, "E", 2)

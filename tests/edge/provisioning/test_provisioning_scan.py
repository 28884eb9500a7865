"""Whoever answers a safe question is known, at whatever speed; whoever says nothing is named so."""

import asyncio
import contextlib
import tomllib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from edgefakes import in_virtual_time

from drivers.contract import Kind, LineSettings, Wire, WireLostError
from drivers.registry import probes, twin_for
from drivers.transports.loopback import loopback
from drivers.transports.usb import UsbAdapter
from drivers.twins import Twin, serve_twin
from edge.provisioning.places import Entry, Place, network, serial_places
from edge.provisioning.scanning import Sighting, look
from edge.provisioning.survey import Verdict, judge, known_usb, report
from edge.provisioning.udev_rules import propose

ADAPTER = UsbAdapter("/dev/ttyUSB0", "A50285BI", 0x0403, 0x6001, "FT232R", "1-1.2")
PLACE = Place(Entry.SERIAL, "/dev/ttyUSB0", ADAPTER.name, ADAPTER, "FT232R")


class Port:
    """A port with a device that hears at one speed only; everything it was told is kept."""

    def __init__(self, twin: Twin | None, line: LineSettings) -> None:
        self.twin = twin
        self.line = line
        self.told: list[LineSettings] = []
        self._serving: list[asyncio.Task[None]] = []

    async def open(self, _port: str, line: LineSettings) -> Wire:
        self.told.append(line)
        host, device = loopback()
        if self.twin is not None and line == self.line:
            self._serving.append(asyncio.create_task(serve_twin(self.twin, device, line)))
        return host

    async def close(self) -> None:
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)


@contextlib.asynccontextmanager
async def port_with(twin: Twin | None, line: LineSettings) -> AsyncIterator[Port]:
    port = Port(twin, line)
    try:
        yield port
    finally:
        await port.close()


ASKED = [(probe.kind, probe.protocol) for probe in probes() if probe.question]


@pytest.mark.parametrize(("kind", "protocol"), ASKED)
@in_virtual_time
async def test_every_device_with_a_probe_is_found_by_it(kind: Kind, protocol: str):
    probe = next(probe for probe in probes() if probe.protocol == protocol)
    line = probe.lines[-1]
    place = network("tcp://192.0.2.1:3493") if probe.network else PLACE
    async with port_with(twin_for(kind, protocol, {}), line) as port:
        seen = await look(place, probes(), port.open)
    assert seen.probe is not None, seen
    assert (seen.probe.kind, seen.probe.protocol, seen.line) == (kind, protocol, line)
    assert seen.said
    assert judge(seen, {}).verdict is Verdict.WORKS


@in_virtual_time
async def test_a_bus_that_cannot_be_asked_is_known_when_a_key_is_pressed():
    twin = twin_for(Kind.CALLER, "ff68", {})
    async with port_with(twin, LineSettings(9600)) as port:
        looking = asyncio.create_task(look(PLACE, probes(), port.open))
        while not looking.done():
            await asyncio.sleep(0.5)
            twin.act("press_key", unit="1", key="next")
        assert "FF 68 bus, unit 1" in (await looking).said


@in_virtual_time
async def test_whoever_has_answered_is_asked_nothing_else():
    first = probes()[0]
    async with port_with(twin_for(first.kind, first.protocol, {}), first.lines[0]) as port:
        await look(PLACE, probes(), port.open)
        assert len(port.told) == 1


@in_virtual_time
async def test_a_port_where_nobody_answers_is_asked_everything_once():
    asked: list[None] = []
    async with port_with(None, LineSettings()) as port:
        seen = await look(PLACE, probes(), port.open, lambda: asked.append(None))
        assert (
            len(port.told)
            == len(asked)
            == sum(len(probe.lines) for probe in probes() if not probe.network)
        )
    finding = judge(seen, {})
    assert finding.verdict is Verdict.LOOK
    assert "only listens" in finding.reason


class Babbler(Twin):
    """A device that says something nobody knows, without end."""

    @property
    def due_s(self) -> float:
        return 0.01

    def receive(self, data: bytes) -> bytes:
        return b""

    def tick(self, dt_s: float) -> bytes:
        return b"\x00\xfe" * 8

    def look(self) -> dict[str, object]:
        return {}


@in_virtual_time
async def test_a_device_that_no_driver_knows_is_shown_with_what_it_says():
    async with port_with(Babbler(), LineSettings()) as port:
        seen = await look(PLACE, probes()[:4], port.open)
    finding = judge(seen, {})
    assert finding.verdict is Verdict.ADAPT
    assert "00 FE 00 FE" in finding.reason


async def _busy(_port: str, _line: LineSettings) -> Wire:
    raise WireLostError("/dev/ttyUSB0: Device or resource busy")


async def test_a_port_that_the_hall_holds_is_said_to_be_in_use():
    seen = await look(PLACE, probes(), _busy)
    assert judge(seen, {}).reason == "/dev/ttyUSB0: Device or resource busy"


def test_printers_are_asked_first_and_take_no_other_question_for_a_line_or_a_cut():
    assert probes()[0].protocol == "escpos"
    # ESC/POS: LF, FF, ESC d, ESC J, GS V move paper.
    moving = (b"\n", b"\x0c", b"\x1bd", b"\x1bJ", b"\x1dV")
    for probe in probes():
        if not probe.network:
            assert not any(each in probe.question for each in moving), probe.protocol


@pytest.mark.parametrize(
    ("place", "protocol"),
    [
        (Place(Entry.KEYBOARD, "/dev/input/by-id/usb-x-event-kbd", "evdev:x"), "hid"),
        (Place(Entry.CAMERA, "/dev/v4l/by-id/usb-x-video-index0", "/dev/v4l/x"), "camera"),
    ],
)
def test_what_cannot_be_asked_is_known_by_where_it_is(place: Place, protocol: str):
    finding = judge(Sighting(place), {})
    assert (finding.verdict, finding.protocol) == (Verdict.WORKS, protocol)


def test_an_adapter_that_is_known_by_its_numbers_has_its_verdict_from_the_list():
    sam = UsbAdapter("/dev/ttyUSB0", "", 0x0400, 0xC35A)
    place = Place(Entry.SERIAL, sam.device, sam.device, sam)
    assert judge(Sighting(place), known_usb()).verdict is Verdict.ADAPT


def _sighting(make: Callable[[], Sighting] | None = None) -> Sighting:
    probe = next(each for each in probes() if each.protocol == "sam")
    return Sighting(PLACE, probe, LineSettings(115200), "SAM-A reader")


def test_the_survey_names_port_device_verdict_and_what_to_configure():
    page = report([judge(_sighting(), {}), judge(_sighting(), {})], "阳光路", "2026-03-02 09:00")
    assert "阳光路" in page
    assert "可直接使用 works as it is: 2" in page
    assert f"| {ADAPTER.name} | FT232R | reader sam |" in page
    assert 'id = "reader-1"' in page
    assert 'id = "reader-2"' in page
    assert f'port = "{ADAPTER.name}"' in page


def test_udev_rules_name_an_adapter_by_its_number_or_else_by_its_socket():
    nameless = UsbAdapter("/dev/ttyUSB1", "", 0x1A86, 0x7523, "CH340", "1-1.4")
    other = Place(Entry.SERIAL, nameless.device, nameless.device, nameless)
    rules = propose([judge(_sighting(), {}), judge(Sighting(other), {})])
    assert 'ATTRS{serial}=="A50285BI", SYMLINK+="atrium/reader-1"' in rules
    assert 'KERNELS=="1-1.4", SYMLINK+="atrium/unknown-1"' in rules


def test_what_a_device_says_of_itself_cannot_become_a_rule_of_its_own():
    evil = UsbAdapter("/dev/ttyUSB0", '1", RUN+="/bin/sh -c x\n', 0x0403, 0x6001)
    place = Place(Entry.SERIAL, evil.device, evil.device, evil)
    rules = propose([judge(Sighting(place), {})])
    assert "RUN+=" not in rules
    assert rules.count("SYMLINK") == 1


def test_adapters_that_share_a_number_are_named_and_kept_apart_by_their_sockets():
    # CP2102 bridges leave the works with the number 0001, every one of them.
    twins = [
        UsbAdapter(f"/dev/ttyUSB{at}", "0001", 0x10C4, 0xEA60, "CP2102", f"1-1.{at}")
        for at in (1, 2)
    ]
    found = serial_places([*twins, ADAPTER], by_path=lambda device: f"by-path{device}")
    assert [place.name for place in found] == [
        "by-path/dev/ttyUSB1",
        "by-path/dev/ttyUSB2",
        ADAPTER.name,
    ]
    rules = propose([judge(Sighting(place), {}) for place in found])
    assert 'KERNELS=="1-1.1", SYMLINK+="atrium/unknown-1"' in rules
    assert 'KERNELS=="1-1.2", SYMLINK+="atrium/unknown-2"' in rules
    assert 'ATTRS{serial}=="A50285BI"' in rules


def test_the_survey_can_be_pasted_whatever_a_device_calls_itself():
    odd = UsbAdapter("/dev/ttyUSB0", 'A"1\\n', 0x0403, 0x6001, "x", "1-1.2")
    place = Place(Entry.SERIAL, odd.device, odd.name, odd)
    found = replace(_sighting(), place=place)
    (device,) = tomllib.loads(judge(found, {}).settings(1))["devices"]
    assert device["port"] == odd.name

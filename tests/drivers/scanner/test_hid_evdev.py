"""The wire to a keyboard: a pipe and a pty stand in for the node, which cannot be had here."""

import os
import sys

import pytest

from drivers.contract import LineSettings, NotPossibleError, WireLostError
from drivers.transports import open_wire
from drivers.transports.evdev import WatchedNode

LINE = LineSettings()
UINPUT = "/dev/uinput"
EVENT = bytes(range(24))


async def test_what_the_node_says_arrives_and_its_end_is_a_lost_wire():
    read_end, write_end = os.pipe()
    wire = WatchedNode(read_end, lambda: os.close(read_end), "evdev:/dev/input/event3")
    os.write(write_end, EVENT)
    assert await wire.read(5) == EVENT
    assert await wire.read(0) == b""
    os.close(write_end)
    with pytest.raises(WireLostError, match="/dev/input/event3: end of file"):
        await wire.read(5)
    await wire.close()
    await wire.close()


async def test_a_node_that_fails_is_a_lost_wire():
    # A pty whose other end is gone fails with EIO, a node whose device is unplugged with ENODEV.
    far, near = os.openpty()
    wire = WatchedNode(near, lambda: os.close(near), "evdev:/dev/input/event3")
    os.close(far)
    with pytest.raises(WireLostError, match="event3: "):
        await wire.read(5)
    await wire.close()


async def test_a_keyboard_takes_no_bytes():
    read_end, write_end = os.pipe()
    wire = WatchedNode(read_end, lambda: os.close(read_end), "evdev:/dev/input/event3")
    with pytest.raises(NotPossibleError, match="takes no bytes, and was sent 5"):
        await wire.write(b"hello")
    await wire.close()
    os.close(write_end)


@pytest.mark.parametrize("port", ["evdev:{path}", "evdev://{path}"])
async def test_a_node_that_is_not_there_is_named(port, tmp_path):
    pytest.importorskip("evdev")
    with pytest.raises(WireLostError, match="missing-event-kbd: No such file"):
        await open_wire(port.format(path=tmp_path / "missing-event-kbd"), LINE)


async def test_a_port_that_is_no_input_device_is_named():
    pytest.importorskip("evdev")
    far, near = os.openpty()
    with pytest.raises(WireLostError, match="Inappropriate ioctl"):
        await open_wire(f"evdev:{os.ttyname(near)}", LINE)
    os.close(far)
    os.close(near)


async def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "evdev", None)
    with pytest.raises(WireLostError, match=r"pip install atrium-hall\[wedge\]"):
        await open_wire("evdev:/dev/input/by-id/usb-scanner-event-kbd", LINE)


@pytest.mark.skipif(
    not os.access(UINPUT, os.W_OK), reason=f"SKIPPED A REAL PART: {UINPUT} cannot be written"
)
async def test_a_real_node_is_grabbed_and_lost_when_its_device_goes():
    import evdev  # noqa: PLC0415

    codes = evdev.ecodes
    keyboard = evdev.UInput({codes.EV_KEY: [codes.KEY_A, codes.KEY_ENTER]})
    port = f"evdev:{keyboard.device.path}"
    wire = await open_wire(port, LINE)
    with pytest.raises(WireLostError, match="busy"):
        await open_wire(port, LINE)
    keyboard.write(codes.EV_KEY, codes.KEY_A, 1)
    keyboard.syn()
    assert len(await wire.read(5)) % 8 == 0
    keyboard.close()
    with pytest.raises(WireLostError, match="No such device"):
        await wire.read(5)
    await wire.close()

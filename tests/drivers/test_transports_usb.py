import pytest

from drivers.contract import WireLostError
from drivers.transports.usb import UsbAdapter, find_usb

READER = UsbAdapter("/dev/ttyUSB0", "A50285BI", 0x0403, 0x6001, "FT232R", "1-1.2")
PRINTER = UsbAdapter("/dev/ttyUSB1", "0001", 0x067B, 0x2303, "PL2303", "1-1.3")
NAMELESS = UsbAdapter("/dev/ttyUSB2", "", 0x1A86, 0x7523, "CH340", "1-1.4")


@pytest.mark.parametrize("port", ["usb:A50285BI", "usb:0403:6001:A50285BI"])
async def test_an_adapter_is_found_by_its_serial_number(port):
    assert await find_usb(port, lambda: [PRINTER, READER, NAMELESS]) == "/dev/ttyUSB0"


async def test_an_adapter_that_moved_to_another_socket_is_found_there():
    moved = UsbAdapter("/dev/ttyUSB7", "A50285BI", 0x0403, 0x6001, "FT232R", "1-1.4")
    assert await find_usb("usb:A50285BI", lambda: [moved]) == "/dev/ttyUSB7"


async def test_a_missing_adapter_is_said_with_what_is_there():
    with pytest.raises(WireLostError, match="usb:A50285BI: not plugged in; there are: usb:067b"):
        await find_usb("usb:A50285BI", lambda: [PRINTER, NAMELESS])


async def test_two_adapters_with_one_number_are_told_apart_by_their_maker():
    twin = UsbAdapter("/dev/ttyUSB3", "0001", 0x0403, 0x6001)
    with pytest.raises(WireLostError, match=r"usb:067b:2303:0001, usb:0403:6001:0001"):
        await find_usb("usb:0001", lambda: [PRINTER, twin])
    assert await find_usb("usb:0403:6001:0001", lambda: [PRINTER, twin]) == "/dev/ttyUSB3"


async def test_makers_numbers_may_be_written_in_capitals():
    assert await find_usb("usb:067B:2303:0001", lambda: [PRINTER]) == "/dev/ttyUSB1"


async def test_a_name_without_a_number_names_no_adapter():
    with pytest.raises(WireLostError, match="usb:: not plugged in"):
        await find_usb("usb:", lambda: [NAMELESS])

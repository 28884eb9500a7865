"""SSI packets as values: opcodes, status bits, causes, and the bytes of a packet.

Source: Zebra, Simple Serial Interface Programmer's Guide 72E-40451; Symbol SE 923 Integration
Guide, chapter 6.
"""

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag

from drivers.wire import Side

HEADER_SIZE = 4  # length, opcode, source, status
CHECKSUM_SIZE = 2
# The length is one byte and counts everything but the checksum.
DATA_BYTES_MAX = 0xFF - HEADER_SIZE

SOURCES = {Side.DEVICE: 0x00, Side.HOST: 0x04}


class Opcode(IntEnum):
    """What a packet is for."""

    REQUEST_REVISION = 0xA3
    REPLY_REVISION = 0xA4
    AIM_OFF = 0xC4
    AIM_ON = 0xC5
    PARAM_SEND = 0xC6
    PARAM_REQUEST = 0xC7
    PARAM_DEFAULTS = 0xC8
    ACK = 0xD0
    NAK = 0xD1
    CAPABILITIES_REQUEST = 0xD3
    CAPABILITIES_REPLY = 0xD4
    START_SESSION = 0xE4
    STOP_SESSION = 0xE5
    BEEP = 0xE6
    LED_ON = 0xE7
    LED_OFF = 0xE8
    # One public header has these two the other way round, against the guide.
    SCAN_ENABLE = 0xE9
    SCAN_DISABLE = 0xEA
    SLEEP = 0xEB
    DECODE_DATA = 0xF3
    EVENT = 0xF6


class Status(IntFlag):
    """The status byte. Bits without a name are unused."""

    RETRANSMITTED = 0x01
    CONTINUED = 0x02  # more packets of the same message follow
    PERMANENT = 0x08  # a parameter is to outlive the power


class Cause(IntEnum):
    """Why a packet was not accepted."""

    RESEND = 1
    BAD_CONTEXT = 2
    DENIED = 6


CAUSE_MEANINGS = {
    Cause.RESEND: "it arrived broken",
    Cause.BAD_CONTEXT: "it is not understood",
    Cause.DENIED: "it is not allowed",
}

# A sender that sends a parameter may have the other side beep; FF is no beep.
_NO_BEEP = 0xFF
PACKETED_DECODE_DATA = 0xEE


class PacketTooLongError(ValueError):
    """The data does not fit one packet."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet. `data` may hold a code and stays out of `repr`."""

    opcode: int
    data: bytes = field(default=b"", repr=False)
    side: Side = Side.HOST
    status: int = 0

    @property
    def retransmitted(self) -> bool:
        """Whether its sender has sent it before, and thinks that it was not heard."""
        return bool(self.status & Status.RETRANSMITTED)

    @property
    def continued(self) -> bool:
        """Whether more of the same message follows."""
        return bool(self.status & Status.CONTINUED)


@dataclass(frozen=True, slots=True)
class Wakeup:
    """The byte 00 by which a host wakes a sleeping scanner, 20 ms before it says anything."""


Frame = Packet | Wakeup


def encode(frame: Frame) -> bytes:
    """Return a frame as it goes over the wire. Raises `PacketTooLongError`."""
    if isinstance(frame, Wakeup):
        return b"\x00"
    if len(frame.data) > DATA_BYTES_MAX:
        raise PacketTooLongError(f"{len(frame.data)} bytes of data, {DATA_BYTES_MAX} fit")
    length = HEADER_SIZE + len(frame.data)
    body = bytes((length, frame.opcode, SOURCES[frame.side], frame.status)) + frame.data
    return body + checksum_of(body)


def checksum_of(body: bytes | bytearray) -> bytes:
    """Return the two's complement of the sum of `body`, high byte first."""
    return (-sum(body) & 0xFFFF).to_bytes(CHECKSUM_SIZE)


def ack(side: Side = Side.HOST) -> Packet:
    """Return the packet that says: received."""
    return Packet(Opcode.ACK, side=side)


def nak(cause: Cause, side: Side = Side.HOST) -> Packet:
    """Return the packet that says: not accepted, and why."""
    return Packet(Opcode.NAK, bytes((cause,)), side)


def send_packeted() -> Packet:
    """Return the packet that has codes sent as `DECODE_DATA`, until the power goes."""
    return Packet(Opcode.PARAM_SEND, bytes((_NO_BEEP, PACKETED_DECODE_DATA, 1)))

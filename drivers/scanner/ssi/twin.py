"""An SSI scanner's side of the wire: packets that want an ACK, and a beam that can be told to rest.

It begins as delivered: codes go out as plain text until packets are asked for.
"""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.scanner.ssi.code_types import TYPE_OF
from drivers.scanner.ssi.codec import BAD_CHECKSUM, SsiDecoder
from drivers.scanner.ssi.outgoing import Outgoing
from drivers.scanner.ssi.packets import (
    DATA_BYTES_MAX,
    PACKETED_DECODE_DATA,
    Cause,
    Opcode,
    Packet,
    Status,
    ack,
    encode,
    nak,
)
from drivers.scanner.twinning import ScannerTwin
from drivers.wire import Noise, Side

# A packet that stops in the middle is given up.
_GAP_S = 0.1
_INSTANT_S = 1e-6
_REVISION = b"ATRIUM-TWIN 01 SE0000 1.0"


class SsiTwin(ScannerTwin):
    """One scanner. `host_trigger`: it reads within a session only, one code a session."""

    symbologies = frozenset(TYPE_OF)

    def __init__(self, *, host_trigger: bool = False) -> None:
        super().__init__()
        self.host_trigger = host_trigger
        self.acks_to_miss = 0
        self.refusing: Cause | None = None
        self.led = self.aiming = False
        self.last_command = ""
        self._enabled, self._session, self.packeted = True, False, False
        self._outgoing = Outgoing()
        self._decoder = SsiDecoder(Side.HOST)
        self._gap_s: float | None = None
        self._orders: dict[int, Callable[[bytes], None]] = {
            Opcode.SCAN_ENABLE: lambda _data: self._look_for_codes(enabled=True),
            Opcode.SCAN_DISABLE: lambda _data: self._look_for_codes(enabled=False),
            Opcode.START_SESSION: lambda _data: self._look_for_codes(session=True),
            Opcode.STOP_SESSION: lambda _data: self._look_for_codes(session=False),
            Opcode.PARAM_SEND: self._set_parameters,
            Opcode.PARAM_DEFAULTS: lambda _data: self.cycle_power(),
            Opcode.BEEP: lambda _data: self._beep(),
            Opcode.LED_ON: lambda _data: setattr(self, "led", True),
            Opcode.LED_OFF: lambda _data: setattr(self, "led", False),
            Opcode.AIM_ON: lambda _data: setattr(self, "aiming", True),
            Opcode.AIM_OFF: lambda _data: setattr(self, "aiming", False),
        }
        self._look_for_codes()

    # --- hearing ---

    def receive(self, data: bytes) -> bytes:
        self._gap_s = _GAP_S
        self._hear(self._decoder.feed(data))
        return self._said()

    def _hear(self, items: list[Any]) -> None:
        for item in items:
            if isinstance(item, Noise) and item.reason == BAD_CHECKSUM:
                self._say(encode(nak(Cause.RESEND, Side.DEVICE)))
            elif isinstance(item, Packet):
                self._take(item)

    def _take(self, packet: Packet) -> None:
        if packet.opcode == Opcode.ACK:
            if self.acks_to_miss > 0:
                self.acks_to_miss -= 1
            else:
                self._outgoing.acknowledged()
                self._send(self._outgoing.first())
        elif packet.opcode == Opcode.NAK:
            self._send(self._outgoing.again())
        else:
            self._say(encode(self._answer(packet)))

    def _answer(self, packet: Packet) -> Packet:
        self.last_command = f"{packet.opcode:02X}"
        if self.refusing is not None:
            return nak(self.refusing, Side.DEVICE)
        if packet.opcode == Opcode.REQUEST_REVISION:
            return Packet(Opcode.REPLY_REVISION, _REVISION, Side.DEVICE)
        if packet.opcode == Opcode.CAPABILITIES_REQUEST:
            return Packet(Opcode.CAPABILITIES_REPLY, bytes(sorted(self._orders)), Side.DEVICE)
        order = self._orders.get(packet.opcode)
        if order is None:
            return nak(Cause.BAD_CONTEXT, Side.DEVICE)
        order(packet.data)
        return ack(Side.DEVICE)

    def _look_for_codes(self, enabled: bool | None = None, session: bool | None = None) -> None:
        self._enabled = self._enabled if enabled is None else enabled
        self._session = self._session if session is None else session
        self.scanning = self._enabled and (self._session or not self.host_trigger)

    def _set_parameters(self, data: bytes) -> None:
        # The first byte is a beep; then come numbers and values.
        for number, value in zip(data[1::2], data[2::2], strict=False):
            if number == PACKETED_DECODE_DATA:
                self.packeted = bool(value)

    def _beep(self) -> None:
        self.beeps += 1

    # --- saying ---

    def _tell(self, text: str, symbology: str) -> None:
        data = text.encode()
        if self.host_trigger:
            self._look_for_codes(session=False)
        if self.packeted:
            self._outgoing.put(_packets(TYPE_OF[symbology], data))
            self._send(self._outgoing.first())
        else:
            self._say(data)

    def _send(self, packet: Packet | None) -> None:
        if packet is not None:
            self._say(encode(packet))

    @property
    def due_s(self) -> float | None:
        dues = (super().due_s, self._gap_s, self._outgoing.left_s)
        return min((due_s for due_s in dues if due_s is not None), default=None)

    def tick(self, dt_s: float) -> bytes:
        if self._gap_s is not None:
            self._gap_s -= dt_s
            if self._gap_s <= _INSTANT_S:
                self._gap_s = None
                self._hear(self._decoder.finish())
        self._wait_for_ack(dt_s)
        return super().tick(dt_s)

    def _wait_for_ack(self, dt_s: float) -> None:
        if self._outgoing.left_s is None:
            return
        self._outgoing.left_s -= dt_s
        if self._outgoing.left_s <= _INSTANT_S:
            self._send(self._outgoing.again())

    # --- hands and eyes ---

    def actions(self) -> Mapping[str, Callable[..., None]]:
        own = {
            "miss_acks": self.miss_acks,
            "cycle_power": self.cycle_power,
            "refuse": self.refuse,
            "stop_refusing": self.stop_refusing,
        }
        return {**super().actions(), **own}

    def miss_acks(self, count: int = 1) -> None:
        """Have the next ACKs not arrive: what they acknowledge is said again."""
        self.acks_to_miss = int(count)

    def cycle_power(self) -> None:
        """Take its power away for a moment: it is as delivered again."""
        self.packeted = False
        self._outgoing = Outgoing()
        self._look_for_codes(enabled=True, session=False)

    def refuse(self, cause: int = Cause.DENIED) -> None:
        """Answer every command with a NAK of that cause."""
        self.refusing = Cause(int(cause))

    def stop_refusing(self) -> None:
        """Do as told again."""
        self.refusing = None

    def look(self) -> dict[str, Any]:
        """Return what is seen and heard of it, and what an engineer would measure."""
        return {
            **super().look(),
            "packeted": self.packeted,
            "led": self.led,
            "aiming": self.aiming,
            "last_command": self.last_command,
            "given_up": self._outgoing.given_up,
            "refusing": self.refusing.name.lower() if self.refusing else "",
        }


def _packets(code_type: int, data: bytes) -> list[Packet]:
    size = DATA_BYTES_MAX - 1
    pieces = [data[at : at + size] for at in range(0, len(data), size)] or [b""]
    more = [Status.CONTINUED] * (len(pieces) - 1) + [Status(0)]
    return [
        Packet(Opcode.DECODE_DATA, bytes((code_type,)) + piece, Side.DEVICE, status)
        for piece, status in zip(pieces, more, strict=True)
    ]


def make_twin(options: Mapping[str, Any]) -> SsiTwin:
    """Return the device's side for a driver with these options."""
    return SsiTwin(host_trigger=bool(options.get("host_trigger")))

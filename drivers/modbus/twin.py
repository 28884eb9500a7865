"""The answering side of Modbus: a simulated device with its tables, and what may be wrong with it.

Devices of a kind add what their coils and registers do.
"""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.modbus.codec import Frame, Framing, decoder, encode
from drivers.modbus.messages import Bits, Registers
from drivers.twins import Twin
from drivers.wire import Noise, Side

_UNKNOWN_FUNCTION, _NO_ADDRESS, _BAD_VALUE, _FAILED = 1, 2, 3, 4
_EVERYBODY = 0
# Silence ends a frame, finished or not. 3.5 bytes by the standard; a line hands over in pieces.
_SILENCE_S = 0.1
_BITS = tuple(Bits)
_REGISTERS = tuple(Registers)


class ModbusTwin(Twin):
    """A device at `unit`. `bits` and `registers` hold what there is, by table and address."""

    def __init__(self, unit: int = 1, framing: Framing = Framing.RTU) -> None:
        super().__init__()
        self.unit = unit
        self.powered = True
        self.answers_as: int | None = None  # the wrong unit, where it is not None
        self.exception_next: int | None = None
        self.garble_next = False
        self.bits: dict[Bits, dict[int, bool]] = {table: {} for table in Bits}
        self.registers: dict[Registers, dict[int, int]] = {table: {} for table in Registers}
        self._framing = framing
        self._decoder = decoder(Side.HOST, framing)
        self._quiet_s = 0.0

    def tick(self, dt_s: float) -> bytes:
        self._quiet_s += dt_s
        return b""

    def receive(self, data: bytes) -> bytes:
        if self._framing is Framing.RTU and self._quiet_s > _SILENCE_S:
            self._decoder = decoder(Side.HOST, self._framing)
        self._quiet_s = 0.0
        return b"".join(
            self._answer(item) for item in self._decoder.feed(data) if not isinstance(item, Noise)
        )

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "silence": lambda: self._set(silent=True),
            "speak": lambda: self._set(silent=False),
            "refuse_next": lambda code=_FAILED: self._set(exception_next=int(code)),
            "answer_as": lambda unit=None: self._set(answers_as=unit),
            "garble_next": lambda: self._set(garble_next=True),
            "power_off": self._power_off,
            "power_on": lambda: self._set(powered=True),
        }

    # --- what devices of a kind do ---

    def write_coil(self, address: int, value: int) -> int:
        """Do what writing a coil does; return an exception's code, 0 for none."""
        if address not in self.bits[Bits.COILS]:
            return _NO_ADDRESS
        if value not in (0xFF00, 0):
            return _BAD_VALUE
        self.bits[Bits.COILS][address] = value == 0xFF00
        return 0

    def write_register(self, address: int, value: int) -> int:
        """Do what writing a register does; return an exception's code, 0 for none."""
        if address not in self.registers[Registers.HOLDING]:
            return _NO_ADDRESS
        self.registers[Registers.HOLDING][address] = value
        return 0

    def lose_power(self) -> None:
        """Forget what does not survive a power cut."""

    # --- hands ---

    def _set(self, **switches: Any) -> None:
        for name, value in switches.items():
            setattr(self, name, value)

    def _power_off(self) -> None:
        self.powered = False
        self.lose_power()

    # --- the wire ---

    def _answer(self, frame: Frame) -> bytes:
        if not self.powered or frame.unit not in (self.unit, _EVERYBODY):
            return b""
        pdu = self._do(frame.pdu)
        if frame.unit == _EVERYBODY:
            return b""
        unit = self.unit if self.answers_as is None else self.answers_as
        said = encode(Frame(unit, pdu, frame.transaction, Side.DEVICE), self._framing)
        if self.garble_next:
            self.garble_next = False
            return said[:-1] + bytes((said[-1] ^ 0x10,))
        return said

    def _do(self, pdu: bytes) -> bytes:
        code, self.exception_next = self.exception_next, None
        function = pdu[0]
        if code is None and function in (*_BITS, *_REGISTERS):
            return self._read(function, pdu)
        code = self._write(function, pdu) if code is None else code
        return bytes((function | 0x80, code)) if code else pdu[:5]

    def _read(self, function: int, pdu: bytes) -> bytes:
        first, count = int.from_bytes(pdu[1:3], "big"), int.from_bytes(pdu[3:5], "big")
        wanted = range(first, first + count)
        if function in _BITS:
            table: Mapping[int, int] = self.bits[Bits(function)]
        else:
            table = self.registers[Registers(function)]
        if not count or any(address not in table for address in wanted):
            return bytes((function | 0x80, _NO_ADDRESS if table else _UNKNOWN_FUNCTION))
        values = [table[address] for address in wanted]
        packed = _packed_bits(values) if function in _BITS else _packed_registers(values)
        return bytes((function, len(packed))) + packed

    def _write(self, function: int, pdu: bytes) -> int:
        first, word = int.from_bytes(pdu[1:3], "big"), int.from_bytes(pdu[3:5], "big")
        if function == 5:
            return self.write_coil(first, word)
        if function == 6:
            return self.write_register(first, word)
        if function == 15 and len(pdu) == 6 + (word + 7) // 8:
            bits = [pdu[6 + place // 8] >> place % 8 & 1 for place in range(word)]
            codes = [self.write_coil(first + at, 0xFF00 * bit) for at, bit in enumerate(bits)]
            return max(codes, default=_BAD_VALUE)
        if function == 16 and len(pdu) == 6 + 2 * word:
            values = [int.from_bytes(pdu[at : at + 2], "big") for at in range(6, len(pdu), 2)]
            codes = [self.write_register(first + at, value) for at, value in enumerate(values)]
            return max(codes, default=_BAD_VALUE)
        return _UNKNOWN_FUNCTION if function not in (15, 16) else _BAD_VALUE


def _packed_bits(values: list[int]) -> bytes:
    number = sum(1 << place for place, value in enumerate(values) if value)
    return number.to_bytes((len(values) + 7) // 8, "little")


def _packed_registers(values: list[int]) -> bytes:
    return b"".join(value.to_bytes(2, "big") for value in values)

"""The asking side of Modbus: one question at a time, in RTU or TCP, to the units of one wire."""

import asyncio
from collections.abc import Sequence

from drivers.contract import DeviceRefusedError, DeviceSilentError, Wire
from drivers.conversation import Conversation
from drivers.modbus import messages, names
from drivers.modbus.codec import Frame, Framing, decoder, encode
from drivers.modbus.echo import EchoFilter
from drivers.modbus.messages import Bits, Registers
from drivers.modbus.options import ModbusOptions
from drivers.wire import Noise, Side

# A gateway says these of a device behind it that is not there.
_NOBODY_THERE = frozenset({10, 11})
_WRITE_ONE = frozenset({5, 6})
_EXCEPTION_SIZE = 2
_PIECES_MAX = 32

# How long to leave a device in peace that did not answer.
AWAY_REST_S = 2.0


class _Ear:
    """Decodes what devices say, in whatever framing is being spoken just now."""

    def __init__(self, line: "ModbusLine") -> None:
        self._line = line
        self._framing = line.framing
        self._decoder = decoder(Side.DEVICE, line.framing)

    def feed(self, data: bytes) -> Sequence[Frame | Noise]:
        if self._framing is not self._line.framing:
            self._framing = self._line.framing
            self._decoder = decoder(Side.DEVICE, self._framing)
        self._decoder.size_max = self._line.answer_size
        return self._decoder.feed(data)

    def finish(self) -> Sequence[Frame | Noise]:
        return self._decoder.finish()


class ModbusLine:
    """Questions and orders to units. Each raises `DeviceSilentError`, `DeviceRefusedError`.

    `framing` is what is spoken: as configured, or as first answered. `answer_size` is how long the
    answer that is waited for will be on the wire.
    """

    def __init__(self, wire: Wire, options: ModbusOptions) -> None:
        self.framing = options.framing or Framing.RTU
        self.answer_size = 0
        self._options = options
        self._known = options.framing is not None
        self._wire = EchoFilter(wire)
        self._talk = Conversation[Frame](self._wire, lambda: _Ear(self))
        self._turn = asyncio.Lock()
        self._transaction = 0
        self._free_s = float("-inf")

    async def read_bits(self, unit: int, table: Bits, address: int, count: int) -> list[bool]:
        """Return `count` coils or inputs from `address` on."""
        answer = await self._ask(unit, messages.read(table, address, count))
        return messages.bits_of(answer, count)

    async def read_registers(
        self, unit: int, table: Registers, address: int, count: int
    ) -> list[int]:
        """Return `count` registers from `address` on."""
        return messages.registers_of(await self._ask(unit, messages.read(table, address, count)))

    async def write_coil(self, unit: int, address: int, value: int) -> None:
        """Have a coil be `messages.ON`, `messages.OFF`, or what else the board knows."""
        await self._ask(unit, messages.write_coil(address, value))

    async def write_register(self, unit: int, address: int, value: int) -> None:
        """Have a register hold `value`."""
        await self._ask(unit, messages.write_register(address, value))

    async def write_registers(self, unit: int, address: int, values: Sequence[int]) -> None:
        """Have the registers from `address` on hold `values`."""
        await self._ask(unit, messages.write_registers(address, values))

    # --- one question ---

    async def _ask(self, unit: int, question: bytes) -> bytes:
        """Return the answer to `question`, of the shape it asks for."""
        async with self._turn:
            if not self._known:
                await self._find_framing(unit)
            answer = await self._exchange(unit, question, self._options.attempts_max)
        if answer.exception is None:
            return answer.pdu
        meaning = names.exception_meaning(answer.exception)
        if answer.exception in _NOBODY_THERE:
            raise DeviceSilentError(f"unit {unit}: {meaning}")
        raise DeviceRefusedError(answer.exception, f"unit {unit}: {meaning}")

    async def _find_framing(self, unit: int) -> None:
        # Two coils from address 0 on: with the RTU check behind it this is eight bytes that read
        # as a whole TCP frame too, so that a TCP device is not left waiting for the rest of one.
        question = messages.read(Bits.COILS, 0, 2)
        for framing in (Framing.TCP, Framing.RTU):
            self.framing = framing
            try:
                await self._exchange(unit, question, attempts_max=1)
            except DeviceSilentError:
                if framing is Framing.RTU:
                    raise
            else:
                self._known = True
                return

    async def _exchange(self, unit: int, question: bytes, attempts_max: int) -> Frame:
        self._transaction = self._transaction % 0xFFFF + 1
        frame = Frame(unit, question, self._transaction)
        strangers: list[int] = []

        def accept(answer: Frame) -> Frame | None:
            if answer.unit != unit:
                strangers.append(answer.unit)
                return None
            return answer if self._belongs(answer, frame) else None

        await self._drop_unasked()
        await self._gap()
        around = 7 if self.framing is Framing.TCP else 3
        self.answer_size = max(messages.answer_size(question), _EXCEPTION_SIZE) + around
        self._wire.answered_alike = question[0] in _WRITE_ONE
        within_s = self._options.reply_timeout_s
        try:
            return await self._talk.ask(
                encode(frame, self.framing), accept, within_s=within_s, attempts_max=attempts_max
            )
        except DeviceSilentError as error:
            other = f"; unit {strangers[-1]} answered in its place" if strangers else ""
            raise DeviceSilentError(f"unit {unit}: {error}{other}") from None
        finally:
            self._free_s = _now_s() + self._options.frame_gap_s

    def _belongs(self, answer: Frame, question: Frame) -> bool:
        if self.framing is Framing.TCP and answer.transaction != question.transaction:
            return False
        if answer.exception is not None:
            return answer.function == question.function
        return messages.answers(question.pdu, answer.pdu)

    async def _drop_unasked(self) -> None:
        # Devices speak when they are asked. What came before is not worth decoding, even in floods.
        for _piece in range(_PIECES_MAX):
            if not await self._wire.read(0):
                return

    async def _gap(self) -> None:
        if self.framing is Framing.RTU and (wait_s := self._free_s - _now_s()) > 0:
            await asyncio.sleep(wait_s)


def _now_s() -> float:
    return asyncio.get_running_loop().time()

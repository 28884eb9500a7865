"""What is asked of Modbus devices and what their answers hold, by pymodbus's message classes."""

from collections.abc import Sequence
from enum import IntEnum

from pymodbus.pdu import DecodePDU, ModbusPDU
from pymodbus.pdu.bit_message import ReadCoilsRequest, ReadDiscreteInputsRequest
from pymodbus.pdu.register_message import (
    ReadHoldingRegistersRequest,
    ReadInputRegistersRequest,
    WriteMultipleRegistersRequest,
    WriteSingleRegisterRequest,
)

ON, OFF = 0xFF00, 0x0000
_WRITE_COIL = 5
_ANSWERS = DecodePDU(is_server=False)


class Bits(IntEnum):
    """Tables of single bits, by the function that reads them."""

    COILS = 1
    INPUTS = 2


class Registers(IntEnum):
    """Tables of 16-bit registers, by the function that reads them."""

    HOLDING = 3
    INPUT = 4


_READ: dict[Bits | Registers, type[ModbusPDU]] = {
    Bits.COILS: ReadCoilsRequest,
    Bits.INPUTS: ReadDiscreteInputsRequest,
    Registers.HOLDING: ReadHoldingRegistersRequest,
    Registers.INPUT: ReadInputRegistersRequest,
}


def _pdu(message: ModbusPDU) -> bytes:
    return bytes((message.function_code,)) + message.encode()


def read(table: Bits | Registers, address: int, count: int) -> bytes:
    """Return the question for `count` bits or registers from `address` on."""
    return _pdu(_READ[table](address=address, count=count))


def write_coil(address: int, value: int = ON) -> bytes:
    """Return the order for one coil: `ON`, `OFF`, or a value of the board's own."""
    # By hand: pymodbus knows on and off alone.
    return bytes((_WRITE_COIL,)) + address.to_bytes(2, "big") + value.to_bytes(2, "big")


def write_register(address: int, value: int) -> bytes:
    """Return the order for one register, `value` being 0 to 65535."""
    return _pdu(WriteSingleRegisterRequest(address=address, registers=[value]))


def write_registers(address: int, values: Sequence[int]) -> bytes:
    """Return the order for several registers from `address` on."""
    return _pdu(WriteMultipleRegistersRequest(address=address, registers=list(values)))


def answer_size(question: bytes) -> int:
    """Return how many bytes an answer to `question` has that is no exception."""
    function, count = question[0], int.from_bytes(question[3:5], "big")
    if function in tuple(Bits):
        return 2 + (count + 7) // 8
    return 2 + 2 * count if function in tuple(Registers) else 5


def answers(question: bytes, answer: bytes) -> bool:
    """Tell whether `answer` is of the shape that `question` asks for; both are messages."""
    if answer[0] != question[0] or len(answer) != answer_size(question):
        return False
    if question[0] in (*Bits, *Registers):
        return answer[1] == len(answer) - 2
    # What is written is repeated: one coil or register as a whole, several by place and number.
    return answer == question[:5]


def bits_of(answer: bytes, count: int) -> list[bool]:
    """Return the first `count` bits of an answer that `answers` has approved."""
    message = _ANSWERS.decode(answer)
    return [] if message is None else [bool(bit) for bit in message.bits[:count]]


def registers_of(answer: bytes) -> list[int]:
    """Return the registers of an answer that `answers` has approved."""
    message = _ANSWERS.decode(answer)
    return [] if message is None else list(message.registers)

"""Finding a numeric panel: its own address is read, which changes nothing on it."""

from drivers.contract import Kind, LineSettings
from drivers.modbus import messages
from drivers.modbus.codec import Frame, encode
from drivers.modbus.messages import Registers
from drivers.modbus.probing import answer_in
from drivers.probing import Probe

_UNIT = 1
# Not the value it shows: that question's checksum holds a line feed, and moves a printer's paper.
_UNIT_REGISTER = 2
_QUESTION = messages.read(Registers.HOLDING, _UNIT_REGISTER, 1)


def _recognise(heard: bytes) -> str:
    answer = answer_in(heard, _UNIT, _QUESTION)
    if answer is None:
        return ""
    return f"Modbus panel or meter, which calls itself unit {messages.registers_of(answer)[0]}"


PROBE = Probe(
    kind=Kind.LED,
    protocol="modbus-panel",
    question=encode(Frame(_UNIT, _QUESTION)),
    recognise=_recognise,
    lines=tuple(LineSettings(baudrate=rate) for rate in (9600, 19200, 115200, 4800)),
    within_s=0.5,
)

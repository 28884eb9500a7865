"""Finding a relay board: its coils are read, which switches nothing."""

from drivers.contract import Kind, LineSettings
from drivers.modbus import messages
from drivers.modbus.codec import Frame, encode
from drivers.modbus.messages import Bits
from drivers.modbus.probing import answer_in
from drivers.probing import Probe

_UNIT = 1
_RELAYS = 8
_QUESTION = messages.read(Bits.COILS, 0, _RELAYS)


def _recognise(heard: bytes) -> str:
    answer = answer_in(heard, _UNIT, _QUESTION)
    if answer is None:
        return ""
    on = sum(messages.bits_of(answer, _RELAYS))
    return f"Modbus relay board, unit {_UNIT}, {on} of its first {_RELAYS} relays on"


PROBE = Probe(
    kind=Kind.RELAY,
    protocol="modbus-relay",
    question=encode(Frame(_UNIT, _QUESTION)),
    recognise=_recognise,
    lines=tuple(LineSettings(baudrate=rate) for rate in (9600, 19200, 38400, 115200, 4800)),
    within_s=0.5,
)

"""Finding a relay board: its coils are read, which switches nothing."""

from drivers.contract import Kind, LineSettings
from drivers.modbus import messages
from drivers.modbus.codec import Frame, decoder, encode
from drivers.modbus.messages import Bits
from drivers.probing import Probe
from drivers.wire import Noise, Side

_UNIT = 1
_RELAYS = 8
_QUESTION = messages.read(Bits.COILS, 0, _RELAYS)


def _recognise(heard: bytes) -> str:
    ear = decoder(Side.DEVICE)
    for item in [*ear.feed(heard), *ear.finish()]:
        if isinstance(item, Noise) or item.unit != _UNIT:
            continue
        if item.exception is None and messages.answers(_QUESTION, item.pdu):
            on = sum(messages.bits_of(item.pdu, _RELAYS))
            return f"Modbus relay board, unit {_UNIT}, {on} of its first {_RELAYS} relays on"
    return ""


PROBE = Probe(
    kind=Kind.RELAY,
    protocol="modbus-relay",
    question=encode(Frame(_UNIT, _QUESTION)),
    recognise=_recognise,
    lines=tuple(LineSettings(baudrate=rate) for rate in (9600, 19200, 38400, 115200, 4800)),
    within_s=0.5,
)

"""How a font card is found on a port that nobody knows (8.8): by a ping, which changes nothing."""

from drivers.contract import Kind, LineSettings
from drivers.led.onbon.codec import OnbonDecoder
from drivers.led.onbon.requests import (
    EVERYBODY_ANSWERS,
    HOST_ADDRESS,
    answer_of,
    encode_request,
    ping,
)
from drivers.probing import Probe
from drivers.wire import Noise, Side

MODELS = {
    0x51: "BX-5K1",
    0x53: "BX-5MK2",
    0x54: "BX-5MK1",
    0x58: "BX-5K2",
    0x61: "BX-6K1",
    0x62: "BX-6K2",
    0x63: "BX-6K3",
    0x64: "BX-6K1-YY",
    0x65: "BX-6K2-YY",
    0x66: "BX-6K3-YY",
    0x67: "BX-6K1&4G",
    0x68: "BX-6K2&4G",
    0x69: "BX-6K4",
}


def _recognise(heard: bytes) -> str:
    decoder = OnbonDecoder(Side.DEVICE)
    for item in (*decoder.feed(heard), *decoder.finish()):
        # Our own question comes back on some lines: it is no answer and not for the host.
        if isinstance(item, Noise) or item.to != HOST_ADDRESS or answer_of(item) is None:
            continue
        model = MODELS.get(item.header.device_type, "BX-5K or 6K")
        return f"Onbon font card {model}"
    return ""


PROBE = Probe(
    kind=Kind.LED,
    protocol="onbon",
    question=encode_request(ping(EVERYBODY_ANSWERS)),
    recognise=_recognise,
    lines=(LineSettings(9600), LineSettings(57600)),
    within_s=2.0,
)

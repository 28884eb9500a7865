"""Finding a NUT server: it is asked which UPSes it has."""

from drivers.contract import Kind
from drivers.probing import Probe
from drivers.ups.nut.codec import Line, NutDecoder, encode
from drivers.wire import Noise, Side


def _recognise(heard: bytes) -> str:
    lines = [item for item in NutDecoder(Side.DEVICE).feed(heard) if not isinstance(item, Noise)]
    if not any(line.words == ("BEGIN", "LIST", "UPS") for line in lines):
        return ""
    names = [line.words[1] for line in lines if line.words[0] == "UPS" and len(line.words) == 3]
    return f"NUT server with UPS: {', '.join(names) or 'none'}"


PROBE = Probe(
    kind=Kind.UPS,
    protocol="nut",
    question=encode(Line(("LIST", "UPS"))),
    recognise=_recognise,
    within_s=0.5,
    network=True,
)

"""How an SSI scanner is found: it tells its revision."""

from drivers.contract import Kind, LineSettings
from drivers.probing import Probe
from drivers.scanner.ssi.codec import SsiDecoder
from drivers.scanner.ssi.packets import Opcode, Packet, encode
from drivers.wire import Side


def _recognise(heard: bytes) -> str:
    decoder = SsiDecoder(Side.DEVICE)
    for item in [*decoder.feed(heard), *decoder.finish()]:
        if isinstance(item, Packet) and item.opcode == Opcode.REPLY_REVISION:
            revision = item.data.decode("ascii", errors="replace")
            return f"SSI scanner, revision {revision}"
        if isinstance(item, Packet) and item.opcode in (Opcode.NAK, Opcode.DECODE_DATA):
            return "SSI scanner"
    return ""


PROBE = Probe(
    kind=Kind.SCANNER,
    protocol="ssi",
    question=encode(Packet(Opcode.REQUEST_REVISION)),
    recognise=_recognise,
    lines=(LineSettings(9600), LineSettings(115200)),
)

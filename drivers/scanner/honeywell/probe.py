"""How a Honeywell scanner is found: it answers a question about one of its settings."""

from drivers.contract import Kind, LineSettings
from drivers.probing import Probe
from drivers.scanner.honeywell.codec import ReplyDecoder
from drivers.scanner.honeywell.frames import PERMANENT, QUESTION_TAG, Menu, Reply, encode


def _recognise(heard: bytes) -> str:
    decoder = ReplyDecoder()
    for item in [*decoder.feed(heard), *decoder.finish()]:
        if isinstance(item, Reply) and item.text.upper().startswith(QUESTION_TAG):
            return "Honeywell scanner, or one that speaks alike"
    return ""


PROBE = Probe(
    kind=Kind.SCANNER,
    protocol="honeywell",
    question=encode(Menu(f"{QUESTION_TAG}?", PERMANENT)),
    recognise=_recognise,
    lines=(LineSettings(115200), LineSettings(9600)),
)

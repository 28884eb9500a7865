"""How a Newland scanner is found: it answers a question in one of its two languages."""

from drivers.contract import Kind, LineSettings
from drivers.probing import Probe
from drivers.scanner.newland.codec import ReplyDecoder
from drivers.scanner.newland.frames import HexReply, TextReply, encode
from drivers.scanner.newland.languages import LANGUAGES


def _recognise(heard: bytes) -> str:
    decoder = ReplyDecoder()
    for item in [*decoder.feed(heard), *decoder.finish()]:
        if isinstance(item, TextReply):
            return "Newland scanner that takes text commands (language = text)"
        if isinstance(item, HexReply):
            return "Newland scanner, or a clone, that takes hex commands (language = hex)"
    return ""


# Both questions at once: a scanner that knows one of the languages passes over the other.
PROBE = Probe(
    kind=Kind.SCANNER,
    protocol="newland",
    question=b"".join(encode(language.question) for language in LANGUAGES.values()),
    recognise=_recognise,
    lines=(LineSettings(9600), LineSettings(115200)),
)

"""How a SAM-A reader is found on a port: by asking for the SAM's management number."""

from drivers.contract import Kind, LineSettings
from drivers.probing import Probe
from drivers.reader.refusals import SamRefusedError
from drivers.reader.sam.codec import SamDecoder
from drivers.reader.sam.frames import SAM_NUMBER, Answer, encode, may_answer
from drivers.reader.sam.sam_number import sam_number_text
from drivers.reader.sam.words import BAUDRATES
from drivers.reader.sw3 import Sw3
from drivers.wire import Side

# The number stands in the SAM: no card and no radio is needed to tell it.
_ANSWER_WITHIN_S = 0.5


def recognise(heard: bytes) -> str:
    """Return what the reader says of itself, empty where no SAM-A answer was heard."""
    decoder = SamDecoder(Side.DEVICE)
    for item in (*decoder.feed(heard), *decoder.finish()):
        if isinstance(item, Answer) and may_answer(SAM_NUMBER, item):
            return f"SAM-A reader, {_said(item)}"
    return ""


def _said(answer: Answer) -> str:
    if answer.sw3 == Sw3.OK:
        return f"management number {sam_number_text(answer.data)}"
    return f"which says: {SamRefusedError(answer.sw3)}"


PROBE = Probe(
    kind=Kind.READER,
    protocol="sam",
    question=encode(SAM_NUMBER),
    recognise=recognise,
    lines=tuple(LineSettings(baudrate=rate) for rate in BAUDRATES),
    within_s=_ANSWER_WITHIN_S,
)

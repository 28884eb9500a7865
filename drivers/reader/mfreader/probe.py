"""How a multi-function reader is found on a port: by asking for its version."""

from drivers.contract import Kind, LineSettings
from drivers.probing import Probe
from drivers.reader.mfreader.codec import MfDecoder
from drivers.reader.mfreader.frames import VERSION, Answer, encode, may_answer
from drivers.reader.mfreader.self_test import version_text
from drivers.reader.mfreader.words import STATUS_MEANINGS, STATUS_OK, meaning_of
from drivers.wire import Side

_ANSWER_WITHIN_S = 0.5


def recognise(heard: bytes) -> str:
    """Return what the reader says of itself, empty where no answer of such a reader was heard."""
    decoder = MfDecoder(Side.DEVICE)
    for item in (*decoder.feed(heard), *decoder.finish()):
        if isinstance(item, Answer) and _is_its_own(item):
            return f"multi-function reader, {_said(item)}"
    return ""


def _is_its_own(answer: Answer) -> bool:
    # Other devices speak between STX and ETX too: the status has to be one of the published ones.
    return may_answer(VERSION, answer) and answer.status in STATUS_MEANINGS


def _said(answer: Answer) -> str:
    if answer.status == STATUS_OK:
        return f"version {version_text(answer) or 'empty'}"
    return f"which says: {meaning_of(answer.status)} ({answer.status:04X})"


PROBE = Probe(
    kind=Kind.READER,
    protocol="mfreader",
    question=encode(VERSION),
    recognise=recognise,
    lines=(LineSettings(baudrate=115200),),
    within_s=_ANSWER_WITHIN_S,
)

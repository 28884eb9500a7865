"""What a reader's answers say to the engineer who has asked for its self-test."""

from drivers.contract import Finding
from drivers.reader.refusals import SamRefusedError
from drivers.reader.sam.frames import Answer
from drivers.reader.sam.sam_number import sam_number_text
from drivers.reader.sw3 import Sw3


def of_status(answer: Answer) -> Finding:
    """Return what the answer to 11 FF says."""
    if answer.sw3 == Sw3.OK:
        return Finding(True, "the reader answers, and its SAM says that it is well")
    return Finding(False, f"the reader answers, and its SAM says: {SamRefusedError(answer.sw3)}")


def of_number(answer: Answer) -> Finding:
    """Return what the answer to 12 FF says."""
    if answer.sw3 == Sw3.OK:
        return Finding(True, f"SAM management number {sam_number_text(answer.data)}")
    said = SamRefusedError(answer.sw3)
    return Finding(False, f"the SAM does not tell its management number: {said}")


def of_search(answer: Answer) -> Finding:
    """Return what the answer to 20 01 says."""
    if answer.sw3 == Sw3.CARD_FOUND:
        return Finding(True, "it looked for a card and found one")
    if answer.sw3 == Sw3.FIND_FAILED:
        hint = "one that was read before is not found again until it is lifted"
        return Finding(True, f"it looked for a card and found none ({hint})")
    return Finding(False, f"it cannot look for a card: {SamRefusedError(answer.sw3)}")

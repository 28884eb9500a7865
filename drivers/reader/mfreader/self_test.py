"""What a multi-function reader's answers say to the engineer who has asked for its self-test."""

from drivers.contract import Finding
from drivers.reader.mfreader.frames import Answer
from drivers.reader.mfreader.words import (
    STATUS_FOUND,
    STATUS_NO_CARD,
    STATUS_OK,
    STATUS_READ_OK,
    STATUSES_AT_FAULT,
    meaning_of,
)


def version_text(answer: Answer) -> str:
    """Return the version as it was sent, or in hex where it is no plain text."""
    text = answer.payload.decode("ascii", errors="replace").strip(" \0")
    return text if text.isascii() and text.isprintable() else answer.payload.hex().upper()


def of_version(answer: Answer) -> Finding:
    """Return what the answer to 31 11 says."""
    if answer.status == STATUS_OK:
        version = version_text(answer) or "empty"
        return Finding(True, f"the reader answers, its version is {version}")
    return Finding(False, f"the reader answers, and does not tell its version: {_said(answer)}")


def of_beep(answer: Answer) -> Finding:
    """Return what the answer to 31 13 says."""
    if answer.status == STATUS_OK:
        return Finding(True, "it was told to beep once: listen whether it did")
    return Finding(False, f"it does not beep: {_said(answer)}")


def of_search(answer: Answer) -> Finding:
    """Return what the answer to CA 01 says."""
    if answer.status == STATUS_READ_OK:
        return Finding(True, "it read an identity card")
    if answer.status in (STATUS_NO_CARD, STATUS_FOUND):
        hint = "one that was read before may have to be lifted first"
        return Finding(True, f"it looked for an identity card and read none ({hint})")
    if answer.status in STATUSES_AT_FAULT:
        return Finding(False, f"it cannot look for an identity card: {_said(answer)}")
    return Finding(False, f"an identity card lies there and cannot be read: {_said(answer)}")


def _said(answer: Answer) -> str:
    return f"{meaning_of(answer.status)} ({answer.status:04X})"

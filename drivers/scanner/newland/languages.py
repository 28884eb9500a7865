"""The two command languages of Newland scanners: what is said in each, and what answers it."""

import abc
from collections.abc import Mapping

from drivers.contract import DeviceRefusedError
from drivers.scanner.newland.frames import (
    BAUDRATE_ZONE,
    READ_ZONE,
    STATUS_MEANINGS,
    TRIGGER_ZONE,
    VERDICT_MEANINGS,
    WRITE_ZONE,
    Frame,
    HexCommand,
    HexReply,
    Status,
    TextCommand,
    TextReply,
    Verdict,
)

# Two manuals' own examples of a question: a setting, and the baud rate. Both are harmless.
_TEXT_QUESTION = "C11ENA"
_HEX_QUESTION = HexCommand(READ_ZONE, BAUDRATE_ZONE, b"\x02")
# Seen in public code, not in a manual at hand; off by hex is inferred.
_TEXT_TRIGGER = "SCNTRG"


class Language(abc.ABC):
    """How a scanner is asked whether it is there, and triggered."""

    question: Frame

    @abc.abstractmethod
    def trigger(self, on: bool) -> Frame:
        """Return the command to look for a code, or to stop it."""

    @abc.abstractmethod
    def answers(self, command: Frame, frame: Frame) -> bool:
        """Tell whether `frame` is the reply to `command`."""

    @abc.abstractmethod
    def check(self, reply: Frame) -> bool:
        """Tell whether the command arrived whole. Raises `DeviceRefusedError` if it is refused."""


class TextLanguage(Language):
    """`7E 01 …`: hand-held and fixed-mount scanners of the NLS series."""

    question = TextCommand(_TEXT_QUESTION + "*")

    def trigger(self, on: bool) -> TextCommand:
        return TextCommand(f"{_TEXT_TRIGGER}{on:d}")

    def answers(self, command: Frame, frame: Frame) -> bool:
        tag_size = len(_TEXT_QUESTION)
        return (
            isinstance(command, TextCommand)
            and isinstance(frame, TextReply)
            and frame.text[:tag_size] == command.text[:tag_size]
        )

    def check(self, reply: Frame) -> bool:
        verdict = reply.verdict if isinstance(reply, TextReply) else None
        if verdict is not Verdict.OK:
            meaning = VERDICT_MEANINGS[verdict] if verdict else "it does not say why"
            raise DeviceRefusedError(f"{verdict or 0:02X}", f"a command was refused: {meaning}")
        return True


class HexLanguage(Language):
    """`7E 00 …`: scan engines such as the EM3095, and clones of it."""

    question = _HEX_QUESTION

    def trigger(self, on: bool) -> HexCommand:
        return HexCommand(WRITE_ZONE, TRIGGER_ZONE, bytes((on,)))

    def answers(self, command: Frame, frame: Frame) -> bool:
        if not isinstance(command, HexCommand) or not isinstance(frame, HexReply):
            return False
        # A reply does not say what it answers; how much it holds does.
        wanted = command.data[0] if command.type == READ_ZONE else 1
        return frame.status != Status.OK or len(frame.data) == wanted

    def check(self, reply: Frame) -> bool:
        status = reply.status if isinstance(reply, HexReply) else Status.INVALID
        if status in (Status.OK, Status.BAD_CRC):
            return status == Status.OK
        meaning = STATUS_MEANINGS.get(status, "it says nothing that is documented")
        raise DeviceRefusedError(f"{status:02X}", f"a command was refused: {meaning}")


LANGUAGES: Mapping[str, Language] = {"text": TextLanguage(), "hex": HexLanguage()}

"""Questions to a SAM: each with its own patience, and again where the SAM heard it wrongly."""

from functools import partial

from drivers.contract import Wire
from drivers.conversation import Conversation
from drivers.reader.sam.codec import SamDecoder
from drivers.reader.sam.frames import (
    READ,
    READ_ADDRESS,
    Answer,
    Command,
    Frame,
    encode,
    may_answer,
)
from drivers.reader.sam.options import SamOptions
from drivers.reader.sw3 import HEARD_WRONGLY
from drivers.wire import Side

# These take their time, and the SAM may have done them though the answer was lost.
_SLOW = (READ, READ_ADDRESS)


class SamQuestions:
    """Asks over one wire."""

    def __init__(self, wire: Wire, options: SamOptions) -> None:
        self._options = options
        self._conversation: Conversation[Frame] = Conversation(
            wire, partial(SamDecoder, Side.DEVICE)
        )

    async def ask(self, command: Command) -> Answer:
        """Return the answer, whatever it says. Raises `DeviceSilentError`."""
        for _attempt in range(self._options.attempts_max):
            answer = await self._ask(command)
            if answer.sw3 not in HEARD_WRONGLY:
                break
        return answer

    async def rest(self, within_s: float) -> None:
        """Let time pass without asking."""
        await self._conversation.listen(within_s)

    async def _ask(self, command: Command) -> Answer:
        options, slow = self._options, command in _SLOW
        return await self._conversation.ask(
            encode(command),
            partial(_accept, command),
            within_s=options.read_timeout_s if slow else options.reply_timeout_s,
            attempts_max=1 if slow else options.attempts_max,
        )


def _accept(command: Command, frame: Frame) -> Answer | None:
    return frame if isinstance(frame, Answer) and may_answer(command, frame) else None

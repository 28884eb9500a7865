"""The identity card reader: finds the card laid on it, reads it once and says who it is about."""

import datetime as dt
import logging
from dataclasses import dataclass
from functools import partial

from drivers.contract import (
    AgeBand,
    CardRead,
    Context,
    Declaration,
    DeviceSilentError,
    Health,
    IdentityCard,
    IdentityReader,
    Kind,
    LineSettings,
    Wire,
)
from drivers.conversation import Conversation
from drivers.reader.sam.codec import SamDecoder
from drivers.reader.sam.frames import (
    FIND,
    READ,
    RESET,
    SELECT,
    STATUS,
    Answer,
    Command,
    Frame,
    encode,
    may_answer,
)
from drivers.reader.sam.holder import Holder, holder_of
from drivers.reader.sam.payload import split_content
from drivers.reader.sam.text_block import Document, TextBlockError, split_block
from drivers.reader.sam.words import HEARD_WRONGLY, READER_FAULTS, Sw3, meaning_of
from drivers.wire import Side

logger = logging.getLogger(__name__)

POLL_INTERVAL_MIN_S = 0.3


@dataclass(frozen=True, slots=True)
class SamOptions:
    """How often the reader is asked and how long it may think.

    The pause between two searches is the published minimum; reading takes the SAM about a second
    and the line another 0.11 s.
    """

    poll_interval_s: float = POLL_INTERVAL_MIN_S
    reply_timeout_s: float = 1.0
    read_timeout_s: float = 3.0
    attempts_max: int = 3

    def __post_init__(self) -> None:
        if self.poll_interval_s < POLL_INTERVAL_MIN_S:
            raise ValueError(
                f"poll_interval_s: {self.poll_interval_s:g} is below {POLL_INTERVAL_MIN_S:g}"
            )
        for name in ("reply_timeout_s", "read_timeout_s", "attempts_max"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name}: {getattr(self, name):g} is not above 0")


class ContentError(TextBlockError):
    """The lengths in the answer to a read do not add up to it."""

    code = "content_lengths"


class SamReader(IdentityReader):
    """Reads identity cards through a SAM-A reader. Not yet verified on hardware.

    A card that has been read is not found again until it has left: what is found is new. Address,
    nation and photo are dropped here, and the birth date becomes an age band.
    """

    declaration = Declaration(
        kind=Kind.READER,
        protocol="sam",
        title="Identity card reader, SAM-A serial",
        options=SamOptions,
        line=LineSettings(baudrate=115200),
        capabilities=frozenset(Document),
    )
    options: SamOptions

    def __init__(self, wire: Wire, options: SamOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._conversation: Conversation[Frame] = Conversation(
            wire, partial(SamDecoder, Side.DEVICE)
        )
        self._refused: dict[Command, str] = {}
        self._read_unheard = False
        self._complaint = ""

    async def run(self) -> None:
        """Report health and cards until the wire is lost. Raises `WireLostError`."""
        while True:
            try:
                await self._serve()
            except DeviceSilentError as silence:
                self._refused.clear()
                self.report_health(Health.OFFLINE, str(silence))
            await self._pause()

    async def _serve(self) -> None:
        await self._make_contact()
        while True:
            await self._look_for_card()
            await self._pause()

    async def _pause(self) -> None:
        await self._conversation.listen(self.options.poll_interval_s)

    async def _make_contact(self) -> None:
        while (await self._ask(STATUS)).sw3 != Sw3.OK:
            await self._pause()
        if self._read_unheard:
            # The SAM may take a card for read whose text never arrived, and would not find it
            # again before it is lifted: after a reset it does.
            self._read_unheard = False
            await self._ask_until_heard(RESET)

    async def _look_for_card(self) -> None:
        answer = await self._ask(FIND)
        if answer.sw3 == Sw3.CARD_FOUND:
            await self._read_card()
        elif answer.sw3 == Sw3.FIND_FAILED:
            self._complaint = ""

    async def _read_card(self) -> None:
        try:
            answer = await self._ask(SELECT)
            if answer.sw3 == Sw3.OK:
                answer = await self._ask_for_content()
        except DeviceSilentError as silence:
            self._complain(str(silence))
            await self._make_contact()
            return
        if answer.sw3 == Sw3.OK:
            self._take(answer)
        else:
            self._complain(f"{meaning_of(answer.sw3)} ({answer.sw3:02X})")

    async def _ask_for_content(self) -> Answer:
        self._read_unheard = True
        answer = await self._ask(READ)
        self._read_unheard = False
        return answer

    def _take(self, answer: Answer) -> None:
        try:
            holder = _holder_in(answer)
        except TextBlockError as error:
            self._complain(str(error))
            return
        self._complaint = ""
        self.context.report(CardRead(_identity(holder, self.context.today())))

    def _complain(self, why: str) -> None:
        if why != self._complaint:
            self._complaint = why
            logger.warning("identity card not accepted: %s", why)

    async def _ask(self, command: Command) -> Answer:
        """Return the reader's answer and report what it tells of the reader's health."""
        answer = await self._ask_until_heard(command)
        if _is_fault(command, answer):
            self._refused[command] = f"{meaning_of(answer.sw3)} ({answer.sw3:02X})"
        else:
            self._refused.pop(command, None)
        # Finding may work where reading does not: the reader is well when nothing is refused.
        if self._refused:
            self.report_health(Health.HARDWARE_ERROR, next(iter(self._refused.values())))
        else:
            self.report_health(Health.ONLINE)
        return answer

    async def _ask_until_heard(self, command: Command) -> Answer:
        is_read = command == READ
        for _attempt in range(self.options.attempts_max):
            answer = await self._conversation.ask(
                encode(command),
                partial(_accept, command),
                within_s=self.options.read_timeout_s if is_read else self.options.reply_timeout_s,
                attempts_max=1 if is_read else self.options.attempts_max,
            )
            if answer.sw3 not in HEARD_WRONGLY:
                break
        return answer


def _accept(command: Command, frame: Frame) -> Answer | None:
    return frame if isinstance(frame, Answer) and may_answer(command, frame) else None


def _is_fault(command: Command, answer: Answer) -> bool:
    return answer.sw3 in READER_FAULTS or (command == STATUS and answer.sw3 != Sw3.OK)


def _holder_in(answer: Answer) -> Holder:
    content = split_content(answer.data)
    if content is None:
        raise ContentError(f"{len(answer.data)} bytes, and their lengths do not add up")
    return holder_of(split_block(content.text))


def _identity(holder: Holder, today: dt.date) -> IdentityCard:
    return IdentityCard(
        document=str(holder.document),
        age_band=AgeBand.of(holder.born, today),
        name=holder.name,
        number=holder.number,
        sex=holder.sex,
        valid_to=holder.valid_to,
    )

"""The multi-function reader, as far as it reads identity cards: once each, and says who it is."""

import asyncio
import logging
from functools import partial

from drivers.contract import (
    CardRead,
    CardTrouble,
    CardTroubled,
    Context,
    Declaration,
    DeviceSilentError,
    Finding,
    Health,
    IdentityReader,
    Kind,
    LineSettings,
    Wire,
)
from drivers.conversation import Conversation
from drivers.reader.content import text_in
from drivers.reader.holder import holder_of
from drivers.reader.identity import identity_of, trouble_of
from drivers.reader.lying import LyingCard
from drivers.reader.mfreader import self_test
from drivers.reader.mfreader.codec import MfDecoder
from drivers.reader.mfreader.frames import (
    BEEP,
    READ_ALL,
    READ_TEXT,
    RESET,
    VERSION,
    Answer,
    Command,
    Frame,
    encode,
    may_answer,
)
from drivers.reader.mfreader.last_card import LastCard
from drivers.reader.mfreader.options import MfOptions
from drivers.reader.mfreader.words import (
    STATUS_FOUND,
    STATUS_NO_CARD,
    STATUS_READ_OK,
    STATUSES_AT_FAULT,
    STATUSES_HEARD_WRONGLY,
    meaning_of,
)
from drivers.reader.text_block import Document, TextBlockError, split_block
from drivers.wire import Side

logger = logging.getLogger(__name__)


class MfReader(IdentityReader):
    """Reads identity cards through a multi-function reader. Not yet verified on hardware.

    One command finds, selects and reads. Whether a card is found again after that is not published:
    the same card is reported once either way. Chip cards are left to the PC/SC reader, and nothing
    is asked of one here.
    """

    declaration = Declaration(
        kind=Kind.READER,
        protocol="mfreader",
        title="Multi-function reader, STX/ETX serial",
        options=MfOptions,
        line=LineSettings(baudrate=115200),
        capabilities=frozenset(Document),
    )
    options: MfOptions

    def __init__(self, wire: Wire, options: MfOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._conversation: Conversation[Frame] = Conversation(
            wire, partial(MfDecoder, Side.DEVICE)
        )
        self._read = READ_TEXT if options.part == "text" else READ_ALL
        self._lying = LyingCard(options.card_attempts_max, options.left_after_s)
        self._last = LastCard()
        self._at_card = asyncio.Lock()  # held while a card is looked for and read
        self._fault = ""

    async def run(self) -> None:
        """Report health and cards until the wire is lost. Raises `WireLostError`."""
        await self._until_it_answers()
        while True:
            try:
                async with self._at_card:
                    await self._look_for_card()
            except DeviceSilentError:
                await self._until_it_answers()
                await self._forget_what_was_read()
            await self._pause()

    async def self_test(self) -> list[Finding]:
        """Ask for the version, have it beep, and look for a card once, which is then reported."""
        async with self._at_card:
            return [
                self_test.of_version(await self._ask(VERSION)),
                self_test.of_beep(await self._ask(BEEP)),
                self_test.of_search(await self._look_for_card()),
            ]

    async def _pause(self) -> None:
        await self._conversation.listen(self.options.poll_interval_s)

    async def _until_it_answers(self) -> None:
        while True:
            try:
                await self._ask(VERSION)
            except DeviceSilentError as silence:
                self._fault = ""
                self.report_health(Health.OFFLINE, str(silence))
                await self._pause()
            else:
                self._report_health()
                return

    async def _forget_what_was_read(self) -> None:
        # The answer that was lost may have been a card's text: the reader would take that card for
        # read and might not find it again before it is lifted. After a reset it does.
        self._last.reader_was_reset()
        try:
            await self._ask(RESET)
        except DeviceSilentError:
            await self._until_it_answers()

    # --- a card ---

    async def _look_for_card(self) -> Answer:
        answer = await self._ask(self._read)
        self._fault = _said(answer) if answer.status in STATUSES_AT_FAULT else ""
        self._report_health()
        if answer.status == STATUS_READ_OK:
            self._take(answer)
        elif answer.status == STATUS_NO_CARD:
            self._last.nothing_found(_now_s())
            self._tell(self._lying.nothing_found(_now_s()))
        elif answer.status != STATUS_FOUND and not self._fault:
            self._tell(self._lying.failed(_said(answer), _now_s()))
        return answer

    def _take(self, answer: Answer) -> None:
        if not self._last.is_new(answer.payload):
            if self._lying.left_is_due(_now_s()):
                self.context.report(CardTroubled(CardTrouble.LEFT))
            return
        try:
            text = split_block(text_in(answer.payload))
            card = identity_of(holder_of(text), self.context.today())
        except TextBlockError as error:
            self._lying.read(_now_s(), accepted=False)
            self._tell(CardTroubled(trouble_of(error), str(error)))
            return
        self._lying.read(_now_s())
        self.context.report(CardRead(card))

    def _tell(self, trouble: CardTroubled | None) -> None:
        if trouble is not None:
            logger.warning("identity card not accepted: %s", trouble.detail)
            self.context.report(trouble)

    # --- asking ---

    def _report_health(self) -> None:
        if self._fault:
            self.report_health(Health.HARDWARE_ERROR, self._fault)
        else:
            self.report_health(Health.ONLINE)

    async def _ask(self, command: Command) -> Answer:
        for _attempt in range(self.options.attempts_max):
            answer = await self._ask_once(command)
            if answer.status not in STATUSES_HEARD_WRONGLY:
                break
        return answer

    async def _ask_once(self, command: Command) -> Answer:
        # A read that was not answered may have been done all the same: it is not just repeated.
        is_read = command is self._read
        return await self._conversation.ask(
            encode(command),
            partial(_accept, command),
            within_s=self.options.read_timeout_s if is_read else self.options.reply_timeout_s,
            attempts_max=1 if is_read else self.options.attempts_max,
        )


def _accept(command: Command, frame: Frame) -> Answer | None:
    return frame if isinstance(frame, Answer) and may_answer(command, frame) else None


def _said(answer: Answer) -> str:
    return f"{meaning_of(answer.status)} ({answer.status:04X})"


def _now_s() -> float:
    return asyncio.get_running_loop().time()

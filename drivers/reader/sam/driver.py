"""The identity card reader: finds the card laid on it, reads it once and says who it is about."""

import asyncio
import logging
from dataclasses import replace

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
from drivers.reader.content import text_in
from drivers.reader.holder import holder_of
from drivers.reader.identity import identity_of, trouble_of
from drivers.reader.lying import LyingCard
from drivers.reader.refusals import SamRefusedError
from drivers.reader.sam import self_test
from drivers.reader.sam.frames import (
    FIND,
    READ,
    READ_ADDRESS,
    RESET,
    SAM_NUMBER,
    SELECT,
    STATUS,
    Answer,
    Command,
)
from drivers.reader.sam.options import SamOptions
from drivers.reader.sam.questions import SamQuestions
from drivers.reader.sw3 import READER_FAULTS, Sw3
from drivers.reader.text_block import Document, TextBlockError, split_block

logger = logging.getLogger(__name__)


class SamReader(IdentityReader):
    """Reads identity cards through a SAM-A reader. Not yet verified on hardware.

    A card that has been read is not found again until it has left: what is found is new. Nation
    and photo are dropped here, the birth date becomes an age band, and the address stays here too
    unless the hall asks for it.
    """

    declaration = Declaration(
        kind=Kind.READER,
        protocol="sam",
        title="Identity card reader, SAM-A serial",
        options=SamOptions,
        line=LineSettings(baudrate=115200),
        capabilities=frozenset({*Document, "address"}),
    )
    options: SamOptions

    def __init__(self, wire: Wire, options: SamOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._sam = SamQuestions(wire, options)
        self._lying = LyingCard(options.card_attempts_max, options.left_after_s)
        self._at_card = asyncio.Lock()  # held from finding a card to the end of reading it
        self._refused: dict[Command, str] = {}
        self._read_unheard = False
        self._tells_left = True

    async def run(self) -> None:
        """Report health and cards until the wire is lost. Raises `WireLostError`."""
        while True:
            try:
                await self._serve()
            except DeviceSilentError as silence:
                self._refused.clear()
                self.report_health(Health.OFFLINE, str(silence))
            await self._pause()

    async def self_test(self) -> list[Finding]:
        """Ask for the SAM's status and number, and look for a card once."""
        async with self._at_card:
            return [
                self_test.of_status(await self._ask(STATUS)),
                self_test.of_number(await self._sam.ask(SAM_NUMBER)),
                self_test.of_search(await self._ask(FIND)),
            ]

    async def _serve(self) -> None:
        await self._make_contact()
        while True:
            async with self._at_card:
                await self._look_for_card()
            await self._pause()

    async def _pause(self) -> None:
        await self._sam.rest(self.options.poll_interval_s)

    async def _make_contact(self) -> None:
        while (await self._ask(STATUS)).sw3 != Sw3.OK:
            await self._pause()
        self._tells_left = True
        if self._read_unheard:
            # The SAM may take a card for read whose text never arrived, and would not find it
            # again before it is lifted: after a reset it does.
            self._read_unheard = False
            await self._sam.ask(RESET)

    async def _look_for_card(self) -> None:
        answer = await self._ask(FIND)
        if answer.sw3 == Sw3.CARD_FOUND:
            await self._read_card()
        elif answer.sw3 == Sw3.FIND_FAILED:
            self._tell(self._lying.nothing_found(_now_s()))
            await self._see_whether_it_was_left()

    # --- a card is there ---

    async def _read_card(self) -> None:
        try:
            answer = await self._select_and_read()
        except SamRefusedError as refusal:
            # A reader at fault says so by its health: it is not the card's.
            if refusal.sw3 not in READER_FAULTS:
                self._tell(self._lying.failed(str(refusal), _now_s()))
        except DeviceSilentError as silence:
            self._tell(self._lying.failed(str(silence), _now_s()))
            await self._make_contact()
        else:
            await self._take(answer)

    async def _select_and_read(self) -> Answer:
        _good(await self._ask(SELECT))
        self._read_unheard = True
        answer = await self._ask(READ)
        self._read_unheard = False
        return _good(answer)

    async def _take(self, answer: Answer) -> None:
        try:
            text = split_block(text_in(answer.data))
            card = identity_of(holder_of(text), self.context.today())
        except TextBlockError as error:
            self._lying.read(_now_s(), accepted=False)
            self._tell(CardTroubled(trouble_of(error), str(error)))
            return
        if self.options.with_address and "address" in text.fields:
            card = replace(card, address=await self._address(text.fields["address"]))
        self._lying.read(_now_s())
        self.context.report(CardRead(card))

    async def _address(self, printed: str) -> str:
        """Return the newest address; nothing where it may be another than the printed one."""
        try:
            answer = await self._sam.ask(READ_ADDRESS)
        except DeviceSilentError:
            return ""
        if answer.sw3 == Sw3.OK:
            return answer.data.decode("utf-16-le", errors="replace").strip(" \0")
        return printed if answer.sw3 == Sw3.NO_SUCH_CONTENT else ""

    async def _see_whether_it_was_left(self) -> None:
        # The newest address is told without a new search while the card that was read is there:
        # that there is one, or that there is none, can only be known of a card that still lies.
        if not self._lying.left_is_due(_now_s()) or not self._tells_left:
            return
        try:
            answer = await self._sam.ask(READ_ADDRESS)
        except DeviceSilentError:
            self._tells_left = False
            return
        if answer.sw3 in (Sw3.OK, Sw3.NO_SUCH_CONTENT):
            self.context.report(CardTroubled(CardTrouble.LEFT))

    def _tell(self, trouble: CardTroubled | None) -> None:
        if trouble is not None:
            logger.warning("identity card not accepted: %s", trouble.detail)
            self.context.report(trouble)

    # --- asking ---

    async def _ask(self, command: Command) -> Answer:
        """Return the reader's answer and report what it tells of the reader's health."""
        answer = await self._sam.ask(command)
        if _is_fault(command, answer):
            self._refused[command] = str(SamRefusedError(answer.sw3))
        else:
            self._refused.pop(command, None)
        # Finding may work where reading does not: the reader is well when nothing is refused.
        if self._refused:
            self.report_health(Health.HARDWARE_ERROR, next(iter(self._refused.values())))
        else:
            self.report_health(Health.ONLINE)
        return answer


def _is_fault(command: Command, answer: Answer) -> bool:
    return answer.sw3 in READER_FAULTS or (command == STATUS and answer.sw3 != Sw3.OK)


def _good(answer: Answer) -> Answer:
    if answer.sw3 != Sw3.OK:
        raise SamRefusedError(answer.sw3)
    return answer


def _now_s() -> float:
    return asyncio.get_running_loop().time()

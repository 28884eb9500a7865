"""One connection of the link: does what the outbox decides, until the broker is lost."""

import asyncio
import base64
import contextlib
import logging
from typing import Literal

from edge.api import shapes
from edge.client import HallError
from sync import topics
from sync.batch import pack
from sync.broker import Broker, Message
from sync.envelope import (
    COMMAND_MAX_BYTES,
    Ack,
    BatchHeader,
    CommandMessage,
    Fetch,
    GarbageError,
    Hello,
    LibraryMessage,
    Welcome,
    decode,
    encode,
)
from sync.link.fetching import Ask, Fetching, Hand, Idle, Tell, Wanted
from sync.link.hall import Hall
from sync.link.reading import FactReader, MissingFactsError
from sync.link.status import LinkStatus, Part
from sync.outbox import Check, Confirm, Greet, Outbox, Rest, Send, Step
from sync.piece import read_piece
from sync.window import Flight

_log = logging.getLogger(__name__)

# More than headquarters has under way at once; what is too much is said again.
_COMMANDS_MAX = 64
_TRY_AGAIN_STATUS = 500

Reason = Literal["restored", "diverged"]


class Session:
    """Greets headquarters and sends it what the journal of `hall` has.

    Single-minded: one step at a time, each decided by the outbox. Beside it, one task hears
    headquarters and one hears of new facts; both only change what the outbox knows, and wake it.
    """

    def __init__(
        self,
        hall: Hall,
        broker: Broker,
        outbox: Outbox,
        fetching: Fetching,
        reader: FactReader,
        status: LinkStatus,
        versions: dict[str, str],
    ) -> None:
        self._hall = hall
        self._broker = broker
        self._outbox = outbox
        self._fetching = fetching
        self._reader = reader
        self._status = status
        self._versions = versions
        self._news = asyncio.Event()
        self._commands: dict[str, CommandMessage] = {}

    async def run(self) -> None:
        """Work until `BrokerLostError`, which comes in an exception group."""
        await self._broker.subscribe(topics.down_filter(self._status.hall))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._follow())
            await self._work()

    # --- what comes in ------------------------------------------------------------------------

    async def _listen(self) -> None:
        async for message in self._broker.messages():
            try:
                self._hear(message)
            except GarbageError as error:
                _log.warning("headquarters said something that cannot be read: %s", error)
            self._news.set()

    def _hear(self, message: Message) -> None:
        now_s = _now_s()
        if message.topic == topics.down(self._status.hall, "welcome"):
            welcome = decode(message.payload, Welcome)
            if welcome.session == self._status.session:
                self._outbox.hear_welcome(welcome, now_s)
                self._status.answered(welcome.hq_ms)
        elif message.topic == topics.down(self._status.hall, "ack"):
            ack = decode(message.payload, Ack)
            self._outbox.hear_ack(ack, now_s)
            self._status.answered(ack.hq_ms)
            self._note_refusal(ack)
        elif message.topic == topics.down(self._status.hall, "command"):
            self._hear_command(message.payload)
        elif message.topic == topics.down(self._status.hall, "library"):
            self._fetching.hear_library(decode(message.payload, LibraryMessage))
        elif message.topic == topics.down(self._status.hall, "piece"):
            hall, piece = read_piece(message.payload)
            if hall == self._status.hall:
                self._fetching.hear_piece(piece, now_s)

    def _hear_command(self, payload: bytes) -> None:
        try:
            command = decode(payload, CommandMessage, COMMAND_MAX_BYTES)
        except GarbageError:
            self._status.refused("garbage")
            raise
        if command.command in self._commands or len(self._commands) < _COMMANDS_MAX:
            self._commands[command.command] = command

    def _note_refusal(self, ack: Ack) -> None:
        if ack.epoch != self._outbox.epoch:
            return
        if ack.refused is not None:
            refused = f"headquarters refuses fact {ack.refused.seq}: {ack.refused.reason}"
            self._status.trouble("journal", refused)
        elif ack.resume is None:
            self._status.well("journal")

    async def _follow(self) -> None:
        """Wake up when the journal grows. The events are a signal; the facts are read."""
        while True:
            try:
                state = await self._state()
                same = state.epoch == self._outbox.epoch
                self._grown(state.last, state.acked if same else None)
                async for event in self._hall.events(after=state.last):
                    self._grown(event.seq)
            except HallError as error:
                self._status.trouble("hall", str(error))
            await asyncio.sleep(self._outbox.patience.timing.pause_base_s)

    def _grown(self, newest: int, told: int | None = None) -> None:
        self._outbox.grown(newest, told)
        self._news.set()

    # --- what goes out ------------------------------------------------------------------------

    async def _work(self) -> None:
        while True:
            self._news.clear()
            step = self._outbox.next_step(_now_s())
            try:
                # Facts first; and nothing is asked of a hall that may have to renew its epoch.
                if self._outbox.is_sending and isinstance(step, Rest):
                    await self._beside_facts(step)
                else:
                    await self._do(step)
            except HallError as error:
                self._failed("hall", error)
            except MissingFactsError as error:
                self._failed("journal", error)

    def _failed(self, part: Part, error: Exception) -> None:
        self._status.trouble(part, str(error))
        self._outbox.failed(_now_s())

    async def _do(self, step: Step) -> None:
        match step:
            case Greet(greeting):
                await self._greet(greeting)
            case Check():
                await self._check(step)
            case Send():
                await self._send(step)
            case Confirm():
                await self._confirm(step)
            case Rest(until_s):
                await self._rest(until_s)

    async def _greet(self, greeting: int) -> None:
        state = await self._state()
        self._outbox.greeted(state.epoch, state.last, state.acked, _now_s())
        hello = Hello(
            session=self._status.session,
            greeting=greeting,
            versions=self._versions,
            **state.model_dump(),
        )
        await self._say("hello", encode(hello))

    async def _check(self, step: Check) -> None:
        state = await self._state()
        if state.epoch != self._outbox.epoch:
            raise MissingFactsError(f"the journal is now {state.epoch}")
        if step.upto > state.last:
            await self._renew("restored")
        elif await self._head_at(step.upto, state) != step.head:
            await self._renew("diverged")
        else:
            self._outbox.checked()
            if step.upto >= state.last:
                self._status.well("journal")

    async def _state(self) -> shapes.SyncState:
        state = await self._hall.sync_state()
        self._status.well("hall")
        return state

    async def _head_at(self, seq: int, state: shapes.SyncState) -> str:
        if seq == state.last:
            return state.head
        bases = {first - 1: base for first, base in (*state.lineage, (state.first, state.base))}
        if seq in bases:
            return bases[seq]
        page = await self._hall.sync_facts(seq - 1, 1)
        if not page.facts or page.facts[0][0] != seq:
            raise MissingFactsError(f"the journal has no fact {seq}, where headquarters is")
        return str(page.facts[0][-1])

    async def _send(self, step: Send) -> None:
        facts = await self._reader.batch(self._outbox.epoch, step.after)
        if not self._outbox.still_wants(step):
            return
        header = BatchHeader(
            hall=self._status.hall,
            epoch=self._outbox.epoch,
            first=facts[0].seq,
            last=facts[-1].seq,
            n=len(facts),
            newest=max(self._outbox.newest, facts[-1].seq),
        )
        payload = pack(header, [fact.json for fact in facts])
        self._outbox.sent(Flight(header.first, header.last, _now_s()))
        await self._say("facts", payload)

    async def _confirm(self, step: Confirm) -> None:
        ack = shapes.SyncAck(epoch=self._outbox.epoch, upto=step.upto, head=step.head)
        try:
            await self._hall.acknowledge(ack)
        except HallError as error:
            if error.code != "chain_mismatch":
                raise
            await self._renew("diverged")
        else:
            self._outbox.confirmed(step, _now_s())

    async def _pass_on(self, command: CommandMessage) -> None:
        """Have the hall take a command. What it does not take now is said again."""
        try:
            taken = await self._hall.command(shapes.NewCommand(**command.model_dump(exclude={"v"})))
        except HallError as error:
            self._status.refused(error.code)
        else:
            self._status.took(taken.result)

    # --- what goes on where there are no facts to send -----------------------------------------

    async def _beside_facts(self, rest: Rest) -> None:
        if self._commands:
            await self._pass_on(self._commands.pop(next(iter(self._commands))))
            return
        match self._fetching.next_move(_now_s()):
            case Idle(until_s):
                times = [at for at in (rest.until_s, until_s) if at is not None]
                await self._rest(min(times, default=None))
            case Ask() as question:
                self._fetching.asked(question, _now_s())
                fetch = Fetch(
                    hall=self._status.hall,
                    hash=question.hash,
                    offset=question.offset,
                    count=question.count,
                )
                await self._say("fetch", encode(fetch))
            case Tell() | Hand() as move:
                await self._pass_on_documents(move)

    async def _pass_on_documents(self, move: Tell | Hand) -> None:
        try:
            if isinstance(move, Tell):
                told = shapes.LibraryTold(**move.library.model_dump(exclude={"v"}))
                wants = await self._hall.library(told)
            else:
                data = base64.b64encode(move.piece.data).decode()
                piece = shapes.LibraryPiece(
                    hash=move.piece.hash, offset=move.piece.offset, data=data
                )
                wants = await self._hall.library_piece(piece)
        except HallError as error:
            self._status.trouble("documents", str(error))
            if error.status >= _TRY_AGAIN_STATUS or error.status == 0:
                self._fetching.failed(_now_s())
            else:
                self._fetching.refused()
        else:
            self._status.well("documents")
            self._fetching.handed([Wanted(**want.model_dump()) for want in wants.wants])

    async def _renew(self, reason: Reason) -> None:
        epoch = self._outbox.epoch
        _log.warning("headquarters holds another journal of this hall: %s", reason)
        await self._hall.renew_epoch(shapes.EpochRenewal(epoch=epoch, reason=reason))
        # Through the pause of a failure, so that no answer can make the hall renew in a tight loop.
        self._outbox.failed(_now_s())

    async def _say(self, what: str, payload: bytes) -> None:
        await self._broker.publish(Message(topics.up(self._status.hall, what), payload))

    async def _rest(self, until_s: float | None) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until_s):
                await self._news.wait()


def _now_s() -> float:
    return asyncio.get_running_loop().time()

"""The SSI scanner: acknowledges each code, reports it once, and is asked whether it is there."""

import asyncio
from dataclasses import dataclass

from drivers.contract import (
    Context,
    Declaration,
    DeviceRefusedError,
    Finding,
    Kind,
    LineSettings,
    Wire,
)
from drivers.scanner.asked import AskedScanner, require_above_zero
from drivers.scanner.codes import CodeReporter
from drivers.scanner.listening import Listener
from drivers.scanner.ssi.assembly import Assembler
from drivers.scanner.ssi.code_types import SYMBOLOGY_OF
from drivers.scanner.ssi.codec import BAD_CHECKSUM, SsiDecoder
from drivers.scanner.ssi.packets import (
    CAUSE_MEANINGS,
    Cause,
    Frame,
    Opcode,
    Packet,
    Status,
    Wakeup,
    ack,
    encode,
    nak,
    send_packeted,
)
from drivers.wire import Noise, Side

# What a scanner says in answer to something: the answer acknowledges, and is not acknowledged.
_REPLIES = frozenset(
    {
        Opcode.ACK,
        Opcode.NAK,
        Opcode.REPLY_REVISION,
        Opcode.CAPABILITIES_REPLY,
        Opcode.PARAM_SEND,
    }
)
# At most so often is a broken packet asked for again: a flood is not to be answered.
_COMPLAIN_EVERY_S = 1.0
_SHORT_HIGH_BEEP = b"\x00"


@dataclass(frozen=True, slots=True)
class SsiOptions:
    """How the scanner is kept, and what counts as once.

    `hold_s`: the same code read again within it is still the same one held there.
    `repeat_window_s`: how long a scanner goes on repeating what was not acknowledged (three times,
    2 s apart as delivered). `packeted`: have codes sent in packets, where that is not stored in the
    scanner. `host_trigger`: the scanner waits to be triggered, and is triggered again after each
    code and every `poll_interval_s`. `wake_up_s`: pause after a wake-up before each question, 0.02
    at least for a scanner in low power mode; 0 wakes nobody. `pause_s`: a packet that stops for so
    long is broken.
    """

    hold_s: float = 2.0
    repeat_window_s: float = 10.0
    packeted: bool = True
    host_trigger: bool = False
    wake_up_s: float = 0.0
    pause_s: float = 0.3
    poll_interval_s: float = 5.0
    reply_timeout_s: float = 1.0
    attempts_max: int = 3

    def __post_init__(self) -> None:
        times = ("hold_s", "repeat_window_s", "pause_s", "poll_interval_s", "reply_timeout_s")
        require_above_zero(self, *times, "attempts_max")
        if self.wake_up_s < 0:
            raise ValueError(f"wake_up_s: {self.wake_up_s:g} is below 0")


class SsiScanner(AskedScanner[Frame]):
    """Reads codes through a scanner that speaks SSI. Not yet verified on hardware.

    Every code is acknowledged, also one that was said before: then only the acknowledgement was
    lost. Nothing that is set in the scanner outlives its power, and none of it wears its memory.
    """

    declaration = Declaration(
        kind=Kind.SCANNER,
        protocol="ssi",
        title="Symbol and Zebra scanner, SSI",
        options=SsiOptions,
        line=LineSettings(baudrate=9600),
        capabilities=frozenset({"trigger", "symbology"}),
    )
    options: SsiOptions

    def __init__(self, wire: Wire, options: SsiOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._codes = CodeReporter(context.report, options.hold_s)
        self._assembler = Assembler(options.repeat_window_s)
        decoder = SsiDecoder(Side.DEVICE)
        self._listener = Listener(wire, decoder, self._hear, options.pause_s)
        self._scanning = True
        self._set_up = False
        self._revision = ""
        self._complained_s = float("-inf")

    async def set_scanning(self, on: bool) -> None:
        """Have it look for codes, or rest. Raises `DeviceSilentError`, `DeviceRefusedError`."""
        self._scanning = on
        await self._obey()

    async def self_test(self) -> list[Finding]:
        """Ask for its revision, have it beep once, and say what it was set to."""
        await self._greet()
        await self._order(Packet(Opcode.BEEP, _SHORT_HIGH_BEEP))
        looking = "looks for codes" if self._scanning else "rests"
        return [
            Finding(True, f"the scanner answers; its revision is {self._revision or 'not told'}"),
            Finding(True, "it was told to beep once: a short high tone"),
            Finding(True, f"it {looking}; codes since the port was opened: {self._codes.count}"),
        ]

    # --- keeping it ---

    async def _greet(self) -> None:
        answer = await self._ask_for(Packet(Opcode.REQUEST_REVISION), Opcode.REPLY_REVISION)
        if answer.opcode == Opcode.REPLY_REVISION:
            self._revision = answer.data.decode("ascii", errors="replace")
        if not self._set_up:
            # Before, and not after: what is heard meanwhile may show that it has forgotten again.
            self._set_up = True
            if self.options.packeted:
                await self._order(send_packeted())
            await self._obey()
        elif self.options.host_trigger and self._scanning:
            await self._order(Packet(Opcode.START_SESSION))

    def _lose_contact(self) -> None:
        self._set_up = False

    async def _obey(self) -> None:
        triggered = self.options.host_trigger
        if self._scanning:
            await self._order(Packet(Opcode.SCAN_ENABLE))
        if triggered:
            session = Opcode.START_SESSION if self._scanning else Opcode.STOP_SESSION
            await self._order(Packet(session))
        if not self._scanning:
            await self._order(Packet(Opcode.SCAN_DISABLE))

    async def _order(self, packet: Packet) -> None:
        answer = await self._ask_for(packet, Opcode.ACK)
        if answer.opcode == Opcode.NAK:
            cause = _cause_of(answer)
            meaning = CAUSE_MEANINGS[cause] if cause else "it does not say why"
            reason = answer.data.hex().upper()
            raise DeviceRefusedError(f"NAK {reason}", f"{_name(packet)} was refused: {meaning}")

    async def _ask_for(self, packet: Packet, reply: Opcode) -> Packet:
        """Return the scanner's `reply`, or the NAK by which it refuses."""

        def accept(frame: Frame) -> Packet | None:
            if isinstance(frame, Packet) and frame.opcode in (reply, Opcode.NAK):
                return frame
            return None

        for _attempt in range(self.options.attempts_max):
            if self.options.wake_up_s:
                await self._listener.tell(encode(Wakeup()))
                await asyncio.sleep(self.options.wake_up_s)
            answer = await self._ask(lambda attempt: encode(_attempted(packet, attempt)), accept)
            if answer.opcode == reply or _cause_of(answer) != Cause.RESEND:
                break
        return answer

    async def _trigger(self) -> None:
        if self.options.host_trigger and self._scanning:
            await self._listener.tell(encode(Packet(Opcode.START_SESSION)))

    # --- hearing ---

    async def _hear(self, item: Frame | Noise) -> None:
        if isinstance(item, Noise):
            await self._hear_noise(item)
        elif isinstance(item, Packet) and item.opcode not in _REPLIES:
            await self._listener.tell(encode(ack()))
            if item.opcode == Opcode.DECODE_DATA:
                await self._hear_code(item)
            else:
                self._set_up = False

    async def _hear_code(self, packet: Packet) -> None:
        now_s = asyncio.get_running_loop().time()
        code = self._assembler.take(packet, now_s) if packet.data else None
        if code is not None:
            self._codes.take(code.data, now_s, SYMBOLOGY_OF.get(code.code_type, ""))
            self._code_was_read.set()

    async def _hear_noise(self, noise: Noise) -> None:
        # A scanner that lost its power says codes as plain text: it is set up anew.
        self._set_up = False
        now_s = asyncio.get_running_loop().time()
        if noise.reason == BAD_CHECKSUM and now_s - self._complained_s >= _COMPLAIN_EVERY_S:
            self._complained_s = now_s
            await self._listener.tell(encode(nak(Cause.RESEND)))


def _attempted(packet: Packet, attempt: int) -> Packet:
    status = packet.status | Status.RETRANSMITTED if attempt else packet.status
    return Packet(packet.opcode, packet.data, packet.side, status)


def _cause_of(answer: Packet) -> Cause | None:
    cause = answer.data[:1]
    return Cause(cause[0]) if cause and cause[0] in set(Cause) else None


def _name(packet: Packet) -> str:
    return Opcode(packet.opcode).name.lower().replace("_", " ")

"""A link whose mind is the real outbox, carried out one step at a time, without a loop."""

from syncfakes import FakeHall, header_of, hello_of, on, rows_of

from edge.api import shapes
from edge.client import HallError
from sync import topics
from sync.batch import pack
from sync.broker import Message
from sync.envelope import Ack, Welcome, decode, encode
from sync.outbox import Check, Confirm, Greet, Outbox, Rest, Send
from sync.pacing import Timing
from sync.window import Flight

HALL = "H-01"
BATCH = 3


def now(coroutine):
    """The result of a call that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waited")


class Link:
    """Carries out what an outbox decides, one step at a time."""

    def __init__(self, hall: FakeHall, session: str, say) -> None:
        self.hall, self.session, self.say = hall, session, say
        self.box = Outbox(Timing(), draw=lambda: 0.5, confirm_every_s=0.5)

    def hear(self, message: Message, now_s: float) -> None:
        if message.topic == topics.down(HALL, "welcome"):
            welcome = decode(message.payload, Welcome)
            if welcome.session == self.session:
                self.box.hear_welcome(welcome, now_s)
        else:
            self.box.hear_ack(decode(message.payload, Ack), now_s)

    def step(self, now_s: float) -> bool:
        self.box.grown(self.hall.last)
        step = self.box.next_step(now_s)
        match step:
            case Greet(greeting):
                self.box.greeted(self.hall.epoch, self.hall.last, self.hall.acked, now_s)
                hello = hello_of(self.hall, self.session, greeting)
                self.say(on(self.hall, "hello", encode(hello)))
            case Check():
                self.check(step, now_s)
            case Send(after):
                self.send(after, now_s)
            case Confirm():
                self.confirm(step, now_s)
        return not isinstance(step, Rest)

    def check(self, step: Check, now_s: float) -> None:
        if self.hall.epoch != self.box.epoch:
            self.box.failed(now_s)
        elif step.upto > self.hall.last:
            self.renew("restored", now_s)
        elif self.hall._hash_at(step.upto).hex() != step.head:
            self.renew("diverged", now_s)
        else:
            self.box.checked()

    def send(self, after: int, now_s: float) -> None:
        last = min(after + BATCH, self.hall.last)
        if self.hall.epoch != self.box.epoch or last <= after:
            self.box.failed(now_s)
            return
        header = header_of(self.hall, after + 1, last)
        self.box.sent(Flight(after + 1, last, now_s))
        self.say(on(self.hall, "facts", pack(header, rows_of(self.hall, after + 1, last))))

    def confirm(self, step: Confirm, now_s: float) -> None:
        ack = shapes.SyncAck(epoch=self.box.epoch, upto=step.upto, head=step.head)
        try:
            now(self.hall.acknowledge(ack))
        except HallError as error:
            if error.code == "chain_mismatch":
                self.renew("diverged", now_s)
            else:
                self.box.failed(now_s)
        else:
            self.box.confirmed(step, now_s)

    def renew(self, reason: str, now_s: float) -> None:
        now(self.hall.renew_epoch(shapes.EpochRenewal(epoch=self.box.epoch, reason=reason)))
        self.box.failed(now_s)

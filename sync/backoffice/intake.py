"""Headquarters' reaction to one message of a hall: store first, then the words to answer with."""

import logging
from typing import Protocol, TypeVar

from sync import topics
from sync.backoffice.inbox import Cursor, Verdict, advanced, contradiction, follow, judge
from sync.backoffice.store import Issue, Store
from sync.batch import HashedRow, split, unpack
from sync.broker import Message
from sync.envelope import (
    NO_HASH,
    Ack,
    BatchHeader,
    Bye,
    Fetch,
    GarbageError,
    Hello,
    LibraryMessage,
    Refusal,
    Welcome,
    decode,
    encode,
)
from sync.piece import Piece, pack_piece

_log = logging.getLogger(__name__)

_GAP_ANSWER_EVERY_MS = 1000


class Intake:
    """Takes messages one after another; what it answers is durable. No clock, no network.

    `credit` is how many batches each hall may have under way.
    """

    def __init__(self, store: Store, credit: int) -> None:
        self._store = store
        self._credit = credit
        self._gaps = _GapAnswers()

    def take(self, message: Message, at: int) -> list[Message]:
        """React to `message` at wall-clock millisecond `at`. Raises `StoreError`."""
        try:
            return self._take(topics.read_up(message.topic), message.payload, at)
        except (topics.UnknownTopicError, GarbageError) as error:
            self._bury(message, error, at)
            return []

    def resumption(self, at: int) -> list[Message]:
        """Return how far every hall is: to be said when headquarters is back.

        A link that has been pausing takes it as a sign to greet again.
        """
        return [_said(hall, _ack(epoch, at, now)) for hall, epoch, now in self._store.journals()]

    def offers(self, at: int) -> list[Message]:
        """Return what halls are to be told and asked now. Raises `StoreError`."""
        commands = [
            Message(topics.down(each.hall, "command"), each.payload)
            for each in self._store.offer(at)
        ]
        return [*commands, *(_library(library) for library in self._store.announce())]

    def next_offer_at(self, at: int) -> int | None:
        """Return when there is something to offer next; None while there is nothing."""
        return self._store.next_offer_at(at)

    def _take(self, topic: topics.UpTopic, payload: bytes, at: int) -> list[Message]:
        match topic.what:
            case "hello":
                hello = _of(topic, decode(payload, Hello))
                return [self._greet(hello, at), *self._documents_for(hello)]
            case "facts":
                header, packed = split(payload)
                ack = self._take_batch(_of(topic, header), packed, at)
                return [] if ack is None else [_said(topic.hall, ack)]
            case "fetch":
                return [self._serve(_of(topic, decode(payload, Fetch)))]
            case "bye":
                self._store.farewell(_of(topic, decode(payload, Bye)), at)
                return []
            case _:
                raise topics.UnknownTopicError(f"halls say nothing called {topic.what!r}")

    def _greet(self, hello: Hello, at: int) -> Message:
        cursor = self._store.greet(hello, at)
        code = contradiction(cursor, hello)
        if code is not None:
            detail = f"headquarters holds {cursor.upto}, the hall {hello.last}"
            self._report(Issue(hello.hall, code, hello.epoch, cursor.upto, detail), at)
        welcome = Welcome(
            session=hello.session,
            greeting=hello.greeting,
            epoch=hello.epoch,
            upto=cursor.upto,
            head=cursor.head.hex(),
            credit=self._credit,
            hq_ms=at,
        )
        return Message(topics.down(hello.hall, "welcome"), encode(welcome))

    def _documents_for(self, hello: Hello) -> list[Message]:
        library = self._store.library(hello.hall)
        if library is None or library.revision == hello.library:
            return []
        return [_library(library)]

    def _serve(self, fetch: Fetch) -> Message:
        piece = Piece(fetch.hash, fetch.offset, self._store.piece(fetch))
        return Message(topics.down(fetch.hall, "piece"), pack_piece(fetch.hall, piece))

    def _take_batch(self, header: BatchHeader, packed: bytes, at: int) -> Ack | None:
        cursor = self._store.cursor(header.hall, header.epoch)
        verdict = judge(cursor, header)
        if cursor is None:
            return _refusal(header, at, Cursor(0, bytes.fromhex(NO_HASH)), "unknown_epoch")
        if verdict is Verdict.DUPLICATE:
            return _ack(header.epoch, at, cursor)
        if verdict is Verdict.GAP:
            return self._gaps.answer(header, cursor, at)
        try:
            rows = unpack(header, packed)
        except GarbageError as error:
            return self._unreadable(header, packed, cursor, error, at)
        return self._keep(header, cursor, rows, at)

    def _keep(self, header: BatchHeader, cursor: Cursor, rows: list[HashedRow], at: int) -> Ack:
        good, broken_at = follow(cursor, rows)
        self._store.append(header, good, at)
        reached = advanced(cursor, good)
        if broken_at is None:
            return _ack(header.epoch, at, reached)
        detail = "the hash of a fact does not follow from the one before"
        self._report(Issue(header.hall, "broken_chain", header.epoch, broken_at, detail), at)
        return _refusal(header, at, reached, "broken_chain")

    def _unreadable(
        self, header: BatchHeader, packed: bytes, cursor: Cursor, error: GarbageError, at: int
    ) -> Ack:
        self._bury(Message(topics.up(header.hall, "facts"), packed), error, at)
        self._report(Issue(header.hall, "unreadable", header.epoch, header.first, str(error)), at)
        return _refusal(header, at, cursor, "unreadable")

    def _report(self, issue: Issue, at: int) -> None:
        _log.warning("hall %s, fact %d: %s: %s", issue.hall, issue.seq, issue.code, issue.detail)
        self._store.report(issue, at)

    def _bury(self, message: Message, error: ValueError, at: int) -> None:
        topic = message.topic[:200]
        _log.warning("a message on %r cannot be read: %s", topic, error)
        self._store.bury(topic, message.payload, str(error), at)


class _GapAnswers:
    """Asks each hall for the missing facts once in a while, not once for every batch behind."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[str, int, int]] = {}

    def answer(self, header: BatchHeader, cursor: Cursor, at: int) -> Ack | None:
        epoch, upto, asked_at = self._asked.get(header.hall, ("", 0, 0))
        if (epoch, upto) == (header.epoch, cursor.upto) and at - asked_at < _GAP_ANSWER_EVERY_MS:
            return None
        self._asked[header.hall] = (header.epoch, cursor.upto, at)
        return _ack(header.epoch, at, cursor).model_copy(update={"resume": cursor.upto + 1})


class _FromHall(Protocol):
    @property
    def hall(self) -> str: ...


SaidT = TypeVar("SaidT", bound=_FromHall)


def _of(topic: topics.UpTopic, said: SaidT) -> SaidT:
    """Brokers check who may use a topic, so what a message says of its hall must agree with it."""
    if said.hall != topic.hall:
        raise GarbageError("the message names another hall than its topic")
    return said


def _ack(epoch: str, at: int, cursor: Cursor) -> Ack:
    return Ack(epoch=epoch, upto=cursor.upto, head=cursor.head.hex(), hq_ms=at)


def _refusal(header: BatchHeader, at: int, cursor: Cursor, reason: str) -> Ack:
    refusal = Refusal.model_validate({"seq": max(header.first, cursor.upto + 1), "reason": reason})
    return _ack(header.epoch, at, cursor).model_copy(update={"refused": refusal})


def _library(library: LibraryMessage) -> Message:
    return Message(topics.down(library.hall, "library"), encode(library))


def _said(hall: str, ack: Ack) -> Message:
    return Message(topics.down(hall, "ack"), encode(ack))

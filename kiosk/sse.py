"""Server-sent events: one screen's states as a stream that a browser resumes by itself."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

from starlette.responses import StreamingResponse

from kiosk.audience import Audience, Seat, SeatLostError

# A browser does not notice a line that died; it does notice that the beat has stopped.
_BEAT_S = 10.0
_RETRY_MS = 1000

Message = dict[str, Any]
MessageT = TypeVar("MessageT")


def live(
    audience: Audience[Message], first: Message, number: str, beat: Callable[[], Message]
) -> StreamingResponse:
    """Answer with `first` at once and then every state published to `audience`.

    Every state is whole, so that a browser that comes back needs nothing of what it missed;
    `number` names the field that goes out as the event's id.
    """
    stream = _stream(audience, first, lambda message: state_event(message, number), beat)
    return StreamingResponse(stream, media_type="text/event-stream")


def live_events(
    audience: Audience[bytes], first: bytes, beat: Callable[[], Message]
) -> StreamingResponse:
    """Do as `live`, with states that are events already: written once, however many watch."""
    stream = _stream(audience, first, bytes, beat)
    return StreamingResponse(stream, media_type="text/event-stream")


def state_event(message: Message, number: str) -> str:
    """Return a state as the event that tells it."""
    return f"id: {message[number]}\n" + _event("state", message)


async def _stream(
    audience: Audience[MessageT],
    first: MessageT,
    write: Callable[[MessageT], str | bytes],
    beat: Callable[[], Message],
) -> AsyncIterator[str | bytes]:
    yield f"retry: {_RETRY_MS}\n\n"
    with audience.seat(first) as seat:
        while True:
            try:
                message = await _next(seat)
            except SeatLostError:
                return
            yield _event("beat", beat()) if message is None else write(message)


async def _next(seat: Seat[MessageT]) -> MessageT | None:
    try:
        async with asyncio.timeout(_BEAT_S):
            return await seat.next()
    except TimeoutError:
        return None


def _event(name: str, content: Message) -> str:
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"

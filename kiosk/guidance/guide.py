"""What the screens say: sentences by an address that tells nothing, and a few sounds kept."""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.guidance.spoken import spoken

_SENTENCES_MAX = 200
_SOUNDS_BYTES_MAX = 16 * 1024 * 1024
_PACE, _PACE_SLOW = 165, 120  # words a minute; whoever wants large type is spoken to slowly


class Voice(Protocol):
    """Whatever reads aloud."""

    async def wav(self, words: str, language: str, words_per_minute: int) -> bytes:
        """Return `words` spoken, as a WAV; empty where they cannot be said."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said, in which language, how fast."""

    words: str
    language: str
    words_per_minute: int


class Guide:
    """Sentences and sounds of all screens. The oldest are forgotten when there are too many."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        # Nobody can guess from an address what was said, or find out by trying sentences.
        self._salt = secrets.token_bytes(16)
        self._sentences: OrderedDict[str, Sentence] = OrderedDict()
        self._sounds: OrderedDict[str, bytes] = OrderedDict()
        self._making: dict[str, asyncio.Future[bytes]] = {}

    def address(self, html: str, language: str, *, slow: bool) -> str:
        """Return where the sound of a page will be; empty for one that says nothing."""
        words = spoken(html)
        if not words:
            return ""
        sentence = Sentence(words, language, _PACE_SLOW if slow else _PACE)
        name = hashlib.blake2b(repr(sentence).encode(), key=self._salt, digest_size=16).hexdigest()
        self._sentences[name] = sentence
        self._sentences.move_to_end(name)
        while len(self._sentences) > _SENTENCES_MAX:
            self._sentences.popitem(last=False)
        return f"/voice/{name}.wav"

    async def sound(self, name: str) -> bytes:
        """Return the sound of a sentence; empty for one that nobody says now, or nobody can."""
        if name in self._sounds:
            self._sounds.move_to_end(name)
            return self._sounds[name]
        sentence = self._sentences.get(name)
        if sentence is None:
            return b""
        return await self._made(name, sentence)

    async def _made(self, name: str, sentence: Sentence) -> bytes:
        if name in self._making:  # two screens say the same: it is spoken once
            return await asyncio.shield(self._making[name])
        making = self._making[name] = asyncio.get_running_loop().create_future()
        try:
            sound = await self._voice.wav(
                sentence.words, sentence.language, sentence.words_per_minute
            )
            self._keep(name, sound)
        finally:
            del self._making[name]
            if not making.done():
                making.set_result(self._sounds.get(name, b""))
        return sound

    def _keep(self, name: str, sound: bytes) -> None:
        if not sound:
            return
        self._sounds[name] = sound
        while sum(map(len, self._sounds.values())) > _SOUNDS_BYTES_MAX:
            self._sounds.popitem(last=False)

    def route(self) -> Route:
        """Return where browsers fetch the sounds."""
        return Route("/voice/{name}.wav", self._answer)

    async def _answer(self, request: Request) -> Response:
        sound = await self.sound(request.path_params["name"])
        if not sound:
            return Response(status_code=404)
        return Response(sound, media_type="audio/wav")

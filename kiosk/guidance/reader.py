"""The process that reads aloud: started when first needed, and again when it has ended."""

import asyncio
import importlib.util
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence

_log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "drivers.voice.aloud")
_LENGTH_BYTES = 4
_WAV_BYTES_MAX = 4 * 1024 * 1024
# The first sentence waits for the library; none takes this long on a small board.
_SENTENCE_MAX_S = 15.0


def is_installed() -> bool:
    """Return whether there is a voice: the extra `voice`."""
    return importlib.util.find_spec("espeakng_loader") is not None


class Reader:
    """One voice, one sentence at a time. Whoever asks meanwhile waits for their turn."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def wav(self, words: str, language: str, words_per_minute: int) -> bytes:
        """Return `words` spoken, as a WAV; empty where they cannot be said. Raises nothing."""
        asked = {"words": words, "language": language, "words_per_minute": words_per_minute}
        async with self._turn:
            try:
                async with asyncio.timeout(_SENTENCE_MAX_S):
                    return await self._answer(json.dumps(asked))
            except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
                _log.warning("a sentence was not said: %s", type(error).__name__)
                await self._end()
                return b""
            except asyncio.CancelledError:
                await self._end()  # its answer would be taken for the next one's
                raise

    async def close(self) -> None:
        """End the process."""
        await self._end()

    async def _answer(self, line: str) -> bytes:
        process = await self._running()
        # Both are pipes: `_running` has made them so.
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(line.encode() + b"\n")
        await process.stdin.drain()
        length = int.from_bytes(await process.stdout.readexactly(_LENGTH_BYTES), "big")
        if length > _WAV_BYTES_MAX:
            raise ValueError(length)
        return await process.stdout.readexactly(length)

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
            )
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        await process.wait()

"""The clip bank: every clip the hall has, in memory, from a directory of WAV files.

A site may put its own recordings there; whatever file is there is never written over. What is
missing is rendered, once, in one batch. Nobody waits for the disk on the event loop.
"""

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path

from drivers.voice.clips.concat import wav_of
from drivers.voice.clips.files import clip_path, write_new
from drivers.voice.clips.recordings import read_clips
from drivers.voice.clips.renderer import Renderer
from drivers.voice.clips.sounds import gong, pause
from drivers.voice.parts import GONG, OWN_SOUNDS, PAUSE

_log = logging.getLogger(__name__)

_BATCHES_MAX = 3  # two crashes cost two clips; a third is no fault of a clip
_NAMED_MAX = 5


class ClipBank:
    """Clips by part. Without a directory it has the hall's own sounds and nothing else.

    `own` are the parts that the hall has recorded itself; `unfit` is what is wrong with files that
    cannot be used, by their path.
    """

    def __init__(self, directory: Path | None, renderer: Renderer | None) -> None:
        self.own: set[str] = set()
        self.unfit: dict[Path, str] = {}
        self._directory = directory
        self._renderer = renderer
        self._clips = {GONG: gong(), PAUSE: pause()}
        self._settled: set[str] = set()  # looked for, and found or given up
        self._turn = asyncio.Lock()

    def __contains__(self, part: object) -> bool:
        return part in self._clips

    def pcm(self, part: str) -> bytes:
        """Return the samples of a part that is in the bank."""
        return self._clips[part]

    def is_settled(self, parts: Iterable[str]) -> bool:
        """Return whether `obtain` has nothing left to do for any of `parts`."""
        return self._directory is None or self._settled.issuperset(parts)

    async def obtain(self, parts: Iterable[str]) -> None:
        """Take the clips of `parts` in: from their files, and else rendered into their files.

        A part that has no clip after that is given up until the bank is made anew.
        """
        if self._directory is None:
            return
        async with self._turn:
            wanted = [part for part in dict.fromkeys(parts) if part not in self._settled]
            await self._take_in(wanted, self._directory)
            missing = [part for part in wanted if part not in self.own]
            await self._take_in(await self._made(missing, self._directory), self._directory)
            self._settled.update(wanted)

    async def _take_in(self, parts: list[str], directory: Path) -> None:
        found = await asyncio.to_thread(read_clips, parts, directory)
        self._clips |= found.clips
        self.own |= found.own
        for path, trouble in found.unfit.items():
            if path not in self.unfit:
                _log.warning("a clip cannot be used: %s", trouble)
        self.unfit |= found.unfit

    async def _made(self, parts: list[str], directory: Path) -> list[str]:
        """Make files for those of `parts` that have none, and return which those were."""
        try:
            absent = await asyncio.to_thread(_absent, parts, directory)
            sounds = {part: wav_of(self._clips[part]) for part in absent if part in OWN_SOUNDS}
            await asyncio.to_thread(_write, sounds, directory)
            await self._render([part for part in absent if part not in sounds], directory)
        except OSError as error:
            _log.warning("clips cannot be kept in %s: %s", directory, error.strerror)
            return []
        return absent

    async def _render(self, parts: list[str], directory: Path) -> None:
        if not parts or self._renderer is None:
            return
        _log.info("nobody has recorded %s: the synthetic voice says it", _some_of(parts))
        for _batch in range(_BATCHES_MAX):
            if not parts or await self._renderer(parts, directory):
                return
            parts = (await asyncio.to_thread(_absent, parts, directory))[1:]  # it died at the first


def _some_of(parts: list[str]) -> str:
    more = len(parts) - _NAMED_MAX
    return ", ".join(parts[:_NAMED_MAX]) + (f" and {more} more" if more > 0 else "")


def _absent(parts: list[str], directory: Path) -> list[str]:
    return [part for part in parts if not clip_path(directory, part).exists()]


def _write(wavs: dict[str, bytes], directory: Path) -> None:
    for part, wav in wavs.items():
        write_new(clip_path(directory, part), wav)

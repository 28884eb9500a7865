"""The hall's loudspeaker: says announcements by joining clips and playing the result.

There is no device on the wire: a loudspeaker never answers, so its health is `assumed`, and the
wire only tells when to end. Not yet verified on hardware: no amplifier or sound card has been
driven by it, only players that were programs of a test.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from drivers.contract import (
    Announcement,
    Context,
    Declaration,
    Finding,
    Health,
    Kind,
    Speaker,
    Spoken,
    Wire,
)
from drivers.timetable import percent_at
from drivers.voice.clips.bank import ClipBank
from drivers.voice.clips.concat import RATE_HZ, duration_s, joined, wav_of
from drivers.voice.clips.options import ClipsOptions
from drivers.voice.clips.player import Player, PlayerFailedError
from drivers.voice.clips.renderer import Renderer, espeak_is_installed, render_with_espeak
from drivers.voice.clips.self_test import finding_after, findings_before
from drivers.voice.clips.spoken import LastSaid, SoundNotWrittenError, SpokenFiles
from drivers.voice.clips.volume import at_volume
from drivers.voice.parts import OWN_SOUNDS, PHRASES, clips_of, sentences_that_can_be_said
from drivers.voice.wording import Notice, notice_announcement

_log = logging.getLogger(__name__)

_LISTEN_S = 3600.0


def chosen_renderer(
    options: ClipsOptions, installed: Callable[[], bool] = espeak_is_installed
) -> Renderer | None:
    """Return who renders missing clips; says in the log when it should be there and is not."""
    if options.voice == "none":
        return None
    if installed():
        return render_with_espeak
    _log.warning(
        "no voice: espeakng-loader is not installed (the extra 'voice'); "
        "the hall has its gong and the clips recorded in %s",
        options.clips_dir or "no directory",
    )
    return None


class ClipSpeaker(Speaker):
    """Says announcements one at a time; a gong alone where words are missing."""

    declaration = Declaration(
        kind=Kind.VOICE,
        protocol="clips",
        title="Loudspeaker, announcements joined from clips",
        options=ClipsOptions,
        capabilities=frozenset({"zh", "en"}),
    )

    def __init__(self, wire: Wire, options: ClipsOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        clips_dir = Path(options.clips_dir) if options.clips_dir else None
        spoken_dir = Path(options.spoken_dir) if options.spoken_dir else None
        self._bank = ClipBank(clips_dir, chosen_renderer(options))
        self._files = SpokenFiles(spoken_dir, options.keep_spoken)
        self._player = Player(options.player, options.play)
        self._gap_samples = options.gap_ms * RATE_HZ // 1000
        self._turn = asyncio.Lock()
        self._ready = False
        self._named: set[str] = set()  # clips that the log has already called missing
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        self.report_health(Health.STARTING)
        try:
            await asyncio.gather(self._start(self._prepare()), self._start(self._listen()))
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def say(self, announcement: Announcement) -> Spoken:
        clips_of(announcement.parts)
        async with self._turn:
            said, path = await self._written(announcement)
            await self._play(path, said.lasts_s)
            return Spoken(announcement.id, path, said.lasts_s)

    async def self_test(self) -> list[Finding]:
        """Say a sentence, and tell how long it was and what it was played on."""
        await self._bank.obtain(PHRASES)
        found = list(findings_before(self._player, self._bank))
        async with self._turn:
            said, path = await self._written(notice_announcement("self-test", Notice.TEST))
            trouble = await self._play(path, said.lasts_s)
        return [*found, finding_after(said, self._player.plays, trouble)]

    async def _listen(self) -> None:
        while True:
            await self.wire.read(_LISTEN_S)

    async def _prepare(self) -> None:
        await self._bank.obtain((*PHRASES, *self.options.extra_clips))
        self._ready = True
        self._report_ready()

    def _report_ready(self) -> None:
        """Report that the hall may count on the voice, and what it lacks."""
        if not self._ready:
            return
        missing = self._player.missing
        if missing:
            self.report_health(Health.HARDWARE_ERROR, missing)
        else:
            self.report_health(Health.ASSUMED, ", ".join(self._lacks()))

    def _lacks(self) -> list[str]:
        words = [part for part in PHRASES if part not in OWN_SOUNDS]
        missing = sum(part not in self._bank for part in words)
        lacks = [] if self._player.plays else ["not played here"]
        if missing:
            lacks.append("gong only" if missing == len(words) else f"{missing} clips missing")
        return lacks

    async def _written(self, announcement: Announcement) -> tuple[LastSaid, str]:
        """Put the announcement together as loud as the hour wants it, and write its file."""
        pcm = await self._rendered(announcement.parts)
        percent = percent_at(self.options.volume_percent_from, self.context.now().time())
        said = LastSaid(announcement.text, duration_s(pcm), percent)
        if percent != 100:  # arithmetic on every sample: not on the event loop
            pcm = await asyncio.to_thread(at_volume, pcm, percent)
        return said, await self._kept(announcement.id, wav_of(pcm), said)

    async def _rendered(self, parts: tuple[str, ...]) -> bytes:
        await self._obtain(parts)
        self._name_missing(parts)
        said = sentences_that_can_be_said(parts, self._bank)
        return joined([self._bank.pcm(part) for part in said], self._gap_samples)

    def _name_missing(self, parts: Iterable[str]) -> None:
        missing = {part for part in parts if part not in self._bank}
        if missing - self._named:
            names = ", ".join(sorted(missing - self._named))
            _log.warning("sentences are left out, clips are missing: %s", names)
            self._named |= missing

    async def _obtain(self, parts: tuple[str, ...]) -> None:
        """Wait a little for clips that are not there; they come in even if it took too long."""
        if not self._bank.is_settled(parts):
            obtaining = self._start(self._bank.obtain(parts))
            await asyncio.wait({obtaining}, timeout=self.options.free_text_wait_s)

    async def _kept(self, announcement_id: str, wav: bytes, said: LastSaid) -> str:
        try:
            return await self._files.keep(announcement_id, wav, said)
        except SoundNotWrittenError as error:
            self.report_health(error.health, str(error))
            raise

    async def _play(self, path: str, lasts_s: float) -> str:
        """Play the file, or wait as long as it lasts; return what went wrong."""
        try:
            if self._player.plays:
                await self._player.play(path, lasts_s)
            elif self.options.pace_without_device:
                await asyncio.sleep(lasts_s)
        except PlayerFailedError as error:
            self.report_health(error.health, str(error))
            return str(error)
        self._report_ready()
        return ""

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

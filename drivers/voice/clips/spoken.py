"""The sound files of what has been said: the last few, for the player and for whoever asks."""

import asyncio
from pathlib import Path

from drivers.contract import DeviceError
from drivers.voice.clips.files import file_name, write_over


class SoundNotWrittenError(DeviceError):
    """The file of an announcement cannot be written; the message says where and why."""

    code = "sound_not_written"


class SpokenFiles:
    """A directory of WAVs that keeps the newest `count_max`. Without a directory it keeps none."""

    def __init__(self, directory: Path | None, count_max: int) -> None:
        self._directory = directory
        self._count_max = count_max

    async def keep(self, announcement_id: str, wav: bytes) -> str:
        """Write the WAV and return its path; empty without a directory.

        Raises `SoundNotWrittenError`.
        """
        if self._directory is None:
            return ""
        path = self._directory / f"{file_name(announcement_id)}.wav"
        try:
            await asyncio.to_thread(self._write, path, wav)
        except OSError as error:
            raise SoundNotWrittenError(f"{path}: {error.strerror}") from error
        return str(path)

    def _write(self, path: Path, wav: bytes) -> None:
        write_over(path, wav)
        others = [other for other in path.parent.glob("*.wav") if other != path]
        others.sort(key=lambda other: other.stat().st_mtime_ns, reverse=True)
        for old in others[self._count_max - 1 :]:
            old.unlink(missing_ok=True)

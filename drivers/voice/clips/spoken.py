"""The sound files of what has been said: the last few, for the player and for whoever asks."""

import asyncio
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from drivers.contract import DeviceError
from drivers.voice.clips.files import file_name, write_over

_LAST = "last.json"


class SoundNotWrittenError(DeviceError):
    """The file of an announcement cannot be written; the message says where and why."""

    code = "sound_not_written"


@dataclass(frozen=True, slots=True)
class LastSaid:
    """What was said last, for people, and how long it was."""

    text: str = ""
    lasts_s: float = 0.0
    volume_percent: int = 0


class SpokenFiles:
    """A directory of WAVs that keeps the newest `count_max`. Without a directory it keeps none.

    Beside them lies what was said last, in words.
    """

    def __init__(self, directory: Path | None, count_max: int) -> None:
        self._directory = directory
        self._count_max = count_max

    async def keep(self, announcement_id: str, wav: bytes, said: LastSaid | None = None) -> str:
        """Write the WAV and return its path; empty without a directory.

        Raises `SoundNotWrittenError`.
        """
        if self._directory is None:
            return ""
        path = self._directory / f"{file_name(announcement_id)}.wav"
        try:
            await asyncio.to_thread(self._write, path, wav, said)
        except OSError as error:
            raise SoundNotWrittenError(f"{path}: {error.strerror}") from error
        return str(path)

    def _write(self, path: Path, wav: bytes, said: LastSaid | None) -> None:
        write_over(path, wav)
        if said is not None:
            write_over(path.with_name(_LAST), _noted(said))
        others = [other for other in path.parent.glob("*.wav") if other != path]
        others.sort(key=lambda other: other.stat().st_mtime_ns, reverse=True)
        for old in others[self._count_max - 1 :]:
            old.unlink(missing_ok=True)


def last_said(directory: Path) -> LastSaid:
    """Return what was said last by whoever keeps its files in `directory`; nothing yet is empty."""
    try:
        noted = json.loads((directory / _LAST).read_bytes())
        return LastSaid(**noted)
    except (OSError, ValueError, TypeError):
        return LastSaid()


def _noted(said: LastSaid) -> bytes:
    return json.dumps(asdict(said), ensure_ascii=False).encode()

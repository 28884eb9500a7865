"""The device's side of a wire that carries nothing: a loudspeaker hangs on a sound card."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drivers.twins import Twin
from drivers.voice.clips.options import ClipsOptions
from drivers.voice.clips.spoken import LastSaid, last_said


class LoudspeakerTwin(Twin):
    """Answers nothing. It hears what the hall says: the files that `say` returns."""

    def __init__(self, spoken_dir: Path | None = None) -> None:
        super().__init__()
        self.received = bytearray()
        self._spoken_dir = spoken_dir

    def receive(self, data: bytes) -> bytes:
        self.received += data
        return b""

    def look(self) -> dict[str, Any]:
        said = last_said(self._spoken_dir) if self._spoken_dir else LastSaid()
        return {
            "said": said.text,
            "lasted_s": round(said.lasts_s, 1),
            "volume_percent": said.volume_percent,
        }


def make_twin(options: Mapping[str, Any]) -> LoudspeakerTwin:
    """Return the loudspeaker of a hall whose voice has these options."""
    spoken_dir = options.get("spoken_dir", ClipsOptions().spoken_dir)
    return LoudspeakerTwin(Path(spoken_dir) if spoken_dir else None)

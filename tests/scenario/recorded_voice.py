"""A voice that was recorded beforehand, so that no hall of a test renders one."""

from pathlib import Path

from drivers.voice.clips.concat import RATE_HZ, SAMPLE_BYTES, wav_of
from drivers.voice.clips.files import clip_path, write_new
from drivers.voice.parts import OWN_SOUNDS, PHRASES
from edge.reactions.announcer import names_to_say
from edge.settings import load_settings


def record_clips(config: Path, state: Path) -> None:
    """Put a short sound in the place of every word that the hall on `state` may say."""
    sound = wav_of(bytes(RATE_HZ // 5 * SAMPLE_BYTES))
    for part in {*PHRASES, *names_to_say(load_settings(config).hall.plan)} - set(OWN_SOUNDS):
        write_new(clip_path(state / "voice" / "clips", part), sound)
